//! Which cases a list shows, and in what order.

mod known;
mod order;

use sha2::{Digest as _, Sha256};

use super::attribute::Attribute;
use super::deadline::DeadlineState;
use super::names::StaffId;
use super::period::Period;
use super::policy::Policy;
use super::rules::approval;
use super::snapshot::{Snapshot, Watch};
use super::state::{Flag, Status};
use super::time::Instant;

pub(crate) use known::Unknown;
pub use order::Direction;
pub use order::Order;

/// Whether cases that are over are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Those that are not over.
    Open,
    /// Those that are closed, withdrawn or invalid.
    Closed,
    All,
    /// Those that somebody has to take up: not over, not settled, and not waiting for the complainant.
    Waiting,
}

/// The cases that a list shows: each filter that is set has to hold; of the values of one filter any.
#[derive(Debug, Clone, PartialEq)]
pub struct Selection {
    /// Whether cases that are over are among them.
    pub extent: Extent,
    /// How far they have come.
    pub statuses: Vec<Status>,
    pub handlers: Vec<StaffId>,
    /// Whose approval their proposal could have.
    pub awaiting: Option<StaffId>,
    /// A deadline that they missed, in any round.
    pub missed: Option<String>,
    /// What is to be said of them beside the status.
    pub flags: Vec<Flag>,
    /// Received in this period.
    pub received: Option<Period>,
    /// Values of attributes, of each attribute those that are asked for.
    pub values: Vec<(Attribute, Vec<String>)>,
}

impl Default for Selection {
    /// The cases that are not over.
    fn default() -> Self {
        Self {
            extent: Extent::Open,
            statuses: Vec::new(),
            handlers: Vec::new(),
            awaiting: None,
            missed: None,
            flags: Vec::new(),
            received: None,
            values: Vec::new(),
        }
    }
}

impl Selection {
    /// Whether a case is among those selected.
    pub fn picks(&self, snapshot: &Snapshot, policy: &Policy, now: Instant) -> bool {
        let state = snapshot.state();
        self.extent.holds(snapshot)
            && any_of(&self.statuses, |status| *status == snapshot.status())
            && any_of(&self.handlers, |who| state.holder.as_ref() == Some(who))
            && self.flags.iter().all(|flag| snapshot.flags.contains(flag))
            && self
                .missed
                .as_deref()
                .is_none_or(|name| has_missed(snapshot, name))
            && self
                .received
                .as_ref()
                .is_none_or(|period| period.contains(state.facts.received))
            && self
                .values
                .iter()
                .all(|(attribute, wanted)| has_one_of(*attribute, wanted, snapshot, policy))
            && self
                .awaiting
                .as_ref()
                .is_none_or(|who| approval::awaits(who, state, policy, now))
    }
}

impl Extent {
    fn holds(self, snapshot: &Snapshot) -> bool {
        let (state, status) = (snapshot.state(), snapshot.status());
        match self {
            Self::Open => !status.is_over(),
            Self::Closed => status.is_over(),
            Self::All => true,
            Self::Waiting => {
                !status.is_over() && state.resolved.is_none() && state.paused.is_none()
            }
        }
    }
}

/// A case of a category is also one of those that the category belongs to.
fn has_one_of(
    attribute: Attribute,
    wanted: &[String],
    snapshot: &Snapshot,
    policy: &Policy,
) -> bool {
    let Some(value) = attribute.name(snapshot, policy) else {
        return false;
    };
    if attribute == Attribute::Category {
        policy
            .lineage(&value)
            .any(|category| wanted.iter().any(|wanted| wanted == category))
    } else {
        wanted.iter().any(|wanted| *wanted == value)
    }
}

/// An empty list of values takes anything.
fn any_of<T>(values: &[T], holds: impl Fn(&T) -> bool) -> bool {
    values.is_empty() || values.iter().any(holds)
}

fn has_missed(snapshot: &Snapshot, name: &str) -> bool {
    snapshot.deadlines.iter().any(|deadline| {
        [deadline.name.as_str(), deadline.stage()].contains(&name)
            && deadline.state == DeadlineState::Missed
    })
}

/// So many of some cases, drawn by lot. The lot of a case depends on its id and the seed alone, so everybody who draws from
/// the same cases draws the same ones, and further cases only take the place of some (E7).
pub fn sample(mut snapshots: Vec<Snapshot>, size: usize, seed: &str) -> Vec<Snapshot> {
    snapshots.sort_by_cached_key(|snapshot| Sha256::digest(format!("{seed}\n{}", snapshot.id())));
    snapshots.truncate(size);
    snapshots
}

/// The cases with a clock to be watched, the worst first: the one that was due first.
pub(crate) fn late(mut snapshots: Vec<Snapshot>, watch: Watch) -> Vec<Snapshot> {
    snapshots.retain(|snapshot| !snapshot.late(watch).is_empty());
    snapshots.sort_by_cached_key(|snapshot| {
        (
            snapshot
                .late(watch)
                .first()
                .and_then(|deadline| deadline.due),
            snapshot.id().to_owned(),
        )
    });
    snapshots
}

#[cfg(test)]
mod tests;
