//! Selection and order of the cases in a list.

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
use super::spelling::same;
use super::state::{Flag, Status};
use super::time::Instant;

pub(crate) use known::Unknown;
pub use order::Direction;
pub use order::Order;
pub(crate) use order::sort_late;

/// Whether a list includes cases that are over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Cases that are not over.
    Open,
    /// Closed, withdrawn and invalid cases.
    Closed,
    All,
    /// Cases that need attention: not over, not resolved, and not waiting for the complainant.
    Waiting,
}

/// A filter for lists: a case must pass every filter that is set; within one filter, any value
/// matches.
#[derive(Debug, Clone, PartialEq)]
pub struct Selection {
    /// Whether cases that are over are included.
    pub extent: Extent,
    /// The statuses to include.
    pub statuses: Vec<Status>,
    pub handlers: Vec<StaffId>,
    /// A late clock; with `handlers`, one that they have to meet, whoever holds the case.
    pub late: Option<Watch>,
    /// A staff member who can approve a pending proposal of the case.
    pub awaiting: Option<StaffId>,
    /// A deadline that was missed in any round.
    pub missed: Option<String>,
    /// Flags that a case must have.
    pub flags: Vec<Flag>,
    /// The period of receipt.
    pub received: Option<Period>,
    /// Attributes with the values to include.
    pub values: Vec<(Attribute, Vec<String>)>,
}

impl Default for Selection {
    /// Cases that are not over.
    fn default() -> Self {
        Self {
            extent: Extent::Open,
            statuses: Vec::new(),
            handlers: Vec::new(),
            late: None,
            awaiting: None,
            missed: None,
            flags: Vec::new(),
            received: None,
            values: Vec::new(),
        }
    }
}

impl Selection {
    /// Whether the selection includes a case.
    pub fn picks(&self, snapshot: &Snapshot, policy: &Policy, now: Instant) -> bool {
        let state = snapshot.state();
        self.extent.holds(snapshot)
            && any_of(&self.statuses, |status| *status == snapshot.status())
            && self.picks_work_of(snapshot, policy, now)
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

    /// Whether the case, or a late clock of it, is the work of one of the handlers.
    fn picks_work_of(&self, snapshot: &Snapshot, policy: &Policy, now: Instant) -> bool {
        let state = snapshot.state();
        let Some(watch) = self.late else {
            return any_of(&self.handlers, |who| state.holder.as_ref() == Some(who));
        };
        let clocks = snapshot.late(watch);
        clocks.iter().any(|clock| {
            any_of(&self.handlers, |who| {
                clock.person(state, policy, now) == Some(who)
            })
        })
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

/// Whether a case has one of the values. A category also matches its subcategories.
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
            .any(|category| wanted.iter().any(|wanted| same(wanted, category)))
    } else {
        wanted.iter().any(|wanted| same(wanted, &value))
    }
}

/// Whether any value passes; an empty list matches everything.
fn any_of<T>(values: &[T], holds: impl Fn(&T) -> bool) -> bool {
    values.is_empty() || values.iter().any(holds)
}

fn has_missed(snapshot: &Snapshot, name: &str) -> bool {
    snapshot.deadlines.iter().any(|deadline| {
        [deadline.name.as_str(), deadline.stage()]
            .iter()
            .any(|own| same(own, name))
            && deadline.state == DeadlineState::Missed
    })
}

/// A random sample of cases. The rank of a case depends on its id and the seed alone, so everyone
/// who samples the same cases gets the same result, and additional cases only displace some of the
/// sample (E7).
pub fn sample(mut snapshots: Vec<Snapshot>, size: usize, seed: &str) -> Vec<Snapshot> {
    snapshots.sort_by_cached_key(|snapshot| Sha256::digest(format!("{seed}\n{}", snapshot.id())));
    snapshots.truncate(size);
    snapshots
}

#[cfg(test)]
mod tests;
