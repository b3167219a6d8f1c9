//! Rows that share a key: repetitions, complaints of their own, or events of one case.

use std::collections::HashMap;
use std::sync::Arc;

use super::duplicates::{Duplicate, compare};
use super::known::{Again, Found};
use super::later_rows::LaterRows;
use super::new_case::{KeyedRow, NewCase};
use super::row_key::{folded, source};
use super::rows::RowReader;
use super::{Ledger, Row};
use crate::domain::message::Message;

/// The rows that are to become cases, and what becomes of the others.
#[derive(Debug, Default)]
pub(super) struct Sorted<'l, 'k> {
    pub new: Vec<NewCase<'l>>,
    pub duplicates: Vec<Duplicate>,
    /// Rows that are here already.
    pub known: Vec<KnownAgain<'l, 'k>>,
    /// Later rows of cases that came with an earlier import.
    pub later: Vec<LaterRows<'l>>,
    /// Rows whose case cannot be told.
    pub refused: Vec<(&'l Row, String, Message)>,
}

/// A row that is here already.
#[derive(Debug)]
pub(super) struct KnownAgain<'l, 'k> {
    pub row: &'l Row,
    pub key: String,
    pub again: Again<'k>,
}

impl<'l, 'k> KnownAgain<'l, 'k> {
    fn new(row: &KeyedRow<'l>, again: Again<'k>) -> Self {
        Self {
            row: row.row,
            key: row.key.written(),
            again,
        }
    }

    /// The row as if it made a case of its own.
    pub(super) fn as_case(&self, ledger: &str) -> NewCase<'l> {
        let source = source(ledger, &self.key);
        NewCase {
            key: self.key.clone(),
            source: source.clone(),
            rows: vec![(self.row, source)],
        }
    }
}

/// The first row of each key is a case; the others repeat it.
pub(super) fn listed<'l, 'k>(
    rows: &[KeyedRow<'l>],
    ledger: &Ledger,
    reader: &RowReader,
    found: &mut Found<'k>,
) -> Sorted<'l, 'k> {
    let mut sorted = Sorted::default();
    let mut first: HashMap<&str, &KeyedRow> = HashMap::new();
    let mut unique = Vec::new();
    for row in rows {
        let before = *first.entry(&row.folded).or_insert(row);
        if std::ptr::eq(before, row) {
            unique.push(row);
        } else {
            sorted.duplicates.push(duplicate(row, before, ledger));
        }
    }
    let known = known_by_key(&unique, reader, found);
    for (row, known) in unique.into_iter().zip(known) {
        if let Some(again) = known {
            sorted.known.push(KnownAgain::new(row, again));
        } else {
            let case = NewCase::of_row(row, reader.import.name, &row.key.written());
            sorted.new.push(case);
        }
    }
    sorted
}

/// Finds rows again by their keys. Earlier versions wrote different keys alike: of such rows the
/// one with the same matter is found, else the first.
fn known_by_key<'k>(
    rows: &[&KeyedRow],
    reader: &RowReader,
    found: &mut Found<'k>,
) -> Vec<Option<Again<'k>>> {
    let mut known: Vec<Option<Again>> = rows
        .iter()
        .map(|row| {
            let same = found.find(&row.folded, |name, _| name.whole == row.folded);
            same.or_else(|| found.find(&row.folded, |name, _| name.has_any_content(&row.folded)))
        })
        .collect();
    for alike in [Alike::InMatter, Alike::InKey] {
        for (row, known) in rows.iter().zip(&mut known).filter(|(_, it)| it.is_none()) {
            let former = folded(&row.key.formerly_written());
            if former != row.folded {
                *known = reader.finds(row, &former, alike, found);
            }
        }
    }
    known
}

/// What a row has to have in common with a known one to be found again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Alike {
    InMatter,
    InKey,
}

impl RowReader<'_> {
    /// Finds a row again whose source is the key alone, as this key or as earlier versions wrote it.
    fn finds<'k>(
        &self,
        row: &KeyedRow,
        key: &str,
        alike: Alike,
        found: &mut Found<'k>,
    ) -> Option<Again<'k>> {
        if !found.has_free(key) {
            return None;
        }
        let ours = match alike {
            Alike::InMatter => self.matter(row.row),
            Alike::InKey => None,
        };
        found.find(key, |name, theirs| {
            name.whole == key
                && (alike == Alike::InKey || (ours.is_some() && ours.as_ref() == theirs))
        })
    }

    /// Finds a row again whose content has changed, or of which an earlier version wrote the key
    /// alone: by its matter or, where a file cannot be parsed, by its key.
    fn finds_changed<'k>(
        &self,
        row: &KeyedRow,
        alike: Alike,
        found: &mut Found<'k>,
    ) -> Option<Again<'k>> {
        let former = folded(&row.key.formerly_written());
        let keys = [&row.folded, &former];
        if !keys.iter().any(|key| found.has_free(key)) {
            return None;
        }
        let ours = match alike {
            Alike::InMatter => self.matter(row.row),
            Alike::InKey => None,
        };
        if ours.is_some() != (alike == Alike::InMatter) {
            return None;
        }
        keys.into_iter().find_map(|key| {
            found.find(key, |name, theirs| {
                name.is_of(key) && ours.as_ref() == theirs
            })
        })
    }
}

/// Each row is a case. Rows of one key are told apart by their content: equal ones are counted, and
/// rows that have only progressed are found again by their matter.
pub(super) fn taken<'l, 'k>(
    rows: &[KeyedRow<'l>],
    reader: &RowReader,
    found: &mut Found<'k>,
) -> Sorted<'l, 'k> {
    let rows: Vec<_> = rows
        .iter()
        .map(|keyed| (keyed, reader.digest(keyed.row)))
        .collect();
    let mut known: Vec<Option<Again>> = rows
        .iter()
        .map(|(row, digest)| {
            found.find(&row.folded, |name, _| name.has_content(&row.folded, digest))
        })
        .collect();
    for alike in [Alike::InMatter, Alike::InKey] {
        for ((row, _), known) in rows.iter().zip(&mut known).filter(|(_, it)| it.is_none()) {
            *known = reader.finds_changed(row, alike, found);
        }
    }
    let mut sorted = Sorted::default();
    for ((row, digest), known) in rows.into_iter().zip(known) {
        if let Some(again) = known {
            sorted.known.push(KnownAgain::new(row, again));
        } else {
            let name = found.unused(names(&row.key.written(), &digest));
            let case = NewCase::of_row(row, reader.import.name, &name.unwrap_or_default());
            sorted.new.push(case);
        }
    }
    sorted
}

/// `17~3f2a91c0`, `17~3f2a91c0~2`, …
fn names(key: &str, digest: &str) -> impl Iterator<Item = String> {
    let first = format!("{key}~{digest}");
    let further = (2..).map({
        let first = first.clone();
        move |place: usize| format!("{first}~{place}")
    });
    std::iter::once(first).chain(further)
}

/// All rows of a key are one case, each with its events.
pub(super) fn joined<'l, 'k>(
    rows: &[KeyedRow<'l>],
    ledger: &Ledger,
    reader: &RowReader,
    found: &mut Found<'k>,
) -> Sorted<'l, 'k> {
    let mut sorted = Sorted::default();
    for case in grouped(rows, ledger, reader, &mut sorted.duplicates) {
        if found.is_known(&folded(&case.key)) {
            add_to_known(case, reader, found, &mut sorted);
        } else {
            sorted.new.push(case);
        }
    }
    sorted
}

/// The rows of each key, in order of the first. Rows with the same content are duplicates.
fn grouped<'l>(
    rows: &[KeyedRow<'l>],
    ledger: &Ledger,
    reader: &RowReader,
    duplicates: &mut Vec<Duplicate>,
) -> Vec<NewCase<'l>> {
    let mut cases: Vec<NewCase> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut first: HashMap<(&str, String), &KeyedRow> = HashMap::new();
    for row in rows {
        let digest = reader.digest(row.row);
        let before = *first.entry((&row.folded, digest.clone())).or_insert(row);
        if !std::ptr::eq(before, row) {
            duplicates.push(duplicate(row, before, ledger));
            continue;
        }
        let place = *places.entry(&row.folded).or_insert(cases.len());
        if place == cases.len() {
            let mut case = NewCase::of_row(row, reader.import.name, &row.key.written());
            case.rows.clear();
            cases.push(case);
        }
        let name = format!("{}~{digest}", row.key.written());
        cases[place]
            .rows
            .push((row.row, source(reader.import.name, &name)));
    }
    cases
}

/// Sorts the rows of a case that was imported before: those that came with it are known.
fn add_to_known<'l, 'k>(
    case: NewCase<'l>,
    reader: &RowReader,
    found: &mut Found<'k>,
    sorted: &mut Sorted<'l, 'k>,
) {
    let key = folded(&case.key);
    let in_ledger = case.rows.iter().map(|(_, source)| source.clone()).collect();
    let mut rows = Vec::new();
    for (row, source) in case.rows {
        let digest = reader.digest(row);
        match found.find(&key, |name, _| name.has_content(&key, &digest)) {
            Some(again) => sorted.known.push(KnownAgain {
                row,
                key: case.key.clone(),
                again,
            }),
            None => rows.push((row, source)),
        }
    }
    match found.case(&key) {
        Ok(known) => sorted.later.push(LaterRows {
            case: Arc::clone(known),
            key: case.key,
            rows,
            in_ledger,
        }),
        Err(why) => {
            let refused = rows.into_iter();
            let refused = refused.map(|(row, _)| (row, case.key.clone(), why.clone()));
            sorted.refused.extend(refused);
        }
    }
}

fn duplicate(row: &KeyedRow, before: &KeyedRow, ledger: &Ledger) -> Duplicate {
    Duplicate {
        line: row.row.line,
        key: row.key.written(),
        first: before.row.line,
        doubled: compare(row.row, before.row, &ledger.columns),
    }
}

#[cfg(test)]
mod tests;
