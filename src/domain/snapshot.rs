//! A case at one instant with everything derived from it: judged once, with its clocks, for every
//! list and report.

use super::case::event::FollowUp;
use super::case::{Case, Entry};
use super::deadline::{self, Deadline, Watch};
use super::finding::Finding;
use super::policy::Policy;
use super::rules::conflicts::{self, Seen};
use super::rules::{self, Judged};
use super::state::{Flag, State, Status};
use super::time::Instant;
use super::timeline::RoundChange;
use crate::domain::case::event::Asked;

/// A case, its judgement, and its clocks.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// The file, relative to the repository, with `/`.
    pub path: String,
    pub case: Case,
    pub judged: Judged,
    /// The flags shown next to the status.
    pub flags: Vec<Flag>,
    /// Every clock of every round.
    pub deadlines: Vec<Deadline>,
}

impl Snapshot {
    /// The snapshot of a case at `now`.
    pub fn new(path: String, case: Case, policy: &Policy, now: Instant) -> Self {
        let judged = rules::judge(&case, policy, now);
        Self::of(path, case, judged, policy, now)
    }

    /// The snapshot of a judged case; the clocks and flags are those of today's policy.
    pub(crate) fn of(
        path: String,
        case: Case,
        judged: Judged,
        policy: &Policy,
        now: Instant,
    ) -> Self {
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

    /// The state of the case.
    pub(crate) fn state(&self) -> &State {
        &self.judged.state
    }

    /// The findings of the judge, replaced by questions where merged clones explain them.
    pub(crate) fn findings(&self, policy: &Policy, now: Instant, seen: &Seen) -> Vec<Finding> {
        conflicts::with_questions(
            &self.judged,
            &conflicts::questions(&self.case, &self.judged, policy, now, seen),
        )
    }

    /// The status of the newest round.
    pub(crate) fn status(&self) -> Status {
        self.state().status()
    }

    /// The id as text.
    pub fn id(&self) -> &str {
        self.case.facts.id.as_str()
    }

    /// The events in order, without retracted ones.
    pub(crate) fn standing(&self) -> Vec<&Entry> {
        let mut entries = self.case.in_order();
        entries.retain(|entry| !self.judged.retracted.contains(&entry.digest));
        entries
    }

    /// The last clock of each name in the newest round.
    pub(crate) fn newest(&self) -> Vec<&Deadline> {
        deadline::newest(&self.deadlines, self.state())
    }

    /// The running clock with the earliest due instant; clocks without one come last.
    pub(crate) fn most_urgent(&self) -> Option<&Deadline> {
        deadline::most_urgent(self.newest().into_iter())
    }

    /// The running clocks past their due instant (with [`Watch::Soon`], past the warning point),
    /// the earliest due first.
    pub fn late(&self, watch: Watch) -> Vec<&Deadline> {
        deadline::late(self.newest().into_iter(), watch)
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

    /// The complainant's last mark, from any round.
    pub fn score(&self) -> Option<u8> {
        match self.state().asked() {
            Some(FollowUp::Asked(Asked { score, .. })) => Some(*score),
            Some(FollowUp::Waived(_)) | None => None,
        }
    }
}
