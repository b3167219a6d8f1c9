//! Working days and hours, and the arithmetic of limits.
//!
//! The calendar is a set of working intervals (clock S2) with two core operations:
//! [`Calendar::run`], the time that runs between two instants, and [`Calendar::reach`], the instant
//! at which a given time has run. Built on these and on the counting of days are [`Calendar::add`],
//! when a limit ends, and [`Calendar::between`], how much of a limit fits. One law holds for every
//! unit: `add(t, n) ≤ u` exactly when `n ≤ between(t, u)`.
//!
//! Counting follows the Civil Code of the PRC, articles 200 to 204. Instants are between the years
//! 1 and 9999; a limit that would end later has no due instant.

mod days;
mod hours;
mod limit;
mod pauses;
pub mod shipped;
pub mod span;
mod spec;
pub mod trace;
mod windows;

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta};
use chrono_tz::Tz;

pub use days::DayKind;
pub use limit::Amount;
pub use limit::Backwards;
pub use pauses::Pauses;
pub use pauses::{Pause, Roll};
pub use span::{Clock, Time};
pub use span::{Span, SpanError, Unit};
pub use spec::NamedDates;
pub use spec::{CalendarError, CalendarSpec, Dates};

pub use windows::Hours;
pub(crate) use windows::split_night;

use super::time::{Instant, day_after, last, midnight};
use days::{LAST_DAY, WorkingDays};
use hours::Years;
use windows::{Closing, HoursWindow, Windows};

/// The working days and hours of a policy in its time zone.
#[derive(Debug, Clone)]
pub struct Calendar {
    zone: Tz,
    windows: Windows,
    days: WorkingDays,
    reviewed: BTreeSet<i32>,
    years: Years,
}

impl Calendar {
    /// Builds a calendar from plain data.
    ///
    /// # Errors
    /// Hours that are not windows or that overlap, a date in both lists of one table, or
    /// a calendar without any working day (clock S2).
    pub fn new(spec: &CalendarSpec) -> Result<Self, CalendarError> {
        let windows = Windows::new(&spec.hours)?;
        let days = WorkingDays::new(spec)?;
        let tables = [spec.base.as_ref(), Some(&spec.own)].into_iter().flatten();
        let reviewed = tables
            .flat_map(|dates| dates.reviewed.iter().copied())
            .collect();
        Ok(Self {
            zone: spec.zone,
            windows,
            days,
            reviewed,
            years: Years::default(),
        })
    }

    /// The zone of all dates and times of day.
    pub fn zone(&self) -> Tz {
        self.zone
    }

    /// Whether the day ends at a close of business, not at 24:00.
    fn has_close(&self, day: NaiveDate) -> bool {
        self.is_working(day) && !self.windows_of(day).is_empty()
    }

    /// The windows of a working day; none if it lasts from 00:00 to 24:00.
    fn windows_of(&self, day: NaiveDate) -> &[HoursWindow] {
        match self.days.is_make_up(day) {
            true => self.windows.default(),
            false => self.windows.of(day.weekday()),
        }
    }

    /// The calendar date in the policy's zone (clock S1).
    pub fn date(&self, instant: Instant) -> NaiveDate {
        let instant = instant.clamp(earliest(), latest());
        instant.with_timezone(&self.zone).date_naive()
    }

    /// Whether the day is a working day (clock S2).
    pub fn is_working(&self, day: NaiveDate) -> bool {
        self.days.is_working(day)
    }

    /// The kind of the day, with the name of the holiday behind it.
    pub fn day_kind(&self, day: NaiveDate) -> DayKind {
        self.days.kind(day)
    }

    /// The end of the day: the close of business on a working day with hours, else 24:00. A close
    /// after midnight lies on the next date (clock S2; Civil Code 203(2)).
    pub fn end(&self, day: NaiveDate) -> Instant {
        match self.windows_of(day).last() {
            Some(window) if self.is_working(day) => self.close(*window, day),
            Some(_) | None => midnight(self.zone, day_after(day)),
        }
    }

    /// The years between two instants whose holidays have not been reviewed, so that only weekdays
    /// count; excludes a year that begins exactly at `to` (clock S2).
    pub(crate) fn unknown_years(&self, from: Instant, to: Instant) -> Vec<i32> {
        let first = self.date(from).year();
        let last = self.date(to - TimeDelta::milliseconds(1)).year().max(first);
        (first..=last)
            .filter(|year| !self.reviewed.contains(year))
            .collect()
    }

    /// The years whose holidays have been reviewed.
    pub fn reviewed_years(&self) -> &BTreeSet<i32> {
        &self.reviewed
    }

    /// When a window that opens on the day closes.
    fn close(&self, window: HoursWindow, day: NaiveDate) -> Instant {
        match window.close() {
            Closing::Today(close) => last(self.zone, day.and_time(close)),
            Closing::Midnight => midnight(self.zone, day_after(day)),
            Closing::Tomorrow(close) => last(self.zone, day_after(day).and_time(close)),
        }
    }

    /// The last day with `end(day) ≤ instant`.
    fn last_ended(&self, instant: Instant) -> NaiveDate {
        let mut day = day_after(self.date(instant));
        while self.end(day) > instant {
            match day.pred_opt() {
                Some(before) => day = before,
                None => break,
            }
        }
        day
    }
}

/// The first supported instant.
fn earliest() -> Instant {
    days::FIRST_DAY.and_time(chrono::NaiveTime::MIN).and_utc()
}

/// The last supported instant.
fn latest() -> Instant {
    LAST_DAY.and_time(chrono::NaiveTime::MIN).and_utc()
}

/// The instant at a Unix time in milliseconds, if it is supported.
fn instant_at(millis: i64) -> Option<Instant> {
    DateTime::from_timestamp_millis(millis)
        .filter(|instant| (earliest()..=latest()).contains(instant))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::{format_instant, parse_rfc3339};

    fn calendar(zone: Tz, hours: &[&str]) -> Calendar {
        let spec = CalendarSpec {
            hours: hours
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .into(),
            ..CalendarSpec::weekdays(zone)
        };
        Calendar::new(&spec).expect("a calendar")
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn a_day_ends_at_the_close_of_business_or_at_midnight() {
        use chrono_tz::{America, Asia, Europe};
        for (zone, hours, date, end) in [
            (
                Asia::Shanghai,
                vec![],
                "2026-11-20",
                "2026-11-21T00:00:00+08:00",
            ),
            (
                Asia::Shanghai,
                vec!["09:00-12:00", "13:30-18:00"],
                "2026-11-20",
                "2026-11-20T18:00:00+08:00",
            ),
            (
                Asia::Shanghai,
                vec!["09:00-12:00", "13:30-18:00"],
                "2026-11-21",
                "2026-11-22T00:00:00+08:00",
            ),
            (
                Asia::Shanghai,
                vec!["18:00-24:00"],
                "2026-11-20",
                "2026-11-21T00:00:00+08:00",
            ),
            (
                Asia::Shanghai,
                vec!["21:00-02:00"],
                "2026-11-20",
                "2026-11-21T02:00:00+08:00",
            ),
            (
                Asia::Shanghai,
                vec!["21:00-02:00"],
                "2026-11-21",
                "2026-11-22T00:00:00+08:00",
            ),
            (
                Europe::London,
                vec!["21:00-01:30"],
                "2026-10-24",
                "2026-10-25T00:00:00+01:00",
            ),
            (
                America::Havana,
                vec![],
                "2026-10-31",
                "2026-11-01T00:00:00-04:00",
            ),
            (
                America::Havana,
                vec![],
                "2026-03-07",
                "2026-03-08T01:00:00-04:00",
            ),
            (
                Europe::London,
                vec![],
                "2026-10-25",
                "2026-10-26T00:00:00+00:00",
            ),
        ] {
            let calendar = calendar(zone, &hours);
            assert_eq!(
                format_instant(calendar.end(day(date)), zone),
                end,
                "{zone} {date}"
            );
        }
    }

    #[test]
    fn the_date_is_that_of_the_zone() {
        let calendar = calendar(chrono_tz::Asia::Shanghai, &[]);
        let instant = parse_rfc3339("2025-09-29T16:00:00Z").expect("an instant");
        assert_eq!(calendar.date(instant), day("2025-09-30"));
    }

    #[test]
    fn a_year_that_begins_at_the_due_instant_is_not_run_into() {
        let spec = CalendarSpec {
            base: shipped::shipped("cn").map(|cn| cn.dates("en")),
            ..CalendarSpec::weekdays(Tz::UTC)
        };
        let calendar = Calendar::new(&spec).expect("a calendar");
        let at = |text| parse_rfc3339(text).expect("an instant");
        let from = at("2026-12-30T00:00:00Z");
        assert_eq!(
            calendar.unknown_years(from, at("2027-01-01T00:00:00Z")),
            [0i32; 0]
        );
        assert_eq!(
            calendar.unknown_years(from, at("2027-01-01T00:00:01Z")),
            [2027]
        );
        assert_eq!(
            calendar.unknown_years(at("2017-05-01T00:00:00Z"), at("2028-01-02T00:00:00Z")),
            [2017, 2027, 2028]
        );
    }
}
