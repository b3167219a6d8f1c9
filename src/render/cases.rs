//! Lists of cases as tables.

use super::span::{delay, end_to_the_minute, rough, to_the_minute};
use super::style::Tone;
use super::table::{Cell, Column, Width};
use crate::domain::attribute::{Attribute, AttributeValue};
use crate::domain::deadline::Watch;
use crate::domain::deadline::{Deadline, DeadlineState};
use crate::domain::message::{Message, listed, message, text};
use crate::domain::outline::Outline;
use crate::domain::policy::Policy;
use crate::domain::snapshot::Snapshot;
use crate::domain::state::{Flag, Status};
use crate::domain::time::{Instant, format_instant};

/// The columns of `list`.
pub(crate) fn list<'a>(policy: &'a Policy, now: Instant) -> Vec<Column<'a, Outline<'a>>> {
    let mut columns = vec![attribute(Attribute::Id, policy).rank(9)];
    if !policy.priorities.is_empty() {
        columns.push(attribute(Attribute::Priority, policy).rank(6));
    }
    columns.extend([
        attribute(Attribute::Received, policy).rank(3),
        attribute(Attribute::Status, policy).rank(6),
        attribute(Attribute::Flags, policy).rank(5),
        attribute(Attribute::Level, policy).rank(1),
        attribute(Attribute::Category, policy).rank(4),
        attribute(Attribute::Department, policy).rank(2),
        attribute(Attribute::Handler, policy).rank(7),
        case(text!("next deadline"), move |it| {
            next_deadline(it, policy, now)
        })
        .rank(8),
        attribute(Attribute::Summary, policy).rank(9),
    ]);
    columns
}

/// The columns of `overdue`, with the worst deadline of each case.
pub(crate) fn overdue<'a>(
    policy: &'a Policy,
    watch: Watch,
    now: Instant,
) -> Vec<Column<'a, Outline<'a>>> {
    vec![
        attribute(Attribute::Id, policy).rank(9),
        case(text!("deadline"), move |it| worst_deadline(it, watch)).rank(8),
        case(text!("how late"), move |it| {
            lateness(it, watch, policy, now)
        })
        .rank(7),
        case(text!("due"), move |it| missed_due(it, watch, policy)).rank(5),
        attribute(Attribute::Status, policy).rank(3),
        attribute(Attribute::Level, policy).rank(1),
        attribute(Attribute::Department, policy).rank(4),
        attribute(Attribute::Handler, policy).rank(6),
        attribute(Attribute::Summary, policy).rank(9),
    ]
}

/// A column with an attribute of each case.
fn attribute<'a>(attribute: Attribute, policy: &'a Policy) -> Column<'a, Outline<'a>> {
    let title = message!("{attribute}", attribute);
    case(title, move |outline| {
        cell(attribute, outline.value(attribute).as_ref(), policy)
    })
}

fn case<'a>(title: Message, cell: impl Fn(&Outline<'a>) -> Cell + 'a) -> Column<'a, Outline<'a>> {
    Column::new(title, Width::Flexible, cell)
}

/// The cell of an attribute; instants to the minute, in program output with offset and seconds.
pub(super) fn value(attribute: Attribute, snapshot: &Snapshot, policy: &Policy) -> Cell {
    cell(
        attribute,
        attribute.value(snapshot, policy).as_ref(),
        policy,
    )
}

/// The cell of a value of an attribute.
pub(super) fn cell(
    attribute: Attribute,
    value: Option<&AttributeValue<'_>>,
    policy: &Policy,
) -> Cell {
    let is_number = [
        Attribute::Amount,
        Attribute::Paid,
        Attribute::Score,
        Attribute::Round,
    ];
    let cell = match value {
        None if is_number.contains(&attribute) => Cell::empty().right(),
        None => Cell::empty(),
        Some(AttributeValue::Text(text)) => Cell::text(text.as_ref()),
        Some(AttributeValue::Word(word)) => Cell::word(*word),
        Some(AttributeValue::Words(words)) if words.is_empty() => Cell::empty(),
        Some(AttributeValue::Words(words)) => {
            let keywords: Vec<&str> = words.iter().map(|word| word.word).collect();
            flags(&keywords).data(keywords.join(" "))
        }
        Some(AttributeValue::Instant(at)) => instant(*at, policy),
        Some(AttributeValue::End(at)) => end(*at, policy),
        Some(AttributeValue::Amount(amount)) => Cell::number(amount),
        Some(AttributeValue::Number(number)) => Cell::number(number),
    };
    let status = value.and_then(AttributeValue::name).map(str::parse);
    let is_settled = matches!(status, Some(Ok(Status::Resolved | Status::Closed)));
    if attribute == Attribute::Status && is_settled {
        cell.tone(Tone::Good)
    } else {
        cell
    }
}

/// An instant to the minute; in program output with offset and seconds.
pub(super) fn instant(at: Instant, policy: &Policy) -> Cell {
    let zone = policy.calendar.zone();
    Cell::text(to_the_minute(at, zone)).data(format_instant(at, zone))
}

/// The end of a period, such as a due instant; in program output as any instant.
fn end(at: Instant, policy: &Policy) -> Cell {
    let zone = policy.calendar.zone();
    Cell::text(end_to_the_minute(at, zone)).data(format_instant(at, zone))
}

fn flags(words: &[&str]) -> Cell {
    let flags = words.iter().filter_map(|word| word.parse().ok());
    let flags = flags.map(flag_name);
    Cell::message(message!("{flags}", flags = listed(flags)))
}

/// The display name of a flag.
fn flag_name(flag: Flag) -> Message {
    match flag {
        Flag::AwaitingApproval => text!("awaiting approval"),
        Flag::Paused | Flag::Escalated | Flag::Appealed | Flag::Reopened | Flag::Malicious => {
            message!("{flag}", flag)
        }
    }
}

fn next_deadline(outline: &Outline<'_>, policy: &Policy, now: Instant) -> Cell {
    let Some(deadline) = outline.most_urgent() else {
        return Cell::empty();
    };
    let standing = standing(deadline, policy, now);
    Cell::message(message!(
        "{deadline} {standing}",
        deadline = deadline.name,
        standing
    ))
    .tone(tone(deadline.state))
}

/// The name of the worst deadline, and how many others are late.
fn worst_deadline(outline: &Outline<'_>, watch: Watch) -> Cell {
    match outline.late(watch).as_slice() {
        [] => Cell::empty(),
        [worst] => Cell::text(&worst.name),
        [worst, others @ ..] => Cell::text(format!("{} (+{})", worst.name, others.len())),
    }
}

fn lateness(outline: &Outline<'_>, watch: Watch, policy: &Policy, now: Instant) -> Cell {
    let late = outline.late(watch);
    late.first().map_or_else(Cell::empty, |worst| {
        Cell::message(standing(worst, policy, now)).tone(tone(worst.state))
    })
}

fn missed_due(outline: &Outline<'_>, watch: Watch, policy: &Policy) -> Cell {
    let late = outline.late(watch);
    let due = late.first().and_then(|worst| worst.due);
    due.map_or_else(Cell::empty, |due| end(due, policy))
}

/// The time left until a running clock is due, or how late it is in the time of its limit; otherwise
/// its state.
pub(crate) fn standing(deadline: &Deadline, policy: &Policy, now: Instant) -> Message {
    let late = || deadline.delay(policy, now).map(delay);
    match (deadline.state, deadline.due) {
        (DeadlineState::Open | DeadlineState::Soon, Some(due)) => {
            message!("in {time}", time = rough(due - now))
        }
        (DeadlineState::Open | DeadlineState::Soon, None) => text!("paused"),
        (state @ DeadlineState::Overdue, _) => match late() {
            Some(time) => message!("{time} late", time),
            None => message!("{state}", state),
        },
        (state @ DeadlineState::Missed, _) => match late() {
            Some(time) => message!("missed by {time}", time),
            None => message!("{state}", state),
        },
        (state @ (DeadlineState::Met | DeadlineState::Cancelled), _) => message!("{state}", state),
    }
}

/// The colour of a clock.
pub(crate) fn tone(state: DeadlineState) -> Option<Tone> {
    match state {
        DeadlineState::Overdue | DeadlineState::Missed => Some(Tone::Bad),
        DeadlineState::Soon => Some(Tone::Warning),
        DeadlineState::Met => Some(Tone::Good),
        DeadlineState::Open | DeadlineState::Cancelled => None,
    }
}
