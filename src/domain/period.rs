//! The periods of reports: `2026-11`, `2026-Q4`, `2026-W47`, `2026`, `2026-11-21`, `FROM..TO`.

use std::fmt;

use chrono::{Datelike, Months, NaiveDate, Weekday};
use chrono_tz::Tz;

use super::message::{Message, message};
use super::time::{Instant, day_after, midnight};

/// A range of whole days in a policy's zone, the last day included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    name: String,
    first: NaiveDate,
    last: NaiveDate,
    begins: Instant,
    ends: Instant,
}

/// Why a text is not a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PeriodError {
    /// None of the forms.
    Form(String),
    /// The form is valid, but the calendar has no such day, week, month or quarter.
    NoSuch(String),
    /// A range that ends before it begins.
    Backwards(String),
}

impl PeriodError {
    /// What is wrong with the text.
    pub(crate) fn message(&self) -> Message {
        match self {
            Self::Form(text) => message!(
                "`{text}` is not a period: write 2026-11, 2026-Q4, 2026-W47, 2026, 2026-11-21 or \
                 2026-11-01..2026-11-15 (both days included)",
                text
            ),
            Self::NoSuch(text) => {
                message!(
                    "`{text}` is not a period: the calendar has no such period",
                    text
                )
            }
            Self::Backwards(text) => {
                message!("`{text}` is not a period: it ends before it begins", text)
            }
        }
    }
}

impl Period {
    /// Reads a period; its days begin and end in `zone`.
    ///
    /// # Errors
    /// Another form, a date that does not exist, or a range that ends before it begins.
    pub fn parse(text: &str, zone: Tz) -> Result<Self, PeriodError> {
        let text = text.trim();
        let (first, last) = match text.split_once("..") {
            Some((from, to)) => (day(from.trim(), text)?, day(to.trim(), text)?),
            None => days(text)?,
        };
        if last < first {
            return Err(PeriodError::Backwards(text.to_owned()));
        }
        let (begins, ends) = (midnight(zone, first), midnight(zone, day_after(last)));
        Ok(Self {
            name: text.to_ascii_uppercase(),
            first,
            last,
            begins,
            ends,
        })
    }

    pub(crate) fn first(&self) -> NaiveDate {
        self.first
    }

    /// The last day (inclusive).
    pub(crate) fn last(&self) -> NaiveDate {
        self.last
    }

    /// Whether its name shows its days: a day or a range.
    pub(crate) fn names_its_days(&self) -> bool {
        self.name.starts_with(&self.first.to_string())
    }

    /// 00:00 of the first day.
    pub(crate) fn begins(&self) -> Instant {
        self.begins
    }

    /// 24:00 of the last day (exclusive).
    pub(crate) fn ends(&self) -> Instant {
        self.ends
    }

    /// Whether an instant lies in it.
    pub(crate) fn contains(&self, instant: Instant) -> bool {
        (self.begins..self.ends).contains(&instant)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.name)
    }
}

/// First and last day of a period that is not a range.
fn days(text: &str) -> Result<(NaiveDate, NaiveDate), PeriodError> {
    let form = || PeriodError::Form(text.to_owned());
    let (year, rest) = text.split_at_checked(4).ok_or_else(form)?;
    let year: i32 = number(year).ok_or_else(form)?.cast_signed();
    let found = match rest.as_bytes() {
        [] => months(year, 1, 12),
        [b'-', b'Q' | b'q', quarter @ b'0'..=b'9'] => {
            months(year, (u32::from(quarter - b'0') * 3).saturating_sub(2), 3)
        }
        [b'-', b'W' | b'w', ..] if rest.len() == 4 => {
            week(year, number(&rest[2..]).ok_or_else(form)?)
        }
        [b'-', _, _] => months(year, number(&rest[1..]).ok_or_else(form)?, 1),
        [b'-', ..] => return day(text, text).map(|day| (day, day)),
        _ => return Err(form()),
    };
    found.ok_or_else(|| PeriodError::NoSuch(text.to_owned()))
}

/// One day, written `2026-11-21`; `whole` is what the error quotes.
fn day(text: &str, whole: &str) -> Result<NaiveDate, PeriodError> {
    let shaped = text.len() == 10
        && text.bytes().enumerate().all(|(place, byte)| match place {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !shaped {
        return Err(PeriodError::Form(whole.to_owned()));
    }
    let day: Option<NaiveDate> = text.parse().ok();
    day.filter(|day| day.year() > 0)
        .ok_or_else(|| PeriodError::NoSuch(whole.to_owned()))
}

/// `count` months, from one of a year on.
fn months(year: i32, month: u32, count: u32) -> Option<(NaiveDate, NaiveDate)> {
    let first = NaiveDate::from_ymd_opt(year, month, 1).filter(|_| (1..=9998).contains(&year))?;
    let last = first.checked_add_months(Months::new(count))?.pred_opt()?;
    (last.year() == year).then_some((first, last))
}

/// An ISO 8601 week: it starts on Monday, and week 1 contains the year's first Thursday.
fn week(year: i32, week: u32) -> Option<(NaiveDate, NaiveDate)> {
    let monday = NaiveDate::from_isoywd_opt(year, week, Weekday::Mon)?;
    let sunday = NaiveDate::from_isoywd_opt(year, week, Weekday::Sun)?;
    (1..=9998).contains(&year).then_some((monday, sunday))
}

/// Parses a number that consists of digits only.
fn number(text: &str) -> Option<u32> {
    text.bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::format_instant;

    const SHANGHAI: Tz = chrono_tz::Asia::Shanghai;

    #[test]
    fn a_period_is_whole_days() {
        for (text, first, last) in [
            ("2026-11", "2026-11-01", "2026-11-30"),
            ("2026-12", "2026-12-01", "2026-12-31"),
            ("2028-02", "2028-02-01", "2028-02-29"),
            ("2026-Q1", "2026-01-01", "2026-03-31"),
            ("2026-q2", "2026-04-01", "2026-06-30"),
            ("2026-Q3", "2026-07-01", "2026-09-30"),
            ("2026-Q4", "2026-10-01", "2026-12-31"),
            ("2026", "2026-01-01", "2026-12-31"),
            ("2026-11-21", "2026-11-21", "2026-11-21"),
            ("2026-11-21..2026-12-02", "2026-11-21", "2026-12-02"),
            (" 2026-11-21 .. 2026-11-21 ", "2026-11-21", "2026-11-21"),
            // Weeks around new year: the week belongs to the year of its Thursday.
            ("2026-W47", "2026-11-16", "2026-11-22"),
            ("2026-W01", "2025-12-29", "2026-01-04"),
            ("2026-W53", "2026-12-28", "2027-01-03"),
            ("2027-w01", "2027-01-04", "2027-01-10"),
            ("2024-W01", "2024-01-01", "2024-01-07"),
            ("2024-W52", "2024-12-23", "2024-12-29"),
            ("2025-W01", "2024-12-30", "2025-01-05"),
        ] {
            let period = Period::parse(text, SHANGHAI).expect(text);
            assert_eq!(
                (period.first().to_string(), period.last().to_string()),
                (first.into(), last.into()),
                "{text}"
            );
        }
    }

    #[test]
    fn its_days_are_those_of_the_zone() {
        use chrono_tz::{America, Europe};
        for (text, zone, begins, ends) in [
            (
                "2026-11",
                SHANGHAI,
                "2026-11-01T00:00:00+08:00",
                "2026-12-01T00:00:00+08:00",
            ),
            (
                "2026-11",
                Tz::UTC,
                "2026-11-01T00:00:00+00:00",
                "2026-12-01T00:00:00+00:00",
            ),
            // Days of 25 and 23 hours, and one that begins at 01:00.
            (
                "2026-10-25",
                Europe::London,
                "2026-10-25T00:00:00+01:00",
                "2026-10-26T00:00:00+00:00",
            ),
            (
                "2026-Q1",
                Europe::London,
                "2026-01-01T00:00:00+00:00",
                "2026-04-01T00:00:00+01:00",
            ),
            (
                "2026-03-08",
                America::Havana,
                "2026-03-08T01:00:00-04:00",
                "2026-03-09T00:00:00-04:00",
            ),
        ] {
            let period = Period::parse(text, zone).expect(text);
            assert_eq!(format_instant(period.begins(), zone), begins, "{text}");
            assert_eq!(format_instant(period.ends(), zone), ends, "{text}");
            assert!(period.contains(period.begins()) && !period.contains(period.ends()));
        }
    }

    #[test]
    fn anything_else_says_what_is_wrong() {
        for (text, says) in [
            ("", "write 2026-11"),
            ("november", "write 2026-11"),
            ("26-11", "write 2026-11"),
            ("2026-", "write 2026-11"),
            ("2026-1", "write 2026-11"),
            ("2026-Q", "write 2026-11"),
            ("2026-W5", "write 2026-11"),
            ("2026-Wxx", "write 2026-11"),
            ("2026-xx", "write 2026-11"),
            ("2026-11-1", "write 2026-11"),
            ("2026年", "write 2026-11"),
            ("2026-11..2026-12", "write 2026-11"),
            ("2026-11-01..", "write 2026-11"),
            ("2026-13", "no such period"),
            ("2026-00", "no such period"),
            ("2026-Q0", "no such period"),
            ("2026-Q5", "no such period"),
            ("2025-W53", "no such period"),
            ("2026-W00", "no such period"),
            ("2026-02-29", "no such period"),
            ("0000", "no such period"),
            ("2026-11-02..2026-11-01", "ends before it begins"),
        ] {
            let error = Period::parse(text, SHANGHAI).expect_err(text).message();
            let error = error.in_english();
            assert!(error.contains(says), "{text}: {error}");
        }
    }
}
