//! Checks one event on the state before it.

use super::{
    Setting, actions, appeal, approval, backdating, closing, corrections, disputes, extension,
    facts, inspection, lessons, levels, permissions, plausible, remarks, responsibility,
    separation, stages, words,
};
use crate::domain::case::event::{
    Appeal, Approve, Attach, Close, Dispute, Done, Extend, Inspect, Investigate, Link, Note,
    Refuse, Settle, Verify,
};
use crate::domain::case::{Entry, Event, Verb};
use crate::domain::finding::{Code, Finding, Spot, nearest};
use crate::domain::message::{message, text};
use crate::domain::word::Word;

/// Checks one event on the state before it.
pub(super) fn check(entry: &Entry, setting: &Setting<'_>) -> Vec<Finding> {
    let mut findings = backdating::check(entry, setting);
    findings.extend(permissions::check(entry, setting));
    findings.extend(responsibility::check(entry, setting));
    findings.extend(separation::check(entry, setting));
    let out_of_turn = stages::check(entry, setting);
    // When the case is over, the verb's own rules have nothing to advise.
    let has_advice = out_of_turn.is_none() || setting.state.end.is_none();
    findings.extend(out_of_turn);
    if has_advice {
        findings.extend(check_verb(entry, setting));
    }
    findings.extend(words::check(entry, setting.policy));
    findings.extend(remarks::check(entry, setting));
    findings.extend(plausible::date_to_come(entry, setting.policy));
    of_one_advice(findings)
}

/// Of several refusals of who acts, keeps the one that knows most about the case: its hint names
/// those whom none of the others would refuse.
fn of_one_advice(mut findings: Vec<Finding>) -> Vec<Finding> {
    let order = [
        Code::Approver,
        Code::Separation,
        Code::Responsibility,
        Code::Permission,
    ];
    let is_of = |finding: &Finding, code: Code| {
        finding.code == code && finding.key.as_deref() == Some("by")
    };
    let found = |code: &&Code| findings.iter().any(|finding| is_of(finding, **code));
    if let Some(kept) = order.iter().find(found) {
        let dropped = order.iter().filter(|code| *code != kept);
        findings.retain(|finding| !dropped.clone().any(|code| is_of(finding, *code)));
    }
    findings
}

/// Checks the verb-specific part of an event.
fn check_verb(entry: &Entry, setting: &Setting<'_>) -> Vec<Finding> {
    match &entry.event {
        Event::Amend(_) => {
            let mut findings = corrections::amend(entry, setting);
            findings.extend(approval::guard(entry, setting));
            findings
        }
        Event::Decide(_) => approval::guard(entry, setting).into_iter().collect(),
        Event::Propose(_) => approval::propose(entry, setting),
        Event::Approve(Approve { terms, .. }) => approval::approve(entry, terms, setting),
        Event::Refuse(Refuse { terms, .. }) => approval::refuse(entry, terms, setting),
        Event::Respond(_) | Event::Resolve(_) => approval::act(entry, setting),
        Event::Extend(Extend {
            deadline, until, ..
        }) => extension::check(entry, deadline, *until, setting),
        Event::Close(Close { outcome }) => closing::check(entry, outcome.as_deref(), setting),
        Event::Escalate(_) => levels::check(entry, setting),
        Event::Appeal(Appeal { regulator, .. }) => {
            appeal::check(entry, regulator.as_deref(), setting)
                .into_iter()
                .collect()
        }
        Event::Note(Note { step, .. }) => facts::step(step.as_deref(), setting.policy)
            .into_iter()
            .collect(),
        Event::Attach(Attach { kind, .. }) => {
            facts::kind_of_evidence(kind.as_deref(), setting.policy)
                .into_iter()
                .collect()
        }
        Event::Invalidate(invalid) => facts::invalidate(invalid, setting)
            .chain(approval::guard(entry, setting))
            .collect(),
        Event::FollowUp(_) => stages::waiver(entry, setting).into_iter().collect(),
        Event::Link(Link { case, .. }) => facts::link(case, &setting.state.facts)
            .into_iter()
            .collect(),
        Event::Investigate(Investigate { cause, liable, .. }) => {
            facts::investigate(cause.as_deref(), liable, setting.policy)
        }
        Event::Plan(planned) => actions::plan(planned, setting),
        Event::Done(Done { plan, .. }) => actions::done(plan, setting).into_iter().collect(),
        Event::Verify(Verify {
            plan,
            result,
            lesson,
            ..
        }) => {
            let lesson = lesson
                .as_deref()
                .and_then(|lesson| lessons::check(lesson, *result, setting));
            actions::verify(plan, setting)
                .into_iter()
                .chain(lesson)
                .collect()
        }
        Event::Inspect(Inspect { result, faults, .. }) => {
            inspection::check(entry, *result, faults, setting)
        }
        Event::Dispute(Dispute { between, and, .. }) => {
            disputes::dispute(between, and).into_iter().collect()
        }
        Event::Settle(Settle { means, failed, .. }) => disputes::settle(*means, *failed, setting)
            .into_iter()
            .collect(),
        Event::Unknown { verb, .. } => vec![unknown_verb(verb)],
        Event::Register(_)
        | Event::Acknowledge(_)
        | Event::Assign(_)
        | Event::SendBack(_)
        | Event::Consult(_)
        | Event::Resume(_)
        | Event::Pause(_)
        | Event::Chase(_)
        | Event::Withdraw(_)
        | Event::Reopen(_)
        | Event::Retract(_) => Vec::new(),
    }
}

/// The finding for an unknown verb: a typo, or the event of a newer program.
pub(crate) fn unknown_verb(verb: &str) -> Finding {
    let words: Vec<&str> = Verb::ALL.iter().map(|verb| verb.word()).collect();
    let hint = match nearest(verb, &words) {
        Some(near) => message!(
            "did you mean '{near}'? if a newer program wrote it, update this one",
            near
        ),
        None => text!("if a newer program wrote it, update this one"),
    };
    let message = message!("'{verb}' is not a verb that this program knows", verb);
    Finding::warning(Code::UnknownVerb, Spot::default(), message)
        .hint(hint)
        .of_key("do")
}
