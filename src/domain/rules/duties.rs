//! Who qualifies for a duty in a case.

use crate::domain::case::FactField;
use crate::domain::names::StaffId;
use crate::domain::policy::when;
use crate::domain::policy::{Duty, Policy, Responsibility};
use crate::domain::state::State;
use crate::domain::time::Instant;

/// Whether a person qualifies for a duty at `now`. Without staff in the policy, anyone does.
pub(crate) fn fits(
    duty: &Duty,
    who: &StaffId,
    state: &State,
    policy: &Policy,
    now: Instant,
) -> bool {
    policy.staff.is_empty() || failed(duty, who, now, state, policy).is_none()
}

/// The rule that the holder does not fulfil; `None` if they qualify, if nobody holds the case, or
/// once it is over.
pub fn misfit<'a>(state: &State, policy: &'a Policy, now: Instant) -> Option<&'a Responsibility> {
    let holder = state
        .holder
        .as_ref()
        .filter(|_| !state.status().is_over() && !policy.staff.is_empty())?;
    failed(&Duty::Hold, holder, now, state, policy)
}

/// The department that has to hold a case, if any.
pub(crate) fn department<'a>(state: &State, policy: &'a Policy) -> Option<&'a str> {
    asked(&Duty::Hold, state, policy).find_map(|rule| rule.department.as_deref())
}

/// The rules that apply to a case in its current state, in file order.
pub(crate) fn in_force<'a>(
    state: &State,
    policy: &'a Policy,
) -> impl Iterator<Item = &'a Responsibility> {
    let amount = state.facts.amount(FactField::Amount).unwrap_or_default();
    policy.responsibilities.iter().filter(move |rule| {
        rule.from.is_none_or(|from| amount >= from) && when::hold(&rule.when, state, policy)
    })
}

/// The rules about a duty that apply to a case.
pub(super) fn asked<'a>(
    duty: &Duty,
    state: &State,
    policy: &'a Policy,
) -> impl Iterator<Item = &'a Responsibility> {
    in_force(state, policy).filter(move |rule| rule.duties.contains(duty))
}

/// The first rule that a person does not fulfil at an instant.
pub(super) fn failed<'a>(
    duty: &Duty,
    who: &StaffId,
    at: Instant,
    state: &State,
    policy: &'a Policy,
) -> Option<&'a Responsibility> {
    asked(duty, state, policy).find(|rule| !fulfils(who, rule, at, policy))
}

fn fulfils(who: &StaffId, rule: &Responsibility, at: Instant, policy: &Policy) -> bool {
    let staff = policy.staff.get(who);
    staff.is_some_and(|staff| policy.qualifies(staff, rule, at))
}
