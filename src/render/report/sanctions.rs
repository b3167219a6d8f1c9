//! Sanctions for upheld complaints (F4). Internal: it names people.

use serde_json::{Value as Json, json};

use super::{ReportPage, head, instant, title};
use crate::domain::attribute::Attribute;
use crate::domain::case::FactField;
use crate::domain::message::{Message, text};
use crate::domain::metrics::Frame;
use crate::domain::policy::Sanction;
use crate::domain::rules::sanctions;
use crate::domain::snapshot::Snapshot;
use crate::render::cases;
use crate::render::json::value;
use crate::render::table::{Cell, Column, Table, Width};

/// A case with a sanction that applies to it.
type Row<'a> = (&'a Snapshot, &'a Sanction);

/// The sanctions that apply to upheld complaints, in order of time.
pub(crate) fn sanctions(snapshots: &[&Snapshot], frame: &Frame<'_>) -> ReportPage {
    let rows: Vec<Row<'_>> = snapshots
        .iter()
        .flat_map(|snapshot| {
            let rules = sanctions::sanctions(snapshot.state(), frame.policy);
            rules.into_iter().map(|rule| (*snapshot, rule))
        })
        .collect();
    let mut json = head("sanctions", frame);
    let objects = rows.iter().map(|row| as_json(*row, frame));
    json.insert("sanctions".to_owned(), objects.collect());
    let heading = text!("Sanctions for upheld complaints");
    let table = Table::of(columns(frame), &rows);
    ReportPage::new(title(heading, frame), table, json)
}

fn columns<'a>(frame: &'a Frame<'_>) -> Vec<Column<'a, Row<'a>>> {
    let attribute =
        |attribute, snapshot: &Snapshot| cases::value(attribute, snapshot, frame.policy);
    vec![
        column(text!("id"), Width::Fixed, move |it| {
            attribute(Attribute::Id, it.0)
        }),
        column(text!("received"), Width::Fixed, move |it| {
            attribute(Attribute::Received, it.0)
        }),
        column(text!("person"), Width::Words, |it| {
            Cell::maybe(it.0.state().facts.text(FactField::Person))
        }),
        column(text!("verdict"), Width::Words, move |it| {
            attribute(Attribute::Verdict, it.0)
        }),
        column(text!("offence"), Width::Words, |it| {
            Cell::text(&it.1.offence)
        }),
        column(text!("penalty"), Width::Flexible, |it| {
            Cell::text(&it.1.penalty)
        }),
        column(text!("decided by"), Width::Words, |it| {
            Cell::maybe(it.1.decided_by.as_deref())
        }),
    ]
}

fn column<'a>(
    title: Message,
    width: Width,
    cell: impl Fn(&Row<'a>) -> Cell + 'a,
) -> Column<'a, Row<'a>> {
    Column::new(title, width, cell)
}

fn as_json((snapshot, rule): Row<'_>, frame: &Frame<'_>) -> Json {
    let facts = &snapshot.state().facts;
    json!({
        "id": snapshot.id(),
        "received": instant(facts.received, frame),
        "person": facts.text(FactField::Person),
        "verdict": value(Attribute::Verdict, snapshot, frame.policy),
        "offence": rule.offence,
        "penalty": rule.penalty,
        "decided_by": rule.decided_by,
    })
}
