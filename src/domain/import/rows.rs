//! One row as a case.

use chrono::{Datelike, SecondsFormat, TimeDelta};
use rust_decimal::Decimal;

use super::Row;
use super::bind::{Binding, suggestion};
use super::dates::{Clocks, Said};
use super::mapping::{DatePick, Early, Empty, EventRule, Mapping, Nature, Status, fold};
use super::take::{Draft, Import};
use crate::domain::case::facts::Complainant;
use crate::domain::case::fields::{Field, Fields, Raw, parse_amount};
use crate::domain::case::{Case, Entry, Event, FactField, Facts};
use crate::domain::finding::{Severity, Spot};
use crate::domain::names::{CaseId, StaffId};
use crate::domain::policy::Policy;
use crate::domain::time::Instant;

/// What reading rows needs.
pub(super) struct Reading<'a> {
    pub mapping: &'a Mapping,
    pub binding: &'a Binding<'a>,
    pub policy: &'a Policy,
    pub import: &'a Import<'a>,
}

impl Reading<'_> {
    fn clocks(&self) -> Clocks<'_> {
        Clocks { calendar: &self.policy.calendar, dates: &self.mapping.dates }
    }

    /// The text that makes the row unique; empty where it has none.
    pub fn key(&self, row: &Row) -> String {
        let cells = self.mapping.key.iter().map(|column| self.binding.cell(column, row));
        let filled: Vec<String> = cells.filter(|cell| !cell.is_empty()).map(one_line).collect();
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
    ) -> Result<Draft, String> {
        let received = self.received(row)?;
        let (mut facts, mut remarks) = (self.facts(row, received, source)?, Vec::new());
        let mut dated = Vec::new();
        for (rule, named) in self.events_of(row)? {
            dated.extend(self.dated(rule, named, received, row, &mut remarks)?.map(|at| (at, rule)));
        }
        dated.sort_by_key(|(at, _)| *at);
        let register = Entry::new(received, self.import.by.clone(), Event::Register);
        let mut entries = vec![register.recorded(Some(self.import.now)).source(Some(source.to_owned()))];
        let mut last = received;
        for (at, rule) in dated {
            last = at.max(last + TimeDelta::milliseconds(1));
            entries.push(self.entry(rule, last, row, source)?);
        }
        facts.id = id(self.policy.calendar.date(received));
        Ok(Draft { case: Case { facts, entries }, line: row.line, remarks })
    }

    fn received(&self, row: &Row) -> Result<Instant, String> {
        let clocks = self.clocks();
        let said = clocks.pick(&self.mapping.received, self.binding, row).map_err(|why| format!("received: {why}"))?;
        let received = clocks.begin(said.ok_or("it has no date of receipt")?);
        match self.policy.calendar.date(received).year() {
            1..=9999 if received <= self.import.now => Ok(received),
            1..=9999 => Err(format!("it was received in the future, on {}", clocks.date(received))),
            year => Err(format!("it was received in the year {year}")),
        }
    }

    fn facts(&self, row: &Row, received: Instant, source: &str) -> Result<Facts, String> {
        let level =
            self.mapping.level.as_ref().map(|pick| self.binding.pick(pick, "level", row)).transpose()?.flatten();
        let level = level.or_else(|| self.policy.levels.first().map(|level| level.name.clone())).unwrap_or_default();
        let mut facts = Facts {
            id: CaseId::new(self.policy.calendar.date(received), 0),
            received,
            channel: String::new(),
            category: String::new(),
            level,
            severity: None,
            complainant: Complainant::default(),
            product: None,
            order: None,
            amount: None,
            summary: String::new(),
            description: None,
            request: None,
            source: Some(source.to_owned()),
        };
        for (field, pick) in &self.mapping.facts {
            let text = self.binding.pick(pick, field.name(), row)?;
            let text = text.map(|text| self.fact(*field, text)).transpose()?;
            facts.set(*field, text.as_deref()).map_err(|wanted| format!("its {} should be {wanted}", field.name()))?;
        }
        self.judge(&facts)?;
        Ok(facts)
    }

    fn fact(&self, field: FactField, text: String) -> Result<String, String> {
        match field {
            FactField::Amount => {
                let amount = amount(&text, self.mapping.file.decimal);
                amount.map(|amount| amount.to_string()).ok_or_else(|| format!("'{text}' is not an amount"))
            }
            FactField::Description | FactField::Request => Ok(text),
            FactField::Received
            | FactField::Channel
            | FactField::Category
            | FactField::Severity
            | FactField::Name
            | FactField::Contact
            | FactField::Grade
            | FactField::Product
            | FactField::Order
            | FactField::Summary => Ok(one_line(&text)),
        }
    }

    /// Facts choose from the policy's lists; what the policy has retired will do for an old case.
    fn judge(&self, facts: &Facts) -> Result<(), String> {
        let lists = &self.policy.lists;
        let names = |list: &[String]| list.to_vec();
        let categories: Vec<String> = self.policy.categories.keys().cloned().collect();
        let levels: Vec<String> = self.policy.levels.iter().map(|level| level.name.clone()).collect();
        for (fact, value, known) in [
            ("channel", Some(&facts.channel), names(&lists.channels)),
            ("category", Some(&facts.category), categories),
            ("level", Some(&facts.level), levels),
            ("severity", facts.severity.as_ref(), names(&lists.severities)),
            ("grade", facts.complainant.grade.as_ref(), names(&lists.grades)),
        ] {
            let Some(value) = value else { continue };
            if !known.is_empty() && !known.contains(value) && !lists.retired.contains(value) {
                let known: Vec<&str> = known.iter().map(String::as_str).collect();
                return Err(format!("the policy has no {fact} '{value}'{}", suggestion(value, &known)));
            }
        }
        Ok(())
    }

    /// The events that the row may stand for, and whether its status says so: first those that stand by themselves.
    fn events_of(&self, row: &Row) -> Result<Vec<(&EventRule, Named)>, String> {
        let status = self.mapping.status.as_ref();
        let free = self.mapping.events.iter().filter(|rule| !status.is_some_and(|status| status.names(&rule.name)));
        let mut rules: Vec<_> = free.map(|rule| (rule, Named::No)).collect();
        for name in status.map(|status| self.status(status, row)).transpose()?.unwrap_or_default() {
            rules
                .extend(self.mapping.events.iter().find(|rule| rule.name == *name).map(|rule| (rule, Named::ByStatus)));
        }
        let holds = |(rule, _): &(&EventRule, Named)| {
            let filled = rule.needs.iter().all(|column| !self.binding.cell(column, row).is_empty());
            filled && self.binding.holds(&rule.when, row)
        };
        rules.retain(holds);
        Ok(rules)
    }

    fn status<'s>(&self, status: &'s Status, row: &Row) -> Result<&'s [String], String> {
        let written = self.binding.cell(&status.column, row);
        let listed = status.values.iter().find(|(value, _)| *value == fold(written)).map(|(_, names)| names);
        listed.or(status.otherwise.as_ref()).map(Vec::as_slice).ok_or_else(|| {
            let known: Vec<&str> = status.values.iter().map(|(value, _)| value.as_str()).collect();
            format!("the mapping does not say what the status '{written}' stands for{}", suggestion(written, &known))
        })
    }

    /// When the event happened; none where it did not.
    fn dated(
        &self,
        rule: &EventRule,
        named: Named,
        received: Instant,
        row: &Row,
        remarks: &mut Vec<String>,
    ) -> Result<Option<Instant>, String> {
        if let Nature::Interim { promise: Some(promise) } = &rule.nature
            && self.said(promise, rule, row)?.is_none()
        {
            return Ok(None);
        }
        let Some(pick) = &rule.at else { return Ok(Some(received)) };
        let at = match (self.said(pick, rule, row)?, pick.empty, named) {
            (Some(Said::Instant(at)), ..) => at,
            (Some(Said::Date(day)), ..) if day == self.clocks().date(received) => self.clocks().last(day).max(received),
            (Some(Said::Date(day)), ..) => self.clocks().last(day),
            (None, Empty::Receipt, _) => received,
            (None, Empty::Missing, Named::No) => return Ok(None),
            (None, Empty::Missing, Named::ByStatus) => {
                return Err(format!("its status says '{}', but the date of that is empty", rule.name));
            }
        };
        if at > self.import.now {
            return Err(format!("'{}' lies in the future, on {}", rule.name, self.clocks().date(at)));
        }
        match self.mapping.dates.early {
            _ if at >= received => Ok(Some(at)),
            Early::Receipt => {
                remarks.push(format!("'{}' was dated before the receipt and is put at the receipt", rule.name));
                Ok(Some(received))
            }
            Early::Refuse => Err(format!("'{}' lies before the receipt, on {}", rule.name, self.clocks().date(at))),
        }
    }

    fn said(&self, pick: &DatePick, rule: &EventRule, row: &Row) -> Result<Option<Said>, String> {
        self.clocks().pick(pick, self.binding, row).map_err(|why| format!("{}: {why}", rule.name))
    }

    /// The event, read as it would be from a file, so that the same rules for values hold.
    fn entry(&self, rule: &EventRule, at: Instant, row: &Row, source: &str) -> Result<Entry, String> {
        let mut pairs = vec![
            ("at", stamp(at)),
            ("by", self.actor(rule, row)?.to_string()),
            ("do", rule.verb.word().to_owned()),
            ("recorded", stamp(self.import.now)),
            ("source", source.to_owned()),
        ];
        for (key, pick) in &rule.keys {
            pairs.extend(self.binding.pick(pick, key, row)?.map(|text| (*key, text)));
        }
        if let Nature::Interim { promise } = &rule.nature {
            pairs.push(("interim", "true".to_owned()));
            let promise = promise.as_ref().map(|pick| self.said(pick, rule, row)).transpose()?.flatten();
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
        let wrong = fields.finish().into_iter().find(|finding| finding.severity == Severity::Error);
        match (entry, wrong) {
            (Some(entry), None) => self.complete(entry),
            (_, wrong) => Err(format!("{}: {}", rule.name, wrong.map_or_else(String::new, |finding| finding.message))),
        }
    }

    /// Who acted: the staff member that the row names, if the policy knows them, else whoever imports.
    fn actor(&self, rule: &EventRule, row: &Row) -> Result<StaffId, String> {
        let named = rule.by.as_ref().map(|pick| self.binding.pick(pick, "staff member", row)).transpose()?.flatten();
        let known = named.and_then(|name| name.parse().ok()).filter(|id| self.policy.staff.contains_key(id));
        Ok(known.unwrap_or_else(|| self.import.by.clone()))
    }

    /// What events name has to be the policy's; a department that is not said is the holder's.
    fn complete(&self, mut entry: Entry) -> Result<Entry, String> {
        let (at, by, recorded, source) = (entry.at, entry.by.clone(), entry.recorded, entry.source.clone());
        let unlisted = |what: &str, value: &str, known: &mut dyn Iterator<Item = &str>| {
            let known: Vec<&str> = known.collect();
            let fits =
                known.is_empty() || known.contains(&value) || self.policy.lists.retired.iter().any(|old| old == value);
            if fits { Ok(()) } else { Err(format!("the policy has no {what} '{value}'{}", suggestion(value, &known))) }
        };
        match &mut entry.event {
            Event::Assign { to, department, .. } => {
                unlisted("staff member", to.as_str(), &mut self.policy.staff.keys().map(StaffId::as_str))?;
                if department.is_none() {
                    *department = self.policy.staff.get(to).and_then(|staff| staff.department.clone());
                }
            }
            Event::Close { outcome: Some(outcome) } => {
                unlisted("outcome", outcome, &mut self.policy.lists.outcomes.iter().map(String::as_str))?;
            }
            Event::Investigate { cause: Some(cause), .. } => {
                unlisted("cause", cause, &mut self.policy.lists.causes.iter().map(String::as_str))?;
            }
            Event::Escalate { from, to, .. } => {
                for level in [from, to] {
                    unlisted("level", level, &mut self.policy.levels.iter().map(|level| level.name.as_str()))?;
                }
            }
            _ => {}
        }
        Ok(Entry::new(at, by, entry.event).recorded(recorded).source(source))
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

fn one_line(text: impl AsRef<str>) -> String {
    text.as_ref().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An amount as ledgers write them: a currency's sign or code and the marks between thousands are left out.
fn amount(text: &str, decimal: char) -> Option<Decimal> {
    let thousands = if decimal == ',' { '.' } else { ',' };
    let bare = without_currency(text);
    let (whole, fraction) = bare.split_once(decimal).map_or((bare, None), |(whole, fraction)| (whole, Some(fraction)));
    let groups: Vec<&str> = whole.split([thousands, ' ', '\u{a0}', '\'']).collect();
    let grouped = groups.len() == 1 || (groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3));
    let joined = groups.concat() + &fraction.map_or_else(String::new, |fraction| format!(".{fraction}"));
    if grouped { parse_amount(&joined) } else { None }
}

fn without_currency(text: &str) -> &str {
    let is_code = |code: &str| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    let text = text.trim_matches(|c: char| c.is_whitespace() || "¥￥$€£元".contains(c));
    let (head, tail) = (text.split_at_checked(3), text.len().checked_sub(3).and_then(|at| text.split_at_checked(at)));
    match (head, tail) {
        (Some((code, rest)), _) if is_code(code) => rest.trim(),
        (_, Some((rest, code))) if is_code(code) => rest.trim(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_ledgers_write_them() {
        for (text, decimal, value) in [
            ("1280.00", '.', Some("1280.00")),
            ("$1,280.50", '.', Some("1280.50")),
            ("¥ 1 280", '.', Some("1280")),
            ("1280元", '.', Some("1280")),
            ("CNY 1,280,000", '.', Some("1280000")),
            ("12.50 EUR", '.', Some("12.50")),
            ("1.280,50 €", ',', Some("1280.50")),
            ("1,28", '.', None),
            ("1.280.50", '.', None),
            ("-5", '.', None),
            ("12 or so", '.', None),
            ("12 or", '.', None),
            ("", '.', None),
        ] {
            assert_eq!(amount(text, decimal).map(|amount| amount.to_string()).as_deref(), value, "{text}");
        }
    }
}
