//! Responsibilities, alerts, priorities and sanctions as statements.

use super::phrases::conditions;
use super::rules::or_above;
use super::{Statement, Topic};
use crate::domain::policy::{Alert, Duty, Priority, Responsibility, Sanction};
use crate::domain::wording::{any_of, one, one_of_each};

/// A responsibility: `hold: a supervisor or above of service; where severity is critical`.
pub(super) fn responsibility(rule: &Responsibility) -> Statement {
    let duties: Vec<&str> = rule.duties.iter().map(|duty| duty.word()).collect();
    let who = rule
        .role
        .as_deref()
        .map_or_else(|| "somebody".to_owned(), or_above);
    let named =
        (rule.duties == [Duty::Lead]).then(|| "the investigation names its lead".to_owned());
    Statement::new(Topic::Responsibilities, any_of(&duties), rule.spot)
        .then("who", format!("{who}{}", of_and_knowing(rule)))
        .and_maybe("named", named)
        .and_maybe("when", conditions(&rule.when))
}

/// Whom a responsibility asks for: `a supervisor of service who knows hazards`.
pub fn who_fits(rule: &Responsibility) -> String {
    let who = rule
        .role
        .as_deref()
        .map_or_else(|| "somebody".to_owned(), one);
    format!("{who}{}", of_and_knowing(rule))
}

fn of_and_knowing(rule: &Responsibility) -> String {
    let department = rule
        .department
        .as_ref()
        .map(|department| format!(" of {department}"))
        .unwrap_or_default();
    let skill = rule
        .skill
        .as_ref()
        .map(|skill| format!(" who knows {skill}"))
        .unwrap_or_default();
    format!("{department}{skill}")
}

/// An alert: `at once: a director and a supervisor; where severity is critical`.
pub(super) fn alert(rule: &Alert) -> Statement {
    let roles: Vec<&str> = rule.roles.iter().map(String::as_str).collect();
    Statement::new(Topic::Alerts, "at once", rule.spot)
        .of(rule)
        .then("who", one_of_each(&roles))
        .and_maybe("when", conditions(&rule.when))
}

/// A priority: `urgent: where severity is critical`.
pub(super) fn priority(rule: &Priority) -> Statement {
    let when = conditions(&rule.when).unwrap_or_else(|| "all else".to_owned());
    Statement::new(Topic::Priorities, &rule.name, rule.spot)
        .of(rule)
        .then("when", when)
}

/// A sanction: `rudeness: a warning, 200 yuan, decided by a director; where cause is staff`.
pub(super) fn sanction(rule: &Sanction) -> Statement {
    Statement::new(Topic::Sanctions, &rule.offence, rule.spot)
        .of(rule)
        .then("penalty", &rule.penalty)
        .and_maybe(
            "decided by",
            rule.decided_by
                .as_deref()
                .map(|role| format!("decided by {}", one(role))),
        )
        .and_maybe("when", conditions(&rule.when))
}
