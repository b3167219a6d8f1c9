//! Turns the row of a case, or its rows, into the case.

use std::collections::HashSet;

use crate::domain::case::event::Register;
use chrono::{Datelike, NaiveDate};

use super::Row;
use super::amounts::Amounts;
use super::bind::Binding;
use super::dates::Clocks;
use super::draft::{Draft, Import};
use super::known::Matter;
use super::mapping::Mapping;
use super::new_case::NewCase;
use super::order::{behind_times, kept_in_order};
use super::row_key::{RowKey, digest};
use crate::domain::case::{Case, Entry, Event};
use crate::domain::message::{Message, message, text};
use crate::domain::names::CaseId;
use crate::domain::policy::Policy;
use crate::domain::rules;
use crate::domain::time::Instant;

/// The context for reading rows.
pub(super) struct RowReader<'a> {
    pub mapping: &'a Mapping,
    pub binding: &'a Binding<'a>,
    pub policy: &'a Policy,
    pub import: &'a Import<'a>,
    pub amounts: Amounts<'a>,
}

impl RowReader<'_> {
    pub(super) fn clocks(&self) -> Clocks<'_> {
        Clocks {
            calendar: &self.policy.calendar,
            dates: &self.mapping.dates,
        }
    }

    /// The key of the row.
    pub(super) fn key(&self, row: &Row) -> RowKey {
        let cells = self.mapping.key.iter();
        RowKey::new(cells.map(|column| self.binding.cell(column, row)))
    }

    /// The digest of the cells that the mapping names.
    pub(super) fn digest(&self, row: &Row) -> String {
        let named = self.binding.named_cells(row);
        digest(
            named
                .map(|(column, cell)| (column, cell.to_owned()))
                .collect(),
        )
    }

    /// The matter of the complaint; `None` if the row cannot be imported.
    pub(super) fn matter(&self, row: &Row) -> Option<Matter> {
        let received = self.received(row).ok()?;
        self.facts(row, received, "", &mut Vec::new())
            .ok()
            .map(|facts| Matter::of(&facts))
    }

    /// The rows of a new case as that case.
    ///
    /// # Errors
    /// Why they cannot be imported, with the line concerned.
    pub(super) fn case(
        &self,
        new: &NewCase,
        id: &mut dyn FnMut(NaiveDate) -> CaseId,
    ) -> Result<Draft, (usize, Message)> {
        let whole = self.merged(new)?;
        let of_whole = |why| (whole.line, why);
        let received = self.received(&whole).map_err(of_whole)?;
        let mut remarks = Vec::new();
        let mut facts = self
            .facts(&whole, received, &new.source, &mut remarks)
            .map_err(of_whole)?;
        let entries = self.entries(new, received, &mut remarks)?;
        facts.id = id(self.policy.calendar.date(received));
        let case = Case { facts, entries };
        self.judge(&case).map_err(of_whole)?;
        Ok(Draft {
            case,
            line: whole.line,
            rows: new.rows.len(),
            remarks,
        })
    }

    /// The rows as one: of each column the first filled cell, in order of their dates.
    fn merged(&self, new: &NewCase) -> Result<Row, (usize, Message)> {
        let [(first, _), further @ ..] = new.rows.as_slice() else {
            return Err((0, text!("it has no row")));
        };
        if further.is_empty() {
            return Ok((*first).clone());
        }
        let mut dated = Vec::new();
        for (row, _) in &new.rows {
            dated.push((self.received(row).map_err(|why| (row.line, why))?, *row));
        }
        dated.sort_by_key(|(at, _)| *at);
        let filled = |index: usize| {
            let mut cells = dated.iter().filter_map(|(_, row)| row.cells.get(index));
            cells.find(|cell| !cell.is_empty()).cloned()
        };
        let cells = (0..first.cells.len()).map(|index| filled(index).unwrap_or_default());
        Ok(Row {
            cells: cells.collect(),
            ..(*first).clone()
        })
    }

    /// The events of all rows, in order of time.
    pub(super) fn entries(
        &self,
        new: &NewCase,
        received: Instant,
        remarks: &mut Vec<Message>,
    ) -> Result<Vec<Entry>, (usize, Message)> {
        let (mut dated, mut moments) = (Vec::new(), Vec::new());
        for (row, source) in &new.rows {
            let of_row = |why| (row.line, why);
            for (rule, named) in self.events_of(row).map_err(of_row)? {
                let moment = self.dated(rule, named, received, row, remarks);
                if let Some(moment) = moment.map_err(of_row)? {
                    let entries = self.entries_of(rule, received, moment.at, row, source);
                    for entry in entries.map_err(of_row)? {
                        dated.push(entry);
                        moments.push(moment);
                    }
                }
            }
        }
        let clocks = self.clocks();
        behind_times(&mut moments, |at| clocks.date(at));
        let moved = dated.into_iter().zip(&moments);
        let mut entries = vec![self.register(received, &new.source)];
        entries.extend(moved.map(|(entry, moment)| entry.moved_to(moment.at)));
        entries.sort_by_key(|entry| entry.at);
        once_each(&mut entries);
        Ok(kept_in_order(entries, received, &self.policy.calendar))
    }

    fn register(&self, received: Instant, source: &str) -> Entry {
        Entry::new(received, self.import.by.clone(), Event::Register(Register))
            .recorded(Some(self.import.now))
            .source(Some(source.to_owned()))
    }

    pub(super) fn received(&self, row: &Row) -> Result<Instant, Message> {
        let clocks = self.clocks();
        let value = clocks
            .pick(&self.mapping.received, None, self.binding, row)
            .map_err(|why| message!("received: {why}", why))?;
        let value = value.ok_or(text!("it has no date of receipt"))?;
        let received = clocks.begin(value);
        match self.policy.calendar.date(received).year() {
            1..=9999 if received <= self.import.now => Ok(received),
            1..=9999 => Err(message!(
                "it was received in the future, on {date}",
                date = clocks.date(received)
            )),
            year => Err(message!("it was received in the year {year}", year)),
        }
    }

    /// Checks the case against the rules for all cases.
    fn judge(&self, case: &Case) -> Result<(), Message> {
        let judged = rules::judge(case, self.policy, self.import.now);
        let Some(error) = judged.errors().next() else {
            return Ok(());
        };
        let why = &error.message;
        Err(match &error.hint {
            Some(hint) => message!("{why}; {hint}", why, hint),
            None => why.clone(),
        })
    }
}

/// Leaves out events that an earlier row has with the same content at the same instant.
fn once_each(entries: &mut Vec<Entry>) {
    let mut seen = HashSet::new();
    entries.retain(|entry| seen.insert(entry.clone().source(None).digest));
}
