//! Responsibilities, alerts, priorities and sanctions.

use super::Names;
use super::deadlines::conditions;
use super::settings::{Check, Taking};
use super::table::{Item, Section};
use crate::domain::finding::{Code, Finding};
use crate::domain::policy::{Alert, Condition, Duty, Priority, Responsibility, Sanction};

/// Who has to deal with what, in the order of the file.
pub(super) fn responsibilities(top: &mut Section, names: &Names) -> Vec<Responsibility> {
    let words: Vec<_> = Duty::all().map(|duty| (duty, duty.word())).collect();
    let read = |mut section: Section| {
        let reader = section.reader;
        let item = section.require(
            "for",
            "say what it is for: for = \"hold\", \"lead\", or a verb like \"respond\"",
        );
        let duties = item.as_ref().and_then(Item::texts).unwrap_or_default();
        let what = "a part in a case: hold, lead or a verb";
        let duties = duties
            .iter()
            .filter_map(|duty| reader.word(Code::BadValue, what, duty, &words))
            .collect();
        let rule = Responsibility {
            duties,
            role: role(&mut section, "role", names),
            department: text(&mut section, "department"),
            skill: text(&mut section, "skill"),
            when: conditions(&mut section, names),
            spot: section.spot,
        };
        warn_if_idle(&section, &rule);
        section.finish();
        item.is_some().then_some(rule)
    };
    top.sections("responsibility")
        .into_iter()
        .filter_map(read)
        .collect()
}

/// Whoever leads has at least to be named; all else has to ask for something.
fn warn_if_idle(section: &Section, rule: &Responsibility) {
    let asks = rule.role.is_some() || rule.department.is_some() || rule.skill.is_some();
    if !asks && !rule.duties.contains(&Duty::Lead) {
        let finding = Finding::warning(
            Code::PolicyConflict,
            rule.spot,
            "this responsibility asks for nothing",
        );
        section
            .reader
            .report(finding.hint("give it a role, a department or a skill"));
    }
}

impl Check for Alert {
    fn check(&self, _before: &[Self], _taking: &Taking) {}
}

impl Check for Sanction {
    fn check(&self, _before: &[Self], _taking: &Taking) {}
}

/// A priority after one that every case has never counts.
impl Check for Priority {
    fn check(&self, before: &[Self], taking: &Taking) {
        let takes_all = |other: &&Self| {
            other
                .when
                .iter()
                .all(|wide| self.when.iter().any(|it| implies(it, wide)))
        };
        if let Some(other) = before.iter().find(takes_all) {
            let message = format!(
                "'{}' never counts: '{}' in line {} comes first",
                self.name, other.name, other.spot.line
            );
            let finding = Finding::warning(Code::PolicyConflict, self.spot, message);
            taking.report(finding.hint("put the narrower 'when' first"));
        }
    }
}

fn implies(narrow: &Condition, wide: &Condition) -> bool {
    narrow.fact == wide.fact
        && narrow
            .values
            .iter()
            .all(|value| wide.values.contains(value))
}

fn role(section: &mut Section, key: &'static str, names: &Names) -> Option<String> {
    let role = section.take(key)?.text()?;
    names.role(section.reader, role)
}

fn text(section: &mut Section, key: &'static str) -> Option<String> {
    Some(section.take(key)?.text()?.value)
}
