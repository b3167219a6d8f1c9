//! The sanctions for an upheld complaint (F4): looked up, never applied.

use crate::domain::policy::when;
use crate::domain::policy::{Policy, Sanction};
use crate::domain::state::State;

/// The sanctions that apply to an upheld complaint.
pub fn sanctions<'a>(state: &State, policy: &'a Policy) -> Vec<&'a Sanction> {
    let holds = |rule: &&Sanction| state.is_upheld() && when::hold(&rule.when, state, policy);
    policy.sanctions.iter().filter(holds).collect()
}
