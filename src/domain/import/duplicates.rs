//! Rows whose key already occurred.

use super::Row;
use super::mapping::Column;
use super::row_key::folded;

/// A row whose key already occurred; it is not imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// The line, from 1.
    pub line: usize,
    /// The key of both rows.
    pub key: String,
    /// The line of the first row with the key.
    pub first: usize,
    /// Whether leaving the row out loses data.
    pub doubled: Doubled,
}

/// How a row compares with the first row of its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubled {
    /// All cells are the same.
    Alike,
    Differing(Vec<Column>),
}

/// Compares the cells of two rows, but for what nobody sees.
pub(super) fn compare(row: &Row, before: &Row, columns: &[String]) -> Doubled {
    let differing: Vec<Column> = columns
        .iter()
        .enumerate()
        .filter(|(index, _)| {
            let (cell, other) = (row.cells.get(*index), before.cells.get(*index));
            cell != other && cell.map(|it| folded(it)) != other.map(|it| folded(it))
        })
        .map(|(index, name)| match name.as_str() {
            "" => Column::Number(index + 1),
            name => Column::Name(name.to_owned()),
        })
        .collect();
    if differing.is_empty() {
        Doubled::Alike
    } else {
        Doubled::Differing(differing)
    }
}
