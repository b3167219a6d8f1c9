//! The ledger: every case in order of time, numbered from 1 (E1). It is internal: it names the complainants.

use serde_json::{Map, Value as Json, json};

use super::quantity;
use super::{Page, Shown, head, instant, short, title};
use crate::domain::case::FactField;
use crate::domain::deadline::{Deadline, DeadlineState};
use crate::domain::metrics::{Frame, Time};
use crate::domain::snapshot::Snapshot;
use crate::domain::time::Instant;
use crate::render::grid::{Cell, Grid, Width};
use crate::render::style::Tone;
use crate::render::table::{self, Column};

/// The columns that a terminal shows; as in every list of cases, the whole id comes first.
const SHOWN: [Column; 10] = [
    Column {
        title: "id",
        rank: 9,
    },
    Column {
        title: "no.",
        rank: 6,
    },
    Column {
        title: "received",
        rank: 8,
    },
    Column {
        title: "channel",
        rank: 1,
    },
    Column {
        title: "category",
        rank: 5,
    },
    Column {
        title: "status",
        rank: 7,
    },
    Column {
        title: "department",
        rank: 2,
    },
    Column {
        title: "handler",
        rank: 3,
    },
    Column {
        title: "late",
        rank: 4,
    },
    Column {
        title: "summary",
        rank: 8,
    },
];

/// The ledger of cases that are in order of time.
pub fn ledger(snapshots: &[&Snapshot], frame: &Frame<'_>) -> Page {
    let entries: Vec<Vec<(&'static str, Entry)>> = snapshots
        .iter()
        .enumerate()
        .map(|(index, snapshot)| entries(index + 1, snapshot, frame))
        .collect();
    let mut json = head("ledger", frame);
    json.insert(
        "cases".to_owned(),
        entries.iter().map(|row| as_json(row, frame)).collect(),
    );
    Page {
        title: title("Ledger of complaints", frame),
        table: Shown::List(
            &SHOWN,
            entries.iter().map(|row| shown(row, frame)).collect(),
        ),
        document: grid(&entries, &|at| short(at, frame)),
        data: grid(&entries, &|at| instant(at, frame)),
        json: json.into(),
    }
}

/// What stands in one cell.
enum Entry {
    Number(Option<usize>),
    Text(Option<String>),
    Time(Option<Instant>),
    Amount(Option<rust_decimal::Decimal>),
    Late(Vec<(String, Time)>),
}

/// Every column.
const NAMES: [&str; 26] = [
    "no.",
    "id",
    "received",
    "registered",
    "channel",
    "category",
    "level",
    "severity",
    "complainant",
    "grade",
    "product",
    "amount",
    "summary",
    "department",
    "handler",
    "status",
    "verdict",
    "cause",
    "result",
    "remedy",
    "paid",
    "resolved",
    "closed",
    "score",
    "late",
    "flags",
];

fn entries(number: usize, snapshot: &Snapshot, frame: &Frame<'_>) -> Vec<(&'static str, Entry)> {
    let state = snapshot.state();
    let facts = &state.facts;
    let text = |text: &str| Entry::Text(Some(text.to_owned()));
    let maybe = |text: &Option<String>| Entry::Text(text.clone());
    let fact = |field| Entry::Text(facts.text(field).map(str::to_owned));
    let found = state.investigation.as_ref();
    let flags: Vec<&str> = snapshot.flags.iter().map(|flag| flag.word()).collect();
    let entries = [
        Entry::Number(Some(number)),
        text(snapshot.id()),
        Entry::Time(Some(facts.received)),
        Entry::Time(state.registered),
        text(&facts.channel),
        text(&facts.category),
        text(&state.level),
        fact(FactField::Severity),
        text(&facts.name),
        fact(FactField::Grade),
        fact(FactField::Product),
        Entry::Amount(facts.amount(FactField::Amount)),
        text(&facts.summary),
        maybe(&state.department),
        Entry::Text(state.holder.as_ref().map(ToString::to_string)),
        text(snapshot.status().word()),
        Entry::Text(found.map(|found| found.verdict.to_string())),
        Entry::Text(found.and_then(|found| found.cause.clone())),
        Entry::Text(state.responded.map(|(_, result)| result.to_string())),
        Entry::Text(state.latest_remedy().map(str::to_owned)),
        Entry::Amount(Some(state.paid).filter(|paid| !paid.is_zero())),
        Entry::Time(state.resolved),
        Entry::Time(state.end.as_ref().map(|end| end.at)),
        Entry::Number(snapshot.score().map(usize::from)),
        Entry::Late(late(snapshot, frame)),
        Entry::Text((!flags.is_empty()).then(|| flags.join(" "))),
    ];
    NAMES.into_iter().zip(entries).collect()
}

/// The limits that were not kept, of every round, each with how long it was or is past due.
fn late(snapshot: &Snapshot, frame: &Frame<'_>) -> Vec<(String, Time)> {
    let is_late = |deadline: &&Deadline| match deadline.state {
        DeadlineState::Missed | DeadlineState::Overdue => true,
        DeadlineState::Open
        | DeadlineState::Soon
        | DeadlineState::Met
        | DeadlineState::Cancelled => false,
    };
    let delay = |deadline: &Deadline| {
        let length = deadline.delay(frame.policy, frame.now)?;
        Some((
            deadline.name.clone(),
            Time {
                length,
                clock: deadline.clock(),
            },
        ))
    };
    snapshot
        .deadlines
        .iter()
        .filter(is_late)
        .filter_map(delay)
        .collect()
}

fn shown(row: &[(&'static str, Entry)], frame: &Frame<'_>) -> Vec<table::Cell> {
    let cell = |column: &Column| match row.iter().find(|(name, _)| *name == column.title) {
        Some((_, Entry::Number(number))) => number
            .map(|number| number.to_string())
            .unwrap_or_default()
            .into(),
        Some((_, Entry::Text(text))) => text.clone().unwrap_or_default().into(),
        Some((_, Entry::Time(at))) => at.map(|at| short(at, frame)).unwrap_or_default().into(),
        Some((_, Entry::Amount(amount))) => amount
            .map(|amount| amount.to_string())
            .unwrap_or_default()
            .into(),
        Some((_, Entry::Late(late))) => {
            let names: Vec<&str> = late.iter().map(|(name, _)| name.as_str()).collect();
            table::Cell::toned(names.join(", "), Some(Tone::Bad))
        }
        None => table::Cell::default(),
    };
    SHOWN.iter().map(cell).collect()
}

fn grid(rows: &[Vec<(&'static str, Entry)>], time: &dyn Fn(Instant) -> String) -> Grid {
    let mut grid = Grid::new(NAMES.map(|name| (name, Width::Flexible)));
    for row in rows {
        grid.push(row.iter().map(|(_, entry)| cell(entry, time)).collect());
    }
    grid
}

fn cell(entry: &Entry, time: &dyn Fn(Instant) -> String) -> Cell {
    match entry {
        Entry::Number(number) => {
            Cell::number(number.map(|number| number.to_string()).unwrap_or_default())
        }
        Entry::Text(text) => Cell::maybe(text.clone()),
        Entry::Time(at) => Cell::maybe(at.map(time)),
        Entry::Amount(amount) => {
            Cell::number(amount.map(|amount| amount.to_string()).unwrap_or_default())
        }
        Entry::Late(late) => {
            let said: Vec<String> = late
                .iter()
                .map(|(name, time)| format!("{name} {}", quantity::length(*time)))
                .collect();
            Cell::text(said.join("; ")).tone(Tone::Bad)
        }
    }
}

fn as_json(row: &[(&'static str, Entry)], frame: &Frame<'_>) -> Json {
    let value = |entry: &Entry| match entry {
        Entry::Number(number) => json!(number),
        Entry::Text(text) => json!(text),
        Entry::Time(at) => json!(at.map(|at| instant(at, frame))),
        Entry::Amount(amount) => json!(amount.map(|amount| amount.to_string())),
        Entry::Late(late) => {
            let one = |(name, time): &(String, Time)| json!({ "deadline": name, "seconds": quantity::json_number(&quantity::seconds(time.length)) });
            late.iter().map(one).collect()
        }
    };
    let object: Map<String, Json> = row
        .iter()
        .map(|(name, entry)| (name.trim_end_matches('.').to_owned(), value(entry)))
        .collect();
    object.into()
}
