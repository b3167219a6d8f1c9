//! The staff at an instant: who is active, and in which role.

use super::Setting;
use crate::domain::case::Entry;
use crate::domain::finding::Able;
use crate::domain::message::{Message, message, one, text};
use crate::domain::names::StaffId;
use crate::domain::policy::{Policy, Staff};
use crate::domain::time::Instant;

/// The role of a person at an instant; `None` if they are not on the staff list.
pub(super) fn role<'a>(who: &StaffId, at: Instant, policy: &'a Policy) -> Option<&'a str> {
    policy.staff.get(who)?.role_at(at, &policy.calendar)
}

/// Whether a person is active staff at an instant.
pub(super) fn is_active(who: &StaffId, at: Instant, policy: &Policy) -> bool {
    policy
        .staff
        .get(who)
        .is_some_and(|staff| staff.is_active(at, &policy.calendar))
}

/// The instants at which the person under `key` is judged. Who acts needs the role when the event
/// happened and when it was recorded; an importer acts at the import.
pub(super) fn instants(entry: &Entry, key: &str, setting: &Setting<'_>) -> [Instant; 2] {
    match key {
        "by" if entry.is_imported() => [setting.recorded; 2],
        "by" => [entry.at, setting.recorded],
        _ => [entry.at; 2],
    }
}

/// Whether the author of an event fits at each instant that counts.
pub(super) fn acts_as(
    entry: &Entry,
    setting: &Setting<'_>,
    fits: impl Fn(Instant) -> bool,
) -> bool {
    instants(entry, "by", setting).into_iter().all(fits)
}

/// A role in words: `a clerk`, `without a role`.
pub(super) fn role_in_words(role: Option<&str>) -> Message {
    match role {
        Some(role) => message!("{role}", role = one(role)),
        None => text!("without a role"),
    }
}

/// The people with a role or a higher one.
pub(super) fn who_has(role: &str, at: Instant, policy: &Policy) -> Able {
    let reaches = |staff: &Staff| {
        staff
            .role_at(at, &policy.calendar)
            .is_some_and(|held| policy.reaches(held, role))
    };
    let able = policy
        .staff
        .iter()
        .filter(|(_, staff)| staff.is_active(at, &policy.calendar) && reaches(staff));
    let staff: Vec<StaffId> = able.map(|(id, _)| id.clone()).collect();
    let role = one(role);
    if staff.is_empty() {
        Able::of_role(message!(
            "{role} (nobody on the staff list has this role)",
            role
        ))
    } else {
        Able::new(staff, role)
    }
}
