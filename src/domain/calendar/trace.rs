//! How a limit reaches its end, step by step, for `explain`.

mod step;

use chrono::{NaiveDate, TimeDelta};

use super::{Calendar, Clock, DayKind, Instant, Pauses, Roll, Span, Unit};
use crate::domain::time::{day_after, to_millis};
pub use step::TraceStep;
pub use step::{Close, DayRange, Fit, LocalTime, NotCounted, Worth};

/// Limits of more than ten years are not listed day by day.
const MAX_LISTED_DAYS: i64 = 3660;

impl Calendar {
    /// The steps from the start of a limit to the result of [`add`](Self::add). The last step is
    /// [`TraceStep::Due`] with the same instant; without one, [`TraceStep::Hidden`] or
    /// [`TraceStep::Never`].
    pub fn trace(&self, start: Instant, span: Span, roll: Roll, pauses: &Pauses) -> Vec<TraceStep> {
        let start = to_millis(start);
        let due = self.add(start, span, roll, pauses);
        let mut tracer = Tracer {
            calendar: self,
            pauses,
            steps: vec![TraceStep::Starts(self.moment(start))],
        };
        match span.unit() {
            Unit::Minute | Unit::Hour | Unit::BusinessHour => {
                tracer.time(start, due, span.unit().clock())
            }
            Unit::Day | Unit::BusinessDay | Unit::Month => tracer.days(start, span, roll),
        }
        tracer.steps.push(match (due, pauses.open_since()) {
            (Some(due), _) => TraceStep::Due(self.moment(due)),
            (None, Some(since)) => TraceStep::Hidden {
                since: self.moment(since),
            },
            (None, None) => TraceStep::Never,
        });
        tracer.steps
    }

    fn moment(&self, instant: Instant) -> LocalTime {
        instant.with_timezone(&self.zone())
    }
}

struct Tracer<'a> {
    calendar: &'a Calendar,
    pauses: &'a Pauses,
    steps: Vec<TraceStep>,
}

impl Tracer<'_> {
    /// Days and months: the days that count, the roll, and the end of the last day.
    fn days(&mut self, start: Instant, span: Span, roll: Roll) {
        let calendar = self.calendar;
        let first = calendar.date(start);
        self.steps.push(TraceStep::FirstDay(first));
        let months = match span.unit() {
            Unit::Month => calendar.last_day(start, span, Roll::Keep, Pauses::NONE),
            Unit::Minute | Unit::Hour | Unit::BusinessHour | Unit::Day | Unit::BusinessDay => None,
        };
        if let Some(day) = months {
            self.steps.push(TraceStep::MonthsOn {
                n: span.n(),
                day,
                fit: Fit::of(first, day),
            });
        }
        let last = calendar.last_day(start, span, Roll::Keep, self.pauses);
        if months.is_none() || months != last {
            self.walk(first, last, span.unit());
        }
        let Some(last) = last else { return };
        let Some(rolled) = calendar.last_day(start, span, roll, self.pauses) else {
            return;
        };
        if rolled != last {
            self.rolled(last, rolled);
        }
        let close = if calendar.has_close(rolled) {
            Close::OfBusiness
        } else {
            Close::Midnight
        };
        self.steps.push(TraceStep::Ends { day: rolled, close });
    }

    /// The days after `first` up to `last`, or up to the open pause that suspends the limit.
    fn walk(&mut self, first: NaiveDate, last: Option<NaiveDate>, unit: Unit) {
        let calendar = self.calendar;
        let running = || {
            self.pauses
                .open_since()
                .map(|since| calendar.last_ended(since))
        };
        let Some(last) = last
            .or_else(running)
            .filter(|last| (*last - first).num_days() <= MAX_LISTED_DAYS)
        else {
            return;
        };
        let (mut day, mut number) = (first, 0);
        while day < last {
            day = day_after(day);
            let kind = match (unit, calendar.day_kind(day)) {
                (Unit::BusinessDay, kind) | (_, kind @ DayKind::Skipped) => kind,
                (_, _) => DayKind::Working,
            };
            let step = self.day_step(day, kind, number + 1);
            number += u32::from(!matches!(step, TraceStep::Skipped { .. }));
            self.push(step);
        }
    }

    /// A day of a limit of days; it does not count if the case is paused at its end.
    fn day_step(&self, day: NaiveDate, kind: DayKind, number: u32) -> TraceStep {
        let paused = self.pauses.paused_at_end(self.calendar.end(day));
        step_of(
            day,
            kind,
            Worth::Nth(number),
            paused.then_some(NotCounted::Paused),
        )
    }

    fn rolled(&mut self, from: NaiveDate, to: NaiveDate) {
        if (to - from).num_days() <= MAX_LISTED_DAYS {
            let mut day = from;
            while day < to {
                let step = self.day_step(day, self.calendar.day_kind(day), 0);
                if let TraceStep::Skipped { days, why } = step {
                    self.push(TraceStep::NotLast { days, why });
                }
                day = day_after(day);
            }
        }
        self.steps.push(TraceStep::Rolled { from, to });
    }

    /// Minutes and hours: the intervals that ran, up to the due instant or the open pause.
    fn time(&mut self, start: Instant, due: Option<Instant>, clock: Clock) {
        let mut paused_from = start;
        for (begin, end) in self.pauses.running(start) {
            if due.is_some_and(|due| begin >= due) {
                return;
            }
            if paused_from < begin {
                self.steps.push(TraceStep::Paused {
                    from: self.calendar.moment(paused_from),
                    to: self.calendar.moment(begin),
                });
            }
            let Some(stop) = [due, end].into_iter().flatten().min() else {
                return;
            };
            match clock {
                Clock::Elapsed => self.ran(begin, stop),
                Clock::Working => self.worked(begin, stop),
            }
            paused_from = stop;
        }
    }

    fn ran(&mut self, from: Instant, to: Instant) {
        let [from, to] = [from, to].map(|instant| self.calendar.moment(instant));
        self.steps.push(TraceStep::Ran {
            time: to - from,
            from,
            to,
        });
    }

    /// The days of [from, to) with the working time of each. A window over midnight belongs to the
    /// day on which it opens.
    fn worked(&mut self, from: Instant, to: Instant) {
        let calendar = self.calendar;
        let (first, last) = (
            calendar.date(from),
            calendar.date(to - TimeDelta::milliseconds(1)),
        );
        if (last - first).num_days() > MAX_LISTED_DAYS {
            let days = DayRange { first, last };
            return self.push(TraceStep::Counted {
                days,
                worth: Worth::Time(calendar.run(Clock::Working, from, to, Pauses::NONE)),
            });
        }
        let (mut day, mut upto) = (first.pred_opt().unwrap_or(first), from);
        while day <= last && upto < to {
            let time = self.worked_on(day, &mut upto, to);
            let is_told = match time.is_zero() {
                true => day < first || self.has_counted(day) || self.opens_after(day, to),
                false => false,
            };
            if !is_told {
                let outside = time.is_zero().then_some(NotCounted::OutsideHours);
                let kind = calendar.day_kind(day);
                self.push(step_of(day, kind, Worth::Time(time), outside));
            }
            day = day_after(day);
        }
    }

    /// Whether a window of the day opens later: the day may yet count.
    fn opens_after(&self, day: NaiveDate, instant: Instant) -> bool {
        let mut windows = self.calendar.opening(day).into_iter();
        windows.any(|(opens, _)| opens >= instant)
    }

    /// Whether time of the day was counted before.
    fn has_counted(&self, day: NaiveDate) -> bool {
        self.steps.iter().any(|step| match step {
            TraceStep::Counted { days, .. } => (days.first..=days.last).contains(&day),
            TraceStep::MakeUp { day: counted, .. } => *counted == day,
            TraceStep::Starts(_)
            | TraceStep::FirstDay(_)
            | TraceStep::MonthsOn { .. }
            | TraceStep::Skipped { .. }
            | TraceStep::NotLast { .. }
            | TraceStep::Ran { .. }
            | TraceStep::Paused { .. }
            | TraceStep::Rolled { .. }
            | TraceStep::Ends { .. }
            | TraceStep::Due(_)
            | TraceStep::Hidden { .. }
            | TraceStep::Never => false,
        })
    }

    /// The time from `upto` to `to` in the windows that open on the day; `upto` moves to the end of
    /// what is counted.
    fn worked_on(&self, day: NaiveDate, upto: &mut Instant, to: Instant) -> TimeDelta {
        let mut time = TimeDelta::zero();
        for (opens, closes) in self.calendar.opening(day) {
            let (begin, end) = (opens.max(*upto), closes.min(to));
            if begin < end {
                time += end - begin;
                *upto = end;
            }
        }
        time
    }

    /// Adds a step, or extends the last one if it says the same of the days before.
    fn push(&mut self, step: TraceStep) {
        match (self.steps.last_mut(), &step) {
            (
                Some(TraceStep::Skipped { days, why }),
                TraceStep::Skipped {
                    days: more,
                    why: same,
                },
            )
            | (
                Some(TraceStep::NotLast { days, why }),
                TraceStep::NotLast {
                    days: more,
                    why: same,
                },
            ) if why == same && days.joins(more) => {
                days.last = more.last;
            }
            (
                Some(TraceStep::Counted { days, worth }),
                TraceStep::Counted {
                    days: more,
                    worth: next,
                },
            ) if days.joins(more) => {
                days.last = more.last;
                *worth = worth.then(*next);
            }
            _ => self.steps.push(step),
        }
    }
}

/// A step for one day: it counts if it is a working day and `against` is `None`.
fn step_of(day: NaiveDate, kind: DayKind, worth: Worth, against: Option<NotCounted>) -> TraceStep {
    let days = DayRange::of(day);
    let why = match (kind, against) {
        (DayKind::Weekend, _) => NotCounted::Weekend,
        (DayKind::Skipped, _) => NotCounted::NoSuchDate,
        (DayKind::Holiday(name), _) => NotCounted::Holiday(name),
        (DayKind::Working | DayKind::MakeUp(_), Some(against)) => against,
        (DayKind::Working, None) => return TraceStep::Counted { days, worth },
        (DayKind::MakeUp(name), None) => return TraceStep::MakeUp { day, name, worth },
    };
    TraceStep::Skipped { days, why }
}

#[cfg(test)]
mod tests;
