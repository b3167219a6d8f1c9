//! Whether an extension may be granted (C5): by whom, how often, how far, and before it was too late.

use super::{Setting, permissions, refusal};
use crate::domain::calendar::{Calendar, Pauses};
use crate::domain::case::{Entry, Event, Verb};
use crate::domain::deadline::{self, Deadline};
use crate::domain::finding::{Code, Finding};
use crate::domain::policy::{DeadlineRule, ExtendRule, Permission, Policy};
use crate::domain::time::{Instant, format_instant};
use crate::domain::wording;

pub(super) fn check(
    entry: &Entry,
    name: &str,
    until: Instant,
    setting: &Setting<'_>,
) -> Vec<Finding> {
    if entry.is_imported() {
        return Vec::new();
    }
    let policy = setting.policy;
    let zone = policy.calendar.zone();
    let known = policy.deadline_names();
    if !known.contains(&name) {
        let finding = refusal(
            Code::UnlistedValue,
            format!("there is no deadline '{name}'"),
        )
        .of_key("deadline");
        return vec![finding.did_you_mean(name, known.into_iter())];
    }
    let deadlines = deadline::deadlines(setting.state, policy, entry.on_record());
    let Some(current) = deadlines
        .iter()
        .rev()
        .find(|deadline| deadline.name == name && deadline.state.is_running())
    else {
        let message = format!("the deadline '{name}' is not running");
        return vec![
            refusal(Code::ExtensionLate, message)
                .hint("`show` lists the deadlines that are")
                .of_key("deadline"),
        ];
    };
    if let Some(due) = current.due.filter(|due| entry.on_record() > *due) {
        let message = format!(
            "'{name}' was due at {}; it cannot be extended after that",
            format_instant(due, zone)
        );
        let hint = "say by when the answer will come: complaint respond ID --interim --promise TIME --text TEXT";
        return vec![
            refusal(Code::ExtensionLate, message)
                .hint(hint)
                .of_key("deadline"),
        ];
    }
    let mut findings = Vec::new();
    if let Some(due) = current.due.filter(|due| until <= *due) {
        let message = format!(
            "{} is not later than the due instant {}",
            format_instant(until, zone),
            format_instant(due, zone)
        );
        findings.push(
            refusal(Code::ExtensionNotLater, message)
                .hint("an extension sets a later date")
                .of_key("until"),
        );
    }
    findings.extend(limits(entry, current, until, setting));
    findings
}

fn limits(
    entry: &Entry,
    current: &Deadline,
    until: Instant,
    setting: &Setting<'_>,
) -> Vec<Finding> {
    let policy = setting.policy;
    let Some(rule) = policy
        .deadlines
        .iter()
        .find(|rule| Some(rule.spot) == current.basis.rule)
    else {
        return Vec::new();
    };
    let refuse = |message: String, hint: String| {
        refusal(Code::ExtensionLimit, message)
            .hint(hint)
            .ruled_by(rule.spot)
            .of_key("deadline")
    };
    let Some(extend) = &rule.extend else {
        return vec![refuse(
            format!("the policy lets nobody extend '{}'", rule.name),
            promise_hint(),
        )];
    };
    let mut findings = Vec::new();
    findings.extend(wrong_role(entry, rule, extend, policy));
    let granted = granted(&rule.name, current, setting);
    if let Some(times) = extend.times.filter(|times| granted >= *times) {
        let times = if times == 1 {
            "once".to_owned()
        } else {
            format!("{times} times")
        };
        let message = format!("'{}' may be extended {times}, and has been", rule.name);
        // No date would do, so nothing is said of the one that was given.
        findings.push(refuse(message, promise_hint()));
        return findings;
    }
    if let Some(ceiling) =
        ceiling(current, extend, rule, &policy.calendar).filter(|ceiling| until > *ceiling)
    {
        let zone = policy.calendar.zone();
        let message = format!(
            "'{}' may be extended until {} at most, not until {}",
            rule.name,
            format_instant(ceiling, zone),
            format_instant(until, zone)
        );
        findings.push(refuse(
            message,
            format!(
                "complaint extend ID --deadline {} --until {}",
                rule.name,
                format_instant(ceiling, zone)
            ),
        ));
    }
    findings
}

fn promise_hint() -> String {
    "say by when the answer will come: complaint respond ID --interim --promise TIME --text TEXT"
        .to_owned()
}

fn wrong_role(
    entry: &Entry,
    rule: &DeadlineRule,
    extend: &ExtendRule,
    policy: &Policy,
) -> Option<Finding> {
    let needed = extend
        .role
        .as_deref()
        .filter(|_| !policy.staff.is_empty())?;
    let held = permissions::role(&entry.by, entry.at, policy);
    // Who may not extend anything is refused for that alone.
    if !policy.permits(held, Permission::Verb(Verb::Extend)) {
        return None;
    }
    let may = held.is_some_and(|held| policy.reaches(held, needed));
    (!may).then(|| {
        let message = format!(
            "'{}' may not extend '{}': it takes {}",
            entry.by,
            rule.name,
            wording::one(needed)
        );
        refusal(Code::Permission, message)
            .hint(format!(
                "ask {}",
                permissions::who_has(needed, entry.at, policy)
            ))
            .ruled_by(rule.spot)
            .of_key("by")
    })
}

/// How often the running clock was extended: the extensions since it started that count.
fn granted(name: &str, current: &Deadline, setting: &Setting<'_>) -> u32 {
    let counts = |entry: &&&Entry| {
        matches!(&entry.event, Event::Extend { deadline, .. } if deadline == name)
            && entry.at >= current.started
            && has_effect(entry, setting)
    };
    u32::try_from(setting.before.iter().filter(counts).count()).unwrap_or(u32::MAX)
}

fn has_effect(entry: &Entry, setting: &Setting<'_>) -> bool {
    setting
        .state
        .timeline
        .iter()
        .any(|moment| moment.event == entry.digest && moment.change.is_some())
}

/// The absolute ceiling, counted from the start as the deadline itself is.
fn ceiling(
    current: &Deadline,
    extend: &ExtendRule,
    rule: &DeadlineRule,
    calendar: &Calendar,
) -> Option<Instant> {
    let pauses: &Pauses = &current.basis.pauses;
    calendar.add(current.started, extend.ceiling?, rule.roll, pauses)
}
