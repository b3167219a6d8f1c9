//! Requirements at intake as statements.

use super::phrases::{conditions, from_day, moves_on, noun};
use super::{Statement, Topic};
use crate::domain::finding::Spot;
use crate::domain::message::{all_of, any_of, message, text};
use crate::domain::policy::{EvidenceRule, PlausibleRules, Policy, RequiredFacts, Trigger, Window};

pub(super) fn intake(policy: &Policy) -> Vec<Statement> {
    policy
        .required
        .iter()
        .map(required)
        .chain(policy.evidence.iter().map(evidence))
        .chain([plausible(&policy.plausible)])
        .collect()
}

/// Doubts: `refused: future and ancient; other implausible dates and amounts are a warning`.
fn plausible(rules: &PlausibleRules) -> Statement {
    let statement = Statement::new(Topic::Intake, text!("doubts"), Spot::default());
    let refused = (!rules.refuse.is_empty()).then(|| {
        let doubts = all_of(&rules.refuse);
        message!("refused: {doubts}", doubts)
    });
    let ignored = (!rules.ignore.is_empty()).then(|| {
        let doubts = all_of(&rules.ignore);
        message!("not looked at: {doubts}", doubts)
    });
    statement
        .with_keys(rules)
        .and_maybe("refuse", refused)
        .and_maybe("ignore", ignored)
        .and(
            "rest",
            text!("other implausible dates and amounts are a warning"),
        )
}

/// Facts: `order and delivered; where request is refund`.
fn required(rule: &RequiredFacts) -> Statement {
    let facts = all_of(rule.facts.iter().map(|field| field.name()));
    Statement::new(Topic::Intake, text!("facts"), rule.spot)
        .with_keys(rule)
        .then("facts", message!("{facts}", facts))
        .and_maybe("when", conditions(&rule.when))
        .and_maybe("since", from_day(rule.since))
}

/// Evidence: `photo or goods; where symptom is defective`.
fn evidence(rule: &EvidenceRule) -> Statement {
    let kinds = any_of(&rule.any);
    Statement::new(Topic::Intake, text!("evidence"), rule.spot)
        .with_keys(rule)
        .then("any", message!("{kinds}", kinds))
        .and_maybe("when", conditions(&rule.when))
        .and_maybe("since", from_day(rule.since))
}

pub(super) fn windows(policy: &Policy) -> Vec<Statement> {
    policy.windows.iter().map(window).collect()
}

/// A claim window: `within 30 days of delivery; where symptom is late`.
fn window(window: &Window) -> Statement {
    let start = noun(&Trigger::Date(window.start));
    let ground = window.ground.as_ref();
    Statement::about(Topic::Windows, &window.name, window.spot)
        .with_keys(window)
        .then("limit", message!("within {span}", span = window.within))
        .then("start", message!("of {start}", start))
        .and_maybe("when", conditions(&window.when))
        .and_maybe(
            "ground",
            ground.map(|ground| message!("else invalid as {ground}", ground)),
        )
        .and_maybe("since", from_day(window.since))
        .and_maybe("days off", moves_on(window.roll))
}
