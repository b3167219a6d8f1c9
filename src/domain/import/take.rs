//! Turns a whole ledger into cases.

use crate::domain::case::event::Register;

use chrono::NaiveDate;

use super::amounts::{self, Amounts};
use super::behind::Behind;
use super::bind::Binding;
use super::draft::{Draft, Import, Remark};
use super::duplicates::Duplicate;
use super::known::Found;
use super::later_rows::Addition;
use super::mapping::Repeats;
use super::new_case::{KeyedRow, NewCase};
use super::repeats::{joined, listed, taken};
use super::row_key::RowKey;
use super::rows::RowReader;
use super::{Guess, Ledger, Lines, Mapping, Row};
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
    /// Events for cases that came with an earlier import.
    pub additions: Vec<Addition>,
    /// Rows that cannot be imported, and why.
    pub refused: Vec<Remark>,
    /// Rows whose key already occurred in the file.
    pub duplicates: Vec<Duplicate>,
    /// The number of rows already in the repository.
    pub known: usize,
    /// What rows say by now of cases that are here, and the cases don't.
    pub behind: Vec<Behind>,
    /// The number of rows that the mapping skips.
    pub skipped: usize,
    /// The number of rows of the ledger.
    pub rows: usize,
    /// The lines of its file.
    pub lines: Lines,
    /// What was found out about the file, and then about how its rows are written.
    pub guesses: Vec<Guess>,
}

impl Intake {
    /// The number of rows that became cases, or events of cases that were here.
    pub fn imported_rows(&self) -> usize {
        let of_cases = self.drafts.iter().map(|draft| draft.rows);
        of_cases
            .chain(self.additions.iter().map(|it| it.lines.len()))
            .sum()
    }

    /// The number of events added to cases that were here.
    pub fn added_events(&self) -> usize {
        self.additions.iter().map(|it| it.entries.len()).sum()
    }

    fn is_accounted_for(&self) -> bool {
        let others = self.refused.len() + self.duplicates.len() + self.known + self.skipped;
        self.imported_rows() + others == self.rows
    }
}

/// Why nothing is imported.
#[derive(Debug, Clone, PartialEq)]
pub enum TakeError {
    /// The importer lacks the permission.
    Refused(Vec<Finding>),
    /// The mapping names columns that the ledger does not have; places refer to the mapping.
    Mapping(Vec<Finding>),
    /// The lines or rows of the ledger do not add up.
    Unaccounted,
}

/// Imports every row that it can, and lists the others. `id` makes a new id from a date of receipt.
///
/// # Errors
/// The importer lacks the permission, the mapping names columns that the ledger does not have, or a
/// row would be lost without a word.
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
            rates: &mapping.currencies.rates,
        },
    };
    let mut intake = Intake {
        rows: ledger.rows.len(),
        lines: ledger.lines,
        guesses: [
            ledger.guesses.clone(),
            amounts::guess(mapping, mark).into_iter().collect(),
        ]
        .concat(),
        ..Intake::default()
    };
    let rows = intake.keyed(ledger, &reader);
    let mut found = Found::new(import.known, import.name);
    let sorted = match mapping.repeats {
        Repeats::List => listed(&rows, ledger, &reader, &mut found),
        Repeats::Take => taken(&rows, &reader, &mut found),
        Repeats::Join => joined(&rows, ledger, &reader, &mut found),
    };
    intake.known = sorted.known.len();
    intake.behind = reader.behind(&sorted);
    intake.duplicates = sorted.duplicates;
    for (row, key, reason) in sorted.refused {
        intake.refuse(row.line, key, reason);
    }
    for later in &sorted.later {
        let added = reader.added(later);
        intake.additions.extend(added.addition);
        intake.known += added.known;
        for (line, reason) in added.refused {
            intake.refuse(line, later.key.clone(), reason);
        }
    }
    for new in &sorted.new {
        match reader.case(new, &mut id) {
            Ok(draft) => intake.drafts.push(draft),
            Err((line, reason)) => intake.refuse_case(new, line, &reason),
        }
    }
    intake.refused.sort_by_key(|remark| remark.line);
    if intake.is_accounted_for() && ledger.is_accounted_for() {
        Ok(intake)
    } else {
        Err(TakeError::Unaccounted)
    }
}

impl Intake {
    /// The rows that the mapping does not skip, with their keys. Rows without one are refused.
    fn keyed<'l>(&mut self, ledger: &'l Ledger, reader: &RowReader) -> Vec<KeyedRow<'l>> {
        let mut keyed = Vec::with_capacity(ledger.rows.len());
        for row in &ledger.rows {
            if row.flaw.is_none() && reader.binding.is_skipped(reader.mapping, row) {
                self.skipped += 1;
                continue;
            }
            let key = reader.key(row);
            match check_row(row, &key, ledger) {
                Ok(()) => keyed.push(KeyedRow::new(row, key)),
                Err(reason) => self.refuse(row.line, key.written(), reason),
            }
        }
        keyed
    }

    /// Leaves events out, because their case cannot be extended.
    pub(crate) fn withhold(&mut self, addition: &Addition, reason: &Message) {
        for line in &addition.lines {
            self.refuse(*line, addition.key.clone(), reason.clone());
        }
        self.refused.sort_by_key(|remark| remark.line);
    }

    fn refuse(&mut self, line: usize, key: String, reason: Message) {
        self.refused.push(Remark { line, key, reason });
    }

    /// Refuses all rows of a case because of one of them.
    fn refuse_case(&mut self, new: &NewCase, culprit: usize, reason: &Message) {
        for (row, _) in &new.rows {
            let reason = if row.line == culprit {
                reason.clone()
            } else {
                message!(
                    "line {culprit}, of the same case, cannot be imported",
                    culprit
                )
            };
            self.refuse(row.line, new.key.clone(), reason);
        }
    }
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

fn check_row(row: &Row, key: &RowKey, ledger: &Ledger) -> Result<(), Message> {
    if let Some(flaw) = row.flaw {
        return Err(flaw.message());
    }
    let (width, cells) = (ledger.columns.len(), row.cells.len());
    // A delimiter at the end of the header alone makes a column without a name.
    let is_unnamed = |from: usize| ledger.columns.iter().skip(from).all(String::is_empty);
    let lacks = cells < width && (!is_unnamed(cells) || is_unnamed(0));
    let surplus = row.cells.iter().skip(width).any(|cell| !cell.is_empty());
    if lacks || surplus {
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

#[cfg(test)]
mod tests;
