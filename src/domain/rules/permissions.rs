//! Permissions: staff, roles, separation of duties. People need a role both when the event happened
//! and when it was recorded: a date lends nobody a role that they no longer, or do not yet, have.

pub(super) use super::people::{acts_as, instants, is_active, role, role_in_words, who_has};
use super::{Setting, able, mistakes, refusal};
use crate::domain::case::event::{FollowUp, Matter, Means};
use crate::domain::case::{Entry, Event};
use crate::domain::finding::{Able, Hint};
use crate::domain::finding::{Code, Finding};
use crate::domain::message::{Message, message, one, text};
use crate::domain::names::StaffId;
use crate::domain::policy::{Permission, SYSTEM, Staff};
use crate::domain::state::State;

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
    findings
}

/// The person to whom an event gives a part in the case, and the key.
fn named_staff(event: &Event) -> Option<(&StaffId, &'static str)> {
    if let Event::Assign(assigned) = event {
        Some((assigned.to.as_ref()?, "to"))
    } else if let Event::Plan(plan) = event {
        Some((&plan.owner, "owner"))
    } else if let Event::Investigate(investigation) = event {
        Some((investigation.lead.as_ref()?, "lead"))
    } else {
        None
    }
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
    if mistakes::is_own(entry, setting) {
        return Vec::new();
    }
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
                    "'{by}' is for scheduled runs, and [permissions] does not list it for {action}",
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
            let hint = Hint::ask(who_may(entry, permission, &allowed.role, setting));
            refusal(Code::Permission, message)
                .hint(hint)
                .ruled_by(allowed.spot)
                .of_key(key_of(permission))
        })
        .collect()
}

/// The permissions that an event requires: that of its verb, and for some events an additional one.
/// An event, or a registration of facts, that claims to be imported requires the permission to
/// import instead.
fn needed(entry: &Entry, state: &State) -> Vec<Permission> {
    let has_imported_facts =
        || matches!(entry.event, Event::Register(_)) && state.taken_in.source.is_some();
    if entry.is_imported() || has_imported_facts() {
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

/// The people who have a permission and could record the event.
fn who_may(entry: &Entry, permission: Permission, role: &str, setting: &Setting<'_>) -> Able {
    let (at, policy) = (setting.recorded, setting.policy);
    let verb = entry.event.verb().filter(|_| !entry.is_imported());
    able::among(policy, message!("{role}", role = one(role)), |who| {
        is_active(who, at, policy)
            && policy.permits(self::role(who, at, policy), permission)
            && verb.is_none_or(|verb| able::may(who, verb, at, setting))
    })
}
