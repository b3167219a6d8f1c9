//! When something may have happened, and when it may be put on record.

use super::{Setting, refusal};
use crate::domain::calendar::{Pauses, Roll};
use crate::domain::case::event::Respond;
use crate::domain::case::{Entry, Event};
use crate::domain::finding::{Code, Finding, Severity};
use crate::domain::policy::Policy;
use crate::domain::time::{Instant, format_instant};

pub(super) fn check(entry: &Entry, setting: &Setting<'_>) -> Vec<Finding> {
    let policy = setting.policy;
    let zone = policy.calendar.zone();
    let mut findings = Vec::new();
    let received = setting.state.facts.received;
    // A receipt in the future is said of the receipt.
    if entry.at < received && !is_future(received, setting.now, policy) {
        let message = format!(
            "{} at {} lies before the receipt at {}",
            entry.event.name(),
            format_instant(entry.at, zone),
            format_instant(received, zone)
        );
        let severity = if entry.is_imported() {
            Severity::Warning
        } else {
            Severity::Error
        };
        let finding = refusal(Code::BeforeReceipt, message)
            .hint("correct --at, or amend 'received' first")
            .of_key("at");
        findings.push(Finding {
            severity,
            ..finding
        });
    }
    for (key, instant) in [("at", Some(entry.at)), ("recorded", entry.recorded)] {
        if let Some(instant) = instant.filter(|instant| is_future(*instant, setting.now, policy)) {
            let message = format!(
                "'{key}' {} lies in the future; now it is {}",
                format_instant(instant, zone),
                format_instant(setting.now, zone)
            );
            findings.push(
                refusal(Code::Future, message)
                    .hint("check the time given, and the clock of the machine it was written on")
                    .of_key(key),
            );
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

/// Whether an instant lies further ahead of now than clocks may differ.
pub(super) fn is_future(instant: Instant, now: Instant, policy: &Policy) -> bool {
    let latest = policy
        .calendar
        .add(now, policy.skew, Roll::Keep, Pauses::NONE);
    latest.is_some_and(|latest| instant > latest)
}

/// `register` is at the moment it is written, and imports bring in what is long past: the limit is not for them.
fn backdated(entry: &Entry, recorded: Instant, policy: &Policy) -> Option<Finding> {
    let zone = policy.calendar.zone();
    if recorded < entry.at {
        let message = format!(
            "recorded {} before it happened {}",
            format_instant(recorded, zone),
            format_instant(entry.at, zone)
        );
        return Some(
            refusal(Code::Backdated, message)
                .hint("'recorded' is when it was put on record, never earlier than 'at'")
                .of_key("recorded"),
        );
    }
    if entry.is_imported() || matches!(entry.event, Event::Register(_)) {
        return None;
    }
    let limit = policy.backdate?;
    let latest = policy
        .calendar
        .add(entry.at, limit, Roll::Keep, Pauses::NONE)?;
    (recorded > latest).then(|| {
        let message = format!(
            "{} happened at {}; the policy lets it be recorded for {limit}, until {}",
            entry.event.name(),
            format_instant(entry.at, zone),
            format_instant(latest, zone)
        );
        refusal(Code::Backdated, message)
            .hint("record it now without --at, and add a note that says when it happened")
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
        let message = format!(
            "the promised time {} is not after the reply",
            format_instant(*promise, policy.calendar.zone())
        );
        refusal(Code::PromisePast, message)
            .hint("give --promise a time to come")
            .of_key("promise")
    })
}
