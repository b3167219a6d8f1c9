//! The sanctions for an upheld complaint (F4): looked up, never applied.

use crate::domain::case::event::Verdict;
use crate::domain::policy::when;
use crate::domain::policy::{Policy, Sanction};
use crate::domain::state::State;

/// The sanctions that apply to a complaint found substantiated, even in part.
pub fn sanctions<'a>(state: &State, policy: &'a Policy) -> Vec<&'a Sanction> {
    let upheld = state
        .investigation
        .as_ref()
        .is_some_and(|found| found.verdict != Verdict::Unsubstantiated);
    let holds = |rule: &&Sanction| upheld && when::hold(&rule.when, state, policy);
    policy.sanctions.iter().filter(holds).collect()
}
