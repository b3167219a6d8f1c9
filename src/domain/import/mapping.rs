//! A validated mapping, read once from TOML by [`Mapping::parse`].

mod events;
mod formats;
mod names;
mod picks;
mod read;
mod table;
#[cfg(test)]
mod tests;
mod words;

pub(super) use formats::{DateFormat, Day, looks_serial};
pub(super) use names::column_name;
pub(super) use picks::fold;

use chrono::NaiveDate;
use chrono_tz::Tz;
use encoding_rs::Encoding;
use rust_decimal::Decimal;

use crate::domain::amount::DecimalMark;
use crate::domain::case::{FactField, Verb};
use crate::domain::finding::{Finding, Spot};
use crate::domain::message::{Argument, ToArgument, message};
use crate::domain::word::Word;

/// Maps the rows of one kind of ledger to cases.
#[derive(Debug, Clone)]
pub struct Mapping {
    /// The ledger's name in `source:`; by default the file name.
    pub source: Option<String>,
    /// The format of the file.
    pub file: FileForm,
    pub(super) key: Vec<Column>,
    /// If not empty, only rows that satisfy all of these are imported.
    pub(super) only: Vec<ColumnCondition>,
    /// If not empty, rows that satisfy all of these are not imported.
    pub(super) skip: Vec<ColumnCondition>,
    pub(super) repeats: Repeats,
    pub(super) dates: Dates,
    pub(super) currencies: Currencies,
    pub(super) handlers: Handlers,
    pub(super) received: DatePick,
    pub(super) level: Option<Pick>,
    pub(super) facts: Vec<(FactField, FactPick)>,
    pub(super) status: Option<StatusColumn>,
    pub(super) events: Vec<EventRule>,
    /// Every column named in the mapping, with its place.
    pub(super) columns: Vec<(Column, Spot)>,
}

/// The format of a ledger's file; what is `None` is detected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileForm {
    pub encoding: Option<&'static Encoding>,
    /// The delimiter of the cells.
    pub delimiter: Option<u8>,
    /// The quote character of cells; `Some(None)` for no quotes.
    pub quote: Option<Option<u8>>,
    /// The number of the header row, not counting blank rows; 0 if there is none.
    pub header: usize,
    /// The decimal mark of amounts; if `None`, the amounts of the whole file tell it.
    pub(crate) decimal: Option<DecimalMark>,
}

impl Default for FileForm {
    fn default() -> Self {
        Self {
            encoding: None,
            delimiter: None,
            quote: None,
            header: 1,
            decimal: None,
        }
    }
}

/// How to treat a row whose key already occurred in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Word)]
pub(super) enum Repeats {
    /// It is listed and not imported.
    #[default]
    List,
    /// It becomes a separate case, told from others of the key by its content.
    Take,
    /// It adds its events to the case of the first.
    Join,
}

/// A column, by its name or by its number from 1.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Column {
    /// The name in the header.
    Name(String),
    /// The number, from 1.
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
    /// The meanings of values, by the value in lower case; empty: values are used as they are.
    pub values: Vec<(String, String)>,
    pub unlisted: Unlisted,
    /// Used if the row is empty.
    pub default: Option<String>,
}

/// The source of a text.
#[derive(Debug, Clone)]
pub(super) enum TextSource {
    /// Joined columns; empty ones are left out.
    Columns { columns: Vec<Column>, join: String },
    /// Words with columns in them; empty if it has columns and all are empty.
    Text(Vec<TextPiece>),
}

impl TextSource {
    /// Whether it takes anything from a row.
    pub(super) fn has_columns(&self) -> bool {
        match self {
            Self::Columns { .. } => true,
            Self::Text(pieces) => pieces
                .iter()
                .any(|piece| matches!(piece, TextPiece::Cell(_))),
        }
    }
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TextPiece {
    Words(String),
    Cell(Column),
}

/// How to treat a value that `values` does not list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unlisted {
    /// The row is not imported.
    Refuse,
    /// The value is used as it is.
    Keep,
    /// This value is used instead.
    Instead(String),
}

/// A fact taken from a row, by its kind.
#[derive(Debug, Clone)]
pub(super) enum FactPick {
    /// A text or an amount.
    Value(Pick),
    Date(DatePick),
}

/// A date taken from a row.
#[derive(Debug, Clone)]
pub(super) struct DatePick {
    /// The first non-empty source is used.
    pub sources: Vec<TextSource>,
    /// Tried in this order; by default those of `[dates]`.
    pub formats: Vec<DateFormat>,
    /// The meanings of texts that are no dates, by the text in lower case.
    pub values: Vec<(String, Meaning)>,
    /// Another column that must have the same date.
    pub check: Option<DateCheck>,
    /// `None`: the event did not happen; if the status says that it did, the row is not imported.
    pub empty: Option<Empty>,
}

/// A column that must have the same date.
#[derive(Debug, Clone)]
pub(super) struct DateCheck {
    pub column: Column,
    pub formats: Vec<DateFormat>,
}

/// The meaning of an empty date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Word)]
pub(super) enum Empty {
    /// The event happened at the receipt.
    Receipt,
    /// It happened on the day of the receipt.
    SameDay,
}

/// The meaning of a text in place of a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// No date.
    Nothing,
    /// One that the receipt tells.
    Receipt(Empty),
    /// Another text, read by the formats.
    Text(String),
}

/// The default formats of dates.
#[derive(Debug, Clone)]
pub(super) struct Dates {
    /// Tried in this order; by default `2026-11-21`, `2026-11-21 09:00` and RFC 3339.
    pub formats: Vec<DateFormat>,
    /// The time zone of the ledger; by default the policy's.
    pub zone: Option<Tz>,
    pub early: Early,
    /// A date before this one is a mistake.
    pub earliest: NaiveDate,
}

/// The default of `earliest`: spreadsheets and databases write earlier dates for no date.
pub(super) const EARLIEST: NaiveDate = match NaiveDate::from_ymd_opt(1900, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

impl Default for Dates {
    fn default() -> Self {
        Self {
            formats: Vec::new(),
            zone: None,
            early: Early::default(),
            earliest: EARLIEST,
        }
    }
}

/// The people that a ledger names.
#[derive(Debug, Clone, Default)]
pub(super) struct Handlers {
    /// Ids of the staff by the name in the ledger, in lower case.
    pub names: Vec<(String, String)>,
    pub unlisted: UnlistedHandler,
}

/// How to treat an assignment to somebody who is not on the staff list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Word)]
pub(super) enum UnlistedHandler {
    /// The row is not imported.
    #[default]
    Refuse,
    /// A note keeps the name; the case is assigned to the department, if the row has one.
    Note,
}

/// The currencies of amounts.
#[derive(Debug, Clone, Default)]
pub(super) struct Currencies {
    /// The currency of amounts without a sign; by default the policy's.
    pub of_amounts: Option<Pick>,
    /// The value of one of another currency in that of the policy.
    pub rates: Vec<(String, Decimal)>,
}

/// How to treat an event dated before the receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Word)]
pub(super) enum Early {
    /// The row is not imported.
    #[default]
    Refuse,
    /// The event is moved to the receipt, with a remark on the row.
    Receipt,
}

/// A column whose value must be one of a list; case is ignored.
#[derive(Debug, Clone)]
pub(super) struct ColumnCondition {
    pub column: Column,
    pub values: Vec<String>,
}

/// The events that each status stands for.
#[derive(Debug, Clone)]
pub(super) struct StatusColumn {
    pub column: Column,
    /// Names of events by the status in lower case.
    pub values: Vec<(String, Vec<String>)>,
    /// For any other status; `None`: such rows are not imported.
    pub otherwise: Option<Vec<String>>,
}

/// An event that rows can stand for.
#[derive(Debug, Clone)]
pub(super) struct EventRule {
    pub name: String,
    pub verb: Verb,
    pub nature: Nature,
    /// `None`: at the receipt.
    pub at: Option<DatePick>,
    /// All conditions must hold.
    pub when: Vec<ColumnCondition>,
    /// Columns that must not be empty.
    pub needs: Vec<Column>,
    /// The names of the events behind which it stands at the same instant.
    pub after: Vec<String>,
    pub by: Option<Pick>,
    /// The keys that the verb records.
    pub keys: Vec<EventKey>,
}

/// A key of an event.
#[derive(Debug, Clone)]
pub(super) struct EventKey {
    pub name: &'static str,
    pub pick: Pick,
    /// The value if the row has none.
    pub absent: Option<&'static str>,
}

/// Whether a response is the answer, or an interim response that promises one.
#[derive(Debug, Clone)]
pub(super) enum Nature {
    Plain,
    Interim { promise: Option<DatePick> },
}

impl Mapping {
    /// Parses a mapping.
    ///
    /// # Errors
    /// Every problem, in file order.
    pub fn parse(text: &str) -> Result<Self, Vec<Finding>> {
        read::parse(text)
    }
}

impl StatusColumn {
    /// Whether any status names the event.
    pub(crate) fn names(&self, event: &str) -> bool {
        let lists = self
            .values
            .iter()
            .map(|(_, names)| names)
            .chain(&self.otherwise);
        lists.flatten().any(|name| name == event)
    }
}
