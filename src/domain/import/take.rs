//! Turns a whole ledger into cases.

use crate::domain::case::event::Register;
use std::collections::HashMap;

use chrono::NaiveDate;

use super::amounts::{self, Amounts};
use super::bind::Binding;
use super::draft::{Draft, Import, Remark};
use super::mapping::{Column, Repeats};
use super::rows::RowReader;
use super::{Guess, Ledger, Mapping, Row};
use crate::domain::case::{Case, Entry, Event, Facts};
use crate::domain::finding::{Code, Finding};
use crate::domain::message::{Message, message, text};
use crate::domain::names::CaseId;
use crate::domain::policy::Policy;
use crate::domain::rules;

/// The result of importing a ledger; every row below the header is counted once.
#[derive(Debug, Default)]
pub struct Intake {
    /// The cases, in order of the rows.
    pub drafts: Vec<Draft>,
    /// Rows that cannot be imported, and why.
    pub refused: Vec<Remark>,
    /// Rows whose key already occurred in the file.
    pub duplicates: Vec<Duplicate>,
    /// The number of rows already in the repository.
    pub known: usize,
    /// The number of rows that the mapping skips.
    pub skipped: usize,
    /// What the rows told about how they are written.
    pub guesses: Vec<Guess>,
}

/// Why nothing is imported.
#[derive(Debug, Clone, PartialEq)]
pub enum TakeError {
    /// The importer lacks the permission.
    Refused(Vec<Finding>),
    /// The mapping names columns that the ledger does not have; places refer to the mapping.
    Mapping(Vec<Finding>),
}

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

/// Compares a row with the first row of its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubled {
    /// All cells are the same.
    Alike,
    Differing(Vec<Column>),
}

/// Imports every row that it can, as one case each, and lists the others. `id` makes a new id from
/// a date of receipt.
///
/// # Errors
/// The importer lacks the permission, or the mapping names columns that the ledger does not have.
pub fn take_in(
    mapping: &Mapping,
    ledger: &Ledger,
    policy: &Policy,
    import: &Import,
    mut id: impl FnMut(NaiveDate) -> CaseId,
) -> Result<Intake, TakeError> {
    check_permission(policy, import).map_err(TakeError::Refused)?;
    let binding = Binding::new(mapping, &ledger.columns).map_err(TakeError::Mapping)?;
    let mark = amounts::decimal_mark(mapping, &binding, ledger);
    let reader = RowReader {
        mapping,
        binding: &binding,
        policy,
        import,
        amounts: Amounts {
            mark,
            currency: &policy.organisation.currency,
        },
    };
    let guesses = amounts::guess(mapping, mark).into_iter().collect();
    let intake = Intake {
        guesses,
        ..Intake::default()
    };
    let (mut intake, mut first) = (intake, HashMap::<String, (&Row, usize)>::new());
    for row in &ledger.rows {
        if row.flaw.is_none() && !mapping.skip.is_empty() && binding.holds(&mapping.skip, row) {
            intake.skipped += 1;
            continue;
        }
        let mut key = reader.key(row);
        if let Err(reason) = check_row(row, &key, ledger) {
            intake.refused.push(Remark {
                line: row.line,
                key,
                reason,
            });
            continue;
        }
        let (before, times) = first
            .entry(key.clone())
            .and_modify(|(_, times)| *times += 1)
            .or_insert((row, 1));
        match (*times, mapping.repeats) {
            (1, _) => {}
            (nth, Repeats::Take) => key = format!("{key}~{nth}"),
            (_, Repeats::List) => {
                let doubled = compare(row, before, &ledger.columns);
                intake.duplicates.push(Duplicate {
                    line: row.line,
                    key,
                    first: before.line,
                    doubled,
                });
                continue;
            }
        }
        let source = format!("{}#{key}", import.name);
        if import.known.contains(&source) {
            intake.known += 1;
            continue;
        }
        match reader.case(row, &source, &mut id) {
            Ok(draft) => intake.drafts.push(draft),
            Err(reason) => intake.refused.push(Remark {
                line: row.line,
                key,
                reason,
            }),
        }
    }
    Ok(intake)
}

/// Checks the importer's permission, independently of the rows.
fn check_permission(policy: &Policy, import: &Import) -> Result<(), Vec<Finding>> {
    let facts = Facts::blank(CaseId::new(policy.calendar.date(import.now), 0), import.now);
    let register = Entry::new(import.now, import.by.clone(), Event::Register(Register));
    let case = Case {
        facts,
        entries: vec![register.source(Some(import.name.to_owned()))],
    };
    let judged = rules::judge(&case, policy, import.now);
    let about_people = |finding: &&Finding| {
        matches!(
            finding.code,
            Code::Permission | Code::UnknownStaff | Code::StaffEnded
        ) && finding.event.is_some()
    };
    let refused: Vec<Finding> = judged.errors().filter(about_people).cloned().collect();
    if refused.is_empty() {
        Ok(())
    } else {
        Err(refused)
    }
}

fn check_row(row: &Row, key: &str, ledger: &Ledger) -> Result<(), Message> {
    if let Some(flaw) = row.flaw {
        return Err(flaw.message());
    }
    let (width, cells) = (ledger.columns.len(), row.cells.len());
    let surplus = row.cells.iter().skip(width).any(|cell| !cell.is_empty());
    if cells < width || surplus {
        return Err(message!(
            "it has {cells} cells but the header has {width}: check quotes and delimiters",
            cells,
            width
        ));
    }
    if key.is_empty() {
        Err(text!(
            "it has no key: the column that makes rows unique is empty"
        ))
    } else {
        Ok(())
    }
}

fn compare(row: &Row, before: &Row, columns: &[String]) -> Doubled {
    let differing: Vec<Column> = columns
        .iter()
        .enumerate()
        .filter(|(index, _)| row.cells.get(*index) != before.cells.get(*index))
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

#[cfg(test)]
mod tests;
