//! How a question ends: one of the two is taken back, with what was built on it.

use super::super::{corrections, fold, permissions};
use super::{Search, is_of_the_moment};
use crate::domain::case::{Entry, Event};
use crate::domain::names::{Digest, StaffId};
use crate::domain::rules::Judged;

/// How many events may have to be taken back to end one question.
const LONGEST: usize = 24;

/// Who decides, and what ends the question.
pub(super) fn hint(
    search: &Search<'_>,
    judged: &Judged,
    event: &Entry,
    beside: &[&Entry],
) -> String {
    let of_event = way(search, judged, event, event);
    let of_others = beside
        .iter()
        .filter_map(|other| way(search, judged, other, event))
        .min_by_key(Vec::len);
    if search.left_for_hints.get() == 0 {
        let id = &search.case.facts.id;
        return format!(
            "{} decides which holds: complaint retract {id} --event EVENT --reason TEXT",
            highest(search)
        );
    }
    let (first, second) = match (of_event, of_others) {
        (Some(own), Some(other)) if own.len() == other.len() => (own, Some(other)),
        (Some(own), Some(other)) => (if own.len() < other.len() { own } else { other }, None),
        (Some(only), None) | (None, Some(only)) => (only, None),
        (None, None) => {
            let able = highest(search);
            return format!("{able} decides, and says so in a note; neither can be taken back");
        }
    };
    let who = who(search, first.iter().chain(second.iter().flatten()));
    let id = &search.case.facts.id;
    let command = |way: &[&Entry]| {
        let named = |entry: &&Entry| {
            format!(
                "--event {} ({} of {})",
                entry.digest,
                entry.event.name(),
                entry.by
            )
        };
        let events: Vec<String> = way.iter().map(named).collect();
        events.join(", then ")
    };
    let (first, second) = (
        command(&first),
        second.map(|way| format!(", or {}", command(&way))),
    );
    format!(
        "{who} decides: complaint retract {id} --reason TEXT {first}{}",
        second.unwrap_or_default()
    )
}

/// What has to be taken back, in that order, so that `target` is gone and nothing is wrong with `event`; none where
/// something in the way cannot be taken back, or the search has gone on for too long.
fn way<'a>(
    search: &Search<'a>,
    judged: &Judged,
    target: &'a Entry,
    event: &Entry,
) -> Option<Vec<&'a Entry>> {
    let Search {
        case,
        policy,
        now,
        entries,
        ..
    } = *search;
    let void: Vec<Digest> = judged
        .errors()
        .filter_map(|finding| finding.event)
        .collect();
    let mut active: Vec<bool> = entries
        .iter()
        .map(|entry| !judged.retracted.contains(&entry.digest))
        .collect();
    let place = |digest: Digest| entries.iter().position(|entry| entry.digest == digest);
    let (mut wanted, mut way) = (vec![place(target.digest)?], Vec::new());
    while let Some(next) = wanted.last().copied() {
        if wanted.len() + way.len() > LONGEST
            || !corrections::can_be_taken_back(entries[next], &void)
        {
            return None;
        }
        spend(search, 2 * entries.len())?;
        match corrections::dependent(case, policy, now, entries, &active, next) {
            Some(built) => {
                let later = place(built.event?).filter(|later| !wanted.contains(later))?;
                wanted.push(later);
            }
            None => {
                active[next] = false;
                way.push(entries[next]);
                wanted.pop();
            }
        }
    }
    spend(search, entries.len())?;
    let after = fold(case, policy, now, entries, &active);
    let is_open = after
        .findings
        .iter()
        .any(|found| found.event == Some(event.digest) && is_of_the_moment(found));
    let stays = matches!(event.event, Event::Retract { .. }) && target.digest != event.digest;
    (!is_open && !stays).then_some(way)
}

/// That so many events are judged; none where there were too many, and from then on.
fn spend(search: &Search<'_>, events: usize) -> Option<()> {
    let left = search.left_for_hints.get().checked_sub(events);
    search.left_for_hints.set(left.unwrap_or(0));
    left.map(drop)
}

/// Who may take all of that back.
fn who<'e>(search: &Search<'_>, events: impl Iterator<Item = &'e &'e Entry>) -> String {
    let events: Vec<&Entry> = events.copied().collect();
    let author: &StaffId = &events[0].by;
    let is_own = events
        .iter()
        .all(|entry| entry.by == *author && !corrections::is_binding(entry));
    let able = highest(search);
    if search.policy.staff.is_empty() {
        return "whoever knows".to_owned();
    }
    let is_here = permissions::is_active(author, search.now, search.policy);
    let is_named = able.split([' ', ',']).any(|name| name == author.as_str());
    if is_own && is_here && !is_named {
        format!("{author} or {able}")
    } else {
        able
    }
}

/// Those of the highest role, by name where they are few.
fn highest(search: &Search<'_>) -> String {
    match search.policy.highest_role() {
        Some(role) if !search.policy.staff.is_empty() => {
            permissions::who_has(role, search.now, search.policy)
        }
        _ => "whoever knows".to_owned(),
    }
}
