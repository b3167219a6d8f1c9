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

pub(crate) use authority::authority;
pub(crate) use cases::{of_figure, of_selection};
pub(crate) use handlers::handlers;
pub(crate) use kpi::{kpi, kpi_by};
pub use ledger::ledger;
pub(crate) use lessons::lessons;
pub(crate) use liability::liability;
pub(crate) use projects::projects;
pub(crate) use sanctions::sanctions;
pub(crate) use summary::{crossed, summary};
pub(crate) use survey::survey;

use serde_json::{Map, Value as Json, json};

use super::language::{Language, say};
use super::markdown::plain;
use super::style::{Tone, on_one_line};
use super::table::{Cell, Column, Sheet, Table, Title, Width};
use crate::domain::message::{Message, day_and_time, message, plural, text};
use crate::domain::metrics::{Frame, NO_VALUE};
use crate::domain::time::{Instant, format_instant};

/// A report, ready for each form of output.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportPage {
    title: Message,
    table: Table,
    /// Replaces the table in the terminal.
    list: Option<Table>,
    json: Json,
}

impl ReportPage {
    fn new(title: Message, table: Table, json: impl Into<Json>) -> Self {
        Self {
            title,
            table,
            list: None,
            json: json.into(),
        }
    }

    /// Says how many duplicates and mistaken entries the report leaves out.
    pub(crate) fn leaving_out(mut self, mistaken: usize) -> Self {
        if mistaken == 0 {
            return self;
        }
        if let Json::Object(keys) = &mut self.json {
            keys.insert("left_out".to_owned(), mistaken.into());
        }
        self.title = plural!(
            mistaken,
            "{title}; {mistaken} duplicate or mistaken entry left out",
            "{title}; {mistaken} duplicates or mistaken entries left out",
            title = self.title
        );
        self
    }

    pub(crate) fn on_terminal(&self, sheet: Sheet) -> String {
        let title = on_one_line(&say(&self.title));
        let table = self.list.as_ref().unwrap_or(&self.table);
        format!(
            "{}\n{}",
            sheet.style.paint(Tone::Strong, &title),
            table.on_terminal(sheet)
        )
    }

    pub fn markdown(&self) -> String {
        let title = plain(&say(&self.title));
        format!("# {title}\n\n{}", self.table.markdown())
    }

    pub fn csv(&self) -> String {
        self.table.csv()
    }

    pub fn json(&self) -> String {
        format!("{:#}\n", self.json)
    }
}

/// `Key figures, 2026-11 (2026-11-01 to 2026-11-30), as of 2026-12-01 09:00`.
fn title(what: Message, frame: &Frame<'_>) -> Message {
    let now = day_and_time(frame.now, frame.policy.calendar.zone());
    let days = match frame.period {
        Some(period) if period.names_its_days() => {
            message!("{period}", period = period.to_string())
        }
        Some(period) => message!(
            "{period} ({first} to {last})",
            period = period.to_string(),
            first = period.first(),
            last = period.last()
        ),
        None => text!("all cases"),
    };
    message!("{what}, {days}, as of {now}", what, days, now)
}

/// Rows by name; the row without a name comes last.
type Named<T> = (Option<String>, T);

/// The column with the row names.
fn name_column<'a, T>(title: Message) -> Column<'a, Named<T>> {
    Column::new(title, Width::Words, |(name, _): &Named<T>| {
        Cell::text(name.as_deref().unwrap_or(NO_VALUE))
    })
}

/// A column of numbers.
fn number_column<'a, R, N: ToString>(
    title: impl Into<Title>,
    number: impl Fn(&R) -> N + 'a,
) -> Column<'a, R> {
    Column::new(title, Width::Words, move |row| Cell::number(number(row)))
}

/// A message for program output.
fn in_english(message: &Message) -> String {
    Language::English.message(message)
}

/// The keys at the beginning of every JSON report: `report`, `period`, `as_of`.
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
