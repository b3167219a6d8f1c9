//! Checks of evidence rules and claim windows.

use crate::domain::finding::{Code, Finding};
use crate::domain::message::{message, text};
use crate::domain::policy::condition::implies;
use crate::domain::policy::setting::{Check, Taking};
use crate::domain::policy::{EvidenceRule, RequiredFacts, Window};

impl Check for RequiredFacts {}

impl Check for EvidenceRule {
    fn check(&self, _before: &[Self], taking: &Taking) {
        if let Some(item) = taking.item("any").filter(|item| item.items_are_none()) {
            item.bad::<()>(message!(
                "'{key}' lists no kind of evidence, so it never holds",
                key = item.key
            ));
        }
    }
}

/// A window that an earlier one covers never applies.
impl Check for Window {
    fn check(&self, before: &[Self], taking: &Taking) {
        let hides = |other: &&Self| other.since <= self.since && implies(&self.when, &other.when);
        if let Some(other) = before.iter().find(hides) {
            let message = message!(
                "this window never applies: '{name}' in line {line} comes first",
                name = other.name,
                line = other.spot.line
            );
            let finding = Finding::warning(Code::PolicyConflict, self.spot, message);
            taking.report(finding.hint(text!(
                "put the narrower 'when', and the later 'since', first"
            )));
        }
    }
}
