//! Responsibilities, alerts, priorities and sanctions as statements.

use super::phrases::{conditions, or_above};
use super::{Statement, Topic};
use crate::domain::message::{ToArgument, any_of, message, one, one_of_each, text};
use crate::domain::policy::people::{somebody, with_department_and_skill};
use crate::domain::policy::{Alert, Duty, Priority, Responsibility, Sanction};

/// A responsibility: `hold: a supervisor or above of service; where severity is critical`.
pub(super) fn responsibility(rule: &Responsibility) -> Statement {
    let who = match &rule.role {
        Some(role) if !rule.exact => or_above(role).to_argument(),
        Some(role) => one(role),
        None => somebody(),
    };
    let named = (rule.duties == [Duty::Lead]).then(|| text!("the investigation names its lead"));
    let from = rule
        .from
        .map(|amount| message!("for complaints about {amount} or more", amount));
    Statement::about(Topic::Responsibilities, any_of(&rule.duties), rule.spot)
        .with_keys(rule)
        .then("who", with_department_and_skill(who, rule))
        .and_maybe("named", named)
        .and_maybe("from", from)
        .and_maybe("when", conditions(&rule.when))
}

/// An alert: `at once: a director and a supervisor; where severity is critical`.
pub(super) fn alert(rule: &Alert) -> Statement {
    let who = one_of_each(rule.roles.iter().map(String::as_str));
    Statement::new(Topic::Alerts, text!("at once"), rule.spot)
        .with_keys(rule)
        .then("who", message!("{who}", who))
        .and_maybe("when", conditions(&rule.when))
}

/// A priority: `urgent: where severity is critical`.
pub(super) fn priority(rule: &Priority) -> Statement {
    let when = conditions(&rule.when).unwrap_or(text!("all else"));
    Statement::about(Topic::Priorities, &rule.name, rule.spot)
        .with_keys(rule)
        .then("when", when)
}

/// A sanction: `rudeness: a warning, 200 yuan, decided by a director; where cause is staff`.
pub(super) fn sanction(rule: &Sanction) -> Statement {
    let decided_by = rule
        .decided_by
        .as_deref()
        .map(|role| message!("decided by {role}", role = one(role)));
    Statement::about(Topic::Sanctions, &rule.offence, rule.spot)
        .with_keys(rule)
        .then("penalty", message!("{penalty}", penalty = rule.penalty))
        .and_maybe("decided by", decided_by)
        .and_maybe("when", conditions(&rule.when))
}
