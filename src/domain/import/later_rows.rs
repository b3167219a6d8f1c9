//! Rows of a case that came with an earlier import: their events are added to it.
//!
//! The case may have been handled here since, so an event that could be there already, in other
//! words, is not added. The facts stay as they were taken in; what a row says beyond them is
//! remarked ([`super::behind`]).

use std::collections::HashSet;
use std::sync::Arc;

use chrono::TimeDelta;

use super::Row;
use super::new_case::NewCase;
use super::rows::RowReader;
use crate::domain::case::{Case, Entry, Event, Verb};
use crate::domain::finding::Severity;
use crate::domain::message::{Message, message};
use crate::domain::names::CaseId;
use crate::domain::rules::{self, Judged};

/// Rows of a case that is here already, which it does not have yet.
#[derive(Debug)]
pub(super) struct LaterRows<'l> {
    pub case: Arc<Case>,
    pub key: String,
    /// Each with the `source` of its events.
    pub rows: Vec<(&'l Row, String)>,
    /// The sources of all rows of the case in the ledger.
    pub in_ledger: HashSet<String>,
}

/// Events that rows of a ledger add to a case.
#[derive(Debug)]
pub struct Addition {
    pub id: CaseId,
    /// The `source` of the case.
    pub source: Option<String>,
    /// The line of the first row.
    pub line: usize,
    /// The key of its rows.
    pub key: String,
    /// The lines of the rows.
    pub lines: Vec<usize>,
    /// The new events, in order of time.
    pub entries: Vec<Entry>,
    /// Corrections made to the rows.
    pub remarks: Vec<Message>,
}

/// What becomes of later rows.
#[derive(Debug, Default)]
pub(super) struct Added {
    pub addition: Option<Addition>,
    /// The number of rows that bring no event, or only events that the case has.
    pub known: usize,
    /// Lines that cannot be added, and why.
    pub refused: Vec<(usize, Message)>,
}

/// Events of one case within this time are alike if their content is: events of one instant are
/// placed some milliseconds apart.
const ONE_INSTANT: TimeDelta = TimeDelta::seconds(1);

impl RowReader<'_> {
    /// The events that the rows add to their case. A row that cannot be added leaves the others.
    pub(super) fn added(&self, later: &LaterRows) -> Added {
        let mut added = Added::default();
        let mut rows = Vec::new();
        for row in &later.rows {
            match self.new_events(later, std::slice::from_ref(row), &mut Vec::new()) {
                Ok(events) if events.is_empty() => added.known += 1,
                Ok(events) => match events.iter().find_map(|event| self.doubt(event, later)) {
                    None => rows.push(row.clone()),
                    Some(why) => added.refused.push((row.0.line, why)),
                },
                Err(refused) => added.refused.push(refused),
            }
        }
        if rows.is_empty() {
            return added;
        }
        let before = rules::judge(&later.case, self.policy, self.import.now);
        while let Some(((first, _), _)) = rows.split_first() {
            match self.addition(later, &rows, first.line, &before) {
                Ok(addition) => {
                    added.addition = Some(addition);
                    break;
                }
                Err((line, why)) => {
                    rows.retain(|(row, _)| row.line != line);
                    added.refused.push((line, why));
                }
            }
        }
        added
    }

    fn addition(
        &self,
        later: &LaterRows,
        rows: &[(&Row, String)],
        line: usize,
        before: &Judged,
    ) -> Result<Addition, (usize, Message)> {
        let line_of = |entry: &Entry| {
            let mut rows = rows.iter();
            let row = rows.find(|(_, source)| entry.source.as_ref() == Some(source));
            row.map_or(line, |(row, _)| row.line)
        };
        let mut remarks = Vec::new();
        let entries = self.new_events(later, rows, &mut remarks)?;
        for entry in &entries {
            if let Some(why) = disorder(entry, &later.case) {
                return Err((line_of(entry), why));
            }
        }
        let mut case = Case::clone(&later.case);
        case.entries.extend(entries.iter().cloned());
        let judged = rules::judge(&case, self.policy, self.import.now);
        let mut objections = judged.objections(Some(before));
        if let Some(error) = objections.find(|it| it.severity == Severity::Error) {
            let culprit = entries
                .iter()
                .find(|entry| Some(entry.digest) == error.event);
            return Err((culprit.map_or(line, line_of), error.message.clone()));
        }
        Ok(Addition {
            id: case.facts.id,
            source: case.facts.source,
            line,
            key: later.key.clone(),
            lines: rows.iter().map(|(row, _)| row.line).collect(),
            entries,
            remarks,
        })
    }

    /// The events of rows that the case does not have.
    pub(super) fn new_events(
        &self,
        later: &LaterRows,
        rows: &[(&Row, String)],
        remarks: &mut Vec<Message>,
    ) -> Result<Vec<Entry>, (usize, Message)> {
        let facts = &later.case.facts;
        let new = NewCase {
            key: later.key.clone(),
            source: facts.source.clone().unwrap_or_default(),
            rows: rows.to_vec(),
        };
        let mut entries = self.entries(&new, facts.received, remarks)?;
        entries.retain(|entry| {
            let is_there = |other: &Entry| {
                other.event == entry.event && (other.at - entry.at).abs() < ONE_INSTANT
            };
            !matches!(entry.event, Event::Register(_)) && !later.case.entries.iter().any(is_there)
        });
        Ok(entries)
    }

    /// Why an event may be in the case already, in other words.
    fn doubt(&self, entry: &Entry, later: &LaterRows) -> Option<Message> {
        let day = self.clocks().date(entry.at);
        let of_day = |other: &&Entry| {
            other.event.verb() == entry.event.verb() && self.clocks().date(other.at) == day
        };
        let (id, verb) = (&later.case.facts.id, entry.event.name());
        later.case.entries.iter().filter(of_day).find_map(|other| match &other.source {
            Some(source) if later.in_ledger.contains(source) => None,
            Some(_) => Some(message!(
                "{id} has this day's `{verb}` from a row that the ledger no longer has; if that row was changed, amend the case, else record this one in it",
                id,
                verb
            )),
            // Two remarks of one day are two remarks.
            None if matches!(other.event, Event::Note(_)) => None,
            None => Some(message!(
                "{id} has this day's `{verb}`, recorded here by {by}; if this is another one, record it in the case",
                id,
                verb,
                by = &other.by
            )),
        })
    }
}

/// Why an event would fall before what it takes up again: at one instant, verbs have their order.
fn disorder(entry: &Entry, case: &Case) -> Option<Message> {
    let verb = entry.event.verb();
    let taken_up = if verb == Some(Verb::Resume) {
        &[Verb::Pause][..]
    } else if verb == Some(Verb::Appeal) {
        &[Verb::Close, Verb::Withdraw, Verb::Invalidate]
    } else {
        return None;
    };
    let is_it = |other: &&Entry| {
        other.at == entry.at && other.event.verb().is_some_and(|it| taken_up.contains(&it))
    };
    let other = case.entries.iter().find(is_it)?;
    Some(message!(
        "its `{verb}` is of the same instant as the `{other}` of {id}, and would count before it; record it in the case",
        verb = entry.event.name(),
        other = other.event.name(),
        id = &case.facts.id
    ))
}
