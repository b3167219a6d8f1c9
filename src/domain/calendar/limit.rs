//! When a limit ends, how much of one fits, and when to warn (clock S3 to S9).

use chrono::{Datelike, Months, NaiveDate, TimeDelta};

use super::days::Counted;
use super::{Calendar, Clock, Instant, LAST_DAY, Pauses, Roll, Span, Unit, instant_at};
use crate::domain::time::to_millis;

/// An amount of a unit between two instants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// Exact running time, for `min`, `h`, `bh`.
    Time(TimeDelta),
    /// Whole days or months, for `d`, `bd`, `mo`.
    Count(i64),
}

impl Amount {
    /// Whether a limit of this span fits; the span must have the unit of the amount.
    pub fn covers(self, span: Span) -> bool {
        match self {
            Self::Time(time) => length(span).is_some_and(|length| length <= time),
            Self::Count(count) => i64::from(span.n()) <= count,
        }
    }
}

/// The end of an interval lies before its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backwards {
    pub start: Instant,
    pub end: Instant,
}

impl Calendar {
    /// The due instant of a limit from `start`; `None` while an open pause suspends it, or beyond
    /// the year 9999.
    ///
    /// Minutes and hours run from the instant. For days, business days and months the first day
    /// does not count; they end at the [`end`](Self::end) of the last day (clock S4, S5, S7; Civil
    /// Code 201 to 203).
    pub fn add(&self, start: Instant, span: Span, roll: Roll, pauses: &Pauses) -> Option<Instant> {
        let start = to_millis(start);
        match length(span) {
            Some(length) => self.reach(span.unit().clock(), start, length, pauses),
            None => self
                .last_day(start, span, roll, pauses)
                .map(|day| self.end(day)),
        }
    }

    /// The time that runs in [from, to) on the clock, without pauses (clock S3); 0 if `to` is not
    /// later.
    pub fn run(&self, clock: Clock, from: Instant, to: Instant, pauses: &Pauses) -> TimeDelta {
        let stretches = pauses
            .running(to_millis(from))
            .take_while(|(begin, _)| *begin < to);
        let millis = stretches.map(|(begin, end)| {
            let end = end.map_or(to, |end| end.min(to));
            self.length_between(clock, begin, end)
        });
        TimeDelta::milliseconds(millis.sum())
    }

    /// The earliest instant, not before `from`, by which `time` has run (clock S3); `None` if an
    /// open pause or the end of the calendar comes first.
    pub fn reach(
        &self,
        clock: Clock,
        from: Instant,
        time: TimeDelta,
        pauses: &Pauses,
    ) -> Option<Instant> {
        let mut left = time.num_milliseconds();
        if left <= 0 {
            return Some(from);
        }
        for (begin, end) in pauses.running(to_millis(from)) {
            let runs = end.map(|end| self.length_between(clock, begin, end));
            match runs {
                Some(runs) if runs < left => left -= runs,
                Some(_) | None => return self.reach_unpaused(clock, begin, left),
            }
        }
        None
    }

    /// The amount of the unit in [start, end], before roll and pauses, such that `add(start, n) ≤
    /// end` exactly when `n ≤ between(start, end)` (clock S6).
    ///
    /// # Errors
    /// `end` lies before `start`.
    pub fn between(&self, start: Instant, end: Instant, unit: Unit) -> Result<Amount, Backwards> {
        let (start, end) = (to_millis(start), to_millis(end));
        if end < start {
            return Err(Backwards { start, end });
        }
        let days = |counted| {
            self.days
                .count(counted, self.date(start), self.last_ended(end))
                .max(0)
        };
        Ok(match unit {
            Unit::Minute | Unit::Hour | Unit::BusinessHour => {
                Amount::Time(self.run(unit.clock(), start, end, Pauses::NONE))
            }
            Unit::Day => Amount::Count(days(Counted::Every)),
            Unit::BusinessDay => Amount::Count(days(Counted::Working)),
            Unit::Month => Amount::Count(self.months_between(start, end)),
        })
    }

    /// The warning point: nine tenths of the time from `start` to `due` have run on the unit's
    /// clock, without pauses, rounded up to the millisecond (clock S8).
    pub fn warn(
        &self,
        start: Instant,
        due: Instant,
        unit: Unit,
        pauses: &Pauses,
    ) -> Option<Instant> {
        let total = self
            .run(unit.clock(), start, due, pauses)
            .num_milliseconds();
        let nine_tenths = TimeDelta::milliseconds((total.checked_mul(9)? + 9) / 10);
        self.reach(unit.clock(), start, nine_tenths, pauses)
    }

    /// The new due instant of `extend --for` for a limit due at `due`. For days, business days and
    /// months, a limit ending at 24:00 belongs to the day that ends (clock S9).
    pub fn extend_by(&self, due: Instant, by: Span) -> Option<Instant> {
        let from = match by.unit() {
            Unit::Minute | Unit::Hour | Unit::BusinessHour => due,
            Unit::Day | Unit::BusinessDay | Unit::Month => due - TimeDelta::milliseconds(1),
        };
        self.add(from, by, Roll::Keep, Pauses::NONE)
    }

    /// The day at whose end a limit of days, business days or months is due.
    pub(super) fn last_day(
        &self,
        start: Instant,
        span: Span,
        roll: Roll,
        pauses: &Pauses,
    ) -> Option<NaiveDate> {
        let first = self.date(start);
        let day = match span.unit() {
            Unit::Minute | Unit::Hour | Unit::BusinessHour => return None,
            Unit::Day => self.unpaused_day(Counted::Every, first, span.n().into(), pauses),
            Unit::BusinessDay => {
                self.unpaused_day(Counted::Working, first, span.n().into(), pauses)
            }
            Unit::Month => {
                let upto = self.months_on(first, span.n())?;
                let days = self.days.count(Counted::Every, first, upto);
                self.unpaused_day(Counted::Every, first, days, pauses)
            }
        }?;
        match roll {
            Roll::NextWorkingDay if !self.is_working(day) => {
                self.unpaused_day(Counted::Working, day, 1, pauses)
            }
            Roll::NextWorkingDay | Roll::Keep => Some(day),
        }
    }

    /// The n-th counted day strictly after `after` that does not end in a pause.
    fn unpaused_day(
        &self,
        counted: Counted,
        after: NaiveDate,
        n: i64,
        pauses: &Pauses,
    ) -> Option<NaiveDate> {
        let (mut after, mut left) = (after, n);
        for pause in pauses.iter() {
            // A pause excludes the days from the first that ends after its start to the last that
            // ends by its end.
            let free = self
                .days
                .count(counted, after, self.last_ended(pause.from).max(after));
            if left <= free {
                break;
            }
            left -= free;
            after = after.max(self.last_ended(pause.to?));
        }
        self.days.nth(counted, after, left)
    }

    fn length_between(&self, clock: Clock, from: Instant, to: Instant) -> i64 {
        let (from, to) = (from.timestamp_millis(), to.timestamp_millis());
        match clock {
            Clock::Elapsed => (to - from).max(0),
            Clock::Working => self.worked(from, to),
        }
    }

    fn reach_unpaused(&self, clock: Clock, from: Instant, millis: i64) -> Option<Instant> {
        let from = from.timestamp_millis();
        instant_at(match clock {
            Clock::Elapsed => from.checked_add(millis)?,
            Clock::Working => self.worked_by(from, millis)?,
        })
    }

    /// The same day n months later, or the last day of that month if it lacks that day (Civil Code
    /// 202).
    fn months_on(&self, day: NaiveDate, n: u32) -> Option<NaiveDate> {
        let day = day
            .checked_add_months(Months::new(n))
            .filter(|day| *day <= LAST_DAY)?;
        if !self.days.is_skipped(day) {
            return Some(day);
        }
        let month = day.with_day(1)?.iter_days();
        month
            .take_while(|other| other.month() == day.month())
            .filter(|other| !self.days.is_skipped(*other))
            .last()
    }

    /// The largest number of months from `start` that end by `end`.
    fn months_between(&self, start: Instant, end: Instant) -> i64 {
        let (first, upto) = (self.date(start), self.date(end));
        let month = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
        let fits = |n: i64| {
            let day = u32::try_from(n).ok().and_then(|n| self.months_on(first, n));
            day.is_some_and(|day| self.end(day) <= end)
        };
        let mut n = month(upto) - month(first) + 1;
        while n > 0 && !fits(n) {
            n -= 1;
        }
        n.max(0)
    }
}

/// The exact length of minutes and hours; `None` for days and months, whose length varies.
fn length(span: Span) -> Option<TimeDelta> {
    match span.unit() {
        Unit::Minute => TimeDelta::try_minutes(span.n().into()),
        Unit::Hour | Unit::BusinessHour => TimeDelta::try_hours(span.n().into()),
        Unit::Day | Unit::BusinessDay | Unit::Month => None,
    }
}

#[cfg(test)]
mod tests;
