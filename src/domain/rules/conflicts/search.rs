//! The search for what the author of an event can have known.

use std::cell::Cell;
use std::collections::BTreeSet;

use super::{Seen, depends_on_others, is_about_order};
use crate::domain::case::{Case, Entry, Event};
use crate::domain::names::StaffId;
use crate::domain::policy::Policy;
use crate::domain::rules::{Judged, judge_entries};
use crate::domain::time::Instant;

/// How many events are judged in search of what somebody knew, before an error is left an error; and how many in search of
/// how questions end, before a hint names no more than who decides: bounds for files that were made to take long.
const WORK: usize = 60_000;
/// Of how many people every choice is tried.
const PEOPLE: usize = 5;

/// The search for what the author of an event can have known.
pub(super) struct Search<'a> {
    pub case: &'a Case,
    pub policy: &'a Policy,
    pub now: Instant,
    pub entries: &'a [&'a Entry],
    pub seen: &'a Seen,
    left: usize,
    pub left_for_hints: Cell<usize>,
}

impl<'a> Search<'a> {
    pub(crate) fn new(
        case: &'a Case,
        policy: &'a Policy,
        now: Instant,
        entries: &'a [&'a Entry],
        seen: &'a Seen,
    ) -> Self {
        Self {
            case,
            policy,
            now,
            entries,
            seen,
            left: WORK,
            left_for_hints: Cell::new(WORK),
        }
    }

    /// The fewest events before one that its author cannot have known of, so that nothing is wrong with it; none where
    /// it is wrong however little they knew.
    pub(crate) fn unknown_to(
        &mut self,
        judged: &Judged,
        position: usize,
    ) -> Option<Vec<&'a Entry>> {
        let event = self.entries[position];
        let mut unknown = match self.seen.by_author_of(event.digest) {
            Some(seen) => {
                let unknown: Vec<usize> = (0..position)
                    .filter(|index| !seen.contains(&self.entries[*index].digest))
                    .collect();
                Some(unknown).filter(|unknown| {
                    !unknown.is_empty() && self.is_right_without(position, unknown) == Some(true)
                })?
            }
            None => self.first_explanation(judged, position)?,
        };
        // What does not matter was known.
        for index in (0..unknown.len()).rev() {
            let mut fewer = unknown.clone();
            fewer.remove(index);
            if !fewer.is_empty() && self.is_right_without(position, &fewer)? {
                unknown = fewer;
            }
        }
        Some(
            unknown
                .into_iter()
                .map(|index| self.entries[index])
                .collect(),
        )
    }

    /// Of the events before one some of the last, of some people, without which nothing is wrong with it.
    fn first_explanation(&mut self, judged: &Judged, position: usize) -> Option<Vec<usize>> {
        let event = self.entries[position];
        let of_it = judged
            .findings
            .iter()
            .filter(|found| found.event == Some(event.digest) && depends_on_others(found));
        let own = if of_it.clone().all(|found| is_about_order(found.code)) {
            Own::MayBeUnknown
        } else {
            Own::IsKnown
        };
        let author = &event.by;
        for from in (1..position).rev() {
            let window = &self.entries[from..position];
            let first = &window[0].by;
            if first == author && own == Own::IsKnown {
                continue;
            }
            let others: BTreeSet<&StaffId> = window
                .iter()
                .map(|entry| &entry.by)
                .filter(|by| *by != first && (*by != author || own == Own::MayBeUnknown))
                .collect();
            for away in choices(&others.into_iter().collect::<Vec<_>>()) {
                let is_away = |index: &usize| {
                    let by = &self.entries[*index].by;
                    by == first || away.contains(&by)
                };
                let unknown: Vec<usize> = (from..position).filter(is_away).collect();
                if self.is_right_without(position, &unknown)? {
                    return Some(unknown);
                }
            }
        }
        None
    }

    /// Whether nothing is wrong with an event where those are not there; none where the search has gone on for too long.
    fn is_right_without(&mut self, position: usize, unknown: &[usize]) -> Option<bool> {
        let seen: Vec<&Entry> = (0..=position)
            .filter(|index| !unknown.contains(index))
            .map(|index| self.entries[index])
            .collect();
        self.left = self.left.checked_sub(cost(&seen))?;
        let judged = judge_entries(self.case, &seen, self.policy, self.now);
        let event = self.entries[position].digest;
        Some(
            !judged
                .findings
                .iter()
                .any(|finding| finding.event == Some(event) && depends_on_others(finding)),
        )
    }
}

/// How many events are judged when these are: what came before a retraction is judged again.
fn cost(entries: &[&Entry]) -> usize {
    let is_retraction = |entry: &Entry| matches!(entry.event, Event::Retract(_));
    let again = entries
        .iter()
        .enumerate()
        .filter(|(_, entry)| is_retraction(entry))
        .map(|(index, _)| index);
    entries.len() + again.sum::<usize>()
}

/// Whether somebody may have acted in two clones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Own {
    MayBeUnknown,
    IsKnown,
}

/// Every choice of some people, small ones first; of many nobody, each one and all.
fn choices<'p>(people: &[&'p StaffId]) -> Vec<Vec<&'p StaffId>> {
    if people.len() > PEOPLE {
        let single = people.iter().map(|one| vec![*one]);
        return std::iter::once(Vec::new())
            .chain(single)
            .chain([people.to_vec()])
            .collect();
    }
    let chosen = |mask: usize| {
        let picked = people
            .iter()
            .enumerate()
            .filter(move |(index, _)| mask >> index & 1 == 1);
        picked.map(|(_, one)| *one).collect::<Vec<_>>()
    };
    let mut all: Vec<Vec<&StaffId>> = (0..1 << people.len()).map(chosen).collect();
    all.sort_by_key(Vec::len);
    all
}
