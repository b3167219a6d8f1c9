//! Searches for the events that an author did not know of.

use std::cell::Cell;
use std::collections::BTreeSet;

use super::{Seen, depends_on_others, is_about_order};
use crate::domain::case::{Case, Entry, Event};
use crate::domain::law::Laws;
use crate::domain::names::StaffId;
use crate::domain::policy::Policy;
use crate::domain::rules::{Judge, Judged};
use crate::domain::time::Instant;

/// Budget of judged events, for the search and for the hints each. Without it, a file could be
/// crafted to take very long. When it is used up, an error stays an error, and a hint only names
/// who decides.
const WORK: usize = 60_000;
/// Up to this many people, every subset is tried.
const PEOPLE: usize = 5;

/// Searches for the events that an author did not know of.
pub(super) struct Search<'a> {
    pub case: &'a Case,
    pub policy: &'a Policy,
    laws: &'a Laws,
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
        laws: &'a Laws,
        now: Instant,
        entries: &'a [&'a Entry],
        seen: &'a Seen,
    ) -> Self {
        Self {
            case,
            policy,
            laws,
            now,
            entries,
            seen,
            left: WORK,
            left_for_hints: Cell::new(WORK),
        }
    }

    /// The judge of subsets of the events.
    pub(super) fn judge(&self) -> Judge<'a> {
        Judge {
            case: self.case,
            policy: self.policy,
            laws: self.laws,
            now: self.now,
        }
    }

    /// A minimal set of earlier events without which the event is valid: its author did not know of
    /// them. `None` if it is invalid in any case.
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
        // Drop the events that make no difference.
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

    /// The first set found of recent earlier events, by some of the people, without which the event
    /// is valid.
    fn first_explanation(&mut self, judged: &Judged, position: usize) -> Option<Vec<usize>> {
        let event = self.entries[position];
        let objections = judged
            .findings
            .iter()
            .filter(|found| found.event == Some(event.digest) && depends_on_others(found));
        let own = if objections.clone().all(|found| is_about_order(found.code)) {
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
            for offline in choices(&others.into_iter().collect::<Vec<_>>()) {
                let is_offline = |index: &usize| {
                    let by = &self.entries[*index].by;
                    by == first || offline.contains(&by)
                };
                let unknown: Vec<usize> = (from..position).filter(is_offline).collect();
                if self.is_right_without(position, &unknown)? {
                    return Some(unknown);
                }
            }
        }
        None
    }

    /// Whether an event is valid without `unknown`; `None` if the budget is used up.
    fn is_right_without(&mut self, position: usize, unknown: &[usize]) -> Option<bool> {
        let seen: Vec<&Entry> = (0..=position)
            .filter(|index| !unknown.contains(index))
            .map(|index| self.entries[index])
            .collect();
        self.left = self.left.checked_sub(cost(&seen))?;
        let judged = self.judge().entries(&seen);
        let event = self.entries[position].digest;
        Some(
            !judged
                .findings
                .iter()
                .any(|finding| finding.event == Some(event) && depends_on_others(finding)),
        )
    }
}

/// The cost of judging these events: each retraction judges the events before it again.
fn cost(entries: &[&Entry]) -> usize {
    let is_retraction = |entry: &Entry| matches!(entry.event, Event::Retract(_));
    let again = entries
        .iter()
        .enumerate()
        .filter(|(_, entry)| is_retraction(entry))
        .map(|(index, _)| index);
    entries.len() + again.sum::<usize>()
}

/// Whether an author's own earlier events may be unknown to them, as when they act in two clones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Own {
    MayBeUnknown,
    IsKnown,
}

/// All subsets of `people`, small ones first. For more than [`PEOPLE`], only the empty set, the
/// singletons and the full set.
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
