//! What no current staff can do.

use super::DeadEnd;
use super::team::Team;
use crate::domain::case::Verb;
use crate::domain::finding::Spot;
use crate::domain::message::{Message, all_of, any_of, message, one, text};
use crate::domain::policy::people::who_fits;
use crate::domain::policy::{
    ApprovalRule, DeadlineRule, Duty, Gate, Need, Requirement, SYSTEM, Separation, Trigger,
};

pub(super) fn dead_ends(team: &Team<'_>) -> Vec<DeadEnd> {
    let policy = team.policy;
    let mut ends: Vec<DeadEnd> = Vec::new();
    ends.extend(policy.approvals.iter().filter_map(|it| approval(it, team)));
    ends.extend(highest(team));
    ends.extend(permissions(team));
    ends.extend(policy.closing.iter().filter_map(|it| gate(it, team)));
    ends.extend(separation(team));
    ends.extend(responsibilities(team));
    ends.extend(roles(team));
    ends.extend(policy.deadlines.iter().flat_map(|it| clock(it, team)));
    ends
}

/// Nobody has a role, or a higher one.
fn nobody(role: &str) -> Message {
    message!("nobody is {role}", role = one(role))
}

fn approval(rule: &ApprovalRule, team: &Team<'_>) -> Option<DeadEnd> {
    let what = match rule.remedies.as_slice() {
        [] => message!(
            "the approval of {subject}",
            subject = rule.subject.message()
        ),
        remedies => message!("the approval of {remedies}", remedies = any_of(remedies)),
    };
    let missing = team.missing(rule);
    let why = if !missing.is_empty() {
        message!("nobody is {who}", who = rule.needs(&missing))
    } else if !rule.approvers.is_empty() && !team.has_proposer(rule) {
        text!("nobody is left to propose it, as all who could would have to approve it")
    } else {
        return None;
    };
    Some(DeadEnd::new(what, why, rule.spot))
}

/// Where no rule matches, the highest role approves; only it takes back what others recorded.
fn highest(team: &Team<'_>) -> Option<DeadEnd> {
    let highest = team.policy.highest_role().filter(|role| !team.has(role))?;
    let what = text!("what only the highest role can do");
    Some(DeadEnd::new(what, nobody(highest), Spot::default()))
}

fn permissions(team: &Team<'_>) -> Vec<DeadEnd> {
    let listed = team.policy.permissions.iter();
    let dead = listed
        .filter(|(_, allowed)| !(team.has(&allowed.role) || allowed.system && team.has(SYSTEM)));
    dead.map(|(permission, allowed)| {
        let what = message!(
            "the permission '{permission}'",
            permission = permission.word()
        );
        DeadEnd::new(what, nobody(&allowed.role), allowed.spot)
    })
    .collect()
}

/// A gate that nobody can pass.
fn gate(gate: &Gate, team: &Team<'_>) -> Option<DeadEnd> {
    let verb = match &gate.need {
        Requirement::Step(_) => [Verb::Note].as_slice(),
        Requirement::Need(need) => verbs_of(*need),
    };
    let lacking: Vec<Verb> = verb
        .iter()
        .copied()
        .filter(|verb| !team.can(*verb))
        .collect();
    let is_dead = match gate.need {
        // All of these verbs are needed; of others, one is enough.
        Requirement::Need(Need::Actions) => !lacking.is_empty(),
        Requirement::Need(_) | Requirement::Step(_) => {
            !verb.is_empty() && lacking.len() == verb.len()
        }
    };
    is_dead.then(|| {
        let what = message!("the gate '{need}' of closing", need = gate.need.to_string());
        DeadEnd::new(what, nobody_may(&lacking), gate.spot)
    })
}

fn nobody_may(verbs: &[Verb]) -> Message {
    message!("nobody may {verbs}", verbs = any_of(verbs))
}

/// The verbs that meet a requirement for closing.
fn verbs_of(need: Need) -> &'static [Verb] {
    match need {
        // The approval rules are dead ends of their own.
        Need::Authority => &[],
        Need::Response => &[Verb::Respond],
        Need::Resolved => &[Verb::Resolve, Verb::Respond],
        Need::FollowUp => &[Verb::FollowUp],
        Need::Verdict | Need::Cause => &[Verb::Investigate],
        Need::Actions => &[Verb::Plan, Verb::Done, Verb::Verify],
        Need::Disputes => &[Verb::Settle],
        Need::Acknowledged => &[Verb::Acknowledge, Verb::Respond],
        Need::Evidence => &[Verb::Attach],
    }
}

/// Steps that have to be taken by somebody who did not handle the case.
fn separation(team: &Team<'_>) -> Vec<DeadEnd> {
    let verb = |rule: Separation| match rule {
        Separation::FollowUpHandler => Some(Verb::FollowUp),
        Separation::CloseHandler => Some(Verb::Close),
        Separation::DecideHandler => Some(Verb::Decide),
        Separation::InspectHandler => Some(Verb::Inspect),
        Separation::ApproverProposer
        | Separation::ProposerAlone
        | Separation::ApproverHandler
        | Separation::ApproverInvestigator
        | Separation::ComplainedAbout => None,
    };
    let verbs = team.policy.separation.iter().filter_map(|rule| verb(*rule));
    verbs
        .filter(|verb| team.can(*verb) && !team.can_after_another(*verb))
        .map(|verb| {
            let what = message!("`{verb}` by somebody who did not handle the case", verb);
            DeadEnd::new(what, text!("only one person works here"), Spot::default())
        })
        .collect()
}

fn responsibilities(team: &Team<'_>) -> Vec<DeadEnd> {
    let rules = team.policy.responsibilities.iter();
    rules
        .filter_map(|rule| {
            let lacks = |duty: &&Duty| !team.fulfils(rule, duty);
            let duties: Vec<&Duty> = rule.duties.iter().filter(lacks).collect();
            (!duties.is_empty()).then(|| {
                let what = message!("the responsibility for {duties}", duties = all_of(duties));
                let why = message!("nobody qualifies ({who})", who = who_fits(rule));
                DeadEnd::new(what, why, rule.spot)
            })
        })
        .collect()
}

/// The roles of levels, alerts and sanctions.
fn roles(team: &Team<'_>) -> Vec<DeadEnd> {
    let policy = team.policy;
    let levels = policy.levels.iter().filter_map(|level| {
        let role = level.role.as_deref().filter(|role| !team.has(role))?;
        let what = message!("the level '{level}'", level = level.name);
        Some(DeadEnd::new(what, nobody(role), level.spot))
    });
    let is_deaf = |roles: &[String]| !roles.iter().any(|role| team.has_exactly(role));
    let alerts = policy.alerts.iter().filter(|alert| is_deaf(&alert.roles));
    let alerts = alerts.map(|alert| {
        let who = any_of(alert.roles.iter().map(|role| one(role)));
        DeadEnd::new(
            text!("an alert"),
            message!("nobody is {who}", who),
            alert.spot,
        )
    });
    let sanctions = policy.sanctions.iter().filter_map(|sanction| {
        let role = sanction
            .decided_by
            .as_deref()
            .filter(|role| !team.has(role))?;
        let what = message!("the sanction of '{offence}'", offence = sanction.offence);
        Some(DeadEnd::new(what, nobody(role), sanction.spot))
    });
    levels.chain(alerts).chain(sanctions).collect()
}

/// A clock that nobody can start, stop or extend.
fn clock(rule: &DeadlineRule, team: &Team<'_>) -> Vec<DeadEnd> {
    let name = &rule.name;
    let dead = |triggers: &[Trigger]| -> Vec<Verb> {
        let verbs = triggers.iter().map(verb_of);
        let verbs: Option<Vec<Verb>> = verbs.collect();
        let verbs = verbs.unwrap_or_default();
        match verbs.iter().any(|verb| team.can(*verb)) {
            true => Vec::new(),
            false => verbs,
        }
    };
    let end = |what: Message, why: Message| DeadEnd::new(what, why, rule.spot);
    let (start, stop) = (dead(&rule.start), dead(&rule.stop));
    let starts = (!start.is_empty()).then(|| {
        end(
            message!("the start of the deadline '{name}'", name),
            nobody_may(&start),
        )
    });
    let stops = (!stop.is_empty()).then(|| {
        end(
            message!("the stop of the deadline '{name}'", name),
            nobody_may(&stop),
        )
    });
    let granter = rule
        .extend
        .as_ref()
        .and_then(|extend| extend.role.as_deref());
    let extends = granter.filter(|role| !team.has(role)).map(|role| {
        end(
            message!("the extension of the deadline '{name}'", name),
            nobody(role),
        )
    });
    starts.into_iter().chain(stops).chain(extends).collect()
}

/// The verb of a trigger that only one verb can set off.
fn verb_of(trigger: &Trigger) -> Option<Verb> {
    match trigger {
        Trigger::Verb(verb) => Some(*verb),
        Trigger::Step(_) => Some(Verb::Note),
        Trigger::Interim => Some(Verb::Respond),
        Trigger::Emergency => Some(Verb::Propose),
        Trigger::Evidence => Some(Verb::Attach),
        Trigger::Received
        | Trigger::Date(_)
        | Trigger::Acknowledged
        | Trigger::Resolved
        | Trigger::Approved => None,
    }
}
