//! The limits on extensions (C5): who may grant one, how often, how far, and not after the due
//! instant.

use chrono::TimeDelta;

use super::{Setting, able, permissions, refusal};
use crate::domain::calendar::{Calendar, Pauses};
use crate::domain::case::event::Extend;
use crate::domain::case::{Entry, Event, Verb};
use crate::domain::deadline::{self, Deadline};
use crate::domain::finding::{Code, Finding, Hint};
use crate::domain::message::{
    Command, Message, end_at, ends_apart, instant, message, one, plural, text,
};
use crate::domain::names::StaffId;
use crate::domain::policy::{DeadlineRule, ExtendRule, Permission};
use crate::domain::state::State;
use crate::domain::time::Instant;
use crate::domain::timeline::{Change, ClockEvent};

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
            message!("there is no deadline '{name}'", name),
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
        let message = message!("the deadline '{name}' is not running", name);
        return vec![
            refusal(Code::ExtensionLate, message)
                .hint(text!("`show` lists the running deadlines"))
                .of_key("deadline"),
        ];
    };
    if let Some(due) = current.due.filter(|due| entry.on_record() > *due) {
        let message = message!(
            "'{name}' was due at {due}; it cannot be extended after that",
            name,
            due = end_at(due, zone)
        );
        return vec![
            refusal(Code::ExtensionLate, message)
                .hint(promise())
                .of_key("deadline"),
        ];
    }
    let mut findings = Vec::new();
    if let Some(due) = current.due.filter(|due| until <= *due) {
        let [until, due] = ends_apart([until, due], zone);
        let message = message!(
            "{until} is not later than the due instant {due}",
            until,
            due
        );
        findings.push(
            refusal(Code::ExtensionNotLater, message)
                .hint(text!("an extension sets a later date"))
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
    let refuse = |message: Message, hint: Hint| {
        refusal(Code::ExtensionLimit, message)
            .hint(hint)
            .ruled_by(rule.spot)
            .of_key("deadline")
    };
    let Some(extend) = &rule.extend else {
        return vec![refuse(
            message!("the policy lets nobody extend '{name}'", name = rule.name),
            promise(),
        )];
    };
    let mut findings = Vec::new();
    findings.extend(wrong_role(entry, rule, extend, setting));
    let granted = granted(&rule.name, current, setting.state);
    if let Some(times) = extend.times.filter(|times| granted >= *times) {
        let message = plural!(
            times,
            "'{name}' may be extended once, and has been",
            "'{name}' may be extended {times} times, and has been",
            name = rule.name
        );
        // No date would help, so the date given is not checked.
        findings.push(refuse(message, promise()));
        return findings;
    }
    if let Some(ceiling) =
        ceiling(current, extend, rule, &policy.calendar).filter(|ceiling| until > *ceiling)
    {
        let zone = policy.calendar.zone();
        let [shown, until] = ends_apart([ceiling, until], zone);
        let message = message!(
            "'{name}' may be extended until {ceiling} at most, not until {until}",
            name = rule.name,
            ceiling = shown,
            until
        );
        let extend = Command::new("extend")
            .this()
            .flag("--deadline", &rule.name)
            .flag("--until", instant(ceiling, zone))
            .with("--reason TEXT");
        findings.push(refuse(message, extend.into()));
    }
    findings
}

fn promise() -> Hint {
    let respond = Command::new("respond")
        .this()
        .with("--interim --promise TIME --text TEXT");
    message!("promise a time for the answer: {respond}", respond).into()
}

fn wrong_role(
    entry: &Entry,
    rule: &DeadlineRule,
    extend: &ExtendRule,
    setting: &Setting<'_>,
) -> Option<Finding> {
    let policy = setting.policy;
    let needed = extend
        .role
        .as_deref()
        .filter(|_| !policy.staff.is_empty())?;
    // People without permission to extend at all get that error only.
    let permitted = |at| {
        let held = permissions::role(&entry.by, at, policy);
        policy.permits(held, Permission::Verb(Verb::Extend))
    };
    if !permissions::acts_as(entry, setting, permitted) {
        return None;
    }
    let reaches = |who: &StaffId, at| {
        let held = permissions::role(who, at, policy);
        held.is_some_and(|held| policy.reaches(held, needed))
    };
    let may = permissions::acts_as(entry, setting, |at| reaches(&entry.by, at));
    (!may).then(|| {
        let role = message!("{role}", role = one(needed));
        let granters = able::able(Verb::Extend, setting.recorded, setting, role, |who| {
            reaches(who, setting.recorded)
        });
        let message = message!(
            "'{by}' may not extend '{name}': that requires {role}",
            by = entry.by,
            name = rule.name,
            role = one(needed)
        );
        refusal(Code::Permission, message)
            .hint(Hint::ask(granters))
            .ruled_by(rule.spot)
            .of_key("by")
    })
}

/// The number of valid extensions since the running clock started.
fn granted(name: &str, current: &Deadline, state: &State) -> u32 {
    let counts = |event: &&ClockEvent| {
        let extends =
            matches!(&event.change, Some(Change::Extend { deadline, .. }) if deadline == name);
        extends && event.at >= current.started
    };
    u32::try_from(state.timeline.iter().filter(counts).count()).unwrap_or(u32::MAX)
}

/// The extensions that nothing stands in the way of now, except perhaps who records them; each as
/// far as it can go.
pub(super) fn possible(setting: &Setting<'_>) -> Vec<Extend> {
    let Ok(anybody) = "anybody".parse::<StaffId>() else {
        return Vec::new();
    };
    let deadlines = deadline::deadlines(setting.state, setting.policy, setting.now);
    let running = deadlines.iter().filter(|it| it.state.is_running());
    let extensions = running.map(|current| Extend {
        deadline: current.name.clone(),
        until: furthest(current, setting),
        reason: "?".to_owned(),
    });
    let is_possible = |extend: &Extend| {
        let found = refused(extend, &anybody, setting);
        found.iter().all(|it| it.code == Code::Permission)
    };
    extensions.filter(is_possible).collect()
}

/// Whether the judge accepts an extension by somebody now.
pub(super) fn may(who: &StaffId, extend: &Extend, setting: &Setting<'_>) -> bool {
    refused(extend, who, setting).is_empty()
}

fn refused(extend: &Extend, who: &StaffId, setting: &Setting<'_>) -> Vec<Finding> {
    let event = Event::Extend(extend.clone());
    let entry = Entry::new(setting.now, who.clone(), event);
    check(&entry, &extend.deadline, extend.until, setting)
}

/// The latest date to which a deadline can be extended; a day more where there is no ceiling.
fn furthest(current: &Deadline, setting: &Setting<'_>) -> Instant {
    let policy = setting.policy;
    let mut rules = policy.deadlines.iter();
    let rule = rules.find(|rule| Some(rule.spot) == current.basis.rule);
    let ceiling = rule.and_then(|rule| {
        let extend = rule.extend.as_ref()?;
        ceiling(current, extend, rule, &policy.calendar)
    });
    ceiling.unwrap_or_else(|| current.due.unwrap_or(setting.now) + TimeDelta::days(1))
}

/// The latest possible due instant, counted from the start as the deadline itself is.
fn ceiling(
    current: &Deadline,
    extend: &ExtendRule,
    rule: &DeadlineRule,
    calendar: &Calendar,
) -> Option<Instant> {
    let pauses: &Pauses = &current.basis.pauses;
    calendar.add(current.started, extend.ceiling?, rule.roll, pauses)
}
