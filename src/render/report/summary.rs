//! Counts by one or two axes.

use serde_json::{Value as Json, json};

use super::{ReportPage, head, quantity, title};
use crate::domain::attribute::Attribute;
use crate::domain::message::{Message, message, text};
use crate::domain::metrics::{Cross, Frame, NO_VALUE, Ratio, Tally};
use crate::domain::word::Word;
use crate::render::style::Tone;
use crate::render::table::{Cell, Column, Table, Title, Width};

/// A value of an axis with its number of cases.
type Counted = (Option<String>, u64);

/// Counts by one axis, with percentages.
pub(crate) fn summary(tally: &Tally, frame: &Frame<'_>) -> ReportPage {
    let axis = tally.axis;
    let columns = vec![
        Column::new(
            message!("{axis}", axis),
            Width::Flexible,
            |row: &Counted| value_cell(axis, row.0.as_deref(), frame),
        ),
        Column::new(text!("cases"), Width::Fixed, |row: &Counted| {
            Cell::number(row.1)
        }),
        Column::new(text!("share"), Width::Fixed, |row: &Counted| {
            Cell::message(share(row.1, tally.total)).right()
        }),
    ];
    let mut table = Table::of(columns, &tally.rows);
    table.push(total([
        Cell::message(text!("total")),
        Cell::number(tally.total),
        Cell::message(share(tally.total, tally.total)).right(),
    ]));
    let mut json = head("summary", frame);
    json.insert("by".to_owned(), json!([axis.word()]));
    let rows = tally.rows.iter();
    let rows = rows.map(|(value, cases)| json!({ "value": value, "cases": cases }));
    json.insert("rows".to_owned(), rows.collect());
    json.insert("total".to_owned(), tally.total.into());
    ReportPage::new(title(message!("Cases by {axis}", axis), frame), table, json)
}

fn share(numerator: u64, denominator: u64) -> Message {
    let share = Ratio {
        numerator,
        denominator,
    };
    share.of_any().map_or(text!("no cases"), |share| {
        message!("{percent}%", percent = quantity::percent(share))
    })
}

/// Counts by two axes, with row and column totals.
pub(crate) fn crossed(cross: &Cross, frame: &Frame<'_>) -> ReportPage {
    let (down, across) = (cross.down, cross.across);
    let corner = message!("{down} \\ {across}", down, across);
    let values = cross.columns.iter();
    let values = values.map(|value| column_title(across, value.as_deref(), frame));
    let titles = std::iter::once(Title::from(corner)).chain(values);
    let headings = titles.map(|title| (title, Width::Flexible));
    let mut table = Table::new(headings.chain([(Title::from(text!("total")), Width::Fixed)]));
    for (value, counts) in &cross.rows {
        let mut row = vec![value_cell(down, value.as_deref(), frame)];
        row.extend(counts.iter().map(Cell::number));
        row.push(Cell::number(counts.iter().sum::<u64>()).tone(Tone::Strong));
        table.push(row);
    }
    let totals = cross.column_totals().into_iter().chain([cross.total()]);
    let label = Cell::message(text!("total"));
    table.push(total(
        std::iter::once(label).chain(totals.map(Cell::number)),
    ));
    ReportPage::new(
        title(
            message!("Cases by {down} and {across}", down, across),
            frame,
        ),
        table,
        cross_json(cross, frame),
    )
}

fn cross_json(cross: &Cross, frame: &Frame<'_>) -> Json {
    let mut json = head("summary", frame);
    json.insert(
        "by".to_owned(),
        json!([cross.down.word(), cross.across.word()]),
    );
    json.insert("columns".to_owned(), json!(cross.columns));
    let rows = cross.rows.iter().map(|(value, counts)| {
        let total: u64 = counts.iter().sum();
        json!({ "value": value, "cases": counts, "total": total })
    });
    json.insert("rows".to_owned(), rows.collect());
    json.insert("column_totals".to_owned(), json!(cross.column_totals()));
    json.insert("total".to_owned(), cross.total().into());
    json.into()
}

fn column_title(axis: Attribute, value: Option<&str>, frame: &Frame<'_>) -> Title {
    let value = value.unwrap_or(NO_VALUE);
    match axis.typed(value, frame.policy) {
        Some(word) => message!("{word}", word).into(),
        None => value.into(),
    }
}

fn value_cell(axis: Attribute, value: Option<&str>, frame: &Frame<'_>) -> Cell {
    let Some(value) = value else {
        return Cell::text(NO_VALUE).tone(Tone::Faint);
    };
    match axis.typed(value, frame.policy) {
        Some(word) => Cell::word(word),
        None => Cell::text(value),
    }
}

fn total(cells: impl IntoIterator<Item = Cell>) -> Vec<Cell> {
    let cells = cells.into_iter();
    cells.map(|cell| cell.tone(Tone::Strong)).collect()
}
