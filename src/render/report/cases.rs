//! The cases behind a figure or a count.

use serde_json::{Map, Value as Json, json};

use super::{ReportPage, in_english, quantity, title};
use crate::domain::attribute::Attribute;
use crate::domain::message::{Message, message, text};
use crate::domain::metrics::{Contribution, Figure, Frame, Observation};
use crate::domain::snapshot::Snapshot;
use crate::domain::word::Word;
use crate::render::cases;
use crate::render::json::value;
use crate::render::table::{Cell, Column, Table, Width};

/// The columns for the cases behind a count.
const COLUMNS: &[(Attribute, Width)] = &[
    (Attribute::Id, Width::Fixed),
    (Attribute::Received, Width::Fixed),
    (Attribute::Category, Width::Flexible),
    (Attribute::Status, Width::Flexible),
    (Attribute::Summary, Width::Flexible),
];

/// The items of a figure's denominator, each with its contribution to the numerator.
pub(crate) fn of_figure(figure: &Figure, frame: &Frame<'_>) -> ReportPage {
    let json: Json = figure.due().map(as_json).collect();
    let heading = message!("{figure}", figure = figure.full_name());
    let table = Table::of(columns(figure), figure.due());
    ReportPage::new(title(heading, frame), table, json)
}

fn columns<'a>(figure: &Figure) -> Vec<Column<'a, Observation>> {
    let mut columns = vec![
        column(text!("id"), Width::Fixed, |it| Cell::text(it.case.as_str())),
        column(text!("part"), Width::Flexible, |it| Cell::message(part(it))),
    ];
    if figure.items.iter().any(|item| item.stage.is_some()) {
        columns.push(column(text!("deadline"), Width::Flexible, |it| {
            Cell::maybe(deadline(it))
        }));
        columns.push(column(text!("round"), Width::Fixed, |it| {
            Cell::maybe_number(round(it))
        }));
    }
    let is_timed = |item: &Observation| item.contribution.time().is_some();
    if figure.items.iter().any(is_timed) {
        columns.push(column(text!("time"), Width::Fixed, |it| {
            it.contribution
                .time()
                .map_or(Cell::empty(), |time| {
                    let seconds = quantity::seconds(time.length);
                    Cell::message(quantity::length(time)).data(seconds)
                })
                .right()
        }));
    }
    columns
}

fn column<'a>(
    title: Message,
    width: Width,
    cell: fn(&Observation) -> Cell,
) -> Column<'a, Observation> {
    Column::new(title, width, cell)
}

/// Cases with given values; `selection` is the text of the request.
pub(crate) fn of_selection(
    selection: &str,
    snapshots: &[&Snapshot],
    frame: &Frame<'_>,
) -> ReportPage {
    let policy = frame.policy;
    let columns = COLUMNS.iter().map(|&(attribute, width)| {
        let title = message!("{attribute}", attribute);
        Column::new(title, width, move |snapshot: &&Snapshot| {
            cases::value(attribute, snapshot, policy)
        })
    });
    let json: Json = snapshots
        .iter()
        .map(|snapshot| {
            let values = COLUMNS
                .iter()
                .map(|(it, _)| (it.word().to_owned(), value(*it, snapshot, policy)));
            Map::from_iter(values)
        })
        .collect();
    let heading = message!("{selection}", selection);
    let table = Table::of(columns.collect(), snapshots);
    ReportPage::new(title(heading, frame), table, json)
}

fn as_json(item: &Observation) -> Json {
    let time = item.contribution.time();
    json!({
        "id": item.case.as_str(),
        "part": in_english(&part(item)),
        "deadline": deadline(item),
        "round": round(item),
        "seconds": time.map(|time| quantity::json_number(&quantity::seconds(time.length))),
    })
}

fn part(item: &Observation) -> Message {
    match item.contribution {
        Contribution::Counted | Contribution::Time(_) => text!("numerator"),
        Contribution::NotCounted => text!("denominator only"),
        Contribution::NotYetDue => text!("not yet due"),
    }
}

fn deadline(item: &Observation) -> Option<&str> {
    item.stage.as_ref().map(|(name, _)| name.as_str())
}

/// The round of a clock, from 1.
fn round(item: &Observation) -> Option<usize> {
    item.stage.as_ref().map(|(_, round)| round + 1)
}
