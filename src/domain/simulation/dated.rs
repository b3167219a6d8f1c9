//! The rules of a draft that apply to receipts from a date on.

use std::cmp::Reverse;

use chrono::NaiveDate;

use crate::domain::finding::Spot;
use crate::domain::policy::{
    AppealRule, DeadlineRule, EvidenceRule, Policy, RequiredFacts, Window,
};

/// A rule with an optional `since`.
trait Dated: Clone + PartialEq {
    fn since(&self) -> Option<NaiveDate>;

    /// The rule with another date.
    fn dated(&self, since: Option<NaiveDate>) -> Self;

    /// The rule wherever it stands in the file.
    fn anywhere(&self) -> Self;

    /// What it is called in a simulation.
    fn label(&self) -> String;
}

macro_rules! dated {
    ($rule:ty, $this:ident => $label:expr) => {
        impl Dated for $rule {
            fn since(&self) -> Option<NaiveDate> {
                self.since
            }

            fn dated(&self, since: Option<NaiveDate>) -> Self {
                Self {
                    since,
                    ..self.clone()
                }
            }

            fn anywhere(&self) -> Self {
                Self {
                    spot: Spot::default(),
                    ..self.clone()
                }
            }

            fn label(&self) -> String {
                let $this = self;
                $label
            }
        }
    };
}

dated!(DeadlineRule, rule => rule.name.clone());
dated!(AppealRule, _rule => "[appeal]".to_owned());
dated!(EvidenceRule, rule => format!("[[evidence]] {}", rule.any.join(", ")));
dated!(Window, rule => format!("[[window]] {}", rule.name));
dated!(RequiredFacts, rule => {
    let facts: Vec<&str> = rule.facts.iter().map(|fact| fact.name()).collect();
    format!("[[required]] {}", facts.join(", "))
});

/// The other policy without `since` in its new rules, and what these rules are called.
pub(super) fn as_if_always(in_force: &Policy, other: &Policy) -> (Policy, Vec<String>) {
    let mut names = Vec::new();
    let appeal: Vec<AppealRule> = in_force.appeal.iter().cloned().collect();
    let policy = Policy {
        deadlines: deadlines(in_force, other, &mut names),
        required: undated(&in_force.required, &other.required, &mut names),
        evidence: undated(&in_force.evidence, &other.evidence, &mut names),
        windows: undated(&in_force.windows, &other.windows, &mut names),
        appeal: undated(&appeal, other.appeal.as_slice(), &mut names).pop(),
        ..other.clone()
    };
    names.dedup();
    (policy, names)
}

/// The deadlines. Of rules of one name the latest counts, so all of a name that has a new one lose
/// their dates, and the latest comes first, as for receipts after all dates.
fn deadlines(in_force: &Policy, other: &Policy, names: &mut Vec<String>) -> Vec<DeadlineRule> {
    undated(&in_force.deadlines, &other.deadlines, names);
    names.sort();
    let (mut dated, mut rules): (Vec<_>, Vec<_>) = other
        .deadlines
        .iter()
        .cloned()
        .partition(|rule| names.contains(&rule.name));
    dated.sort_by_key(|rule| Reverse(rule.since));
    rules.extend(dated.iter().map(|rule| rule.dated(None)));
    rules
}

/// The rules, of which the new ones lose their dates and are named.
fn undated<R: Dated>(in_force: &[R], other: &[R], names: &mut Vec<String>) -> Vec<R> {
    let mut undate = |rule: &R| {
        if rule.since().is_none() || !is_new(in_force, rule) {
            return rule.clone();
        }
        names.push(rule.label());
        rule.dated(None)
    };
    other.iter().map(&mut undate).collect()
}

fn is_new<R: Dated>(in_force: &[R], rule: &R) -> bool {
    !in_force
        .iter()
        .any(|known| known.anywhere() == rule.anywhere())
}

/// The new rules that only warn, which a simulation does not count.
pub(super) fn only_warn(in_force: &Policy, other: &Policy) -> Vec<String> {
    let new = |rule: &&EvidenceRule| is_new(&in_force.evidence, *rule);
    let evidence = other.evidence.iter().filter(new).map(Dated::label);
    let new = |rule: &&Window| is_new(&in_force.windows, *rule);
    let windows = other.windows.iter().filter(new).map(Dated::label);
    evidence.chain(windows).collect()
}

/// The staff of the other policy whose roles change at dates, unless they do so already.
pub(super) fn staff(in_force: &Policy, other: &Policy) -> Vec<String> {
    let changes = other.staff.iter().filter(|(who, staff)| {
        let known = in_force.staff.get(who).map(|known| &known.roles);
        staff.roles.iter().any(|(since, _)| since.is_some()) && known != Some(&staff.roles)
    });
    changes.map(|(who, _)| who.to_string()).collect()
}
