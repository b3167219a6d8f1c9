//! The rows of a case to be imported.

use super::Row;
use super::row_key::{RowKey, folded, source};

/// A row with its key.
#[derive(Debug)]
pub(super) struct KeyedRow<'l> {
    pub row: &'l Row,
    pub key: RowKey,
    /// The key for comparison.
    pub folded: String,
}

impl<'l> KeyedRow<'l> {
    pub(super) fn new(row: &'l Row, key: RowKey) -> Self {
        let folded = folded(&key.written());
        Self { row, key, folded }
    }
}

/// The rows of a new case.
#[derive(Debug)]
pub(super) struct NewCase<'l> {
    pub key: String,
    pub source: String,
    /// Each row with the `source` of its events.
    pub rows: Vec<(&'l Row, String)>,
}

impl<'l> NewCase<'l> {
    pub(super) fn of_row(row: &KeyedRow<'l>, ledger: &str, name: &str) -> Self {
        let source = source(ledger, name);
        Self {
            key: row.key.written(),
            source: source.clone(),
            rows: vec![(row.row, source)],
        }
    }
}
