//! Changes of limits that affect existing complaints. A limit is changed by adding a rule with
//! `since`; editing it in place changes after the fact which cases were late.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::setting::{Rule, Setting};
use super::working_time::hours_in_words;
use super::{DeadlineRule, Level, Policy, WorkingTime};
use crate::domain::calendar::{CalendarSpec, Roll};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{Message, ToArgument, all_of, listed, message, plural, text};

/// A change without `since`.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The limits that may move.
    pub limits: Limits,
    /// The warning, at its place in the new policy.
    pub finding: Finding,
}

/// The limits that a change may move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Limits {
    /// The limits of one deadline.
    Deadline(String),
    /// The limit of one level.
    Level(String),
    /// Any limit: the calendar was edited.
    Any,
}

/// Changes of limits without `since` from one policy to another. Whether a change affects a case
/// depends on the cases: adding a holiday for next year is a change of the calendar, too.
pub fn changes(old: &Policy, new: &Policy) -> Vec<Change> {
    let mut changes = calendar(old, new);
    changes.extend(levels(old, new));
    let mut names = new.deadline_names();
    names.extend(
        old.deadline_names()
            .into_iter()
            .filter(|name| !new.deadline_names().contains(name)),
    );
    changes.extend(names.into_iter().flat_map(|name| deadline(name, old, new)));
    changes.sort_by_key(|change| change.finding.spot);
    changes
}

/// Changes of one deadline. Rules that are the same in both policies are skipped; of the rest, two
/// rules with the same `since` are taken as one edited rule.
fn deadline(name: &str, old: &Policy, new: &Policy) -> Vec<Change> {
    let rules_of = |policy: &'_ Policy| {
        policy
            .deadlines
            .iter()
            .filter(|rule| rule.name == name)
            .cloned()
            .collect()
    };
    let (mut before, mut after): (Vec<DeadlineRule>, Vec<DeadlineRule>) =
        (rules_of(old), rules_of(new));
    after.retain(|rule| {
        match before
            .iter()
            .position(|other| differences(other, rule).is_empty())
        {
            Some(same) => {
                before.remove(same);
                false
            }
            None => true,
        }
    });
    let mut messages = Vec::new();
    for rule in after {
        let twin = before
            .iter()
            .position(|other| other.since == rule.since && other.when == rule.when);
        match twin.or_else(|| before.iter().position(|other| other.since == rule.since)) {
            Some(edited) => {
                let differences = listed(differences(&before.remove(edited), &rule));
                let message = message!(
                    "'{name}' was changed in place: {differences}",
                    name,
                    differences
                );
                messages.push((rule.spot, message));
            }
            None if rule.since.is_none() => {
                let within = rule.within.to_string();
                let message = message!(
                    "'{name}' within {within} was added for complaints of any date",
                    name,
                    within
                );
                messages.push((rule.spot, message));
            }
            None => {}
        }
    }
    let spot = new
        .deadlines
        .iter()
        .find(|rule| rule.name == name)
        .map_or(Spot::default(), |rule| rule.spot);
    for rule in before {
        let within = rule.within.to_string();
        let message = message!("'{name}' within {within} was removed", name, within);
        messages.push((spot, message));
    }
    let hint = message!(
        "leave the old rule and add a [[deadline]] '{name}' with since = DATE",
        name
    );
    let change = |(spot, message)| Change {
        limits: Limits::Deadline(name.to_owned()),
        finding: Finding::warning(Code::UndatedChange, spot, message).hint(hint.clone()),
    };
    messages.into_iter().map(change).collect()
}

/// Differences between two rules in the keys that affect the due instant.
fn differences(old: &DeadlineRule, new: &DeadlineRule) -> Vec<Message> {
    let keys = old.aspects().into_iter().zip(new.aspects());
    keys.filter(|(before, after)| before.moves_limits && before.said != after.said)
        .map(|(before, after)| step(before.key.name, before.to_message(), after.to_message()))
        .collect()
}

fn step(key: &str, before: impl ToArgument, after: impl ToArgument) -> Message {
    message!("{key} {before} → {after}", key, before, after)
}

fn levels(old: &Policy, new: &Policy) -> Vec<Change> {
    let find = |policy: &Policy, name: &str| {
        policy
            .levels
            .iter()
            .find(|level| level.name == name)
            .cloned()
    };
    let names = new.levels.iter().chain(
        old.levels
            .iter()
            .filter(|level| find(new, &level.name).is_none()),
    );
    let change = |level: &Level| {
        let (before, after) = (find(old, &level.name), find(new, &level.name));
        let (was, is) = (limit(before.as_ref()), limit(after.as_ref()));
        (was != is).then(|| {
            let level = &level.name;
            let difference = step("within", was, is);
            let message = message!(
                "the level '{level}' was changed in place: {difference}",
                level,
                difference
            );
            let hint = message!(
                "levels have no 'since': use a [[deadline]] with when = {{ level = \"{level}\" }}",
                level
            );
            let spot = after.map_or(Spot::default(), |level| level.spot);
            Change {
                limits: Limits::Level(level.clone()),
                finding: Finding::warning(Code::UndatedChange, spot, message).hint(hint),
            }
        })
    };
    names.filter_map(change).collect()
}

fn limit(level: Option<&Level>) -> Message {
    let Some((level, within)) = level.and_then(|level| Some((level, level.within?.to_string())))
    else {
        return text!("none");
    };
    let limit = match level.roll {
        Roll::Keep => message!("{within}", within),
        Roll::NextWorkingDay => message!("{within}, rolled", within),
    };
    match Vec::said(&level.when) {
        Some(when) => message!("{limit} where {when}", limit, when = when.to_message()),
        None => limit,
    }
}

fn calendar(old: &Policy, new: &Policy) -> Vec<Change> {
    let (was, is) = (&old.working_time, &new.working_time);
    let zones = [old, new].map(|policy| policy.organisation.time_zone.name());
    let mut differences = Vec::new();
    if zones[0] != zones[1] {
        differences.push(step("time_zone", zones[0], zones[1]));
    }
    if week(was) != week(is) {
        differences.push(step("week", week(was), week(is)));
    }
    if hours(was) != hours(is) {
        differences.push(step("hours", hours(was), hours(is)));
    }
    differences.extend(days(old, new));
    if differences.is_empty() {
        return Vec::new();
    }
    let differences = listed(differences);
    let message = message!("the calendar was changed: {differences}", differences);
    let finding = Finding::warning(Code::UndatedChange, is.spot, message);
    let hint = text!(
        "the calendar applies to all dates: add future days, and leave past ones as they are"
    );
    vec![Change {
        limits: Limits::Any,
        finding: finding.hint(hint),
    }]
}

fn week(time: &WorkingTime) -> String {
    let days: BTreeSet<u32> = time
        .week
        .iter()
        .map(chrono::Weekday::num_days_from_monday)
        .collect();
    let name = |day| {
        ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
            .get(day as usize)
            .copied()
            .unwrap_or_default()
    };
    days.into_iter().map(name).collect::<Vec<_>>().join(" ")
}

fn hours(time: &WorkingTime) -> Message {
    let hours = hours_in_words(&time.hours);
    match hours.is_empty() {
        true => text!("none"),
        false => message!("{hours}", hours = all_of(hours)),
    }
}

/// How many changed days a message lists.
const MAX_LISTED: usize = 3;

/// Listed days that are working days in only one of the policies: the first three, and the number
/// of others.
fn days(old: &Policy, new: &Policy) -> Vec<Message> {
    let specs = [old, new].map(|policy| policy.working_time.spec(&policy.organisation));
    let named: BTreeSet<NaiveDate> = specs.iter().flat_map(named_days).collect();
    let is_moved = |day: &NaiveDate| old.calendar.is_working(*day) != new.calendar.is_working(*day);
    let moved: Vec<NaiveDate> = named.into_iter().filter(is_moved).collect();
    let say = |day: &NaiveDate| match new.calendar.is_working(*day) {
        true => message!("{day} worked", day),
        false => message!("{day} off", day),
    };
    let mut said: Vec<Message> = moved.iter().take(MAX_LISTED).map(say).collect();
    if moved.len() > MAX_LISTED {
        let count = moved.len() - MAX_LISTED;
        said.push(plural!(
            count,
            "and {count} more day",
            "and {count} more days"
        ));
    }
    said
}

fn named_days(spec: &CalendarSpec) -> Vec<NaiveDate> {
    [Some(&spec.own), spec.base.as_ref()]
        .into_iter()
        .flatten()
        .flat_map(|dates| dates.holidays.keys().chain(dates.workdays.keys()))
        .copied()
        .collect()
}

#[cfg(test)]
mod tests;
