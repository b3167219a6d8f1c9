//! Amended facts and retracted events.

use crate::domain::case::event::Amend;
use crate::domain::case::facts::FactKind;
use crate::domain::finding::Hint;
use crate::domain::message::{
    Argument, Message, ToArgument, day_and_time, message, one, quoted, text,
};
use std::collections::HashSet;

use super::{Judge, Setting, facts, owed, permissions, plausible, refusal};
use crate::domain::case::event::Verb;
use crate::domain::case::{Entry, Event, FactField, VerbTrait};
use crate::domain::finding::{Code, Finding, Severity, Spot};
use crate::domain::names::Digest;
use crate::domain::policy::Policy;
use crate::domain::time::{self, Instant};
use crate::domain::timeline::ClockEvent;

/// An amendment names a fact, its current value, and a new value that `new` would accept.
pub(super) fn amend(entry: &Entry, setting: &Setting<'_>) -> Vec<Finding> {
    let Event::Amend(Amend {
        field, from, to, ..
    }) = &entry.event
    else {
        return Vec::new();
    };
    let Ok(known) = field.parse::<FactField>() else {
        return vec![not_a_fact(field)];
    };
    let state = setting.state;
    let mut findings = Vec::new();
    let standing = state.facts.get(known);
    if !same_value(known, standing.as_deref(), from.as_deref()) {
        let message = message!(
            "'{field}' was {standing}, not {from}",
            field,
            standing = value_in_words(standing.as_deref()),
            from = value_in_words(from.as_deref())
        );
        let hint = text!("look at the case again: somebody else has amended it");
        findings.push(refusal(Code::AmendValue, message).hint(hint).of_key("from"));
    }
    if let Err(wanted) = state.facts.clone().set(known, to.as_deref()) {
        let message = message!(
            "'{field}' should be {wanted}, found {found}",
            field,
            wanted,
            found = value_in_words(to.as_deref())
        );
        findings.push(refusal(Code::AmendValue, message).of_key("to"));
    }
    findings.extend(
        facts::field_value(known, to.as_deref(), setting.policy)
            .map(|finding| finding.of_key("to")),
    );
    findings.extend(receipt(known, to.as_deref(), setting));
    findings.extend(implausible(known, to.as_deref(), entry, setting));
    findings
}

/// The corrected fact has to be as plausible as one at intake.
fn implausible(
    field: FactField,
    to: Option<&str>,
    entry: &Entry,
    setting: &Setting<'_>,
) -> Option<Finding> {
    let mut facts = setting.state.facts.clone();
    facts.set(field, to).ok()?;
    let found = plausible::field_value(field, &facts, entry.on_record(), setting.policy);
    found.map(|finding| finding.of_key("to"))
}

fn not_a_fact(field: &str) -> Finding {
    let message = message!("'{field}' is not a fact that can be amended", field);
    let finding = refusal(Code::AmendValue, message).of_key("field");
    match field {
        "id" => finding.hint(text!("the id never changes")),
        "level" => finding.hint(text!("change the level with `escalate`")),
        _ => finding.did_you_mean(field, FactField::ALL.iter().map(|field| field.name())),
    }
}

/// A corrected receipt cannot be later than the first act, or in the future.
fn receipt(field: FactField, to: Option<&str>, setting: &Setting<'_>) -> Option<Finding> {
    let received = (field == FactField::Received).then(|| time::parse_rfc3339(to?).ok())??;
    let zone = setting.policy.calendar.zone();
    let first_act = setting.state.first_act.filter(|first| *first < received);
    let (code, message) = if let Some(first) = first_act {
        let first = day_and_time(first, zone);
        (
            Code::BeforeReceipt,
            message!("the case was already worked on at {first}", first),
        )
    } else if super::backdating::is_future(received, setting.now, setting.policy) {
        let received = day_and_time(received, zone);
        (
            Code::Future,
            message!("{received} is in the future", received),
        )
    } else {
        return None;
    };
    let hint = text!("check the time of the receipt");
    Some(refusal(code, message).of_key("to").hint(hint))
}

fn same_value(field: FactField, a: Option<&str>, b: Option<&str>) -> bool {
    if a == b {
        return true;
    }
    let (Some(a), Some(b)) = (a, b) else {
        return false;
    };
    field.kind() != FactKind::Text
        && field
            .parse(a)
            .is_ok_and(|value| field.parse(b) == Ok(value))
}

fn value_in_words(value: Option<&str>) -> Argument {
    value.map_or_else(|| text!("empty").to_argument(), quoted)
}

/// A retracted event.
pub(super) struct TakenBack {
    /// Its position.
    pub position: usize,
    /// Its effect on the clocks, if it is dated.
    pub clock_event: Option<ClockEvent>,
    /// Whether taking it back changes what somebody may do: it is a grant, or takes a rank.
    pub is_grant: bool,
}

/// Checks the last of `entries`, a retraction of `target`. `void` are the refused retractions:
/// these can be retracted themselves.
pub(super) fn retract(
    judge: &Judge<'_>,
    entries: &[&Entry],
    active: &[bool],
    void: &[Digest],
    target: Digest,
) -> Result<TakenBack, Box<Finding>> {
    let Some((retraction, before)) = entries.split_last() else {
        let message = text!("there is nothing to take back");
        return Err(Box::new(refusal(Code::RetractTarget, message)));
    };
    let refuse = |code, message: Message, hint: Hint| {
        let finding = refusal(code, message)
            .hint(hint)
            .of_key("event")
            .about(retraction.digest);
        Err(Box::new(Finding {
            spot: Spot::line(retraction.line),
            ..finding
        }))
    };
    let position = before.iter().position(|entry| entry.digest == target);
    let Some(position) = position.filter(|position| active[*position]) else {
        return refuse(
            Code::RetractTarget,
            message!("there is no event {target} before this one", target),
            text!("`complaint log` numbers the events").into(),
        );
    };
    let event = before[position];
    let policy = judge.laws.policy_of(retraction.digest, judge.policy);
    let recorded = judge.recorded(retraction);
    if !can_be_taken_back(event, void) {
        return refuse(
            Code::RetractTarget,
            message!("a '{verb}' cannot be taken back", verb = event.event.name()),
            text!("add a note instead").into(),
        );
    }
    let owed =
        owed::lost(judge, before, active, position).filter(|_| policy.highest_role().is_some());
    // What is owed decides instead of who recorded it, but a binding event stays binding.
    let by_owner = owed.is_none() || is_binding(event);
    if by_owner && !may_retract(retraction, event, recorded, policy) {
        let (message, hint) = whose_to_retract(retraction, event, policy);
        // Whether it takes back what is owed, which others may, depends on what others granted.
        let may_be_owed = matches!(event.event, Event::Propose(_) | Event::Respond(_));
        let code = match may_be_owed && retraction.by != event.by {
            true => Code::Authority,
            false => Code::Permission,
        };
        return refuse(code, message, hint);
    }
    let is_grant =
        retraction.by != event.by || owed.is_some() || is_binding(event) || event.event.is_grant();
    if let Some(owed) = owed.filter(|it| !it.may_be_taken_back(retraction, recorded, policy)) {
        let (message, hint) = owed.whose_to_take_back(retraction, event, policy);
        return refuse(Code::Authority, message, hint);
    }
    let active = &active[..before.len()];
    match dependent(judge, before, active, position) {
        None => {
            let clock_event = judge
                .fold(before, active)
                .state
                .timeline
                .into_iter()
                .find(|event| event.digest == target);
            Ok(TakenBack {
                position,
                clock_event: clock_event.filter(ClockEvent::is_dated),
                is_grant,
            })
        }
        Some(finding) => {
            let message = message!(
                "later events depend on it: without it, {why}",
                why = finding.message
            );
            refuse(
                Code::RetractBuiltOn,
                message,
                text!("take back the later event first").into(),
            )
        }
    }
}

/// Whether an event can be retracted: not a registration, nor a valid retraction.
pub(super) fn can_be_taken_back(event: &Entry, void: &[Digest]) -> bool {
    match event.event.verb() {
        Some(Verb::Register) | None => false,
        Some(Verb::Retract) => void.contains(&event.digest),
        Some(_) => true,
    }
}

/// The first new error if the event at `position` were removed; `None` if no later event depends on
/// it.
pub(super) fn dependent(
    judge: &Judge<'_>,
    entries: &[&Entry],
    active: &[bool],
    position: usize,
) -> Option<Finding> {
    let kept = judge.fold(entries, active);
    let mut without = active.to_vec();
    without[position] = false;
    let reduced = judge.fold(entries, &without);
    let known: HashSet<_> = errors(&kept.findings).collect();
    let is_new = |finding: &Finding| {
        finding.severity == Severity::Error && !known.contains(&(finding.code, finding.event))
    };
    reduced.findings.into_iter().find(is_new)
}

/// People retract their own events. Other people's events and binding events require the highest
/// role; without roles, nobody has it, and people retract whatever is their own.
fn may_retract(retraction: &Entry, event: &Entry, recorded: Instant, policy: &Policy) -> bool {
    if policy.staff.is_empty() {
        return true;
    }
    let is_own = retraction.by == event.by;
    let Some(highest) = policy.highest_role() else {
        return is_own;
    };
    let is_highest = |at| permissions::role(&retraction.by, at, policy) == Some(highest);
    let has_rank = is_highest(retraction.at) && is_highest(recorded);
    has_rank || (is_own && !is_binding(event))
}

/// Whether an event is binding, so that its author cannot take it back.
pub(super) fn is_binding(event: &Entry) -> bool {
    let verb = event.event.verb();
    verb.is_some_and(|verb| verb.is(VerbTrait::Binding))
}

/// The reason why a retraction is refused, and whom to ask.
fn whose_to_retract(retraction: &Entry, event: &Entry, policy: &Policy) -> (Message, Hint) {
    let (by, verb) = (&event.by, event.event.name());
    let Some(highest) = policy.highest_role() else {
        let message = message!("'{by}' recorded it; only that person can take it back", by);
        return (message, message!("ask {by}", by).into());
    };
    let able = permissions::who_has(highest, retraction.at, policy);
    if is_binding(event) {
        return (
            message!(
                "taking back a '{verb}' requires {role}",
                verb,
                role = one(highest)
            ),
            Hint::ask(able),
        );
    }
    let message = message!(
        "'{by}' recorded it; only that person or {role} can take it back",
        by,
        role = one(highest)
    );
    let is_among = permissions::role(by, retraction.at, policy) == Some(highest);
    let is_gone = !permissions::is_active(by, retraction.at, policy);
    (
        message,
        if is_among || is_gone {
            Hint::ask(able)
        } else {
            message!("ask {by} or {able}", by, able).into()
        },
    )
}

fn errors(findings: &[Finding]) -> impl Iterator<Item = (Code, Option<Digest>)> {
    findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| (finding.code, finding.event))
}
