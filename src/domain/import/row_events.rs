//! The events of a row.

use chrono::{NaiveDate, SecondsFormat};

use super::Row;
use super::bind::suggesting;
use super::dates::DateValue;
use super::handlers::{Holder, names_holder};
use super::mapping::{DatePick, Early, EventKey, EventRule, Nature, Repeats, StatusColumn, fold};
use super::order::Moment;
use super::rows::RowReader;
use crate::domain::amount::whole;
use crate::domain::case::fields::{Field, Fields, Raw};
use crate::domain::case::{Entry, Verb};
use crate::domain::finding::{Severity, Spot};
use crate::domain::keys::Takes;
use crate::domain::message::{Message, message};
use crate::domain::time::Instant;
use crate::domain::word::Word;

/// Whether the status of a row says that an event happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StatusSays {
    Happened,
    Nothing,
}

impl RowReader<'_> {
    /// The events that the row can stand for, and whether its status says so. Events that no
    /// status names come first.
    pub(super) fn events_of(&self, row: &Row) -> Result<Vec<(&EventRule, StatusSays)>, Message> {
        let mapping = self.mapping;
        let status = mapping.status.as_ref();
        let mut rules: Vec<_> = mapping
            .events
            .iter()
            .filter(|rule| !status.is_some_and(|status| status.names(&rule.name)))
            .map(|rule| (rule, StatusSays::Nothing))
            .collect();
        if let Some(status) = status {
            for name in self.status(status, row)? {
                let named = mapping.events.iter().find(|rule| rule.name == *name);
                rules.extend(named.map(|rule| (rule, StatusSays::Happened)));
            }
        }
        rules.retain(|(rule, _)| {
            let mut needed = rule.needs.iter();
            needed.all(|column| !self.binding.cell(column, row).is_empty())
                && self.binding.holds(&rule.when, row)
        });
        put_behind(&mut rules);
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
                let problem = message!("the mapping does not list the status '{written}'", written);
                let known = status.values.iter().map(|(value, _)| value.as_str());
                suggesting(problem, written, known)
            })
    }

    /// When the event happened; `None` if it did not.
    pub(super) fn dated(
        &self,
        rule: &EventRule,
        named: StatusSays,
        received: Instant,
        row: &Row,
        remarks: &mut Vec<Message>,
    ) -> Result<Option<Moment>, Message> {
        if let Nature::Interim {
            promise: Some(promise),
        } = &rule.nature
            && self.date_value(promise, received, rule, row)?.is_none()
        {
            return Ok(None);
        }
        let pick = match (&rule.at, self.mapping.repeats) {
            (Some(pick), _) => pick,
            (None, Repeats::Join) => &self.mapping.received,
            (None, Repeats::List | Repeats::Take) => return Ok(Some(Moment::timed(received))),
        };
        let moment = match (self.date_value(pick, received, rule, row)?, named) {
            (Some(DateValue::Instant(at)), _) => Moment::timed(at),
            (Some(DateValue::Date(day)), _) => self.on_day(day, received),
            (None, StatusSays::Nothing) => return Ok(None),
            (None, StatusSays::Happened) => {
                return Err(message!(
                    "its status says '{event}', but the date of '{event}' is empty",
                    event = rule.name
                ));
            }
        };
        self.within_bounds(rule, moment, received, remarks)
            .map(Some)
    }

    /// The last moment of a day: on the day of the receipt not before it, on the day of the import
    /// not after it.
    fn on_day(&self, day: NaiveDate, received: Instant) -> Moment {
        let (clocks, now) = (self.clocks(), self.import.now);
        let mut at = clocks.last(day);
        if day == clocks.date(now) {
            at = at.min(now);
        }
        if day == clocks.date(received) {
            at = at.max(received);
        }
        Moment { at, day: Some(day) }
    }

    /// Refuses events in the future and before the receipt, or moves these to it.
    fn within_bounds(
        &self,
        rule: &EventRule,
        moment: Moment,
        received: Instant,
        remarks: &mut Vec<Message>,
    ) -> Result<Moment, Message> {
        let at = moment.at;
        if at > self.import.now {
            return Err(message!(
                "'{event}' is in the future, on {date}",
                event = rule.name,
                date = self.clocks().date(at)
            ));
        }
        if at >= received {
            return Ok(moment);
        }
        match self.mapping.dates.early {
            Early::Receipt => {
                remarks.push(message!(
                    "'{event}' is dated before the receipt and was moved to the receipt",
                    event = rule.name
                ));
                Ok(Moment::timed(received))
            }
            Early::Refuse => Err(message!(
                "'{event}' is dated {date}, before the receipt on {receipt}; early = \"receipt\" under [dates] moves it there",
                event = rule.name,
                date = self.clocks().date(at),
                receipt = self.clocks().date(received)
            )),
        }
    }

    fn date_value(
        &self,
        pick: &DatePick,
        received: Instant,
        rule: &EventRule,
        row: &Row,
    ) -> Result<Option<DateValue>, Message> {
        self.clocks()
            .pick(pick, Some(received), self.binding, row)
            .map_err(|why| message!("{event}: {why}", event = rule.name, why))
    }

    /// Builds the event by parsing its fields as if from a file, so that the same validation
    /// applies. A holder who is not on the staff list can make a note of it, or add one.
    pub(super) fn entries_of(
        &self,
        rule: &EventRule,
        received: Instant,
        at: Instant,
        row: &Row,
        source: &str,
    ) -> Result<Vec<Entry>, Message> {
        let by = self.actor(rule, row)?;
        let mut unlisted = None;
        let mut pairs = vec![
            ("at", stamp(at)),
            ("by", by.to_string()),
            ("do", rule.verb.word().to_owned()),
            ("recorded", stamp(self.import.now)),
            ("source", source.to_owned()),
        ];
        for EventKey { name, pick, absent } in &rule.keys {
            let text = self.binding.pick(pick, message!("{name}", name), row)?;
            let mut text = text.or_else(|| absent.map(str::to_owned));
            if let Some(who) = text.take_if(|_| names_holder(rule.verb, name)) {
                match self.holder(&who)? {
                    Holder::Listed(id) => text = Some(id),
                    Holder::Named(name) => unlisted = Some(name),
                }
            }
            pairs.extend(text.map(|text| (*name, plain_value(rule.verb, name, text))));
        }
        if let Nature::Interim { promise } = &rule.nature {
            pairs.push(("interim", "true".to_owned()));
            let promise = promise
                .as_ref()
                .map(|pick| self.date_value(pick, received, rule, row))
                .transpose()?
                .flatten();
            pairs.extend(promise.map(|value| ("promise", stamp(self.clocks().end(value)))));
        }
        let note = unlisted.map(|name| self.handled_by(&name, at, by, source));
        if note.is_some() && !pairs.iter().any(|(key, _)| *key == "department") {
            return Ok(note.into_iter().collect());
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
            (Some(entry), None) => Ok([self.complete(entry)].into_iter().chain(note).collect()),
            (_, Some(wrong)) => Err(message!(
                "{rule}: {why}",
                rule = rule.name,
                why = wrong.message
            )),
            (None, None) => Err(message!("{rule}: not an event", rule = rule.name)),
        }
    }
}

/// Puts events behind those that they name in `after`.
fn put_behind(rules: &mut Vec<(&EventRule, StatusSays)>) {
    // Each turn puts at least one in its place, unless they name each other.
    for _ in 0..rules.len() {
        let misplaced = rules.iter().enumerate().find_map(|(index, (rule, _))| {
            let named = |(other, _): &(&EventRule, StatusSays)| rule.after.contains(&other.name);
            let last = rules.iter().rposition(named)?;
            (last > index).then_some((index, last))
        });
        let Some((index, last)) = misplaced else {
            return;
        };
        let rule = rules.remove(index);
        rules.insert(last, rule);
    }
}

/// The value of a key; a whole number in plain digits.
fn plain_value(verb: Verb, key: &str, text: String) -> String {
    let takes = verb.table().keys.iter().find(|known| known.name == key);
    match takes.map(|key| key.takes) {
        Some(Takes::Whole(..)) => whole(&text),
        _ => text,
    }
}

/// Formats an instant for an event.
fn stamp(instant: Instant) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Millis, true)
}
