//! How people, departments and outlets did (E4). It is internal: it names people.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::{Page, head, quantity, title};
use crate::domain::metrics::{Account, Count, Frame, NO_VALUE, Work};
use crate::render::grid::{Cell, Grid, Width};

/// One row an account, by name; what belongs to none comes last.
pub fn handlers(accounts: &BTreeMap<Option<String>, Work>, by: Account, frame: &Frame<'_>) -> Page {
    let (named, none): (Vec<_>, Vec<_>) = accounts.iter().partition(|(name, _)| name.is_some());
    let rows: Vec<_> = named.into_iter().chain(none).collect();
    let mut json = head("handlers", frame);
    json.insert("by".to_owned(), word(by).into());
    json.insert(
        "rows".to_owned(),
        rows.iter()
            .map(|(name, work)| as_json(name, work))
            .collect(),
    );
    let heading = match by {
        Account::Handler => "How people did",
        Account::Department => "How departments did",
        Account::Outlet => "How outlets did",
    };
    let mut page = Page::new(title(heading, frame), grid(&rows, by, &shown), json.into());
    page.data = grid(&rows, by, &plain);
    page
}

fn word(by: Account) -> &'static str {
    match by {
        Account::Handler => "handler",
        Account::Department => "department",
        Account::Outlet => "outlet",
    }
}

fn grid(rows: &[(&Option<String>, &Work)], by: Account, count: &dyn Fn(Count) -> String) -> Grid {
    let numbers = [
        "open",
        "cases",
        "in time",
        "satisfied",
        "upheld",
        "chased",
        "done again",
    ];
    let mut grid = Grid::new(
        [(word(by), Width::Words)]
            .into_iter()
            .chain(numbers.map(|name| (name, Width::Fixed))),
    );
    for (name, work) in rows {
        grid.push(vec![
            Cell::text(name.as_deref().unwrap_or(NO_VALUE)),
            Cell::number(work.open),
            Cell::number(work.cases),
            Cell::number(count(work.in_time)),
            Cell::number(count(work.satisfied)),
            Cell::number(work.upheld),
            Cell::number(work.chased),
            Cell::number(work.reworked),
        ]);
    }
    grid
}

/// `87.5% of 8`.
fn shown(count: Count) -> String {
    count.share().map_or("–".to_owned(), |share| {
        format!("{}% of {}", quantity::percent(share), count.all)
    })
}

/// Per cent alone.
fn plain(count: Count) -> String {
    count.share().map(quantity::percent).unwrap_or_default()
}

fn as_json(name: &Option<String>, work: &Work) -> Json {
    let count = |count: Count| json!({ "numerator": count.counted, "denominator": count.all });
    json!({
        "name": name,
        "open": work.open,
        "cases": work.cases,
        "in_time": count(work.in_time),
        "satisfied": count(work.satisfied),
        "upheld": work.upheld,
        "chased": work.chased,
        "reworked": work.reworked,
    })
}
