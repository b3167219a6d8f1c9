//! Binds a mapping's columns to those of a ledger.

use std::collections::{BTreeSet, HashMap};

use super::Row;
use super::mapping::{
    Column, ColumnCondition, Mapping, Pick, TextPiece, TextSource, Unlisted, fold,
};
use crate::domain::finding::{Code, Finding, Spot, nearest};
use crate::domain::message::{Message, any_of, message};

/// The index in the ledger of each column that the mapping names.
#[derive(Debug)]
pub(super) struct Binding<'a> {
    indices: HashMap<&'a Column, usize>,
    /// The names of the ledger's columns.
    names: &'a [String],
}

impl<'a> Binding<'a> {
    /// Finds every column, or reports the missing ones with their places in the mapping.
    pub(crate) fn new(mapping: &'a Mapping, columns: &'a [String]) -> Result<Self, Vec<Finding>> {
        let (mut indices, mut findings) = (HashMap::new(), Vec::new());
        for (column, spot) in &mapping.columns {
            match find(column, columns) {
                Ok(index) => drop(indices.insert(column, index)),
                Err(missing) => findings.push(missing.finding(*spot, columns)),
            }
        }
        if findings.is_empty() {
            Ok(Self {
                indices,
                names: columns,
            })
        } else {
            Err(findings)
        }
    }

    /// The text of a cell; empty if the row is too short.
    pub(crate) fn cell<'r>(&self, column: &Column, row: &'r Row) -> &'r str {
        let index = self.indices.get(column).copied().unwrap_or(usize::MAX);
        row.cells.get(index).map_or("", String::as_str)
    }

    /// The cells of all columns that the mapping names, each once, by the ledger's column.
    pub(super) fn named_cells<'r>(&self, row: &'r Row) -> impl Iterator<Item = (String, &'r str)> {
        let indices: BTreeSet<usize> = self.indices.values().copied().collect();
        let name = |index: usize| match self.names.get(index).map(String::as_str) {
            None | Some("") => (index + 1).to_string(),
            Some(name) => name.to_owned(),
        };
        let cell = |index: usize| row.cells.get(index).map_or("", String::as_str);
        let cells: Vec<_> = indices
            .into_iter()
            .map(|index| (name(index), cell(index)))
            .collect();
        cells.into_iter()
    }

    /// The text that `parts` takes from a row; empty if all its columns are empty.
    pub(crate) fn parts(&self, parts: &TextSource, row: &Row) -> String {
        match parts {
            TextSource::Columns { columns, join } => {
                let filled = columns
                    .iter()
                    .map(|column| self.cell(column, row))
                    .filter(|cell| !cell.is_empty());
                filled.collect::<Vec<_>>().join(join)
            }
            TextSource::Text(pieces) => self.text(pieces, row),
        }
    }

    fn text(&self, pieces: &[TextPiece], row: &Row) -> String {
        let cells = || {
            pieces.iter().filter_map(|piece| match piece {
                TextPiece::Cell(column) => Some(self.cell(column, row)),
                TextPiece::Words(_) => None,
            })
        };
        if cells().next().is_some() && cells().all(str::is_empty) {
            return String::new();
        }
        let texts = pieces.iter().map(|piece| match piece {
            TextPiece::Cell(column) => self.cell(column, row),
            TextPiece::Words(words) => words,
        });
        texts.collect()
    }

    /// The value of a row in the mapping's words; `None` if it is empty.
    ///
    /// # Errors
    /// The mapping does not list the value.
    pub(crate) fn pick(
        &self,
        pick: &Pick,
        name: Message,
        row: &Row,
    ) -> Result<Option<String>, Message> {
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
                let problem = message!(
                    "the mapping does not list the {name} '{written}'",
                    name,
                    written
                );
                let known = pick.values.iter().map(|(value, _)| value.as_str());
                return Err(suggesting(problem, &written, known));
            }
        };
        Ok(Some(meaning).filter(|text| !text.is_empty()))
    }

    /// Whether the mapping leaves the row out.
    pub(crate) fn is_skipped(&self, mapping: &Mapping, row: &Row) -> bool {
        let Mapping { only, skip, .. } = mapping;
        !self.holds(only, row) || (!skip.is_empty() && self.holds(skip, row))
    }

    /// Whether the row satisfies all conditions.
    pub(crate) fn holds(&self, conditions: &[ColumnCondition], row: &Row) -> bool {
        conditions.iter().all(|condition| {
            condition
                .values
                .contains(&fold(self.cell(&condition.column, row)))
        })
    }
}

/// Appends the nearest of `known` to a problem with a value, if one is near.
pub(super) fn suggesting<'k>(
    problem: Message,
    value: &str,
    known: impl Iterator<Item = &'k str>,
) -> Message {
    match nearest(value, &known.collect::<Vec<_>>()) {
        Some(near) => message!("{problem}; did you mean '{near}'?", problem, near),
        None => problem,
    }
}

/// Why a column is not found.
enum Missing<'a> {
    Number(usize),
    Name(&'a str),
    /// Columns with these numbers have the name.
    Several(&'a str, Vec<usize>),
}

impl Missing<'_> {
    fn finding(&self, spot: Spot, columns: &[String]) -> Finding {
        let error = |message| Finding::error(Code::BadValue, spot, message);
        match self {
            Self::Number(number) => error(message!(
                "the ledger has no column {number}: there are {count}",
                number,
                count = columns.len()
            )),
            Self::Name(name) => {
                let named = columns
                    .iter()
                    .map(String::as_str)
                    .filter(|name| !name.is_empty());
                error(message!("the ledger has no column '{name}'", name)).did_you_mean(name, named)
            }
            Self::Several(name, numbers) => {
                error(message!("the ledger has several columns '{name}'", name)).hint(message!(
                    "name it by its number: {numbers}",
                    numbers = any_of(numbers)
                ))
            }
        }
    }
}

fn find<'c>(column: &'c Column, columns: &[String]) -> Result<usize, Missing<'c>> {
    let name = match column {
        Column::Number(number) if *number <= columns.len() => return Ok(number - 1),
        Column::Number(number) => return Err(Missing::Number(*number)),
        Column::Name(name) => name,
    };
    let exact = places(columns, |known| known == name);
    let found = if exact.is_empty() {
        places(columns, |known| fold(known) == fold(name))
    } else {
        exact
    };
    match found.as_slice() {
        [index] => Ok(*index),
        [] => Err(Missing::Name(name)),
        several @ [_, _, ..] => Err(Missing::Several(
            name,
            several.iter().map(|index| index + 1).collect(),
        )),
    }
}

/// The indices of the columns whose names fit.
fn places(columns: &[String], fits: impl Fn(&str) -> bool) -> Vec<usize> {
    columns
        .iter()
        .enumerate()
        .filter(|(_, name)| fits(name))
        .map(|(index, _)| index)
        .collect()
}
