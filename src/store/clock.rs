//! The clock of this machine, held against the newest commit.

use std::path::PathBuf;

use chrono_tz::Tz;

use super::StoreError;
use crate::domain::calendar::{Pauses, Roll};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{Message, ToArgument, events_apart, message};
use crate::domain::policy::Policy;
use crate::domain::time::Instant;
use crate::git::Repo;

/// Refuses to commit on top of a commit that is ahead of the clock by more than the policy
/// tolerates: no gate would take the commit (`commit-date`).
///
/// # Errors
/// [`StoreError::Refused`] if HEAD is ahead; also if git fails.
pub(super) fn require_head_in_past(
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

/// The finding that one of two clocks is wrong.
pub(super) fn one_is_wrong(spot: Spot, message: Message, by: impl ToArgument) -> Finding {
    let hint = message!(
        "one of the two clocks is wrong: the one here, or that of {by}",
        by
    );
    Finding::error(Code::Future, spot, message).hint(hint)
}

/// The latest permitted time of an event, given the clock's tolerance in the policy.
pub(super) fn latest(clock: Instant, policy: &Policy) -> Instant {
    policy
        .calendar
        .add(clock, policy.audit.skew, Roll::Keep, Pauses::NONE)
        .unwrap_or(clock)
}
