//! The limits on when an event happened and when it was recorded. That a commit is not dated before
//! its events: `domain::audit::authorship`; that nothing late moves a deadline on arrival:
//! `domain::audit::late_arrival`.

use super::{Setting, refusal};
use crate::domain::calendar::{Pauses, Roll};
use crate::domain::case::event::Respond;
use crate::domain::case::{Entry, Event};
use crate::domain::finding::{Code, Finding, Severity};
use crate::domain::message::{day_and_time, end_at, events_apart, message, text};
use crate::domain::policy::Policy;
use crate::domain::time::Instant;

pub(super) fn check(entry: &Entry, setting: &Setting<'_>) -> Vec<Finding> {
    let policy = setting.policy;
    let zone = policy.calendar.zone();
    let mut findings = Vec::new();
    let received = setting.state.facts.received;
    // A receipt in the future is reported for the receipt itself.
    if entry.at < received && !is_future(received, setting.now, policy) {
        let verb = entry.event.name();
        let [at, received] = events_apart([entry.at, received], zone);
        let message = message!(
            "{verb} at {at} is before the receipt at {received}",
            verb,
            at,
            received
        );
        let severity = if entry.is_imported() {
            Severity::Warning
        } else {
            Severity::Error
        };
        let finding = refusal(Code::BeforeReceipt, message)
            .hint(text!("correct --at, or amend 'received' first"))
            .of_key("at");
        findings.push(Finding {
            severity,
            ..finding
        });
    }
    for (key, given) in [("at", Some(entry.at)), ("recorded", entry.recorded)] {
        if let Some(given) = given.filter(|given| is_future(*given, setting.now, policy)) {
            let [given, now] = events_apart([given, setting.now], zone);
            let message = message!(
                "'{key}' {given} is in the future; it is now {now}",
                key,
                given,
                now
            );
            let hint = text!("check the time given, and the clock of the machine that wrote it");
            findings.push(refusal(Code::Future, message).hint(hint).of_key(key));
        }
    }
    findings.extend(
        entry
            .recorded
            .and_then(|recorded| backdated(entry, recorded, policy)),
    );
    findings.extend(promise(entry, policy));
    findings
}

/// Whether an instant is later than `now` plus the tolerated clock skew.
pub(super) fn is_future(instant: Instant, now: Instant, policy: &Policy) -> bool {
    let latest = policy
        .calendar
        .add(now, policy.audit.skew, Roll::Keep, Pauses::NONE);
    latest.is_some_and(|latest| instant > latest)
}

/// The limit does not apply to `register`, which is written when it happens, or to imports, which
/// bring in old events.
fn backdated(entry: &Entry, recorded: Instant, policy: &Policy) -> Option<Finding> {
    let zone = policy.calendar.zone();
    if recorded < entry.at {
        let [recorded, at] = events_apart([recorded, entry.at], zone);
        let message = message!(
            "recorded at {recorded}, before it happened at {at}",
            recorded,
            at
        );
        let hint = text!("'recorded' is when the event was recorded, never earlier than 'at'");
        return Some(
            refusal(Code::Backdated, message)
                .hint(hint)
                .of_key("recorded"),
        );
    }
    if entry.is_imported() || matches!(entry.event, Event::Register(_)) {
        return None;
    }
    let limit = policy.audit.backdate?;
    let latest = policy
        .calendar
        .add(entry.at, limit, Roll::Keep, Pauses::NONE)?;
    (recorded > latest).then(|| {
        let message = message!(
            "{verb} happened at {at}; the policy allows recording it for {limit}, until {latest}",
            verb = entry.event.name(),
            at = day_and_time(entry.at, zone),
            limit,
            latest = end_at(latest, zone)
        );
        refusal(Code::Backdated, message)
            .hint(text!(
                "record it now without --at, and add a note that says when it happened"
            ))
            .of_key("recorded")
    })
}

fn promise(entry: &Entry, policy: &Policy) -> Option<Finding> {
    use crate::domain::case::event::Reply;
    let Event::Respond(Respond {
        reply: Reply::Interim {
            promise: Some(promise),
        },
        ..
    }) = &entry.event
    else {
        return None;
    };
    (*promise <= entry.at && !entry.is_imported()).then(|| {
        let message = message!(
            "the promised time {promise} is not after the reply",
            promise = end_at(*promise, policy.calendar.zone())
        );
        refusal(Code::PromisePast, message)
            .hint(text!("give --promise a time after the reply"))
            .of_key("promise")
    })
}
