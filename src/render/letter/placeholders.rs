//! The values that a template may name.

use std::fmt;
use std::sync::Arc;

use chrono_tz::Tz;
use minijinja::Value;
use minijinja::value::Object;

use super::spelling::Names;
use crate::domain::case::facts::FactKind;
use crate::domain::case::{Event, FactField};
use crate::domain::policy::Policy;
use crate::domain::snapshot::Snapshot;
use crate::domain::time::{Instant, day_that_ends};
use crate::domain::word::Word;
use crate::render::say;
use crate::render::span::to_the_minute;

/// The names beside the facts; `due` has those of the deadlines.
const MORE: [&str; 22] = [
    "id",
    "category",
    "level",
    "today",
    "organisation",
    "currency",
    "status",
    "department",
    "holder",
    "holder.name",
    "holder.email",
    "holder.department",
    "answer",
    "interim",
    "finding",
    "remedy",
    "ground",
    "explanation",
    "authority",
    "reference",
    "ruling",
    "decision",
];

/// All names, with or without a value in this case.
pub(super) fn names(snapshot: &Snapshot, policy: &Policy) -> Names {
    let facts = FactField::ALL.iter().map(|field| field.name().to_owned());
    let deadlines = policy.deadline_names().into_iter().map(str::to_owned);
    let levels = policy.levels.iter().map(|level| level.name.clone());
    let running = snapshot.deadlines.iter().map(|it| it.name.clone());
    Names::new(
        facts.chain(MORE.map(str::to_owned)),
        deadlines.chain(levels).chain(running),
    )
}

/// The values of a case.
pub(super) fn values(snapshot: &Snapshot, policy: &Policy, now: Instant) -> Value {
    let state = snapshot.state();
    let short = |instant| to_the_minute(instant, policy.calendar.zone());
    let fact = |field: FactField| match (field.kind(), state.facts.instant(field)) {
        (FactKind::Instant, at) => at.map(short),
        (FactKind::Text | FactKind::Amount, _) => state.facts.get(field),
    };
    let facts = FactField::ALL
        .iter()
        .filter_map(|field| Some((field.name(), Value::from(fact(*field)?))));
    let category = policy
        .categories
        .get(&state.facts.category)
        .and_then(|category| category.name.clone());
    let text = |text: &str| Some(Value::from(text));
    let more = [
        ("id", text(snapshot.id())),
        ("category", category.map(Value::from)),
        ("level", text(&state.level)),
        ("today", text(&policy.calendar.date(now).to_string())),
        ("organisation", text(&policy.organisation.name)),
        ("currency", text(&policy.organisation.currency)),
        ("status", text(&say(&snapshot.status()))),
        ("department", state.department.clone().map(Value::from)),
        ("holder", holder(snapshot, policy)),
        ("answer", last(snapshot, answer)),
        ("interim", last(snapshot, interim)),
        ("finding", last(snapshot, finding)),
        ("ground", last(snapshot, ground)),
        ("explanation", last(snapshot, explanation)),
        ("ruling", last(snapshot, ruling)),
        ("decision", last(snapshot, decision)),
        ("remedy", state.latest_remedy().map(Value::from)),
        ("due", Some(due(snapshot, policy))),
    ];
    let appeal = state.appeal.as_ref();
    let of_appeal = [
        ("authority", appeal.and_then(|it| it.regulator.as_deref())),
        ("reference", appeal.and_then(|it| it.reference.as_deref())),
    ];
    let of_appeal = of_appeal.map(|(key, value)| (key, value.map(Value::from)));
    // The category's display name overrides its key.
    Value::from_pairs(
        facts.chain(
            more.into_iter()
                .chain(of_appeal)
                .filter_map(|(key, value)| Some((key, value?))),
        ),
    )
}

/// The due instant of each deadline in the newest round, by name.
fn due(snapshot: &Snapshot, policy: &Policy) -> Value {
    let zone = policy.calendar.zone();
    let clocks = snapshot.newest().into_iter();
    Value::from_pairs(
        clocks.filter_map(|clock| Some((clock.name.clone(), until(clock.due?, zone)))),
    )
}

/// The date alone if the day is there to its end, else with the time of day.
fn until(due: Instant, zone: Tz) -> String {
    let day = day_that_ends(due, zone).map(|day| day.to_string());
    day.unwrap_or_else(|| to_the_minute(due, zone))
}

/// The holder: a name, with contact details below it.
#[derive(Debug)]
struct Person {
    name: String,
    email: Option<String>,
    department: Option<String>,
}

impl Object for Person {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        match key.as_str()? {
            "name" => Some(Value::from(&self.name)),
            "email" => self.email.as_ref().map(Value::from),
            "department" => self.department.as_ref().map(Value::from),
            _ => None,
        }
    }

    fn is_true(self: &Arc<Self>) -> bool {
        true
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

fn holder(snapshot: &Snapshot, policy: &Policy) -> Option<Value> {
    let id = snapshot.state().holder.as_ref()?;
    let staff = policy.staff.get(id);
    let name = staff.and_then(|staff| staff.name.clone());
    Some(Value::from_object(Person {
        name: name.unwrap_or_else(|| id.to_string()),
        email: staff.and_then(|staff| staff.email.clone()),
        department: staff.and_then(|staff| staff.department.clone()),
    }))
}

/// What the last event that says it says.
fn last(snapshot: &Snapshot, said: fn(&Event) -> Option<&str>) -> Option<Value> {
    let standing = snapshot.standing();
    let said = standing.iter().rev().find_map(|entry| said(&entry.event));
    said.map(Value::from)
}

/// The text of a final answer.
fn answer(event: &Event) -> Option<&str> {
    said_to_the_complainant(event, true)
}

/// The text of an interim answer.
fn interim(event: &Event) -> Option<&str> {
    said_to_the_complainant(event, false)
}

fn said_to_the_complainant(event: &Event, is_final: bool) -> Option<&str> {
    let Event::Respond(response) = event else {
        return None;
    };
    let text = response.text.as_deref();
    text.filter(|_| response.is_final() == is_final)
}

/// The finding of an investigation.
fn finding(event: &Event) -> Option<&str> {
    let Event::Investigate(investigation) = event else {
        return None;
    };
    investigation.finding.as_deref()
}

/// Why the complaint is invalid, as the policy calls it.
fn ground(event: &Event) -> Option<&str> {
    let Event::Invalidate(invalid) = event else {
        return None;
    };
    Some(&invalid.reason)
}

/// Why the complaint is invalid, in words.
fn explanation(event: &Event) -> Option<&str> {
    let Event::Invalidate(invalid) = event else {
        return None;
    };
    invalid.text.as_deref()
}

/// The outcome of a decision on an appeal.
fn ruling(event: &Event) -> Option<&str> {
    let Event::Decide(decision) = event else {
        return None;
    };
    Some(decision.outcome.word())
}

/// The text of a decision on an appeal.
fn decision(event: &Event) -> Option<&str> {
    let Event::Decide(decision) = event else {
        return None;
    };
    decision.text.as_deref()
}
