//! The priority of cases (A12).

use crate::domain::policy::when;
use crate::domain::policy::{Policy, Priority};
use crate::domain::state::State;

/// The priority of a case: the first in the policy whose conditions hold.
pub fn priority<'a>(state: &State, policy: &'a Policy) -> Option<&'a Priority> {
    policy
        .priorities
        .iter()
        .find(|rule| when::hold(&rule.when, state, policy))
}

/// The rank of a case in the order of work, from 0; `None` without a priority.
pub fn rank(state: &State, policy: &Policy) -> Option<usize> {
    let name = &priority(state, policy)?.name;
    policy.priorities.iter().position(|rule| rule.name == *name)
}
