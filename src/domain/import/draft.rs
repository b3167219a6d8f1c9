//! An import and its draft cases.

use super::known::KnownRow;
use crate::domain::case::Case;
use crate::domain::message::Message;
use crate::domain::names::StaffId;
use crate::domain::time::Instant;

/// An import: who, what and when.
#[derive(Debug)]
pub struct Import<'a> {
    /// The ledger's name in `source:`.
    pub name: &'a str,
    pub by: &'a StaffId,
    /// The time of the import.
    pub now: Instant,
    /// The rows of any ledger that are already in the repository.
    pub known: &'a [KnownRow],
}

/// A row that becomes a case.
#[derive(Debug)]
pub struct Draft {
    pub case: Case,
    /// The line of the row, of several of the first.
    pub line: usize,
    /// The number of rows.
    pub rows: usize,
    /// Corrections made to the rows.
    pub remarks: Vec<Message>,
}

/// A remark about a line of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The line, from 1.
    pub line: usize,
    /// The unique key of the row; empty if it has none.
    pub key: String,
    /// The text of the remark.
    pub reason: Message,
}

/// Joins the lines of a text and collapses repeated blanks.
pub(super) fn one_line(text: impl AsRef<str>) -> String {
    text.as_ref()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}
