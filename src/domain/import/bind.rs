//! A mapping's columns found in a ledger.

use std::collections::HashMap;

use super::mapping::{Column, Condition, Mapping, Parts, Pick, Piece, Unlisted, fold};
use super::{Ledger, Row};
use crate::domain::finding::{Code, Finding, nearest};

/// Where each column that the mapping names stands in the ledger.
#[derive(Debug)]
pub(super) struct Binding<'a> {
    indices: HashMap<&'a Column, usize>,
}

impl<'a> Binding<'a> {
    /// Finds every column, or says which are not there, with their places in the mapping.
    pub fn new(mapping: &'a Mapping, ledger: &Ledger) -> Result<Self, Vec<Finding>> {
        let (mut indices, mut findings) = (HashMap::new(), Vec::new());
        for (column, spot) in &mapping.columns {
            match find(column, &ledger.columns) {
                Ok(index) => drop(indices.insert(column, index)),
                Err(message) => {
                    let finding = Finding::error(Code::BadValue, *spot, message);
                    let named = ledger
                        .columns
                        .iter()
                        .map(String::as_str)
                        .filter(|name| !name.is_empty());
                    findings.push(match column {
                        Column::Name(name) => finding.did_you_mean(name, named),
                        Column::Number(_) => finding,
                    });
                }
            }
        }
        if findings.is_empty() {
            Ok(Self { indices })
        } else {
            Err(findings)
        }
    }

    /// The text of a cell; empty where the row is too short.
    pub fn cell<'r>(&self, column: &Column, row: &'r Row) -> &'r str {
        let index = self.indices.get(column).copied().unwrap_or(usize::MAX);
        row.cells.get(index).map_or("", String::as_str)
    }

    /// The text of a row; empty where it says nothing.
    pub fn parts(&self, parts: &Parts, row: &Row) -> String {
        match parts {
            Parts::Columns { columns, join } => {
                let filled = columns
                    .iter()
                    .map(|column| self.cell(column, row))
                    .filter(|cell| !cell.is_empty());
                filled.collect::<Vec<_>>().join(join)
            }
            Parts::Text(pieces) => self.text(pieces, row),
        }
    }

    fn text(&self, pieces: &[Piece], row: &Row) -> String {
        let cells = || {
            pieces.iter().filter_map(|piece| match piece {
                Piece::Cell(column) => Some(self.cell(column, row)),
                Piece::Words(_) => None,
            })
        };
        if cells().next().is_some() && cells().all(str::is_empty) {
            return String::new();
        }
        let said = pieces.iter().map(|piece| match piece {
            Piece::Cell(column) => self.cell(column, row),
            Piece::Words(words) => words,
        });
        said.collect()
    }

    /// What the row says, in the mapping's words; none where it says nothing.
    ///
    /// # Errors
    /// A value that the mapping does not list.
    pub fn pick(&self, pick: &Pick, name: &str, row: &Row) -> Result<Option<String>, String> {
        let written = self.parts(&pick.parts, row);
        let listed = pick
            .values
            .iter()
            .find(|(value, _)| *value == fold(&written))
            .map(|(_, meaning)| meaning.clone());
        let meaning = match (listed, written.is_empty(), &pick.unlisted) {
            (Some(meaning), ..) => meaning,
            (None, true, _) => return Ok(pick.default.clone().filter(|text| !text.is_empty())),
            (None, false, Unlisted::Keep) => written,
            (None, false, Unlisted::Instead(instead)) => instead.clone(),
            (None, false, Unlisted::Refuse) => {
                let known: Vec<&str> = pick
                    .values
                    .iter()
                    .map(|(value, _)| value.as_str())
                    .collect();
                return Err(format!(
                    "the mapping does not say which {name} '{written}' is{}",
                    suggestion(&written, &known)
                ));
            }
        };
        Ok(Some(meaning).filter(|text| !text.is_empty()))
    }

    /// Whether all conditions hold.
    pub fn holds(&self, conditions: &[Condition], row: &Row) -> bool {
        conditions.iter().all(|condition| {
            condition
                .values
                .contains(&fold(self.cell(&condition.column, row)))
        })
    }
}

/// `; did you mean 'phone'?`, where there is something near.
pub(super) fn suggestion(word: &str, known: &[&str]) -> String {
    nearest(word, known).map_or_else(String::new, |near| format!("; did you mean '{near}'?"))
}

fn find(column: &Column, columns: &[String]) -> Result<usize, String> {
    let name = match column {
        Column::Number(number) if *number <= columns.len() => return Ok(number - 1),
        Column::Number(number) => {
            return Err(format!(
                "the ledger has no column {number}: there are {}",
                columns.len()
            ));
        }
        Column::Name(name) => name,
    };
    let having = |same: &dyn Fn(&str) -> bool| -> Vec<usize> {
        columns
            .iter()
            .enumerate()
            .filter(|(_, known)| same(known))
            .map(|(index, _)| index)
            .collect()
    };
    let exact = having(&|known| known == name);
    let found = if exact.is_empty() {
        having(&|known| fold(known) == fold(name))
    } else {
        exact
    };
    match found.as_slice() {
        [index] => Ok(*index),
        [] => Err(format!("the ledger has no column '{name}'")),
        _ => Err(format!(
            "the ledger has several columns '{name}'; name it by its number"
        )),
    }
}
