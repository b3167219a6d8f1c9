//! Responsibilities, alerts, priorities and sanctions.

use super::Names;
use super::deadlines::conditions;
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

/// Who is told at once, in the order of the file.
pub(super) fn alerts(top: &mut Section, names: &Names) -> Vec<Alert> {
    let read = |mut section: Section| {
        let reader = section.reader;
        let roles = section
            .require("roles", "say whom to tell: roles = [\"director\"]")
            .and_then(|item| item.texts());
        let roles = roles.map(|roles| {
            roles
                .into_iter()
                .filter_map(|role| names.role(reader, role))
                .collect()
        });
        let (when, spot) = (conditions(&mut section, names), section.spot);
        section.finish();
        Some(Alert {
            roles: roles?,
            when,
            spot,
        })
    };
    top.sections("alert").into_iter().filter_map(read).collect()
}

/// What comes first, in the order of the file.
pub(super) fn priorities(top: &mut Section, names: &Names) -> Vec<Priority> {
    let mut rules: Vec<Priority> = Vec::new();
    for mut section in top.sections("priority") {
        let name = section
            .require("name", "add: name = \"urgent\"")
            .and_then(|item| item.text());
        let rule = name.map(|name| Priority {
            name: name.value,
            when: conditions(&mut section, names),
            spot: section.spot,
        });
        if let Some(rule) = rule {
            warn_if_hidden(&section, &rule, &rules);
            rules.push(rule);
        }
        section.finish();
    }
    rules
}

/// A priority after one that every case has never counts.
fn warn_if_hidden(section: &Section, rule: &Priority, before: &[Priority]) {
    let takes_all = |other: &&Priority| {
        other
            .when
            .iter()
            .all(|wide| rule.when.iter().any(|it| implies(it, wide)))
    };
    if let Some(other) = before.iter().find(takes_all) {
        let message = format!(
            "'{}' never counts: '{}' in line {} comes first",
            rule.name, other.name, other.spot.line
        );
        let finding = Finding::warning(Code::PolicyConflict, rule.spot, message);
        section
            .reader
            .report(finding.hint("put the narrower 'when' first"));
    }
}

fn implies(narrow: &Condition, wide: &Condition) -> bool {
    narrow.fact == wide.fact
        && narrow
            .values
            .iter()
            .all(|value| wide.values.contains(value))
}

/// What offences may cost, in the order of the file.
pub(super) fn sanctions(top: &mut Section, names: &Names) -> Vec<Sanction> {
    let read = |mut section: Section| {
        let offence = section
            .require("offence", "add: offence = \"rudeness\"")
            .and_then(|item| item.text());
        let penalty = section
            .require("penalty", "add: penalty = \"a warning\"")
            .and_then(|item| item.text());
        let decided_by = role(&mut section, "decided_by", names);
        let (when, spot) = (conditions(&mut section, names), section.spot);
        section.finish();
        Some(Sanction {
            offence: offence?.value,
            penalty: penalty?.value,
            decided_by,
            when,
            spot,
        })
    };
    top.sections("sanction")
        .into_iter()
        .filter_map(read)
        .collect()
}

fn role(section: &mut Section, key: &'static str, names: &Names) -> Option<String> {
    let role = section.take(key)?.text()?;
    names.role(section.reader, role)
}

fn text(section: &mut Section, key: &'static str) -> Option<String> {
    Some(section.take(key)?.text()?.value)
}
