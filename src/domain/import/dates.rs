//! Parses the dates of ledgers.

use chrono::NaiveDate;
use chrono::format::{Parsed, StrftimeItems, parse};
use chrono_tz::Tz;

use super::Row;
use super::bind::Binding;
use super::mapping::{DateCheck, DatePick, Dates};
use crate::domain::calendar::Calendar;
use crate::domain::message::{Message, any_of, message};
use crate::domain::time::{self, Instant, TypedTime};

/// The value of a date in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DateValue {
    Instant(Instant),
    Date(NaiveDate),
}

/// The zone and formats of a ledger's dates, with the policy's calendar.
pub(super) struct Clocks<'a> {
    pub calendar: &'a Calendar,
    pub dates: &'a Dates,
}

impl Clocks<'_> {
    /// The zone of the ledger's wall clocks.
    pub(crate) fn zone(&self) -> Tz {
        self.dates.zone.unwrap_or(self.calendar.zone())
    }

    /// The date in the row; `None` if it is empty.
    pub(crate) fn pick(
        &self,
        pick: &DatePick,
        binding: &Binding,
        row: &Row,
    ) -> Result<Option<DateValue>, Message> {
        let mut texts = pick
            .sources
            .iter()
            .map(|parts| (parts, binding.parts(parts, row)));
        let Some((parts, text)) = texts.find(|(_, text)| !text.is_empty()) else {
            return Ok(None);
        };
        let value = self.read(&text, &pick.formats).or_else(|why| {
            // What the mapping says itself is not written as the ledger writes it.
            let is_fixed = !parts.has_columns();
            let fixed = is_fixed.then(|| self.read_typed(&text).ok()).flatten();
            fixed.ok_or(why)
        })?;
        if let Some(check) = &pick.check {
            self.compare(check, value, &text, binding, row)?;
        }
        Ok(Some(value))
    }

    /// The instant of a receipt: a date without a time means 00:00.
    pub(crate) fn begin(&self, value: DateValue) -> Instant {
        match value {
            DateValue::Instant(instant) => instant,
            DateValue::Date(day) => time::midnight(self.zone(), day),
        }
    }

    /// The instant of a promise: a date without a time means the end of that day (clock S9).
    pub(crate) fn end(&self, value: DateValue) -> Instant {
        match value {
            DateValue::Instant(instant) => instant,
            DateValue::Date(day) if self.zone() == self.calendar.zone() => self.calendar.end(day),
            DateValue::Date(day) => time::midnight(self.zone(), time::day_after(day)),
        }
    }

    /// The latest time for an event with a date but no time: the close of business, else just
    /// before 24:00.
    pub(crate) fn last(&self, day: NaiveDate) -> Instant {
        let before_midnight =
            time::midnight(self.zone(), time::day_after(day)) - chrono::TimeDelta::milliseconds(1);
        self.end(DateValue::Date(day)).min(before_midnight)
    }

    /// The date of an instant in the ledger's zone.
    pub(crate) fn date(&self, instant: Instant) -> NaiveDate {
        instant.with_timezone(&self.zone()).date_naive()
    }

    fn day(&self, value: DateValue) -> NaiveDate {
        match value {
            DateValue::Instant(instant) => self.date(instant),
            DateValue::Date(day) => day,
        }
    }

    fn compare(
        &self,
        check: &DateCheck,
        value: DateValue,
        text: &str,
        binding: &Binding,
        row: &Row,
    ) -> Result<(), Message> {
        let other = binding.cell(&check.column, row);
        if other.is_empty() || self.day(self.read(other, &check.formats)?) == self.day(value) {
            return Ok(());
        }
        Err(message!(
            "'{text}' and '{other}' are not the same date",
            text,
            other
        ))
    }

    fn read(&self, text: &str, formats: &[String]) -> Result<DateValue, Message> {
        let formats = if formats.is_empty() {
            &self.dates.formats
        } else {
            formats
        };
        if formats.is_empty() {
            return self.read_typed(text);
        }
        let value = formats
            .iter()
            .find_map(|format| self.parse_with(text, format));
        value.ok_or_else(|| {
            message!(
                "'{text}' is not a date like {formats}",
                text,
                formats = any_of(formats)
            )
        })
    }

    fn read_typed(&self, text: &str) -> Result<DateValue, Message> {
        match time::parse_time(text, self.zone()) {
            Ok(TypedTime::Instant(instant)) => Ok(DateValue::Instant(instant)),
            Ok(TypedTime::Date(day)) => Ok(DateValue::Date(day)),
            Err(error) => Err(error.message()),
        }
    }

    fn parse_with(&self, text: &str, format: &str) -> Option<DateValue> {
        let mut parsed = Parsed::new();
        parse(&mut parsed, text, StrftimeItems::new(format)).ok()?;
        if let Ok(with_offset) = parsed.to_datetime() {
            return Some(DateValue::Instant(time::to_millis(with_offset.to_utc())));
        }
        let day = parsed.to_naive_date().ok()?;
        Some(match parsed.to_naive_time() {
            Ok(wall) => DateValue::Instant(time::to_millis(time::first(
                self.zone(),
                day.and_time(wall),
            ))),
            Err(_) => DateValue::Date(day),
        })
    }
}
