//! Settling a question: one of the two events is retracted, with all that depends on it.

use super::super::{corrections, owed, permissions};
use super::depends_on_others;
use super::pairs::is_contradicted;
use super::search::Search;
use crate::domain::case::{Entry, Event};
use crate::domain::finding::Able;
use crate::domain::message::{Argument, Command, Message, ToArgument, in_turn, message, text};
use crate::domain::names::{Digest, StaffId};
use crate::domain::rules::Judged;

/// Most retractions that a hint suggests for one question.
const LONGEST: usize = 24;

/// The hint for a question: who decides, and which retractions settle it.
pub(super) fn hint(
    search: &Search<'_>,
    judged: &Judged,
    event: &Entry,
    beside: &[&Entry],
) -> Message {
    let by_event = retractions(search, judged, event, (event, beside));
    let by_others = beside
        .iter()
        .filter_map(|other| retractions(search, judged, other, (event, beside)))
        .min_by_key(Way::len);
    if search.left_for_hints.get() == 0 {
        let retract = Command::new("retract")
            .this()
            .with("--event EVENT --reason TEXT");
        return message!(
            "{able} decides which holds: {retract}",
            able = highest(search),
            retract
        );
    }
    let (first, second) = match (by_event, by_others) {
        (Some(own), Some(other)) if own.len() == other.len() => (own, Some(other)),
        (Some(own), Some(other)) => (if own.len() < other.len() { own } else { other }, None),
        (Some(only), None) | (None, Some(only)) => (only, None),
        (None, None) => {
            let able = highest(search);
            return message!(
                "{able} decides and records it in a note; neither can be taken back",
                able
            );
        }
    };
    let who = who(search, &first, second.as_ref());
    let retract = Command::new("retract").this().with("--reason TEXT");
    let first = taking_back(&first);
    match second.as_ref().map(taking_back) {
        None => message!("{who} decides: {retract} {first}", who, retract, first),
        Some(second) => message!(
            "{who} decides: {retract} {first}, or {second}",
            who,
            retract,
            first,
            second
        ),
    }
}

/// Retractions, in order, that settle a question.
struct Way<'a> {
    events: Vec<&'a Entry>,
    /// What is no longer owed after them.
    lost: Vec<owed::Lost>,
}

impl Way<'_> {
    fn len(&self) -> usize {
        self.events.len()
    }
}

/// Retractions as flags of `retract`, one command each.
fn taking_back(way: &Way<'_>) -> Argument {
    in_turn(way.events.iter().map(|entry| {
        message!(
            "--event {digest} ({verb} of {by})",
            digest = entry.digest,
            verb = entry.event.name(),
            by = entry.by
        )
    }))
}

/// The retractions, in order, that remove `target` and leave `event` without errors and without a
/// contradiction to those beside it; `None` if one of them is impossible, or if the budget is used
/// up.
fn retractions<'a>(
    search: &Search<'a>,
    judged: &Judged,
    target: &'a Entry,
    (event, beside): (&Entry, &[&Entry]),
) -> Option<Way<'a>> {
    let (judge, entries) = (search.judge(), search.entries);
    let void: Vec<Digest> = judged
        .errors()
        .filter_map(|finding| finding.event)
        .collect();
    let mut active: Vec<bool> = entries
        .iter()
        .map(|entry| !judged.retracted.contains(&entry.digest))
        .collect();
    let place = |digest: Digest| entries.iter().position(|entry| entry.digest == digest);
    let mut wanted = vec![place(target.digest)?];
    let (mut way, mut lost) = (Vec::new(), Vec::new());
    while let Some(next) = wanted.last().copied() {
        if wanted.len() + way.len() > LONGEST
            || !corrections::can_be_taken_back(entries[next], &void)
        {
            return None;
        }
        spend(search, 2 * entries.len())?;
        match corrections::dependent(&judge, entries, &active, next) {
            Some(built) => {
                let later = place(built.event?).filter(|later| !wanted.contains(later))?;
                wanted.push(later);
            }
            None => {
                spend(search, 2 * entries.len())?;
                lost.extend(owed::lost(&judge, entries, &active, next));
                active[next] = false;
                way.push(entries[next]);
                wanted.pop();
            }
        }
    }
    spend(search, 2 * entries.len())?;
    let after = judge.fold(entries, &active);
    let is_open = after
        .findings
        .iter()
        .any(|found| found.event == Some(event.digest) && depends_on_others(found));
    let standing = entries.iter().zip(&active).filter(|(_, active)| **active);
    let standing: Vec<&Entry> = standing.map(|(entry, _)| *entry).collect();
    let is_contradicted = is_contradicted(event, beside, &standing, search.seen);
    let stays = matches!(event.event, Event::Retract(_)) && target.digest != event.digest;
    (!is_open && !is_contradicted && !stays).then_some(Way { events: way, lost })
}

/// Spends the budget of events judged; `None` once it is used up.
fn spend(search: &Search<'_>, events: usize) -> Option<()> {
    let left = search.left_for_hints.get().checked_sub(events);
    search.left_for_hints.set(left.unwrap_or(0));
    left.map(drop)
}

/// The people who may take all of these ways.
fn who(search: &Search<'_>, first: &Way<'_>, second: Option<&Way<'_>>) -> Argument {
    let ways = || std::iter::once(first).chain(second);
    let author: &StaffId = &first.events[0].by;
    let is_own = ways()
        .flat_map(|way| &way.events)
        .all(|entry| entry.by == *author && !corrections::is_binding(entry));
    let lost = || ways().flat_map(|way| &way.lost);
    let able = highest(search)
        .only(|who| lost().all(|lost| lost.is_up_to(who, search.now, search.policy)));
    let is_here = permissions::is_active(author, search.now, search.policy);
    let is_known = !search.policy.staff.is_empty();
    let is_free = lost().next().is_none();
    if is_known && is_own && is_here && is_free && !able.named().contains(author) {
        message!("{author} or {able}", author, able).to_argument()
    } else {
        able.to_argument()
    }
}

/// The people with the highest role.
fn highest(search: &Search<'_>) -> Able {
    match search.policy.highest_role() {
        Some(role) if !search.policy.staff.is_empty() => {
            permissions::who_has(role, search.now, search.policy)
        }
        _ => Able::of_role(text!("somebody who knows")),
    }
}
