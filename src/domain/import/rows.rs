//! One row as a case.

use chrono::{Datelike, SecondsFormat, TimeDelta};

use super::Row;
use super::bind::{Binding, suggesting};
use super::dates::{Clocks, DateValue};
use super::draft::one_line;
use super::draft::{Draft, Import};
use super::mapping::{DatePick, Early, Empty, EventRule, Mapping, Nature, StatusColumn, fold};
use crate::domain::case::fields::{Field, Fields, Raw};
use crate::domain::case::{Case, Entry, Event};
use crate::domain::finding::{Severity, Spot};
use crate::domain::message::{Message, message, text};
use crate::domain::names::{CaseId, StaffId};
use crate::domain::policy::{Permission, Policy};
use crate::domain::rules;
use crate::domain::time::Instant;
use crate::domain::word::Word;

/// What reading rows needs.
pub(super) struct RowReader<'a> {
    pub mapping: &'a Mapping,
    pub binding: &'a Binding<'a>,
    pub policy: &'a Policy,
    pub import: &'a Import<'a>,
}

impl RowReader<'_> {
    pub(super) fn clocks(&self) -> Clocks<'_> {
        Clocks {
            calendar: &self.policy.calendar,
            dates: &self.mapping.dates,
        }
    }

    /// The text that makes the row unique; empty where it has none.
    pub fn key(&self, row: &Row) -> String {
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

    /// The row as a case, whose `source` is given.
    ///
    /// # Errors
    /// Why it cannot be taken.
    pub fn case(
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
        let register = Entry::new(received, self.import.by.clone(), Event::Register);
        let mut entries = vec![
            register
                .recorded(Some(self.import.now))
                .source(Some(source.to_owned())),
        ];
        let mut last = received;
        for (at, rule) in dated {
            last = at.max(last + TimeDelta::milliseconds(1));
            entries.push(self.entry(rule, last, row, source)?);
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
        let said = clocks
            .pick(&self.mapping.received, self.binding, row)
            .map_err(|why| message!("received: {why}", why))?;
        let said = said.ok_or(text!("it has no date of receipt"))?;
        let received = clocks.begin(said);
        match self.policy.calendar.date(received).year() {
            1..=9999 if received <= self.import.now => Ok(received),
            1..=9999 => Err(message!(
                "it was received in the future, on {date}",
                date = clocks.date(received)
            )),
            year => Err(message!("it was received in the year {year}", year)),
        }
    }

    /// The events that the row may stand for, and whether its status says so: first those that stand by themselves.
    fn events_of(&self, row: &Row) -> Result<Vec<(&EventRule, Named)>, Message> {
        let status = self.mapping.status.as_ref();
        let free = self
            .mapping
            .events
            .iter()
            .filter(|rule| !status.is_some_and(|status| status.names(&rule.name)));
        let mut rules: Vec<_> = free.map(|rule| (rule, Named::No)).collect();
        for name in status
            .map(|status| self.status(status, row))
            .transpose()?
            .unwrap_or_default()
        {
            rules.extend(
                self.mapping
                    .events
                    .iter()
                    .find(|rule| rule.name == *name)
                    .map(|rule| (rule, Named::ByStatus)),
            );
        }
        let holds = |(rule, _): &(&EventRule, Named)| {
            let filled = rule
                .needs
                .iter()
                .all(|column| !self.binding.cell(column, row).is_empty());
            filled && self.binding.holds(&rule.when, row)
        };
        rules.retain(holds);
        Ok(rules)
    }

    fn status<'s>(&self, status: &'s StatusColumn, row: &Row) -> Result<&'s [String], Message> {
        let written = self.binding.cell(&status.column, row);
        let listed = status
            .values
            .iter()
            .find(|(value, _)| *value == fold(written))
            .map(|(_, names)| names);
        listed
            .or(status.otherwise.as_ref())
            .map(Vec::as_slice)
            .ok_or_else(|| {
                let problem = message!(
                    "the mapping does not say what the status '{written}' stands for",
                    written
                );
                let known = status.values.iter().map(|(value, _)| value.as_str());
                suggesting(problem, written, known)
            })
    }

    /// When the event happened; none where it did not.
    fn dated(
        &self,
        rule: &EventRule,
        named: Named,
        received: Instant,
        row: &Row,
        remarks: &mut Vec<Message>,
    ) -> Result<Option<Instant>, Message> {
        if let Nature::Interim {
            promise: Some(promise),
        } = &rule.nature
            && self.said(promise, rule, row)?.is_none()
        {
            return Ok(None);
        }
        let Some(pick) = &rule.at else {
            return Ok(Some(received));
        };
        let at = match (self.said(pick, rule, row)?, pick.empty, named) {
            (Some(DateValue::Instant(at)), ..) => at,
            (Some(DateValue::Date(day)), ..) if day == self.clocks().date(received) => {
                self.clocks().last(day).max(received)
            }
            (Some(DateValue::Date(day)), ..) => self.clocks().last(day),
            (None, Some(Empty::Receipt), _) => received,
            (None, None, Named::No) => return Ok(None),
            (None, None, Named::ByStatus) => {
                return Err(message!(
                    "its status says '{event}', but the date of that is empty",
                    event = rule.name
                ));
            }
        };
        if at > self.import.now {
            return Err(message!(
                "'{event}' lies in the future, on {date}",
                event = rule.name,
                date = self.clocks().date(at)
            ));
        }
        if at >= received {
            return Ok(Some(at));
        }
        match self.mapping.dates.early {
            Early::Receipt => {
                remarks.push(message!(
                    "'{event}' was dated before the receipt and is put at the receipt",
                    event = rule.name
                ));
                Ok(Some(received))
            }
            Early::Refuse => Err(message!(
                "'{event}' lies before the receipt, on {date}",
                event = rule.name,
                date = self.clocks().date(at)
            )),
        }
    }

    fn said(
        &self,
        pick: &DatePick,
        rule: &EventRule,
        row: &Row,
    ) -> Result<Option<DateValue>, Message> {
        self.clocks()
            .pick(pick, self.binding, row)
            .map_err(|why| message!("{event}: {why}", event = rule.name, why))
    }

    /// The event, read as it would be from a file, so that the same rules for values hold.
    fn entry(
        &self,
        rule: &EventRule,
        at: Instant,
        row: &Row,
        source: &str,
    ) -> Result<Entry, Message> {
        let mut pairs = vec![
            ("at", stamp(at)),
            ("by", self.actor(rule, row)?.to_string()),
            ("do", rule.verb.word().to_owned()),
            ("recorded", stamp(self.import.now)),
            ("source", source.to_owned()),
        ];
        for (key, pick) in &rule.keys {
            let text = self.binding.pick(pick, message!("{key}", key), row)?;
            pairs.extend(text.map(|text| (*key, text)));
        }
        if let Nature::Interim { promise } = &rule.nature {
            pairs.push(("interim", "true".to_owned()));
            let promise = promise
                .as_ref()
                .map(|pick| self.said(pick, rule, row))
                .transpose()?
                .flatten();
            pairs.extend(promise.map(|said| ("promise", stamp(self.clocks().end(said)))));
        }
        let field = |(key, text): (&str, String)| Field {
            key: key.to_owned(),
            value: Raw::Text(text),
            spot: Spot::default(),
            inside: Vec::new(),
        };
        let mut fields = Fields::new(Spot::default(), pairs.into_iter().map(field).collect());
        let entry = Entry::read(&mut fields, 0);
        let wrong = fields
            .finish()
            .into_iter()
            .find(|finding| finding.severity == Severity::Error);
        match (entry, wrong) {
            (Some(entry), None) => Ok(self.complete(entry)),
            (_, Some(wrong)) => Err(message!(
                "{rule}: {why}",
                rule = rule.name,
                why = wrong.message
            )),
            (None, None) => Err(message!("{rule}: not an event", rule = rule.name)),
        }
    }

    /// Who acted: the staff member that the row names, if they could have imported it themselves, else whoever does.
    fn actor(&self, rule: &EventRule, row: &Row) -> Result<StaffId, Message> {
        let named = rule
            .by
            .as_ref()
            .map(|pick| self.binding.pick(pick, text!("staff member"), row))
            .transpose()?
            .flatten();
        let known = named
            .and_then(|name| name.parse().ok())
            .filter(|id| self.may_import(id));
        Ok(known.unwrap_or_else(|| self.import.by.clone()))
    }

    fn may_import(&self, id: &StaffId) -> bool {
        let role = self
            .policy
            .staff
            .get(id)
            .and_then(|staff| staff.role_at(self.import.now, &self.policy.calendar));
        self.policy.staff.contains_key(id) && self.policy.permits(role, Permission::Import)
    }

    /// A department that is not said is the holder's.
    fn complete(&self, mut entry: Entry) -> Entry {
        let Event::Assign {
            to,
            department: department @ None,
            ..
        } = &mut entry.event
        else {
            return entry;
        };
        *department = self
            .policy
            .staff
            .get(to)
            .and_then(|staff| staff.department.clone());
        Entry::new(entry.at, entry.by, entry.event)
            .recorded(entry.recorded)
            .source(entry.source)
    }

    /// The judge of all cases has the last word.
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

/// Whether the row's status says that an event happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    ByStatus,
    No,
}

fn stamp(instant: Instant) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Millis, true)
}
