//! Who imports what, and the cases that it becomes.

use std::collections::HashSet;

use crate::domain::case::Case;
use crate::domain::message::Message;
use crate::domain::names::StaffId;
use crate::domain::time::Instant;

/// Who imports what, and when.
#[derive(Debug)]
pub struct Import<'a> {
    /// The ledger's name in `source:`.
    pub name: &'a str,
    pub by: &'a StaffId,
    /// The clock of the import.
    pub now: Instant,
    /// The sources that the repository has already.
    pub known: &'a HashSet<String>,
}

/// A row that becomes a case.
#[derive(Debug)]
pub struct Draft {
    pub case: Case,
    /// The line of its row.
    pub line: usize,
    /// What was set right in it.
    pub remarks: Vec<Message>,
}

/// A line of the ledger and what there is to say about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The line, from 1.
    pub line: usize,
    /// What makes the row unique, if it has it.
    pub key: String,
    /// What there is to say.
    pub reason: Message,
}

/// A text without its line breaks and repeated blanks.
pub(super) fn one_line(text: impl AsRef<str>) -> String {
    text.as_ref()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}
