//! Levels, staff, and what roles may do.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use toml::de::DeValue;

use super::Names;
use super::basis::{Basis, label};
use super::table::{Item, Section};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::names::StaffId;
use crate::domain::policy::{Allowed, Level, Occasion, Permission, SYSTEM, Staff};
use crate::domain::table::At;

/// The levels, in order of escalation; one, `general`, where the policy has none.
pub(super) fn levels(top: &mut Section, basis: &Basis) -> Vec<Level> {
    let mut levels: Vec<Level> = Vec::new();
    for mut section in top.sections("level") {
        let name = section
            .require("name", "add: name = \"general\"")
            .and_then(|item| item.text());
        let role = section.take("role").and_then(|item| item.text());
        let role = role.and_then(|role| section.reader.refer("role", role, &basis.roles));
        let within = section.take("within").and_then(|item| item.span());
        let only = section.take("only").and_then(|item| occasion(&item));
        let spot = section.spot;
        if let Some(name) = name {
            if let Some(before) = levels.iter().find(|level| level.name == name.value) {
                let message = format!(
                    "the level '{}' stands twice (also in line {})",
                    name.value, before.spot.line
                );
                section.reader.report(
                    Finding::error(Code::PolicyConflict, name.spot, message).hint("rename one"),
                );
            }
            levels.push(Level {
                name: name.value,
                role,
                within,
                roll: basis.roll,
                only,
                spot,
            });
        }
        section.finish();
    }
    if levels.is_empty() {
        let name = "general".to_owned();
        levels.push(Level {
            name,
            role: None,
            within: None,
            roll: basis.roll,
            only: None,
            spot: Spot::default(),
        });
    }
    levels
}

fn occasion(item: &Item) -> Option<Occasion> {
    let words: Vec<_> = Occasion::ALL
        .iter()
        .map(|occasion| (*occasion, occasion.word()))
        .collect();
    item.reader.word(
        Code::BadValue,
        "an occasion to move up",
        &item.text()?,
        &words,
    )
}

/// The staff; two who share an e-mail address and both still work here are a warning, as git cannot tell them apart.
pub(super) fn staff(top: &mut Section, names: &Names) -> BTreeMap<StaffId, Staff> {
    let mut staff: BTreeMap<StaffId, Staff> = BTreeMap::new();
    let Some(section) = top.section("staff") else {
        return staff;
    };
    for (key, item) in section.entries() {
        let Some(mut entry) = item.section(label("staff", &key.value)) else {
            continue;
        };
        let email = entry.take("email").and_then(|item| email(&item));
        let member = member(&mut entry, email.clone().map(|email| email.value), names);
        entry.finish();
        if let (Some(email), None) = (&email, member.until) {
            warn_of_shared(&section, email, &staff);
        }
        match key.value.parse() {
            Ok(id) => drop(staff.insert(id, member)),
            Err(error) => section
                .reader
                .error(Code::BadValue, key.spot, error.message()),
        }
    }
    staff
}

fn member(entry: &mut Section, email: Option<String>, names: &Names) -> Staff {
    let roles = entry
        .take("role")
        .map(|item| roles(&item, names))
        .unwrap_or_default();
    let skills = entry
        .take("skills")
        .and_then(|item| item.texts())
        .unwrap_or_default();
    let until = entry
        .take("until")
        .and_then(|item| item.date())
        .map(|until| until.value);
    let mut text = |key| {
        entry
            .take(key)
            .and_then(|item| item.text())
            .map(|text| text.value)
    };
    Staff {
        name: text("name"),
        email,
        roles,
        department: text("department"),
        skills: skills.into_iter().map(|skill| skill.value).collect(),
        until,
        spot: entry.spot,
    }
}

fn email(item: &Item) -> Option<At<String>> {
    let text = item.text()?;
    let has_both_parts = text
        .value
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty());
    if has_both_parts && !text.value.contains(char::is_whitespace) {
        return Some(text);
    }
    item.bad(format!("'{}' is not an e-mail address", text.value))
}

fn warn_of_shared(section: &Section, email: &At<String>, staff: &BTreeMap<StaffId, Staff>) {
    if let Some((id, other)) = staff
        .iter()
        .find(|(_, member)| member.until.is_none() && member.has_email(&email.value))
    {
        let message = format!(
            "'{id}' (line {}) has the same e-mail address",
            other.spot.line
        );
        let finding = Finding::warning(Code::PolicyConflict, email.spot, message);
        section
            .reader
            .report(finding.hint("git's user.email finds only one of them; the others need --as"));
    }
}

/// A role, or a list of roles with the day from which each holds.
fn roles(item: &Item, names: &Names) -> Vec<(Option<NaiveDate>, String)> {
    if let DeValue::String(_) = item.value.get_ref() {
        let role = item
            .text()
            .and_then(|role| role_or_system(item, role, names));
        return role.into_iter().map(|role| (None, role)).collect();
    }
    let mut roles: Vec<(Option<NaiveDate>, String)> = Vec::new();
    for entry in item.items().unwrap_or_default() {
        let Some(mut section) = entry.section("a dated role".to_owned()) else {
            continue;
        };
        let role = section.require("role", "write: { role = \"clerk\", since = 2026-07-01 }");
        let role = role
            .and_then(|item| item.text())
            .and_then(|role| role_or_system(item, role, names));
        let since = section
            .take("since")
            .and_then(|item| item.date())
            .map(|since| since.value);
        if roles.iter().any(|(other, _)| *other == since) {
            let day = since.map_or("without 'since'".to_owned(), |since| {
                format!("since {since}")
            });
            let finding = Finding::error(
                Code::PolicyConflict,
                section.spot,
                format!("two roles {day}"),
            );
            section.reader.report(
                finding
                    .hint("give each later role the day from which it holds: since = 2026-07-01"),
            );
        }
        section.finish();
        roles.extend(role.map(|role| (since, role)));
    }
    roles.sort();
    roles
}

fn role_or_system(item: &Item, role: At<String>, names: &Names) -> Option<String> {
    if role.value == SYSTEM {
        Some(role.value)
    } else {
        names.role(item.reader, role)
    }
}

/// Which role may do what.
pub(super) fn permissions(top: &mut Section, names: &Names) -> BTreeMap<Permission, Allowed> {
    let Some(section) = top.section("permissions") else {
        return BTreeMap::new();
    };
    let words: Vec<_> = Permission::all()
        .map(|permission| (permission, permission.word()))
        .collect();
    let mut permissions = BTreeMap::new();
    for (key, item) in section.entries() {
        let what = "a verb or right that this program has";
        let permission = section
            .reader
            .word(Code::PolicyReference, what, &key, &words);
        let allowed = allowed(&item, key.spot, names);
        permissions.extend(permission.zip(allowed));
    }
    permissions
}

/// The lowest role, `system`, or both.
fn allowed(item: &Item, spot: Spot, names: &Names) -> Option<Allowed> {
    let (system, roles): (Vec<_>, Vec<_>) = item
        .texts()?
        .into_iter()
        .partition(|role| role.value == SYSTEM);
    if let Some(second) = roles.get(1) {
        let message = format!(
            "'{}' names the lowest role that has it, one is enough",
            item.key
        );
        let finding = Finding::error(Code::PolicyConflict, second.spot, message);
        item.reader
            .report(finding.hint("those above have it anyway; beside it only 'system' may stand"));
    }
    let system = !system.is_empty();
    match roles.into_iter().next() {
        Some(role) => names
            .role(item.reader, role)
            .map(|role| Allowed { role, system, spot }),
        None if system => Some(Allowed {
            role: SYSTEM.to_owned(),
            system,
            spot,
        }),
        None => item.bad(format!("'{}' names no role", item.key)),
    }
}
