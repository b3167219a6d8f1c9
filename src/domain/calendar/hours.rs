//! The working intervals, computed a year at a time, and the working time in them.

use std::sync::{Arc, OnceLock};

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime};

use super::{Calendar, LAST_DAY, earliest, latest};
use crate::domain::time::{Instant, day_after, first, midnight};

/// How far a day can reach into the next year: two days by a window over midnight, one more by the
/// offset of the zone.
const REACH: Days = Days::new(3);

/// The years that are cached.
const CACHED: std::ops::Range<i32> = 1970..2200;

/// The working intervals by year, computed when first needed.
#[derive(Debug, Clone)]
pub(super) struct Years(Box<[OnceLock<Arc<Year>>]>);

impl Default for Years {
    fn default() -> Self {
        Self(CACHED.map(|_| OnceLock::new()).collect())
    }
}

/// The working intervals of a year in UTC, disjoint and in order, each with the time worked before
/// it.
#[derive(Debug)]
struct Year {
    intervals: Vec<Interval>,
    total: i64,
}

/// A working interval, in milliseconds since 1970.
#[derive(Debug, Clone, Copy)]
struct Interval {
    from: i64,
    to: i64,
    before: i64,
}

impl Year {
    /// The time worked in the year before an instant.
    fn upto(&self, instant: i64) -> i64 {
        let begun = self
            .intervals
            .partition_point(|interval| interval.from < instant);
        begun.checked_sub(1).map_or(0, |index| {
            let interval = self.intervals[index];
            interval.before + instant.min(interval.to) - interval.from
        })
    }

    /// The earliest instant by which `worked` (more than 0, at most the total) has been worked in
    /// the year.
    fn when(&self, worked: i64) -> Option<i64> {
        let begun = self
            .intervals
            .partition_point(|interval| interval.before < worked);
        let interval = self.intervals.get(begun.checked_sub(1)?)?;
        Some(interval.from + worked - interval.before)
    }
}

impl Calendar {
    /// The working time in [from, to), in milliseconds.
    pub(super) fn worked(&self, from: i64, to: i64) -> i64 {
        let bounded =
            |at: i64| at.clamp(earliest().timestamp_millis(), latest().timestamp_millis());
        let (from, to) = (bounded(from), bounded(to));
        if from >= to {
            return 0;
        }
        let (first, last) = (year_of(from), self.last_worked_year(year_of(to)));
        if last < first {
            return 0;
        }
        let full_years: i64 = (first..last).map(|year| self.year(year).total).sum();
        full_years + self.year(last).upto(to) - self.year(first).upto(from)
    }

    /// The earliest instant by which `worked` (more than 0) has been worked since `from`.
    pub(super) fn worked_by(&self, from: i64, worked: i64) -> Option<i64> {
        let from = from.max(earliest().timestamp_millis());
        let first = year_of(from);
        let mut left = worked.checked_add(self.year(first).upto(from))?;
        for number in first..=self.last_worked_year(LAST_DAY.year()) {
            let year = self.year(number);
            if left <= year.total {
                return year.when(left);
            }
            left -= year.total;
        }
        None
    }

    /// `year`, or the last year before it that can have working intervals.
    fn last_worked_year(&self, year: i32) -> i32 {
        self.days
            .last_year()
            .map_or(year, |last| year.min(last + 1))
    }

    fn year(&self, number: i32) -> Arc<Year> {
        let cached = usize::try_from(number - CACHED.start)
            .ok()
            .and_then(|index| self.years.0.get(index));
        match cached {
            Some(slot) => Arc::clone(slot.get_or_init(|| Arc::new(self.lay_out(number)))),
            None => Arc::new(self.lay_out(number)),
        }
    }

    /// The union of the windows of all days that can reach into the year, clipped to it (clock S2).
    fn lay_out(&self, number: i32) -> Year {
        let new_year = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(LAST_DAY);
        let (start, end) = (new_year(number), new_year(number + 1));
        let [from, to] =
            [start, end].map(|day| day.and_time(NaiveTime::MIN).and_utc().timestamp_millis());
        let mut spans = Vec::with_capacity(2 * 366);
        let mut day = start.checked_sub_days(REACH).unwrap_or(start);
        while day <= day_after(end) {
            let windows = self.opening(day).into_iter();
            spans
                .extend(windows.map(|(from, to)| (from.timestamp_millis(), to.timestamp_millis())));
            day = day_after(day);
        }
        spans.sort_unstable();
        let mut year = Year {
            intervals: Vec::with_capacity(spans.len()),
            total: 0,
        };
        for (opens, closes) in spans {
            let covered = year.intervals.last().map_or(from, |interval| interval.to);
            let interval = Interval {
                from: opens.max(covered),
                to: closes.min(to),
                before: year.total,
            };
            if interval.from < interval.to {
                year.total += interval.to - interval.from;
                year.intervals.push(interval);
            }
        }
        year
    }

    /// The windows that open on the day, as instants; none on a day off. A window that the clocks
    /// skip is empty.
    pub(super) fn opening(&self, day: NaiveDate) -> Vec<(Instant, Instant)> {
        let zone = self.zone;
        if !self.is_working(day) {
            return Vec::new();
        }
        match self.windows_of(day) {
            [] => vec![(midnight(zone, day), midnight(zone, day_after(day)))],
            windows => windows
                .iter()
                .map(|window| {
                    let opens = first(zone, day.and_time(window.open()));
                    (opens, self.close(*window, day))
                })
                .collect(),
        }
    }
}

fn year_of(millis: i64) -> i32 {
    DateTime::from_timestamp_millis(millis).map_or(LAST_DAY.year(), |at| at.year())
}
