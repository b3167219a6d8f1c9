//! Reads levels, staff and permissions.

use std::collections::BTreeMap;

use super::basis::label;
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::keyed::Keys;
use crate::domain::message::{message, text};
use crate::domain::names::StaffId;
use crate::domain::policy::addresses::WithoutAddress;
use crate::domain::policy::setting::{Check, Item, Names, Section, Taking, rules};
use crate::domain::policy::{Allowed, Level, Permission, SYSTEM, Staff};

/// The levels, in order of escalation; by default one level, `general`.
pub(super) fn levels(top: &mut Section, names: &Names) -> Vec<Level> {
    let levels = rules(top, names);
    if !levels.is_empty() {
        return levels;
    }
    vec![Level {
        name: "general".to_owned(),
        role: None,
        within: None,
        when: Vec::new(),
        roll: names.roll,
        only: None,
        spot: Spot::default(),
    }]
}

impl Check for Level {
    fn check(&self, before: &[Self], taking: &Taking) {
        if let Some(twin) = before.iter().find(|level| level.name == self.name) {
            let message = message!(
                "the level '{name}' is defined twice (also in line {line})",
                name = self.name,
                line = twin.spot.line
            );
            taking.report(
                Finding::error(Code::PolicyConflict, taking.spot_of("name"), message)
                    .hint(text!("rename one")),
            );
        }
    }
}

/// The staff. If two current staff members share an e-mail address, that is a warning, since git
/// cannot tell them apart.
pub(super) fn staff(top: &mut Section, names: &Names) -> BTreeMap<StaffId, Staff> {
    let mut staff: BTreeMap<StaffId, Staff> = BTreeMap::new();
    let Some(section) = top.section("staff") else {
        return staff;
    };
    for (key, item) in section.entries() {
        let Some(entry) = item.section(label("staff", &key.value)) else {
            continue;
        };
        let mut taking = Taking {
            section: entry,
            names,
        };
        let member = Staff::read(&mut taking);
        if let Some(member) = &member {
            warn_of_shared_email(member, &staff, &taking);
        }
        taking.section.finish();
        match key.value.parse() {
            Ok(id) => staff.extend(member.map(|member| (id, member))),
            Err(error) => section
                .reader
                .error(Code::BadValue, key.spot, error.message()),
        }
    }
    if let Some(lacking) = WithoutAddress::of(&staff) {
        let finding = Finding::warning(Code::PolicyConflict, lacking.spot, lacking.what);
        section.reader.report(finding.hint(lacking.hint));
    }
    staff
}

fn warn_of_shared_email(member: &Staff, staff: &BTreeMap<StaffId, Staff>, taking: &Taking) {
    let Some(email) = member.email.as_ref().filter(|_| member.until.is_none()) else {
        return;
    };
    if let Some((id, other)) = staff
        .iter()
        .find(|(_, other)| other.until.is_none() && other.has_email(email))
    {
        let message = message!(
            "'{id}' (line {line}) has the same e-mail address",
            id,
            line = other.spot.line
        );
        let finding = Finding::warning(Code::PolicyConflict, taking.spot_of("email"), message);
        taking.report(finding.hint(text!(
            "give each an address of their own; it need not be a mailbox"
        )));
    }
}

/// The permissions.
pub(super) fn permissions(top: &mut Section, names: &Names) -> BTreeMap<Permission, Allowed> {
    let Some(section) = top.section("permissions") else {
        return BTreeMap::new();
    };
    let words: Vec<_> = Permission::all()
        .map(|permission| (permission, permission.word()))
        .collect();
    let mut permissions = BTreeMap::new();
    for (key, item) in section.entries() {
        let what = text!("a verb or permission of this program");
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
    let key = &item.key;
    let (system, roles): (Vec<_>, Vec<_>) = item
        .texts()?
        .into_iter()
        .partition(|role| role.value == SYSTEM);
    if let Some(second) = roles.get(1) {
        let message = message!(
            "'{key}' takes one role, the lowest that has the permission",
            key
        );
        let finding = Finding::error(Code::PolicyConflict, second.spot, message);
        let hint = text!("higher roles have it anyway; only 'system' can be added");
        item.reader.report(finding.hint(hint));
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
        None => item.bad(message!("'{key}' names no role", key)),
    }
}
