//! Checks of responsibilities and priorities.

use crate::domain::finding::{Code, Finding};
use crate::domain::message::{message, text};
use crate::domain::policy::condition::implies;
use crate::domain::policy::setting::{Check, Taking};
use crate::domain::policy::{Alert, Duty, Priority, Responsibility, Sanction};

/// A responsibility must have a requirement. `lead` has one by itself: the lead must be named.
impl Check for Responsibility {
    fn check(&self, _before: &[Self], taking: &Taking) {
        let has_requirement =
            self.role.is_some() || self.department.is_some() || self.skill.is_some();
        if !has_requirement && !self.duties.contains(&Duty::Lead) {
            let message = text!("this responsibility has no requirement");
            let finding = Finding::warning(Code::PolicyConflict, self.spot, message);
            taking.report(finding.hint(text!("give it a role, a department or a skill")));
        }
    }
}

impl Check for Alert {}

impl Check for Sanction {}

/// A priority that an earlier one covers never applies.
impl Check for Priority {
    fn check(&self, before: &[Self], taking: &Taking) {
        let covers = |other: &&Self| implies(&self.when, &other.when);
        if let Some(other) = before.iter().find(covers) {
            let message = message!(
                "'{name}' never applies: '{other}' in line {line} comes first",
                name = self.name,
                other = other.name,
                line = other.spot.line
            );
            let finding = Finding::warning(Code::PolicyConflict, self.spot, message);
            taking.report(finding.hint(text!("put the narrower 'when' first")));
        }
    }
}
