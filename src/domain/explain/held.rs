//! Which rules about order and people hold for a case as it stands.

use super::{Rule, rule_text};
use crate::domain::finding::Spot;
use crate::domain::policy::{Duty, Policy};
use crate::domain::rules::{responsibility, sanctions, urgency};
use crate::domain::state::State;
use crate::domain::time::Instant;
use crate::domain::wording;

/// A rule that holds for a case, and what follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// What it is about, and what it comes to: `priority: urgent`.
    pub heading: String,
    /// Where it stands in the policy, and what it says.
    pub rule: Rule,
    /// What else is to be said.
    pub lines: Vec<String>,
}

/// The priority of a case, its responsibilities, whom it alerts, and what it may cost, each with its rule.
pub fn held(state: &State, policy: &Policy, policy_text: &str, now: Instant) -> Vec<Held> {
    let one = |heading: String, spot: Spot, lines: Vec<String>| Held {
        heading,
        rule: Rule { spot, text: rule_text(policy_text, spot) },
        lines,
    };
    let priority =
        urgency::priority(state, policy).map(|rule| one(format!("priority: {}", rule.name), rule.spot, Vec::new()));
    let misfit = responsibility::misfit(state, policy, now);
    let responsibilities = responsibility::in_force(state, policy).map(|rule| {
        let duties: Vec<&str> = rule.duties.iter().map(|duty| duty.word()).collect();
        let is_broken = rule.duties.contains(&Duty::Hold) && misfit.is_some_and(|broken| broken.spot == rule.spot);
        let holder = state.holder.as_ref().filter(|_| is_broken);
        let lines = holder.map(|holder| format!("{holder} has it and does not fit"));
        one(format!("responsibility: {}", wording::all_of(&duties)), rule.spot, lines.into_iter().collect())
    });
    let alerts = urgency::alerts(state, policy).map(|rule| {
        let told = urgency::told(&urgency::having(&rule.roles, policy, now));
        one("alert".to_owned(), rule.spot, vec![format!("tell {told}")])
    });
    let sanctions = sanctions::sanctions(state, policy).into_iter();
    let sanctions = sanctions.map(|rule| one(format!("sanction: {}", rule.offence), rule.spot, Vec::new()));
    priority.into_iter().chain(responsibilities).chain(alerts).chain(sanctions).collect()
}
