//! Checks of approval rules, and reading of separation of duties and closing requirements.

use crate::domain::case::event::Subject;
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{message, text};
use crate::domain::policy::authority::SeparationRules;
use crate::domain::policy::closing::ClosingRules;
use crate::domain::policy::condition::{Condition, implies};
use crate::domain::policy::setting::{Check, Names, Section, Taking, table_or_default};
use crate::domain::policy::{ApprovalRule, Gate, Limit, Requirement, Separation};

impl Check for ApprovalRule {
    fn check(&self, before: &[Self], taking: &Taking) {
        for key in ["remedy", "emergency"] {
            if let Some(item) = taking.item(key).filter(|_| self.subject != Subject::Remedy) {
                let message = message!(
                    "'{key}' is for rules about remedies, and this one is about {subject}",
                    key,
                    subject = self.subject.message()
                );
                let finding = Finding::error(Code::PolicyConflict, item.spot, message);
                taking.report(finding.hint(text!("remove one of the two keys")));
            }
        }
        if let Some(other) = before.iter().find(|other| hides(other, self)) {
            let message = message!(
                "this rule never applies: the one in line {line} covers it and comes first",
                line = other.spot.line
            );
            let finding = Finding::warning(Code::PolicyConflict, self.spot, message);
            taking
                .report(finding.hint(text!("put the narrower rule, and the lower amount, first")));
        }
    }
}

/// Whether an earlier rule covers every case of a later one.
fn hides(earlier: &ApprovalRule, later: &ApprovalRule) -> bool {
    earlier.subject == later.subject
        && includes(&earlier.remedies, &later.remedies)
        && includes(&earlier.categories, &later.categories)
        && implies(&later.when, &earlier.when)
        && (earlier.measure == later.measure || earlier.limit == Limit::None)
        && reaches(earlier.limit, later.limit)
}

/// Whether `wide` includes all of `narrow`; an empty list stands for any value.
fn includes(wide: &[String], narrow: &[String]) -> bool {
    wide.is_empty() || (!narrow.is_empty() && narrow.iter().all(|value| wide.contains(value)))
}

fn reaches(wide: Limit, narrow: Limit) -> bool {
    match (wide, narrow) {
        (Limit::None, _) => true,
        (Limit::Below(_) | Limit::UpTo(_), Limit::None) => false,
        (Limit::Below(wide), Limit::UpTo(narrow)) => wide > narrow,
        (Limit::Below(wide), Limit::Below(narrow))
        | (Limit::UpTo(wide), Limit::UpTo(narrow) | Limit::Below(narrow)) => wide >= narrow,
    }
}

impl Check for SeparationRules {}

/// The separation of duties; always starts with `approver-proposer`.
pub(super) fn separation(top: &mut Section, names: &Names) -> Vec<Separation> {
    let SeparationRules { forbid } = table_or_default(top, names);
    let always = Separation::ApproverProposer;
    let more = forbid.into_iter().filter(|rule| *rule != always);
    std::iter::once(always).chain(more).collect()
}

impl Check for ClosingRules {}

/// The gates of `require`, then those with conditions.
pub(super) fn closing(top: &mut Section, names: &Names) -> Vec<Gate> {
    let ClosingRules { require, gates } = table_or_default(top, names);
    let mut closing = gates_of(require, &[]);
    for rule in gates {
        closing.extend(gates_of(rule.need, &rule.when));
    }
    closing
}

fn gates_of(needs: Vec<(Requirement, Spot)>, when: &[Condition]) -> Vec<Gate> {
    let gate = |(need, spot)| Gate {
        need,
        when: when.to_vec(),
        spot,
    };
    needs.into_iter().map(gate).collect()
}
