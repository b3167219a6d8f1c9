//! Alerts: who is notified of a case immediately (B20).

use super::permissions::is_active;
use crate::domain::case::Event;
use crate::domain::message::{Argument, Message, ToArgument, listed, message, one, series};
use crate::domain::names::StaffId;
use crate::domain::policy::when;
use crate::domain::policy::{Alert, Policy};
use crate::domain::state::State;
use crate::domain::time::Instant;

/// A role to notify, with its members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressee {
    pub role: String,
    pub who: Vec<StaffId>,
}

/// The alerts that apply to a case, in file order; none once it is over.
pub(crate) fn alerts<'a>(state: &State, policy: &'a Policy) -> impl Iterator<Item = &'a Alert> {
    let is_over = state.status().is_over();
    policy
        .alerts
        .iter()
        .filter(move |alert| !is_over && when::hold(&alert.when, state, policy))
}

/// The people to notify of a case, each role once, in policy order.
pub fn addressees(state: &State, policy: &Policy, now: Instant) -> Vec<Addressee> {
    let mut roles: Vec<String> = Vec::new();
    for role in alerts(state, policy).flat_map(|alert| &alert.roles) {
        if !roles.contains(role) {
            roles.push(role.clone());
        }
    }
    having(&roles, policy, now)
}

/// The members of each role at `now`.
pub(crate) fn having(roles: &[String], policy: &Policy, now: Instant) -> Vec<Addressee> {
    let has = |who: &StaffId, role: &str| super::permissions::role(who, now, policy) == Some(role);
    let staff = |role: &str| {
        let there = policy
            .staff
            .keys()
            .filter(|who| is_active(who, now, policy) && has(who, role));
        there.cloned().collect()
    };
    roles
        .iter()
        .map(|role| Addressee {
            role: role.clone(),
            who: staff(role),
        })
        .collect()
}

/// Whether an event triggers alerts.
pub(crate) fn triggers_alert(event: &Event) -> bool {
    matches!(
        event,
        Event::Register(_) | Event::Escalate(_) | Event::Appeal(_)
    )
}

impl ToArgument for Addressee {
    /// `dan, eve (director)`; the role alone if nobody has it.
    fn to_argument(&self) -> Argument {
        let Self { role, who } = self;
        if who.is_empty() {
            one(role)
        } else {
            message!("{who} ({role})", who = listed(who), role).to_argument()
        }
    }
}

/// Formats addressees on one line: `dan, eve (director); sue (supervisor)`.
pub fn told(addressees: &[Addressee]) -> Message {
    message!("{addressees}", addressees = series(addressees))
}
