//! Who may take a step on a case. Hints, next steps and lists of waiting cases ask here, so that
//! they name nobody whom the judge would refuse.

use super::people::{is_active, role};
use super::{Setting, duties, recusal};
use crate::domain::case::Verb;
use crate::domain::finding::Able;
use crate::domain::message::{Message, message};
use crate::domain::names::StaffId;
use crate::domain::policy::{Duty, Permission, Policy};
use crate::domain::time::Instant;

/// Whether a person can use a verb on the case at an instant: active, permitted, qualified, and
/// not barred by the separation of duties.
pub(super) fn may(who: &StaffId, verb: Verb, at: Instant, setting: &Setting<'_>) -> bool {
    let (state, policy) = (setting.state, setting.policy);
    is_active(who, at, policy)
        && policy.permits(role(who, at, policy), Permission::Verb(verb))
        && duties::fits(&Duty::Verb(verb), who, state, policy, at)
        && recusal::barred(who, verb, setting).is_none()
}

/// The people who can use a verb on the case at an instant and meet a further condition.
pub(super) fn able(
    verb: Verb,
    at: Instant,
    setting: &Setting<'_>,
    roles: Message,
    fits: impl Fn(&StaffId) -> bool,
) -> Able {
    among(setting.policy, roles, |who| {
        may(who, verb, at, setting) && fits(who)
    })
}

/// The people on the staff list who meet a condition, shown as `roles` if they are many or none.
pub(super) fn among(policy: &Policy, roles: Message, fits: impl Fn(&StaffId) -> bool) -> Able {
    let staff: Vec<StaffId> = policy
        .staff
        .keys()
        .filter(|who| fits(who))
        .cloned()
        .collect();
    if staff.is_empty() {
        Able::of_role(message!("{roles} (nobody on the staff list can)", roles))
    } else {
        Able::new(staff, roles)
    }
}
