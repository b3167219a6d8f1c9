//! Responsibilities that ask for nothing, and priorities that never count.

use crate::domain::finding::{Code, Finding};
use crate::domain::message::{message, text};
use crate::domain::policy::condition::implies;
use crate::domain::policy::setting::{Check, Taking};
use crate::domain::policy::{Alert, Duty, Priority, Responsibility, Sanction};

/// Whoever leads has at least to be named; all else has to ask for something.
impl Check for Responsibility {
    fn check(&self, _before: &[Self], taking: &Taking) {
        let asks = self.role.is_some() || self.department.is_some() || self.skill.is_some();
        if !asks && !self.duties.contains(&Duty::Lead) {
            let message = text!("this responsibility asks for nothing");
            let finding = Finding::warning(Code::PolicyConflict, self.spot, message);
            taking.report(finding.hint(text!("give it a role, a department or a skill")));
        }
    }
}

impl Check for Alert {}

impl Check for Sanction {}

/// A priority after one that every case has never counts.
impl Check for Priority {
    fn check(&self, before: &[Self], taking: &Taking) {
        let takes_all = |other: &&Self| implies(&self.when, &other.when);
        if let Some(other) = before.iter().find(takes_all) {
            let message = message!(
                "'{name}' never counts: '{other}' in line {line} comes first",
                name = self.name,
                other = other.name,
                line = other.spot.line
            );
            let finding = Finding::warning(Code::PolicyConflict, self.spot, message);
            taking.report(finding.hint(text!("put the narrower 'when' first")));
        }
    }
}
