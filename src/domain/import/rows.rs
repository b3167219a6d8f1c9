//! Turns one row into a case.

use crate::domain::case::event::Register;
use chrono::{Datelike, TimeDelta};

use super::Row;
use super::amounts::Amounts;
use super::bind::Binding;
use super::dates::Clocks;
use super::draft::one_line;
use super::draft::{Draft, Import};
use super::mapping::Mapping;
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

    /// The unique key of the row; empty if it has none.
    pub(crate) fn key(&self, row: &Row) -> String {
        let cells = self
            .mapping
            .key
            .iter()
            .map(|column| self.binding.cell(column, row));
        let filled: Vec<String> = cells
            .filter(|cell| !cell.is_empty())
            .map(one_line)
            .collect();
        filled.join("-")
    }

    /// The row as a case with this `source`.
    ///
    /// # Errors
    /// Why the row cannot be imported.
    pub(crate) fn case(
        &self,
        row: &Row,
        source: &str,
        id: &mut dyn FnMut(chrono::NaiveDate) -> CaseId,
    ) -> Result<Draft, Message> {
        let received = self.received(row)?;
        let (mut facts, mut remarks) = (self.facts(row, received, source)?, Vec::new());
        let mut dated = Vec::new();
        for (rule, named) in self.events_of(row)? {
            dated.extend(
                self.dated(rule, named, received, row, &mut remarks)?
                    .map(|at| (at, rule)),
            );
        }
        dated.sort_by_key(|(at, _)| *at);
        let register = Entry::new(received, self.import.by.clone(), Event::Register(Register));
        let mut entries = vec![
            register
                .recorded(Some(self.import.now))
                .source(Some(source.to_owned())),
        ];
        let mut last = received;
        for (at, rule) in dated {
            last = at.max(last + TimeDelta::milliseconds(1));
            entries.push(self.entry(rule, received, last, row, source)?);
        }
        facts.id = id(self.policy.calendar.date(received));
        let case = Case { facts, entries };
        self.judge(&case)?;
        Ok(Draft {
            case,
            line: row.line,
            remarks,
        })
    }

    fn received(&self, row: &Row) -> Result<Instant, Message> {
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
