//! Who may do what: staff, roles, separation of duties. Rules about people look at the event's instant.

use super::{Setting, refusal};
use crate::domain::case::event::{
    Assign, FollowUp, Investigate, Matter, Means, Plan, Settle, Verb,
};
use crate::domain::case::{Entry, Event};
use crate::domain::finding::{Able, Hint};
use crate::domain::finding::{Code, Finding};
use crate::domain::message::{message, one};
use crate::domain::names::StaffId;
use crate::domain::policy::{Permission, Policy, SYSTEM, Separation, Staff};
use crate::domain::state::State;
use crate::domain::time::Instant;
use crate::domain::word::Word;
use crate::domain::wording;

/// A policy without staff lets anyone act.
pub(super) fn check(entry: &Entry, setting: &Setting<'_>) -> Vec<Finding> {
    if setting.policy.staff.is_empty() {
        return Vec::new();
    }
    let mut findings = Vec::new();
    match active(&entry.by, entry, "by", setting.policy) {
        Err(finding) => findings.push(*finding),
        Ok(staff) => findings.extend(permission(entry, staff, setting)),
    }
    if let Event::Assign(Assign { to, .. }) = &entry.event {
        findings.extend(
            active(to, entry, "to", setting.policy)
                .err()
                .map(|finding| *finding),
        );
    }
    if let Event::Plan(Plan { owner, .. }) = &entry.event {
        findings.extend(
            active(owner, entry, "owner", setting.policy)
                .err()
                .map(|finding| *finding),
        );
    }
    if let Event::Investigate(Investigate {
        lead: Some(lead), ..
    }) = &entry.event
    {
        findings.extend(
            active(lead, entry, "lead", setting.policy)
                .err()
                .map(|finding| *finding),
        );
    }
    findings.extend(separation(entry, setting));
    findings
}

/// The role that somebody has at an instant; none in a policy without staff.
pub(super) fn role<'a>(who: &StaffId, at: Instant, policy: &'a Policy) -> Option<&'a str> {
    policy.staff.get(who)?.role_at(at, &policy.calendar)
}

/// Whether somebody is on the staff list at an instant.
pub(super) fn is_active(who: &StaffId, at: Instant, policy: &Policy) -> bool {
    policy
        .staff
        .get(who)
        .is_some_and(|staff| staff.is_active(at, &policy.calendar))
}

fn active<'a>(
    who: &StaffId,
    entry: &Entry,
    key: &str,
    policy: &'a Policy,
) -> Result<&'a Staff, Box<Finding>> {
    let Some(staff) = policy.staff.get(who) else {
        let finding = refusal(
            Code::UnknownStaff,
            format!("'{who}' is not on the staff list"),
        )
        .of_key(key);
        return Err(Box::new(finding.did_you_mean(
            who.as_str(),
            policy.staff.keys().map(StaffId::as_str),
        )));
    };
    if staff.is_active(judged_at(entry, key), &policy.calendar) {
        return Ok(staff);
    }
    let until = staff
        .until
        .map(|until| until.to_string())
        .unwrap_or_default();
    let finding = refusal(
        Code::StaffEnded,
        format!("'{who}' was on the staff until {until} only"),
    )
    .of_key(key)
    .ruled_by(staff.spot);
    Err(Box::new(finding.hint(if key == "to" {
        "assign it to somebody else"
    } else {
        "somebody who works here has to do it"
    })))
}

fn permission(entry: &Entry, staff: &Staff, setting: &Setting<'_>) -> Vec<Finding> {
    let policy = setting.policy;
    let needed = needed(entry, setting.state);
    let role = staff.role_at(judged_at(entry, "by"), &policy.calendar);
    let refused = needed
        .iter()
        .filter(|permission| !policy.permits(role, **permission));
    refused
        .map(|permission| {
            let Some(allowed) = policy.permissions.get(permission) else {
                let message = format!(
                    "'{}' is for what runs by the clock; nothing lets it {}",
                    entry.by,
                    permission_name(*permission)
                );
                let hint = format!(
                    "somebody has to do it; or name it: {} = [\"ROLE\", \"{SYSTEM}\"]",
                    permission.word()
                );
                return refusal(Code::Permission, message)
                    .hint(hint)
                    .of_key(key_of(*permission));
            };
            let named = role.map_or_else(|| "without a role".to_owned(), wording::one);
            let message = format!(
                "'{}' is {named}; to {} takes {}",
                entry.by,
                permission_name(*permission),
                wording::one(&allowed.role)
            );
            let hint = Hint::ask(who_has(&allowed.role, judged_at(entry, "by"), policy));
            refusal(Code::Permission, message)
                .hint(hint)
                .ruled_by(allowed.spot)
                .of_key(key_of(*permission))
        })
        .collect()
}

/// Whoever imports acts at the import, whenever the event was.
fn judged_at(entry: &Entry, key: &str) -> Instant {
    if key == "by" && entry.is_imported() {
        entry.on_record()
    } else {
        entry.at
    }
}

/// What an event needs: its verb, unless it came in with an import, which has a permission of its own; what some rights
/// stand beside needs them, too.
fn needed(entry: &Entry, state: &State) -> Vec<Permission> {
    let about = state.open_dispute().and_then(|dispute| dispute.about);
    match &entry.event {
        _ if entry.is_imported() => vec![Permission::Import],
        Event::FollowUp(FollowUp::Waived(_)) => {
            vec![Permission::Verb(Verb::FollowUp), Permission::Waive]
        }
        Event::Settle(Settle {
            means: Means::Arbitration,
            ..
        }) => vec![Permission::Verb(Verb::Settle), Permission::Arbitrate],
        Event::Settle(Settle {
            means: Means::Mediation,
            ..
        }) if about == Some(Matter::Liability) => {
            vec![Permission::Verb(Verb::Settle), Permission::SettleLiability]
        }
        event => event.verb().map(Permission::Verb).into_iter().collect(),
    }
}

/// What a permission is about: who it is, but where what the dispute is about at the moment asks for more.
fn key_of(permission: Permission) -> &'static str {
    match permission {
        Permission::SettleLiability => "means",
        Permission::Verb(_)
        | Permission::Import
        | Permission::Arbitrate
        | Permission::Waive
        | Permission::Policy => "by",
    }
}

/// Whether somebody lacks a permission that others have made necessary.
pub(super) fn is_about_the_moment(finding: &Finding) -> bool {
    finding.code == Code::Permission
        && finding.key.as_deref() == Some(key_of(Permission::SettleLiability))
}

/// The permission as the policy names it.
pub(super) fn permission_name(permission: Permission) -> &'static str {
    match permission {
        Permission::Verb(verb) => verb.word(),
        Permission::Import => "import",
        Permission::Arbitrate => "arbitrate",
        Permission::SettleLiability => "settle a dispute about liability",
        Permission::Waive => "waive a follow-up",
        Permission::Policy => "change the policy",
    }
}

/// Those of a role or above.
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
        Able::of_role(message!("{role} (nobody on the staff list is one)", role))
    } else {
        Able::new(staff, role)
    }
}

fn separation(entry: &Entry, setting: &Setting<'_>) -> Option<Finding> {
    let (rule, part) = match entry.event {
        Event::FollowUp(_) => (Separation::FollowUpHandler, "follow it up"),
        Event::Close(_) => (Separation::CloseHandler, "close it"),
        Event::Decide(_) => (Separation::DecideHandler, "decide it"),
        _ => return None,
    };
    let (handler, when) = match rule {
        Separation::DecideHandler => (
            setting.state.undecided_appeal()?.handler.as_ref(),
            "before the appeal",
        ),
        _ => (setting.state.handler.as_ref(), "when it was resolved"),
    };
    let in_force = setting.policy.separation.contains(&rule);
    let same = handler == Some(&entry.by);
    (in_force && same && !entry.is_imported()).then(|| {
        let message = format!(
            "'{}' held the case {when}, so somebody else has to {part}",
            entry.by
        );
        refusal(Code::Separation, message)
            .hint("ask a colleague; `[separation]` in policy.toml says so")
            .of_key("by")
    })
}
