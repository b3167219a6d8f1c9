//! Dead ends: what the policy asks for and nobody can do, or no case can meet. They are found from
//! the policy and the staff alone, before a case hangs there.

mod never;
mod people;
mod team;

use super::Policy;
use crate::domain::finding::Spot;
use crate::domain::message::Message;
use crate::domain::time::Instant;
use team::Team;

/// Something in the policy that cannot be met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DeadEnd {
    /// What cannot be met: `the approval of return`.
    pub what: Message,
    /// Who is missing, or why it can never be: `nobody is a sales-manager`.
    pub why: Message,
    /// Its place in the policy.
    pub spot: Spot,
}

impl DeadEnd {
    fn new(what: Message, why: Message, spot: Spot) -> Self {
        Self { what, why, spot }
    }
}

/// The dead ends of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DeadEnds {
    /// What no current staff can do, in file order.
    pub of_people: Vec<DeadEnd>,
    /// What can never be, whoever works here, in file order.
    pub of_rules: Vec<DeadEnd>,
    /// Whether at most one person works here yet.
    pub is_fresh: bool,
}

/// The dead ends of a policy, with the staff of an instant. Without staff, anybody can do anything.
pub(crate) fn dead_ends(policy: &Policy, now: Instant) -> DeadEnds {
    let team = Team { policy, now };
    let mut of_people = match policy.staff.is_empty() {
        true => Vec::new(),
        false => people::dead_ends(&team),
    };
    let mut of_rules = never::dead_ends(policy, now);
    of_people.sort_by_key(|end| end.spot);
    of_rules.sort_by_key(|end| end.spot);
    DeadEnds {
        of_people,
        of_rules,
        is_fresh: team.people().count() <= 1,
    }
}

#[cfg(test)]
mod tests;
