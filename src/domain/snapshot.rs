//! A case with all that follows from it at one instant: judged once, clocked once, for every list and report.

use super::case::event::FollowUp;
use super::case::{Case, Entry};
use super::deadline::{self, Deadline, DeadlineState};
use super::finding::Finding;
use super::policy::Policy;
use super::rules::conflicts::{self, Seen};
use super::rules::{self, Judged};
use super::state::{Flag, State, Status};
use super::time::Instant;
use super::timeline::RoundChange;
use crate::domain::case::event::Asked;

/// A case, what the judge makes of it, and its clocks.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// Its file, relative to the repository, with `/`.
    pub path: String,
    pub case: Case,
    pub judged: Judged,
    /// What is to be said beside the status.
    pub flags: Vec<Flag>,
    /// Every clock of every round.
    pub deadlines: Vec<Deadline>,
}

impl Snapshot {
    /// The snapshot of a case at `now`.
    pub fn new(path: String, case: Case, policy: &Policy, now: Instant) -> Self {
        let judged = rules::judge(&case, policy, now);
        let flags = judged.flags(policy);
        let deadlines = deadline::deadlines(&judged.state, policy, now);
        Self {
            path,
            case,
            judged,
            flags,
            deadlines,
        }
    }

    /// What the case has come to.
    pub(crate) fn state(&self) -> &State {
        &self.judged.state
    }

    /// What there is to be said of the case: what the judge found, as a question where clones explain it.
    pub(crate) fn findings(&self, policy: &Policy, now: Instant, seen: &Seen) -> Vec<Finding> {
        conflicts::with_questions(
            &self.judged,
            &conflicts::questions(&self.case, &self.judged, policy, now, seen),
        )
    }

    /// How far its newest round has come.
    pub(crate) fn status(&self) -> Status {
        self.state().status()
    }

    /// The id, as it is written.
    pub fn id(&self) -> &str {
        self.case.facts.id.as_str()
    }

    /// The events in order, those that were taken back left out.
    pub(crate) fn standing(&self) -> Vec<&Entry> {
        let mut entries = self.case.in_order();
        entries.retain(|entry| !self.judged.retracted.contains(&entry.digest));
        entries
    }

    /// Of each name the clock of the newest round.
    pub(crate) fn newest(&self) -> Vec<&Deadline> {
        deadline::newest(&self.deadlines, self.state())
    }

    /// The running clock that is due first; those without a due instant come last.
    pub(crate) fn most_urgent(&self) -> Option<&Deadline> {
        let running = self
            .newest()
            .into_iter()
            .filter(|deadline| deadline.state.is_running());
        running.min_by_key(|deadline| (deadline.due.is_none(), deadline.due))
    }

    /// The running clocks that are past due, or with [`Watch::Soon`] past the warning point, the worst first.
    pub fn late(&self, watch: Watch) -> Vec<&Deadline> {
        let mut late: Vec<&Deadline> = self
            .newest()
            .into_iter()
            .filter(|deadline| watch.heeds(deadline.state))
            .collect();
        late.sort_by_key(|deadline| deadline.due);
        late
    }

    /// The number of the newest round, from 1.
    pub(crate) fn round(&self) -> usize {
        1 + self
            .state()
            .timeline
            .iter()
            .filter(|event| event.round == Some(RoundChange::Begin))
            .count()
    }

    /// The last mark that the complainant gave, in whichever round.
    pub fn score(&self) -> Option<u8> {
        match self.state().asked() {
            Some(FollowUp::Asked(Asked { score, .. })) => Some(*score),
            Some(FollowUp::Waived(_)) | None => None,
        }
    }
}

/// From when on a clock is to be watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watch {
    /// Past its due instant.
    Overdue,
    /// Past its warning point.
    Soon,
}

impl Watch {
    fn heeds(self, state: DeadlineState) -> bool {
        match state {
            DeadlineState::Overdue => true,
            DeadlineState::Soon => self == Self::Soon,
            DeadlineState::Open
            | DeadlineState::Met
            | DeadlineState::Missed
            | DeadlineState::Cancelled => false,
        }
    }
}
