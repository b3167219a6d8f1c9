//! What is asked of complaints when they come in, as statements.

use super::phrases::{self, conditions, moves_on};
use super::{Statement, Topic};
use crate::domain::policy::{EvidenceRule, Policy, RequiredFacts, Trigger, Window};
use crate::domain::wording::{all_of, any_of};

pub(super) fn intake(policy: &Policy) -> Vec<Statement> {
    policy
        .required
        .iter()
        .map(required)
        .chain(policy.evidence.iter().map(evidence))
        .collect()
}

/// Facts: `order and delivered; where request is refund`.
fn required(rule: &RequiredFacts) -> Statement {
    let facts: Vec<&str> = rule.facts.iter().map(|field| field.name()).collect();
    Statement::new(Topic::Intake, "facts", rule.spot)
        .then("facts", all_of(&facts))
        .and_maybe("when", conditions(&rule.when))
        .and_maybe(
            "since",
            rule.since
                .map(|since| format!("for receipts from {since} on")),
        )
}

/// Evidence: `photo or goods; where symptom is defective`.
fn evidence(rule: &EvidenceRule) -> Statement {
    Statement::new(Topic::Intake, "evidence", rule.spot)
        .then("any", any_of(&rule.any))
        .and_maybe("when", conditions(&rule.when))
        .and_maybe(
            "since",
            rule.since
                .map(|since| format!("for receipts from {since} on")),
        )
}

pub(super) fn windows(policy: &Policy) -> Vec<Statement> {
    policy.windows.iter().map(window).collect()
}

/// A claim window: `within 30 days of delivery; where symptom is late`.
fn window(window: &Window) -> Statement {
    Statement::new(Topic::Windows, &window.name, window.spot)
        .then("limit", format!("within {}", window.within.in_words()))
        .then(
            "start",
            format!("of {}", phrases::noun(&Trigger::Date(window.start))),
        )
        .and_maybe("when", conditions(&window.when))
        .and_maybe(
            "ground",
            window
                .ground
                .as_ref()
                .map(|ground| format!("else invalid as {ground}")),
        )
        .and_maybe(
            "since",
            window
                .since
                .map(|since| format!("for receipts from {since} on")),
        )
        .and_maybe("days off", moves_on(window.roll))
}
