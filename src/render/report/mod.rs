//! Reports as tables, CSV, JSON and Markdown.

mod authority;
mod cases;
mod handlers;
mod kpi;
mod ledger;
mod lessons;
mod liability;
mod projects;
mod quantity;
mod sanctions;
mod summary;
mod survey;

pub use authority::authority;
pub use cases::{of_figure, of_selection};
pub use handlers::handlers;
pub use kpi::kpi;
pub use ledger::ledger;
pub use lessons::lessons;
pub use liability::liability;
pub use projects::projects;
pub use sanctions::sanctions;
pub use summary::{crossed, summary};
pub use survey::survey;

use serde_json::{Map, Value as Json, json};

use super::grid::Grid;
use super::span::to_the_minute;
use super::style::{Tone, on_one_line};
use super::table::{self, Column, Sheet};
use crate::domain::metrics::Frame;
use crate::domain::time::{Instant, format_instant};

/// What a terminal shows.
#[derive(Debug, Clone, PartialEq)]
enum Shown {
    /// A table whose cells are broken into lines where it is too wide.
    Grid(Grid),
    /// A list of cases, each on one line.
    List(&'static [Column], Vec<Vec<table::Cell>>),
}

/// A report, ready for each form of output.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    title: String,
    table: Shown,
    document: Grid,
    data: Grid,
    json: Json,
}

impl Page {
    /// A page that shows the same grid in every form.
    fn new(title: String, grid: Grid, json: Json) -> Self {
        Self {
            title,
            table: Shown::Grid(grid.clone()),
            document: grid.clone(),
            data: grid,
            json,
        }
    }

    /// For the terminal.
    pub fn table(&self, sheet: Sheet) -> String {
        let shown = match &self.table {
            Shown::Grid(grid) => grid.table(sheet),
            Shown::List(columns, rows) => table::render(columns, rows.clone(), sheet),
        };
        format!(
            "{}\n{shown}",
            sheet.style.paint(Tone::Strong, &on_one_line(&self.title))
        )
    }

    /// For documents.
    pub fn markdown(&self) -> String {
        format!(
            "# {}\n\n{}",
            on_one_line(&self.title),
            self.document.markdown()
        )
    }

    /// For spreadsheets.
    pub fn csv(&self) -> String {
        self.data.csv()
    }

    /// For programs.
    pub fn json(&self) -> String {
        format!("{:#}\n", self.json)
    }
}

/// `Key figures, 2026-11 (2026-11-01 to 2026-11-30), as of 2026-12-01 09:00`.
fn title(what: &str, frame: &Frame<'_>) -> String {
    let days = match frame.period {
        Some(period) if period.names_its_days() => period.to_string(),
        Some(period) => format!("{period} ({} to {})", period.first(), period.last()),
        None => "all that is on record".to_owned(),
    };
    format!("{what}, {days}, as of {}", short(frame.now, frame))
}

/// The keys that every report as JSON begins with: `report`, `period`, `as_of`.
fn head(report: &str, frame: &Frame<'_>) -> Map<String, Json> {
    let period = frame.period.map(|period| {
        json!({
            "name": period.to_string(),
            "from": instant(period.begins(), frame),
            "until": instant(period.ends(), frame),
        })
    });
    let mut head = Map::new();
    head.insert("report".to_owned(), report.into());
    head.insert("period".to_owned(), period.into());
    head.insert("as_of".to_owned(), instant(frame.now, frame).into());
    head
}

fn instant(instant: Instant, frame: &Frame<'_>) -> String {
    format_instant(instant, frame.policy.calendar.zone())
}

fn short(instant: Instant, frame: &Frame<'_>) -> String {
    to_the_minute(instant, frame.policy.calendar.zone())
}
