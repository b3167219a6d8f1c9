//! Rows of cases that are here already and lack what the rows say by now: a column that was empty
//! at the import has been filled since. The cases are maintained here, so it is said, not taken.

use super::Row;
use super::later_rows::LaterRows;
use super::repeats::{KnownAgain, Sorted};
use super::rows::RowReader;
use crate::domain::case::{Case, Event, FactField, Facts};
use crate::domain::names::CaseId;
use crate::domain::word::Word;

/// A row that says more than its case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behind {
    /// The line, from 1.
    pub line: usize,
    /// The key of the row.
    pub key: String,
    pub id: CaseId,
    /// The facts and verbs that the case lacks.
    pub lacks: Vec<&'static str>,
}

impl RowReader<'_> {
    /// The rows that say more than their cases. What later rows of a case bring as events is added
    /// to it or listed anyway.
    pub(super) fn behind(&self, sorted: &Sorted) -> Vec<Behind> {
        let known = sorted.known.iter().filter_map(|known| {
            let case = known.again.0?;
            let mut lacks = self.lacking_facts(known.row, case);
            lacks.extend(self.lacking_verbs(known, case));
            behind(known.row, &known.key, case, lacks)
        });
        let of_later = |later: &LaterRows| -> Vec<Behind> {
            let rows = later.rows.iter().filter_map(|(row, _)| {
                let lacks = self.lacking_facts(row, &later.case);
                behind(row, &later.key, &later.case, lacks)
            });
            rows.collect()
        };
        let mut all: Vec<Behind> = known.collect();
        all.extend(sorted.later.iter().flat_map(of_later));
        all.sort_by_key(|behind| behind.line);
        all
    }

    /// The facts of a row that its case was taken in without, and that nobody amended since.
    fn lacking_facts(&self, row: &Row, case: &Case) -> Vec<&'static str> {
        let received = self.received(row).unwrap_or(case.facts.received);
        let is_amended = |field: FactField| {
            let mut entries = case.entries.iter();
            entries.any(
                |entry| matches!(&entry.event, Event::Amend(amended) if amended.field == field.name()),
            )
        };
        let is_filled = |field: FactField| {
            let mut facts = Facts::blank(case.facts.id.clone(), received);
            let pick = self.mapping.facts.iter().find(|(it, _)| *it == field);
            pick.is_some_and(|(_, pick)| {
                let read = self.read_fact(field, pick, row, &mut facts, &mut Vec::new());
                read.is_ok() && facts.get(field).is_some()
            })
        };
        let mapped = self.mapping.facts.iter().map(|(field, _)| *field);
        let empty = mapped.filter(|field| case.facts.get(*field).is_none());
        empty
            .filter(|field| is_filled(*field) && !is_amended(*field))
            .map(FactField::name)
            .collect()
    }

    /// The verbs of a row of which its case has no event. A row that can't be read any more says
    /// nothing.
    fn lacking_verbs(&self, known: &KnownAgain, case: &Case) -> Vec<&'static str> {
        let new = known.as_case(self.import.name);
        let entries = self.entries(&new, case.facts.received, &mut Vec::new());
        let mut lacks: Vec<&str> = Vec::new();
        for entry in entries.unwrap_or_default() {
            let verb = entry.event.verb();
            let has = case.entries.iter().any(|it| it.event.verb() == verb);
            if !has && !lacks.contains(&entry.event.name()) {
                lacks.extend(verb.map(|verb| verb.word()));
            }
        }
        lacks
    }
}

fn behind(row: &Row, key: &str, case: &Case, lacks: Vec<&'static str>) -> Option<Behind> {
    (!lacks.is_empty()).then(|| Behind {
        line: row.line,
        key: key.to_owned(),
        id: case.facts.id.clone(),
        lacks,
    })
}
