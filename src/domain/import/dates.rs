//! Parses the dates of ledgers.

use chrono::{DateTime, NaiveDate};
use chrono_tz::Tz;

use super::Row;
use super::bind::Binding;
use super::mapping::{
    DateCheck, DateFormat, DatePick, Dates, Day, Empty, Meaning, fold, looks_serial,
};
use crate::domain::calendar::Calendar;
use crate::domain::characters::narrow;
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

/// Whether a text is a date by the formats of a column.
pub(super) fn is_date(text: &str, pick: &DatePick, dates: &Dates) -> bool {
    let (plain, formats) = (narrow(text), of_column(&pick.formats, dates));
    match formats {
        [] => time::parse_time(&plain, Tz::UTC).is_ok(),
        formats => formats.iter().any(|format| format.read(&plain).is_some()),
    }
}

fn of_column<'f>(own: &'f [DateFormat], dates: &'f Dates) -> &'f [DateFormat] {
    if own.is_empty() { &dates.formats } else { own }
}

impl Clocks<'_> {
    /// The zone of the ledger's wall clocks.
    pub(crate) fn zone(&self) -> Tz {
        self.dates.zone.unwrap_or(self.calendar.zone())
    }

    /// The date in the row; `None` if it is empty and the mapping gives it no meaning.
    /// `received` is the receipt, `None` while it is read itself.
    pub(crate) fn pick(
        &self,
        pick: &DatePick,
        received: Option<Instant>,
        binding: &Binding,
        row: &Row,
    ) -> Result<Option<DateValue>, Message> {
        let texts = pick
            .sources
            .iter()
            .map(|parts| (parts, binding.parts(parts, row)));
        let (is_fixed, text) = texts
            .into_iter()
            .find(|(_, text)| !text.is_empty())
            .map_or((false, String::new()), |(parts, text)| {
                (!parts.has_columns(), text)
            });
        let listed = pick.values.iter().find(|(value, _)| *value == fold(&text));
        let meaning = match listed {
            Some((_, meaning)) => meaning.clone(),
            None if text.is_empty() => pick.empty.map_or(Meaning::Nothing, Meaning::Receipt),
            None => Meaning::Text(text),
        };
        let text = match (meaning, received) {
            (Meaning::Text(text), _) => text,
            (Meaning::Receipt(Empty::Receipt), Some(received)) => {
                return Ok(Some(DateValue::Instant(received)));
            }
            (Meaning::Receipt(Empty::SameDay), Some(received)) => {
                return Ok(Some(DateValue::Date(self.date(received))));
            }
            (Meaning::Nothing, _) | (Meaning::Receipt(_), None) => return Ok(None),
        };
        let value = match self.read(&text, &pick.formats) {
            // What the mapping says itself need not be written as in the ledger.
            Err(why) if is_fixed => self.read_typed(&text, &text).map_err(|_| why)?,
            read => read?,
        };
        if self.day(value) < self.dates.earliest {
            return Err(message!(
                "'{text}' is before {earliest}, the earliest date of the mapping",
                text,
                earliest = self.dates.earliest
            ));
        }
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

    fn read(&self, text: &str, own: &[DateFormat]) -> Result<DateValue, Message> {
        let plain = narrow(text);
        let formats = of_column(own, self.dates);
        if formats.is_empty() {
            return self.read_typed(text, &plain);
        }
        let mut readings = formats
            .iter()
            .filter_map(|format| Some((format, format.read(&plain)?)));
        let Some((format, day)) = readings.next() else {
            return Err(misread(text, &plain, formats));
        };
        match readings.find(|(_, other)| other.date != day.date) {
            Some((other_format, other)) => Err(message!(
                "'{text}' is {date} by {format} and {other} by {other_format}: leave one of these formats out",
                text,
                date = day.date,
                format,
                other = other.date,
                other_format
            )),
            None => Ok(self.value(day)),
        }
    }

    fn read_typed(&self, text: &str, plain: &str) -> Result<DateValue, Message> {
        match time::parse_time(plain, self.zone()) {
            Ok(TypedTime::Instant(instant)) => Ok(DateValue::Instant(instant)),
            Ok(TypedTime::Date(day)) => Ok(DateValue::Date(day)),
            Err(error) => {
                // The message shows the text as it is in the file.
                let error = time::parse_time(text, self.zone()).err().unwrap_or(error);
                Err(with_excel(error.message(), plain))
            }
        }
    }

    fn value(&self, Day { date, time, offset }: Day) -> DateValue {
        match (time, offset) {
            (None, _) => DateValue::Date(date),
            (Some(wall), None) => DateValue::Instant(time::to_millis(time::first(
                self.zone(),
                date.and_time(wall),
            ))),
            (Some(wall), Some(offset)) => {
                let utc = date.and_time(wall) - offset;
                DateValue::Instant(time::to_millis(DateTime::from_naive_utc_and_offset(
                    utc,
                    chrono::Utc,
                )))
            }
        }
    }
}

/// Why a text is no date by any of the formats.
fn misread(text: &str, plain: &str, formats: &[DateFormat]) -> Message {
    let problem = message!(
        "'{text}' is not a date like {formats}",
        text,
        formats = any_of(formats)
    );
    match formats.iter().find_map(|format| format.near_miss(plain)) {
        Some(why) => message!("{problem}; {why}", problem, why),
        None => with_excel(problem, plain),
    }
}

/// Adds what a number means in Excel, if it looks like a date of its.
fn with_excel(problem: Message, plain: &str) -> Message {
    let Some(Day { date, time, .. }) = looks_serial(plain) else {
        return problem;
    };
    let meaning = match time {
        Some(time) => date.and_time(time).format("%Y-%m-%d %H:%M").to_string(),
        None => date.to_string(),
    };
    message!(
        "{problem}; as a number of Excel it is {meaning}: add \"excel\" to formats",
        problem,
        meaning
    )
}
