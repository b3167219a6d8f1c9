//! Counts by one axis or two.

use serde_json::{Value as Json, json};

use super::quantity;
use super::{Page, head, title};
use crate::domain::metrics::{Cross, Frame, NO_VALUE, Share, Tally};
use crate::render::grid::{Cell, Grid, Width};
use crate::render::style::Tone;

/// Counts by one axis, with the share of each value.
pub fn summary(tally: &Tally, frame: &Frame<'_>) -> Page {
    let axis = tally.axis.word();
    let mut grid = Grid::new([
        (axis, Width::Flexible),
        ("cases", Width::Fixed),
        ("share", Width::Fixed),
    ]);
    let share = |cases| match tally.total {
        0 => "no cases".to_owned(),
        denominator => format!(
            "{}%",
            quantity::percent(Share {
                numerator: cases,
                denominator
            })
        ),
    };
    for (value, cases) in &tally.rows {
        grid.push(vec![
            named(value.as_deref()),
            Cell::number(cases),
            Cell::number(share(*cases)),
        ]);
    }
    grid.push(vec![
        total(Cell::text("total")),
        total(Cell::number(tally.total)),
        total(Cell::number(share(tally.total))),
    ]);
    let mut json = head("summary", frame);
    json.insert("by".to_owned(), json!([axis]));
    let row = |(value, cases): &(Option<String>, u64)| json!({ "value": value, "cases": cases });
    json.insert("rows".to_owned(), tally.rows.iter().map(row).collect());
    json.insert("total".to_owned(), tally.total.into());
    Page::new(title(&format!("Cases by {axis}"), frame), grid, json.into())
}

/// Counts by two axes, with the totals of rows and columns.
pub fn crossed(cross: &Cross, frame: &Frame<'_>) -> Page {
    let (down, across) = (cross.down.word(), cross.across.word());
    let heading = format!("{down} \\ {across}");
    let columns = cross
        .columns
        .iter()
        .map(|value| (value.as_deref().unwrap_or(NO_VALUE), Width::Flexible));
    let mut grid = Grid::new(
        std::iter::once((heading.as_str(), Width::Flexible))
            .chain(columns)
            .chain([("total", Width::Fixed)]),
    );
    for (value, counts) in &cross.rows {
        let counted = counts.iter().map(Cell::number);
        let sum: u64 = counts.iter().sum();
        grid.push(
            std::iter::once(named(value.as_deref()))
                .chain(counted)
                .chain([total(Cell::number(sum))])
                .collect(),
        );
    }
    let totals = cross
        .column_totals()
        .into_iter()
        .chain([cross.total()])
        .map(|sum| total(Cell::number(sum)));
    grid.push(
        std::iter::once(total(Cell::text("total")))
            .chain(totals)
            .collect(),
    );
    Page::new(
        title(&format!("Cases by {down} and {across}"), frame),
        grid,
        cross_json(cross, frame),
    )
}

fn cross_json(cross: &Cross, frame: &Frame<'_>) -> Json {
    let mut json = head("summary", frame);
    let row = |(value, counts): &(Option<String>, Vec<u64>)| json!({ "value": value, "cases": counts, "total": counts.iter().sum::<u64>() });
    json.insert(
        "by".to_owned(),
        json!([cross.down.word(), cross.across.word()]),
    );
    json.insert("columns".to_owned(), json!(cross.columns));
    json.insert("rows".to_owned(), cross.rows.iter().map(row).collect());
    json.insert("column_totals".to_owned(), json!(cross.column_totals()));
    json.insert("total".to_owned(), cross.total().into());
    json.into()
}

fn named(value: Option<&str>) -> Cell {
    match value {
        Some(value) => Cell::text(value),
        None => Cell::text(NO_VALUE).tone(Tone::Faint),
    }
}

fn total(cell: Cell) -> Cell {
    cell.tone(Tone::Strong)
}
