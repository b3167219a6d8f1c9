//! The clock of this machine, held against what is on record: events and commits that are ahead of
//! it.

use std::path::{Path, PathBuf};

use chrono::TimeDelta;
use chrono_tz::Tz;

use super::recorder::Recorder;
use crate::domain::calendar::{Pauses, Roll};
use crate::domain::case::{Case, Entry};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{Message, ToArgument, events_apart, message};
use crate::domain::policy::Policy;
use crate::domain::time::Instant;
use crate::git::Repo;
use crate::store::StoreError;

impl Recorder<'_> {
    /// `at` and `recorded` of the next event of a case.
    pub(super) fn instants(
        &self,
        case: &Case,
        file: &Path,
    ) -> Result<(Instant, Option<Instant>), StoreError> {
        let clock = self.actor.clock;
        if let Some(happened) = self.actor.happened {
            let at = free_from(happened, case);
            return Ok((at, (at < clock).then_some(clock)));
        }
        let Some(last) = case.entries.iter().max_by_key(|entry| entry.at) else {
            return Ok((clock, None));
        };
        let at = clock.max(last.at + TimeDelta::milliseconds(1));
        if at > latest(clock, self.policy()) {
            return Err(StoreError::Refused {
                path: file.to_path_buf(),
                findings: vec![self.ahead(last)],
            });
        }
        Ok((at, None))
    }

    /// The refusal to add an event after one that is ahead of the clock.
    fn ahead(&self, last: &Entry) -> Finding {
        let zone = self.policy().organisation.time_zone;
        let by = &last.by;
        let [theirs, ours] = events_apart([last.at, self.actor.clock], zone);
        let message = message!(
            "{by} has a '{verb}' at {theirs}, but the clock here shows {ours}",
            by,
            verb = last.event.name(),
            theirs,
            ours
        );
        one_is_wrong(Spot::line(last.line), message, by)
    }
}

/// Refuses to commit on top of a commit that is ahead of the clock by more than the policy
/// tolerates: no gate would take the commit (`commit-date`).
///
/// # Errors
/// [`StoreError::Refused`] if HEAD is ahead; also if git fails.
pub(in crate::store) fn require_head_in_past(
    git: &Repo,
    clock: Instant,
    policy: &Policy,
) -> Result<(), StoreError> {
    match git.head_date()? {
        Some((committed, by)) if committed > latest(clock, policy) => {
            let zone = policy.organisation.time_zone;
            Err(StoreError::Refused {
                path: PathBuf::new(),
                findings: vec![head_ahead(committed, clock, zone, &by)],
            })
        }
        Some(_) | None => Ok(()),
    }
}

fn head_ahead(committed: Instant, clock: Instant, zone: Tz, by: &str) -> Finding {
    let [theirs, ours] = events_apart([committed, clock], zone);
    let message = message!(
        "{by} has the newest commit at {theirs}, but the clock here shows {ours}",
        by,
        theirs,
        ours
    );
    one_is_wrong(Spot::default(), message, by)
}

fn one_is_wrong(spot: Spot, message: Message, by: impl ToArgument) -> Finding {
    let hint = message!(
        "one of the two clocks is wrong: the one here, or that of {by}",
        by
    );
    Finding::error(Code::Future, spot, message).hint(hint)
}

/// The first millisecond from `instant` on at which the case has no event.
fn free_from(instant: Instant, case: &Case) -> Instant {
    let mut at = instant;
    while case.entries.iter().any(|entry| entry.at == at) {
        at += TimeDelta::milliseconds(1);
    }
    at
}

/// The latest permitted time of an event, given the clock's tolerance in the policy.
fn latest(clock: Instant, policy: &Policy) -> Instant {
    policy
        .calendar
        .add(clock, policy.audit.skew, Roll::Keep, Pauses::NONE)
        .unwrap_or(clock)
}
