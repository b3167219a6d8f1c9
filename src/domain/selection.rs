//! Selection and order of the cases in a list.

mod known;
mod order;

use sha2::{Digest as _, Sha256};

use super::attribute::{Attribute, AttributeValue};
use super::deadline::Watch;
use super::names::StaffId;
use super::outline::{Glance, Outline};
use super::period::Period;
use super::policy::Policy;
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
    /// Whether the selection may include a case.
    pub(crate) fn may_pick(&self, glance: &Glance, now: Instant) -> bool {
        let is_within = match self.extent {
            Extent::Open | Extent::Waiting => !glance.is_over,
            Extent::Closed => glance.is_over,
            Extent::All => true,
        };
        is_within && self.late.is_none_or(|watch| glance.may_be_late(watch, now))
    }

    /// Whether the selection includes a case, as far as its outline tells: of `awaiting`, only that
    /// the case awaits somebody's approval.
    pub fn picks(&self, outline: &Outline<'_>, policy: &Policy, now: Instant) -> bool {
        self.extent.holds(outline)
            && any_of(&self.statuses, |status| *status == outline.status())
            && self.picks_work_of(outline, policy, now)
            && self.flags.iter().all(|flag| outline.has(*flag))
            && (self.awaiting.is_none() || outline.has(Flag::AwaitingApproval))
            && self
                .missed
                .as_deref()
                .is_none_or(|name| outline.missed().iter().any(|it| same(it, name)))
            && self
                .received
                .as_ref()
                .is_none_or(|period| is_received_in(period, outline))
            && self
                .values
                .iter()
                .all(|(attribute, wanted)| has_one_of(*attribute, wanted, outline, policy))
    }

    /// Whether the case, or a late clock of it, is the work of one of the handlers.
    fn picks_work_of(&self, outline: &Outline<'_>, policy: &Policy, now: Instant) -> bool {
        let Some(watch) = self.late else {
            return any_of(&self.handlers, |who| {
                outline.holder().as_deref() == Some(who.as_str())
            });
        };
        let (clocks, holder) = (outline.late(watch), outline.holder());
        clocks.iter().any(|clock| {
            any_of(&self.handlers, |who| {
                clock.person(holder.as_deref(), policy, now) == Some(who.as_str())
            })
        })
    }
}

impl Extent {
    fn holds(self, outline: &Outline<'_>) -> bool {
        let status = outline.status();
        match self {
            Self::Open => !status.is_over(),
            Self::Closed => status.is_over(),
            Self::All => true,
            Self::Waiting => {
                !status.is_over()
                    && outline.value(Attribute::Resolved).is_none()
                    && !outline.has(Flag::Paused)
            }
        }
    }
}

/// Whether a case has one of the values. A category also matches its subcategories.
fn has_one_of(
    attribute: Attribute,
    wanted: &[String],
    outline: &Outline<'_>,
    policy: &Policy,
) -> bool {
    let Some(value) = outline.name(attribute) else {
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

fn is_received_in(period: &Period, outline: &Outline<'_>) -> bool {
    let received = outline.value(Attribute::Received);
    matches!(received, Some(AttributeValue::Instant(at)) if period.contains(at))
}

/// A random sample of cases. The rank of a case depends on its id and the seed alone, so everyone
/// who samples the same cases gets the same result, and additional cases only displace some of the
/// sample (E7).
pub fn sample<'a>(mut cases: Vec<Outline<'a>>, size: usize, seed: &str) -> Vec<Outline<'a>> {
    cases.sort_by_cached_key(|outline| Sha256::digest(format!("{seed}\n{}", outline.id())));
    cases.truncate(size);
    cases
}

#[cfg(test)]
mod tests;
