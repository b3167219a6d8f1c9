//! The ledger: all cases in order of time, numbered from 1 unless the policy numbers only some (E1). Internal: it names the
//! complainants.

use serde_json::{Map, Value as Json, json};

use super::{ReportPage, head, quantity, title};
use crate::domain::attribute::Attribute;
use crate::domain::calendar::Time;
use crate::domain::deadline::{Deadline, DeadlineState};
use crate::domain::message::{Message, listed, message, series, text};
use crate::domain::metrics::Frame;
use crate::domain::snapshot::Snapshot;
use crate::domain::state::Status;
use crate::domain::word::Word;
use crate::render::cases;
use crate::render::json;
use crate::render::span::delay;
use crate::render::style::Tone;
use crate::render::table::{Cell, Column, Table, Width};

/// The content of a column.
#[derive(Clone, Copy)]
enum Entry {
    /// The number of the case.
    Number,
    /// An attribute of the case.
    Of(Attribute),
    /// Missed and overdue deadlines.
    Late,
}

const ENTRIES: &[Entry] = &[
    Entry::Number,
    Entry::Of(Attribute::Id),
    Entry::Of(Attribute::Received),
    Entry::Of(Attribute::Registered),
    Entry::Of(Attribute::Channel),
    Entry::Of(Attribute::Category),
    Entry::Of(Attribute::Level),
    Entry::Of(Attribute::Severity),
    Entry::Of(Attribute::Complainant),
    Entry::Of(Attribute::Grade),
    Entry::Of(Attribute::Product),
    Entry::Of(Attribute::Amount),
    Entry::Of(Attribute::Summary),
    Entry::Of(Attribute::Department),
    Entry::Of(Attribute::Handler),
    Entry::Of(Attribute::Status),
    Entry::Of(Attribute::Verdict),
    Entry::Of(Attribute::Cause),
    Entry::Of(Attribute::Result),
    Entry::Of(Attribute::Remedy),
    Entry::Of(Attribute::Paid),
    Entry::Of(Attribute::Resolved),
    Entry::Of(Attribute::Closed),
    Entry::Of(Attribute::Score),
    Entry::Late,
    Entry::Of(Attribute::Flags),
];

/// The columns in the terminal, with their ranks; as in every list of cases, the id comes first.
const SHOWN: &[(Entry, u8)] = &[
    (Entry::Of(Attribute::Id), 9),
    (Entry::Number, 6),
    (Entry::Of(Attribute::Received), 8),
    (Entry::Of(Attribute::Channel), 1),
    (Entry::Of(Attribute::Category), 5),
    (Entry::Of(Attribute::Status), 7),
    (Entry::Of(Attribute::Department), 2),
    (Entry::Of(Attribute::Handler), 3),
    (Entry::Late, 4),
    (Entry::Of(Attribute::Summary), 8),
];

/// A case with its number, if it has one.
type Row<'a> = (Option<usize>, &'a Snapshot);

/// The ledger of cases sorted by time.
pub fn ledger(snapshots: &[&Snapshot], frame: &Frame<'_>) -> ReportPage {
    let rows = rows(snapshots, frame);
    let mut json = head("ledger", frame);
    let objects = rows.iter().map(|row| {
        let values = ENTRIES
            .iter()
            .map(|it| (it.key().to_owned(), it.json(row, frame)));
        Map::from_iter(values)
    });
    json.insert("cases".to_owned(), objects.collect());
    let columns = ENTRIES.iter().map(|it| it.column(frame, long_delays));
    let shown = SHOWN
        .iter()
        .map(|(entry, rank)| entry.column(frame, short_delays).rank(*rank));
    ReportPage {
        title: title(text!("Ledger of complaints"), frame),
        table: Table::of(columns.collect(), &rows),
        list: Some(Table::of(shown.collect(), &rows).on_one_line()),
        json: json.into(),
    }
}

/// The cases, those that the policy numbers with their numbers.
fn rows<'a>(snapshots: &[&'a Snapshot], frame: &Frame<'_>) -> Vec<Row<'a>> {
    let mut last = 0;
    let row = |snapshot: &&'a Snapshot| {
        let number = is_numbered(snapshot, frame).then(|| {
            last += 1;
            last
        });
        (number, *snapshot)
    };
    snapshots.iter().map(row).collect()
}

fn is_numbered(snapshot: &Snapshot, frame: &Frame<'_>) -> bool {
    let Some(step) = &frame.policy.figures.numbered else {
        return true;
    };
    let mut steps = snapshot.state().steps.iter();
    snapshot.status() != Status::Invalid && steps.any(|done| done.name == *step)
}

impl Entry {
    fn column<'a>(
        self,
        frame: &'a Frame<'_>,
        delays: fn(Vec<Delay<'_>>) -> Message,
    ) -> Column<'a, Row<'a>> {
        Column::new(
            self.title(),
            Width::Flexible,
            move |(number, snapshot): &Row<'_>| match self {
                Self::Number => Cell::maybe_number(*number),
                Self::Of(attribute) => {
                    let value = attribute.counted_value(snapshot, frame.policy);
                    cases::cell(attribute, value.as_ref(), frame.policy)
                }
                Self::Late => Cell::message(delays(late(snapshot, frame))).tone(Tone::Bad),
            },
        )
    }

    fn title(self) -> Message {
        match self {
            Self::Number => text!("no."),
            Self::Of(attribute) => message!("{attribute}", attribute),
            Self::Late => text!("late"),
        }
    }

    /// The key in JSON.
    fn key(self) -> &'static str {
        match self {
            Self::Number => "no",
            Self::Of(attribute) => attribute.word(),
            Self::Late => "late",
        }
    }

    fn json(self, (number, snapshot): &Row<'_>, frame: &Frame<'_>) -> Json {
        match self {
            Self::Number => json!(number),
            Self::Of(Attribute::Flags) if snapshot.flags.is_empty() => Json::Null,
            Self::Of(Attribute::Flags) => {
                let words: Vec<&str> = snapshot.flags.iter().map(|flag| flag.word()).collect();
                json!(words.join(" "))
            }
            Self::Of(attribute) => {
                {
                    let value = attribute.counted_value(snapshot, frame.policy);
                    json::json(value.as_ref(), frame.policy)
                }
            },
            Self::Late => late(snapshot, frame)
                .into_iter()
                .map(|(name, time)| {
                    let seconds = quantity::seconds(time.length);
                    let seconds = quantity::json_number(&seconds);
                    json!({ "deadline": name, "seconds": seconds, "time": quantity::kind(time.clock) })
                })
                .collect(),
        }
    }
}

/// The name of a late deadline and its delay.
type Delay<'a> = (&'a str, Time);

/// The late deadlines of all rounds.
fn late<'a>(snapshot: &'a Snapshot, frame: &Frame<'_>) -> Vec<Delay<'a>> {
    let named = |deadline: &'a Deadline| {
        let delay = deadline.delay(frame.policy, frame.now)?;
        Some((deadline.name.as_str(), delay))
    };
    let clocks = snapshot.deadlines.iter();
    clocks
        .filter(|deadline| match deadline.state {
            DeadlineState::Missed | DeadlineState::Overdue => true,
            DeadlineState::Open
            | DeadlineState::Soon
            | DeadlineState::Met
            | DeadlineState::Cancelled => false,
        })
        .filter_map(named)
        .collect()
}

fn short_delays(late: Vec<Delay<'_>>) -> Message {
    let names = listed(late.into_iter().map(|(name, _)| name));
    message!("{names}", names)
}

fn long_delays(late: Vec<Delay<'_>>) -> Message {
    let delays = late
        .into_iter()
        .map(|(name, time)| message!("{name} {time}", name, time = delay(time)));
    message!("{delays}", delays = series(delays))
}
