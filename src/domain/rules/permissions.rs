//! Permissions: staff, roles, separation of duties. People need a role both when the event happened
//! and when it was recorded: a date lends nobody a role that they no longer, or do not yet, have.

use super::{Setting, refusal};
use crate::domain::case::event::{FollowUp, Matter, Means, Verb};
use crate::domain::case::{Entry, Event};
use crate::domain::finding::{Able, Hint};
use crate::domain::finding::{Code, Finding};
use crate::domain::message::{Message, message, one, text};
use crate::domain::names::StaffId;
use crate::domain::policy::{Permission, Policy, SYSTEM, Separation, Staff};
use crate::domain::state::State;
use crate::domain::time::Instant;

/// Checks the people of an event. Without staff in the policy, anyone may act.
pub(super) fn check(entry: &Entry, setting: &Setting<'_>) -> Vec<Finding> {
    if setting.policy.staff.is_empty() {
        return Vec::new();
    }
    let mut findings = Vec::new();
    match active(&entry.by, entry, "by", setting) {
        Err(finding) => findings.push(*finding),
        Ok(staff) => findings.extend(permission(entry, staff, setting)),
    }
    if let Some((who, key)) = named_staff(&entry.event) {
        let unknown = active(who, entry, key, setting).err();
        findings.extend(unknown.map(|finding| *finding));
    }
    findings.extend(separation(entry, setting));
    findings
}

/// The person to whom an event gives a part in the case, and the key.
fn named_staff(event: &Event) -> Option<(&StaffId, &'static str)> {
    if let Event::Assign(assigned) = event {
        Some((&assigned.to, "to"))
    } else if let Event::Plan(plan) = event {
        Some((&plan.owner, "owner"))
    } else if let Event::Investigate(investigation) = event {
        Some((investigation.lead.as_ref()?, "lead"))
    } else {
        None
    }
}

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

fn active<'a>(
    who: &StaffId,
    entry: &Entry,
    key: &str,
    setting: &Setting<'a>,
) -> Result<&'a Staff, Box<Finding>> {
    let policy = setting.policy;
    let Some(staff) = policy.staff.get(who) else {
        let finding = refusal(
            Code::UnknownStaff,
            message!("'{who}' is not on the staff list", who),
        )
        .of_key(key);
        return Err(Box::new(finding.did_you_mean(
            who.as_str(),
            policy.staff.keys().map(StaffId::as_str),
        )));
    };
    let mut instants = instants(entry, key, setting).into_iter();
    if instants.all(|at| staff.is_active(at, &policy.calendar)) {
        return Ok(staff);
    }
    let message = match staff.until {
        Some(until) => message!("'{who}' was on the staff only until {until}", who, until),
        None => message!("'{who}' was not on the staff then", who),
    };
    let hint = if key == "to" {
        text!("assign it to somebody else")
    } else {
        text!("a current staff member has to do it")
    };
    Err(Box::new(
        refusal(Code::StaffEnded, message)
            .hint(hint)
            .of_key(key)
            .ruled_by(staff.spot),
    ))
}

fn permission(entry: &Entry, staff: &Staff, setting: &Setting<'_>) -> Vec<Finding> {
    let policy = setting.policy;
    let roles = instants(entry, "by", setting).map(|at| staff.role_at(at, &policy.calendar));
    let refused = needed(entry, setting.state)
        .into_iter()
        .filter_map(|permission| {
            let mut roles = roles.iter();
            let role = roles.find(|role| !policy.permits(**role, permission))?;
            Some((permission, *role))
        });
    refused
        .map(|(permission, role)| {
            let by = &entry.by;
            let action = action(permission);
            let Some(allowed) = policy.permissions.get(&permission) else {
                let message = message!(
                    "'{by}' is for scheduled runs; the policy does not permit it {action}",
                    by,
                    action
                );
                let hint = message!(
                    "a person has to do it; or permit it: {permission} = [\"ROLE\", \"{system}\"]",
                    permission = permission.word(),
                    system = SYSTEM
                );
                return refusal(Code::Permission, message)
                    .hint(hint)
                    .of_key(key_of(permission));
            };
            let message = message!(
                "'{by}' is {role}; {action} requires {needed}",
                by,
                role = role_in_words(role),
                action,
                needed = one(&allowed.role)
            );
            let hint = Hint::ask(who_has(&allowed.role, setting.recorded, policy));
            refusal(Code::Permission, message)
                .hint(hint)
                .ruled_by(allowed.spot)
                .of_key(key_of(permission))
        })
        .collect()
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

/// Whether the author of an event had a fitting role at each instant that counts.
pub(super) fn acts_as(
    entry: &Entry,
    setting: &Setting<'_>,
    fits: impl Fn(Option<&str>) -> bool,
) -> bool {
    instants(entry, "by", setting)
        .into_iter()
        .all(|at| fits(role(&entry.by, at, setting.policy)))
}

/// The permissions that an event requires: that of its verb, and for some events an additional one.
/// An imported event requires the permission to import instead.
fn needed(entry: &Entry, state: &State) -> Vec<Permission> {
    if entry.is_imported() {
        return vec![Permission::Import];
    }
    let verb = entry.event.verb().map(Permission::Verb);
    let beside = if let Event::Settle(settlement) = &entry.event {
        to_settle(settlement.means, state)
    } else if let Event::FollowUp(FollowUp::Waived(_)) = &entry.event {
        Some(Permission::Waive)
    } else {
        None
    };
    verb.into_iter().chain(beside).collect()
}

fn to_settle(means: Means, state: &State) -> Option<Permission> {
    let about = state.open_dispute().and_then(|dispute| dispute.about);
    match means {
        Means::Arbitration => Some(Permission::Arbitrate),
        Means::Mediation => match about? {
            Matter::Liability => Some(Permission::SettleLiability),
        },
    }
}

/// The key of a missing permission: `by`, or `means` if the subject of the dispute requires it.
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

/// Whether a missing permission is required only because of other people's dispute.
pub(super) fn depends_on_dispute(finding: &Finding) -> bool {
    finding.code == Code::Permission
        && finding.key.as_deref() == Some(key_of(Permission::SettleLiability))
}

/// The permitted action, as a noun phrase.
fn action(permission: Permission) -> Message {
    match permission {
        Permission::Verb(verb) => message!("`{verb}`", verb),
        Permission::Import => text!("`import`"),
        Permission::Arbitrate => text!("arbitration"),
        Permission::SettleLiability => text!("settling a dispute about liability"),
        Permission::Waive => text!("waiving a follow-up"),
        Permission::Policy => text!("changing the policy"),
    }
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

/// The verb that a separation rule denies to the former holder; `None` for rules judged elsewhere.
fn separated_verb(rule: Separation) -> Option<Verb> {
    match rule {
        Separation::FollowUpHandler => Some(Verb::FollowUp),
        Separation::CloseHandler => Some(Verb::Close),
        Separation::DecideHandler => Some(Verb::Decide),
        Separation::ApproverProposer | Separation::ProposerAlone | Separation::InspectHandler => {
            None
        }
    }
}

fn separation(entry: &Entry, setting: &Setting<'_>) -> Option<Finding> {
    let verb = entry.event.verb()?;
    let rules = &setting.policy.separation;
    let rule = *rules
        .iter()
        .find(|rule| separated_verb(**rule) == Some(verb))?;
    let (state, by) = (setting.state, &entry.by);
    let (holder, message) = match rule {
        Separation::FollowUpHandler => (
            state.holder_at_resolution.as_ref(),
            message!(
                "'{by}' held the case when it was resolved, so somebody else has to follow it up",
                by
            ),
        ),
        Separation::CloseHandler => (
            state.holder_at_resolution.as_ref(),
            message!(
                "'{by}' held the case when it was resolved, so somebody else has to close it",
                by
            ),
        ),
        Separation::DecideHandler => (
            state.undecided_appeal()?.former_holder.as_ref(),
            message!(
                "'{by}' held the case before the appeal, so somebody else has to decide it",
                by
            ),
        ),
        Separation::ApproverProposer | Separation::ProposerAlone | Separation::InspectHandler => {
            return None;
        }
    };
    if holder != Some(by) || entry.is_imported() {
        return None;
    }
    Some(
        refusal(Code::Separation, message)
            .hint(text!(
                "ask a colleague; `[separation]` in policy.toml says so"
            ))
            .of_key("by"),
    )
}
