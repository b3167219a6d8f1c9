//! Required evidence (A9).

use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{Argument, Command, any_of, each_of, message, one};
use crate::domain::policy::when;
use crate::domain::policy::{EvidenceRule, Policy};
use crate::domain::state::State;

/// The state of the required evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Proof {
    NotAsked,
    Lacking,
    There,
}

/// The state of the required evidence.
pub(super) fn proof(state: &State, policy: &Policy) -> Proof {
    let mut asked = asked(state, policy).peekable();
    if asked.peek().is_none() {
        Proof::NotAsked
    } else if asked.all(|rule| is_there(rule, state)) {
        Proof::There
    } else {
        Proof::Lacking
    }
}

/// The rules whose evidence is missing.
pub fn missing<'a>(state: &State, policy: &'a Policy) -> Vec<&'a EvidenceRule> {
    asked(state, policy)
        .filter(|rule| !is_there(rule, state))
        .collect()
}

/// The evidence rules that apply to a case.
pub(crate) fn asked<'a>(
    state: &State,
    policy: &'a Policy,
) -> impl Iterator<Item = &'a EvidenceRule> {
    let receipt = policy.calendar.date(state.facts.received);
    policy.evidence.iter().filter(move |rule| {
        rule.since.is_none_or(|since| since <= receipt) && when::hold(&rule.when, state, policy)
    })
}

/// Whether a rule's evidence is attached.
pub(crate) fn is_there(rule: &EvidenceRule, state: &State) -> bool {
    rule.any.iter().any(|kind| state.exhibits.contains(kind))
}

/// Warns of missing evidence while the case is not over.
pub(super) fn check(state: &State, policy: &Policy) -> Option<Finding> {
    if state.status().is_over() {
        None
    } else {
        lacks(state, policy)
    }
}

/// Warns of missing evidence, even if the case is over.
pub(super) fn lacks(state: &State, policy: &Policy) -> Option<Finding> {
    let missing = missing(state, policy);
    let first = missing.first()?;
    let message = message!("evidence is missing: {kinds}", kinds = kinds(&missing));
    let kind = first.any.first().map(String::as_str).unwrap_or_default();
    let attach = Command::new("attach")
        .case(&state.facts.id)
        .with("FILE")
        .flag("--kind", kind);
    let finding = Finding::warning(Code::EvidenceRequired, Spot::default(), message).hint(attach);
    Some(finding.of_key("id").ruled_by(first.spot))
}

/// `a stamped-statement or a debit-note, and a photo`.
fn kinds(rules: &[&EvidenceRule]) -> Argument {
    let alternatives = |rule: &&EvidenceRule| any_of(rule.any.iter().map(|kind| one(kind)));
    each_of(rules.iter().map(alternatives))
}
