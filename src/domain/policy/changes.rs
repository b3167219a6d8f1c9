//! What a new policy changes about limits that old complaints ran under: such a change is made by a rule with `since`,
//! not in place, or it rewrites what was late.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Condition, DeadlineRule, Level, Pausable, Policy, Repeat, Trigger};
use crate::domain::calendar::{CalendarSpec, Dates, Roll};
use crate::domain::finding::{Code, Finding, Spot};

/// An undated change.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What it may move.
    pub limits: Limits,
    /// The warning, at its place in the new policy.
    pub finding: Finding,
}

/// The due instants that a change may move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Limits {
    /// Those of one deadline.
    Deadline(String),
    /// Those of one level.
    Level(String),
    /// Any: the calendar was edited.
    Any,
}

/// The undated changes of limits from one policy to another. Whether a case is moved by them only the cases tell: a
/// holiday entered for next year is a change of the calendar, too.
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

/// Rules that are in both policies are left aside; of the others those with the same `since` are one rule, edited.
fn deadline(name: &str, old: &Policy, new: &Policy) -> Vec<Change> {
    let of = |policy: &'_ Policy| {
        policy
            .deadlines
            .iter()
            .filter(|rule| rule.name == name)
            .cloned()
            .collect()
    };
    let (mut before, mut after): (Vec<DeadlineRule>, Vec<DeadlineRule>) = (of(old), of(new));
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
                let differences = differences(&before.remove(edited), &rule).join(", ");
                messages.push((
                    rule.spot,
                    format!("'{name}' was changed in place: {differences}"),
                ));
            }
            None if rule.since.is_none() => {
                let message = format!(
                    "'{name}' within {} was added for complaints of any date",
                    rule.within
                );
                messages.push((rule.spot, message));
            }
            None => {}
        }
    }
    let left = new
        .deadlines
        .iter()
        .find(|rule| rule.name == name)
        .map_or(Spot::default(), |rule| rule.spot);
    messages.extend(
        before
            .iter()
            .map(|rule| (left, format!("'{name}' within {} was removed", rule.within))),
    );
    let hint = format!("leave the old rule and add a [[deadline]] '{name}' with since = DATE");
    let change = |(spot, message)| Change {
        limits: Limits::Deadline(name.to_owned()),
        finding: Finding::warning(Code::UndatedChange, spot, message).hint(hint.clone()),
    };
    messages.into_iter().map(change).collect()
}

/// What is different about two rules that a due instant depends on.
fn differences(old: &DeadlineRule, new: &DeadlineRule) -> Vec<String> {
    let words = |triggers: &[Trigger]| {
        triggers
            .iter()
            .map(|trigger| trigger.word())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let date =
        |since: Option<NaiveDate>| since.map_or("any date".to_owned(), |since| since.to_string());
    let pausable = |pausable| {
        if pausable == Pausable::Yes {
            "pausable"
        } else {
            "not pausable"
        }
        .to_owned()
    };
    let pairs = [
        ("start", words(&old.start), words(&new.start)),
        ("stop", words(&old.stop), words(&new.stop)),
        ("within", old.within.to_string(), new.within.to_string()),
        ("when", conditions(&old.when), conditions(&new.when)),
        ("since", date(old.since), date(new.since)),
        ("roll", roll(old.roll), roll(new.roll)),
        ("pausable", pausable(old.pausable), pausable(new.pausable)),
        ("repeat", repeat(old.repeat), repeat(new.repeat)),
    ];
    pairs
        .into_iter()
        .filter(|(_, old, new)| old != new)
        .map(|(key, old, new)| step(key, &old, &new))
        .collect()
}

fn repeat(repeat: Repeat) -> String {
    match repeat {
        Repeat::Once => "off",
        Repeat::Again => "on",
    }
    .to_owned()
}

fn step(key: &str, old: &str, new: &str) -> String {
    format!("{key} {old} → {new}")
}

fn roll(roll: Roll) -> String {
    match roll {
        Roll::Keep => "off",
        Roll::NextWorkingDay => "on",
    }
    .to_owned()
}

/// The conditions as text; the order of values does not matter.
fn conditions(when: &[Condition]) -> String {
    let one = |condition: &Condition| {
        let values: BTreeSet<&str> = condition.values.iter().map(String::as_str).collect();
        format!(
            "{} {}",
            condition.fact,
            values.into_iter().collect::<Vec<_>>().join("/")
        )
    };
    if when.is_empty() {
        "any".to_owned()
    } else {
        when.iter().map(one).collect::<Vec<_>>().join(" and ")
    }
}

fn levels(old: &Policy, new: &Policy) -> Vec<Change> {
    let find = |policy: &Policy, name: &str| {
        policy
            .levels
            .iter()
            .find(|level| level.name == name)
            .cloned()
    };
    let limit = |level: &Option<Level>| {
        let within = level
            .as_ref()
            .and_then(|level| Some((level.within?, level.roll)));
        within.map_or("none".to_owned(), |(within, rolled)| match rolled {
            Roll::Keep => within.to_string(),
            Roll::NextWorkingDay => format!("{within}, rolled"),
        })
    };
    let names = new.levels.iter().chain(
        old.levels
            .iter()
            .filter(|level| find(new, &level.name).is_none()),
    );
    let change = |level: &Level| {
        let (before, after) = (find(old, &level.name), find(new, &level.name));
        let (was, is) = (limit(&before), limit(&after));
        (was != is).then(|| {
            let message = format!(
                "the level '{}' was changed in place: {}",
                level.name,
                step("within", &was, &is)
            );
            let spot = after.map_or(Spot::default(), |level| level.spot);
            let hint = format!(
                "levels have no 'since': a [[deadline]] with when = {{ level = \"{}\" }} has",
                level.name
            );
            let finding = Finding::warning(Code::UndatedChange, spot, message).hint(hint);
            Change {
                limits: Limits::Level(level.name.clone()),
                finding,
            }
        })
    };
    names.filter_map(change).collect()
}

fn calendar(old: &Policy, new: &Policy) -> Vec<Change> {
    let (was, is) = (&old.working_time, &new.working_time);
    let mut differences = Vec::new();
    if was.zone != is.zone {
        differences.push(step("time_zone", was.zone.name(), is.zone.name()));
    }
    if week(was) != week(is) {
        differences.push(step("week", &week(was), &week(is)));
    }
    if sorted(&was.hours) != sorted(&is.hours) {
        differences.push(step("hours", &sorted(&was.hours), &sorted(&is.hours)));
    }
    differences.extend(days(old, new));
    if differences.is_empty() {
        return Vec::new();
    }
    let message = format!("the calendar was changed: {}", differences.join(", "));
    let finding = Finding::warning(Code::UndatedChange, new.calendar_spot, message);
    let hint = "a calendar holds for all dates; days still to come may be entered, past ones were counted already";
    vec![Change {
        limits: Limits::Any,
        finding: finding.hint(hint),
    }]
}

fn week(spec: &CalendarSpec) -> String {
    let days: BTreeSet<u32> = spec
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

fn sorted(hours: &[String]) -> String {
    let hours: BTreeSet<&str> = hours.iter().map(String::as_str).collect();
    if hours.is_empty() {
        "none".to_owned()
    } else {
        hours.into_iter().collect::<Vec<_>>().join(" ")
    }
}

/// The named days that are worked in one of the policies alone: the first three, and how many more.
fn days(old: &Policy, new: &Policy) -> Vec<String> {
    let dates = |dates: &Dates| {
        dates
            .holidays
            .keys()
            .chain(dates.workdays.keys())
            .copied()
            .collect::<Vec<_>>()
    };
    let specs = [&old.working_time, &new.working_time];
    let tables = specs
        .iter()
        .flat_map(|spec| [Some(&spec.own), spec.base.as_ref()])
        .flatten();
    let named: BTreeSet<NaiveDate> = tables.flat_map(dates).collect();
    let is_moved = |day: &NaiveDate| old.calendar.is_working(*day) != new.calendar.is_working(*day);
    let moved: Vec<NaiveDate> = named.into_iter().filter(is_moved).collect();
    let say = |day: &NaiveDate| {
        format!(
            "{day} {}",
            if new.calendar.is_working(*day) {
                "worked"
            } else {
                "off"
            }
        )
    };
    let mut said: Vec<String> = moved.iter().take(3).map(say).collect();
    said.extend((moved.len() > 3).then(|| format!("and {} more days", moved.len() - 3)));
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::{parse, preset};

    fn policy(text: &str) -> Policy {
        let (policy, findings) = parse(text);
        policy.unwrap_or_else(|| panic!("{findings:#?}"))
    }

    /// What is said of the standard policy with `from` replaced by `to`, with the text of the line it points at.
    fn said(from: &str, to: &str) -> Vec<(String, String)> {
        let old = preset("standard").expect("the preset");
        let new = old.replacen(from, to, 1);
        assert!(old != new, "{from}");
        let line = |spot: Spot| {
            new.lines()
                .nth((spot.line as usize).wrapping_sub(1))
                .unwrap_or_default()
                .to_owned()
        };
        let changes = changes(&policy(old), &policy(&new));
        changes
            .into_iter()
            .map(|change| {
                let message = change.finding.message.in_english();
                (line(change.finding.spot), message)
            })
            .collect()
    }

    const RESPOND: &str = "[[deadline]]\nname   = \"respond\"\nstop   = \"respond\"\n";

    #[test]
    fn a_limit_changed_in_place_is_a_warning_where_it_stands() {
        for (from, to, line, message) in [
            (
                "\"3bd\"",
                "\"2bd\"",
                "[[deadline]]",
                "'respond' was changed in place: within 3bd → 2bd",
            ),
            (
                "\"acknowledged\"",
                "\"acknowledge\"",
                "[[deadline]]",
                "stop acknowledged → acknowledge",
            ),
            (
                "\"3bd\"",
                "\"3bd\"\nwhen = { grade = \"vip\" }",
                "[[deadline]]",
                "when any → grade vip",
            ),
            (
                "start  = \"resolved\"\n",
                "",
                "[[deadline]]",
                "start resolved → received",
            ),
            (
                "\"24h\"",
                "\"24h\"\npausable = false",
                "[[deadline]]",
                "pausable pausable → not pausable",
            ),
            (
                "\"24h\"",
                "\"24h\"\nsince = 2026-12-01",
                "[[deadline]]",
                "'acknowledge' within 24h was removed",
            ),
            (
                "[[approval]]",
                "[[deadline]]\nname = \"x\"\nstop = \"close\"\nwithin = \"9d\"\n[[approval]]",
                "[[deadline]]",
                "'x' within 9d was added",
            ),
            (
                "name   = \"respond\"",
                "name   = \"respnd\"",
                "",
                "'respond' within 3bd was removed",
            ),
            (
                "\"regional\"",
                "\"regional\"\nwithin = \"48h\"",
                "[[level]]",
                "the level 'regional' was changed in place: within none → 48h",
            ),
            (
                "\"fri\"]",
                "\"fri\", \"sat\"]",
                "[calendar]",
                "week mon tue wed thu fri → mon tue wed thu fri sat",
            ),
            (
                "# hours ",
                "hours ",
                "[calendar]",
                "hours none → 09:00-12:00 13:30-18:00",
            ),
            ("# holidays ", "holidays ", "[calendar]", "2026-12-31 off"),
            ("use  = \"cn\"", "", "[calendar]", "more days"),
            (
                "Asia/Shanghai",
                "Asia/Tokyo",
                "[calendar]",
                "time_zone Asia/Shanghai → Asia/Tokyo",
            ),
        ] {
            let said = said(from, to);
            let found = said
                .iter()
                .any(|(place, what)| place.starts_with(line) && what.contains(message));
            assert!(found, "{from} → {to}: {said:#?}");
        }
    }

    #[test]
    fn a_dated_rule_and_what_moves_no_limit_are_not() {
        let dated = format!("{RESPOND}within = \"2bd\"\nsince = 2026-12-01\n\n{RESPOND}");
        for (from, to) in [
            (RESPOND, dated.as_str()),
            ("times = 1", "times = 2"),
            ("\"vip\"]", "\"vip\", \"gold\"]"),
            ("up_to     = 500\n", "up_to     = 600\n"),
            ("# For a small team", "\n\n# For a small team"),
        ] {
            assert_eq!(said(from, to), [], "{from} → {to}");
        }
    }
}
