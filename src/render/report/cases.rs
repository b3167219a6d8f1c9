//! The cases behind a figure or a count.

use serde_json::{Value as Json, json};

use super::quantity;
use super::{Page, instant, short, title};
use crate::domain::metrics::{Figure, Frame, Item, Part};
use crate::domain::snapshot::Snapshot;
use crate::render::grid::{Cell, Grid, Width};

/// What a figure's denominator counts: each row one of it, with what it adds to the numerator.
pub fn of_figure(figure: &Figure, frame: &Frame<'_>) -> Page {
    let staged = figure.items.iter().any(|item| item.stage.is_some());
    let timed = figure.items.iter().any(|item| item.part.time().is_some());
    let mut columns = vec![("id", Width::Fixed), ("part", Width::Flexible)];
    columns.extend(
        staged
            .then_some([("deadline", Width::Flexible), ("round", Width::Fixed)])
            .into_iter()
            .flatten(),
    );
    columns.extend(timed.then_some(("time", Width::Fixed)));
    let (mut grid, mut data) = (Grid::new(columns.clone()), Grid::new(columns));
    for item in &figure.items {
        let row = |time: Option<String>| {
            let (name, round) = stage(item);
            let mut row = vec![Cell::text(item.case.as_str()), Cell::text(part(item.part))];
            let round = Cell::number(round.map(|round| round.to_string()).unwrap_or_default());
            row.extend(
                staged
                    .then(|| [Cell::maybe(name), round])
                    .into_iter()
                    .flatten(),
            );
            row.extend(timed.then(|| Cell::number(time.unwrap_or_default())));
            row
        };
        grid.push(row(item.part.time().map(quantity::length)));
        data.push(row(item
            .part
            .time()
            .map(|time| quantity::seconds(time.length))));
    }
    let json = figure.items.iter().map(as_json).collect();
    let mut page = Page::new(title(&figure.full_name(), frame), grid, json);
    page.data = data;
    page
}

/// Cases with given values, `selection` as it was asked for.
pub fn of_selection(selection: &str, snapshots: &[&Snapshot], frame: &Frame<'_>) -> Page {
    let columns = [
        ("id", Width::Fixed),
        ("received", Width::Fixed),
        ("category", Width::Flexible),
        ("status", Width::Flexible),
        ("summary", Width::Flexible),
    ];
    let mut grid = Grid::new(columns);
    let mut data = Grid::new(columns);
    for snapshot in snapshots {
        let facts = &snapshot.state().facts;
        let row = |received: String| {
            vec![
                Cell::text(snapshot.id()),
                Cell::text(received),
                Cell::text(&facts.category),
                Cell::text(snapshot.status().word()),
                Cell::text(&facts.summary),
            ]
        };
        grid.push(row(short(facts.received, frame)));
        data.push(row(instant(facts.received, frame)));
    }
    let as_json = |snapshot: &&Snapshot| {
        let facts = &snapshot.state().facts;
        json!({
            "id": snapshot.id(),
            "received": instant(facts.received, frame),
            "category": facts.category,
            "status": snapshot.status().word(),
            "summary": facts.summary,
        })
    };
    let json = snapshots.iter().map(as_json).collect();
    let mut page = Page::new(title(selection, frame), grid, json);
    page.data = data;
    page
}

fn as_json(item: &Item) -> Json {
    let (name, round) = stage(item);
    let seconds = item
        .part
        .time()
        .map(|time| quantity::json_number(&quantity::seconds(time.length)));
    json!({ "id": item.case.as_str(), "part": part(item.part), "deadline": name, "round": round, "seconds": seconds })
}

fn part(part: Part) -> &'static str {
    match part {
        Part::Counted | Part::Time(_) => "numerator",
        Part::NotCounted => "denominator only",
    }
}

/// The clock's name and its round, from 1.
fn stage(item: &Item) -> (Option<&str>, Option<usize>) {
    (
        item.stage.as_ref().map(|(name, _)| name.as_str()),
        item.stage.as_ref().map(|(_, round)| round + 1),
    )
}
