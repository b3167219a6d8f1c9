//! What a mapping says, right by construction: read once from TOML by [`Mapping::parse`].

mod events;
mod picks;
mod read;
mod table;
#[cfg(test)]
mod tests;
mod words;

pub(super) use picks::fold;

use chrono_tz::Tz;

use crate::domain::case::{FactField, Verb};
use crate::domain::finding::{Finding, Spot};
use crate::domain::message::{Argument, ToArgument, message};
use crate::domain::word::Word;

/// How the rows of one kind of ledger become cases.
#[derive(Debug, Clone)]
pub struct Mapping {
    /// The ledger's name in `source:`; none: the name of the file.
    pub source: Option<String>,
    /// How the file is written.
    pub file: FileForm,
    pub(super) key: Vec<Column>,
    pub(super) skip: Vec<ColumnCondition>,
    pub(super) repeats: Repeats,
    pub(super) dates: Dates,
    pub(super) received: DatePick,
    pub(super) level: Option<Pick>,
    pub(super) facts: Vec<(FactField, FactPick)>,
    pub(super) status: Option<StatusColumn>,
    pub(super) events: Vec<EventRule>,
    /// Every column that is named, with its place.
    pub(super) columns: Vec<(Column, Spot)>,
}

/// How a ledger's file is written; what is none is found out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileForm {
    pub encoding: Option<String>,
    /// What parts the cells.
    pub delimiter: Option<u8>,
    /// What cells are quoted with; `Some(None)`: nothing.
    pub quote: Option<Option<u8>>,
    /// Which row that is not blank names the columns; 0: none does.
    pub header: usize,
    /// `,` where amounts are written 1.280,00.
    pub decimal: char,
}

impl Default for FileForm {
    fn default() -> Self {
        Self {
            encoding: None,
            delimiter: None,
            quote: None,
            header: 1,
            decimal: '.',
        }
    }
}

/// What becomes of a row whose key an earlier row of the file has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Word)]
pub(super) enum Repeats {
    /// It is listed and not taken.
    #[default]
    List,
    /// It is a case of its own: the second row of a key is `KEY~2`.
    Take,
}

/// A column, by its name or by its number from 1.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Column {
    /// Its name in the header.
    Name(String),
    /// Its number, from 1.
    Number(usize),
}

impl ToArgument for Column {
    fn to_argument(&self) -> Argument {
        match self {
            Self::Name(name) => name.to_argument(),
            Self::Number(number) => message!("column {number}", number).to_argument(),
        }
    }
}

/// A text taken from a row.
#[derive(Debug, Clone)]
pub(super) struct Pick {
    pub parts: TextSource,
    /// What the values mean, by their written form in lower case; empty: they are taken as they are.
    pub values: Vec<(String, String)>,
    pub unlisted: Unlisted,
    /// Taken where the row has nothing.
    pub default: Option<String>,
}

/// Where a text comes from.
#[derive(Debug, Clone)]
pub(super) enum TextSource {
    /// Columns, joined; empty ones are left out.
    Columns { columns: Vec<Column>, join: String },
    /// Words with columns in them; empty where it has columns and all are empty.
    Text(Vec<TextPiece>),
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TextPiece {
    Words(String),
    Cell(Column),
}

/// What becomes of a value that `values` does not list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unlisted {
    /// The row is not taken.
    Refuse,
    /// It is taken as it is.
    Keep,
    /// This is taken instead.
    Instead(String),
}

/// A fact taken from a row, as its kind asks for it.
#[derive(Debug, Clone)]
pub(super) enum FactPick {
    /// A text or an amount.
    Value(Pick),
    Date(DatePick),
}

/// A date taken from a row.
#[derive(Debug, Clone)]
pub(super) struct DatePick {
    /// The first that is filled counts.
    pub sources: Vec<TextSource>,
    /// Tried in this order; empty: those of `[dates]`.
    pub formats: Vec<String>,
    /// Another column that has to give the same date.
    pub check: Option<DateCheck>,
    /// `None`: the event did not happen, and if the status says that it did, the row is not taken.
    pub empty: Option<Empty>,
}

/// A column that has to give the same date.
#[derive(Debug, Clone)]
pub(super) struct DateCheck {
    pub column: Column,
    pub formats: Vec<String>,
}

/// What an empty date means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Word)]
pub(super) enum Empty {
    /// It happened at the receipt.
    Receipt,
}

/// How dates are written, unless a date says otherwise.
#[derive(Debug, Clone, Default)]
pub(super) struct Dates {
    /// Tried in this order; empty: `2026-11-21`, `2026-11-21 09:00` and RFC 3339.
    pub formats: Vec<String>,
    /// The zone of the wall clocks; none: the policy's.
    pub zone: Option<Tz>,
    pub early: Early,
}

/// What becomes of an event that the ledger dates before the receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Word)]
pub(super) enum Early {
    /// The row is not taken.
    #[default]
    Refuse,
    /// The event is put at the receipt, and the row remarked on.
    Receipt,
}

/// A column whose value has to be one of some; letter case does not matter.
#[derive(Debug, Clone)]
pub(super) struct ColumnCondition {
    pub column: Column,
    pub values: Vec<String>,
}

/// Which events a status stands for.
#[derive(Debug, Clone)]
pub(super) struct StatusColumn {
    pub column: Column,
    /// By the status in lower case: names of events.
    pub values: Vec<(String, Vec<String>)>,
    /// For any other status; none: such rows are not taken.
    pub otherwise: Option<Vec<String>>,
}

/// One event that rows may stand for.
#[derive(Debug, Clone)]
pub(super) struct EventRule {
    pub name: String,
    pub verb: Verb,
    pub nature: Nature,
    /// None: at the receipt.
    pub at: Option<DatePick>,
    /// Every one has to hold.
    pub when: Vec<ColumnCondition>,
    /// Columns that have to be filled.
    pub needs: Vec<Column>,
    pub by: Option<Pick>,
    /// What the verb records.
    pub keys: Vec<(&'static str, Pick)>,
}

/// Whether a response is the answer or says when it will come.
#[derive(Debug, Clone)]
pub(super) enum Nature {
    Plain,
    Interim { promise: Option<DatePick> },
}

impl Mapping {
    /// Reads a mapping, with every problem in the order of the file.
    ///
    /// # Errors
    /// All that is wrong in it.
    pub fn parse(text: &str) -> Result<Self, Vec<Finding>> {
        read::parse(text)
    }
}

impl StatusColumn {
    /// Whether some status names the event.
    pub(crate) fn names(&self, event: &str) -> bool {
        let lists = self
            .values
            .iter()
            .map(|(_, names)| names)
            .chain(&self.otherwise);
        lists.flatten().any(|name| name == event)
    }
}
