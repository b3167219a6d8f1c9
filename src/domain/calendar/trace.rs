//! How a limit came to its end, step by step: for `explain`.

mod step;

use chrono::{NaiveDate, TimeDelta};

use super::{Calendar, Clock, DayKind, Instant, Pauses, Roll, Span, Unit};
use crate::domain::time::{day_after, midnight, to_millis};
pub use step::{Close, DayRange, Fit, LocalTime, NotCounted, TraceStep, Worth};

/// Longer limits than ten years are not told day by day.
const TOLD_DAYS: i64 = 3660;

impl Calendar {
    /// The steps that lead from the start of a limit to what [`add`](Self::add) says of it: the last
    /// is [`TraceStep::Due`] with the same instant, or [`TraceStep::Hidden`] or [`TraceStep::Never`] where it has none.
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
    /// Days and months: which days count, to which day it rolls, when that one ends.
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
        let close = if calendar.has_hours() && calendar.is_working(rolled) {
            Close::OfBusiness
        } else {
            Close::Midnight
        };
        self.steps.push(TraceStep::Ends { day: rolled, close });
    }

    /// The days after `first` up to `last`, or to the open pause that hides it.
    fn walk(&mut self, first: NaiveDate, last: Option<NaiveDate>, unit: Unit) {
        let calendar = self.calendar;
        let running = || {
            self.pauses
                .open_since()
                .map(|since| calendar.last_ended(since))
        };
        let Some(last) = last
            .or_else(running)
            .filter(|last| (*last - first).num_days() <= TOLD_DAYS)
        else {
            return;
        };
        let (mut day, mut number) = (first, 0);
        while day < last {
            day = day_after(day);
            let kind = match unit {
                Unit::BusinessDay => calendar.day_kind(day),
                Unit::Minute | Unit::Hour | Unit::BusinessHour | Unit::Day | Unit::Month => {
                    DayKind::Working
                }
            };
            let step = self.judged(day, kind, number + 1);
            number += u32::from(!matches!(step, TraceStep::Skipped { .. }));
            self.push(step);
        }
    }

    /// A day of a limit of days, which does not count if the case is paused at its end.
    fn judged(&self, day: NaiveDate, kind: DayKind, number: u32) -> TraceStep {
        let paused = self.pauses.paused_at_end(self.calendar.end(day));
        step_of(
            day,
            kind,
            Worth::Nth(number),
            paused.then_some(NotCounted::Paused),
        )
    }

    fn rolled(&mut self, from: NaiveDate, to: NaiveDate) {
        if (to - from).num_days() <= TOLD_DAYS {
            let mut day = from;
            while day < to {
                let step = self.judged(day, self.calendar.day_kind(day), 0);
                self.push(step);
                day = day_after(day);
            }
        }
        self.steps.push(TraceStep::Rolled { from, to });
    }

    /// Minutes and hours: the stretches that ran, up to the due instant or the open pause.
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

    /// The days of [from, to) and the working time of each.
    fn worked(&mut self, from: Instant, to: Instant) {
        let calendar = self.calendar;
        let last = calendar.date(to - TimeDelta::milliseconds(1));
        let mut day = calendar.date(from);
        if (last - day).num_days() > TOLD_DAYS {
            let days = DayRange { first: day, last };
            return self.push(TraceStep::Counted {
                days,
                worth: Worth::Time(calendar.run(Clock::Working, from, to, Pauses::NONE)),
            });
        }
        while day <= last {
            let next = day_after(day);
            let time = calendar.run(
                Clock::Working,
                from.max(midnight(calendar.zone(), day)),
                to.min(midnight(calendar.zone(), next)),
                Pauses::NONE,
            );
            let outside = time.is_zero().then_some(NotCounted::OutsideHours);
            self.push(step_of(
                day,
                calendar.day_kind(day),
                Worth::Time(time),
                outside,
            ));
            day = next;
        }
    }

    /// Adds a step, or lengthens the last one where it says the same of the days before.
    fn push(&mut self, step: TraceStep) {
        match (self.steps.last_mut(), &step) {
            (
                Some(TraceStep::Skipped { days, why }),
                TraceStep::Skipped {
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

/// A day, which counts if it is worked and nothing is against it.
fn step_of(day: NaiveDate, kind: DayKind, worth: Worth, against: Option<NotCounted>) -> TraceStep {
    let days = DayRange::of(day);
    let why = match (kind, against) {
        (DayKind::Weekend, _) => NotCounted::Weekend,
        (DayKind::Holiday(name), _) => NotCounted::Holiday(name),
        (DayKind::Working | DayKind::MakeUp(_), Some(against)) => against,
        (DayKind::Working, None) => return TraceStep::Counted { days, worth },
        (DayKind::MakeUp(name), None) => return TraceStep::MakeUp { day, name, worth },
    };
    TraceStep::Skipped { days, why }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::CalendarSpec;
    use crate::domain::calendar::shipped::shipped;
    use crate::domain::time::{TypedTime, parse_time};

    const SHANGHAI: chrono_tz::Tz = chrono_tz::Asia::Shanghai;

    fn at(text: &str) -> Instant {
        match parse_time(text, SHANGHAI) {
            Ok(TypedTime::Instant(instant)) => instant,
            other => panic!("{text}: {other:?}"),
        }
    }

    fn told(start: &str, span: &str, roll: Roll, pauses: &[(&str, &str)]) -> Vec<String> {
        let spec = CalendarSpec {
            hours: vec!["09:00-12:00".to_owned(), "13:30-18:00".to_owned()],
            base: shipped("cn").map(|china| china.dates("en")),
            ..CalendarSpec::weekdays(SHANGHAI)
        };
        let calendar = Calendar::new(&spec).expect("a calendar");
        let pauses = Pauses::new(
            pauses
                .iter()
                .map(|(from, to)| (at(from), (!to.is_empty()).then(|| at(to)))),
        );
        let steps = calendar.trace(at(start), span.parse().expect("a span"), roll, &pauses);
        steps
            .iter()
            .map(|step| step.message().in_english())
            .collect()
    }

    #[test]
    fn working_days_tell_of_weekends_holidays_and_make_up_days() {
        assert_eq!(
            told("2025-09-26 10:00", "5bd", Roll::Keep, &[]),
            [
                "starts 2025-09-26 10:00",
                "2025-09-26 does not count: the day of the start",
                "2025-09-27 not counted: weekend",
                "2025-09-28 counted, a make-up day (National Day): day 1",
                "2025-09-29 to 2025-09-30 counted: days 2 to 3",
                "2025-10-01 to 2025-10-05 not counted: holiday (National Day)",
                "2025-10-06 not counted: holiday (Mid-autumn Festival)",
                "2025-10-07 to 2025-10-08 not counted: holiday (National Day)",
                "2025-10-09 to 2025-10-10 counted: days 4 to 5",
                "2025-10-10 ends at the close of business",
                "due 2025-10-10 18:00",
            ]
        );
    }

    #[test]
    fn months_tell_of_short_months_pauses_and_rolling() {
        assert_eq!(
            told("2026-01-31 10:00", "1mo", Roll::NextWorkingDay, &[]),
            [
                "starts 2026-01-31 10:00",
                "2026-01-31 does not count: the day of the start",
                "1 month on: 2026-02-28, the last day of its month",
                "2026-02-28 ends at the close of business",
                "due 2026-02-28 18:00",
            ]
        );
        let paused = told(
            "2026-09-03 10:00",
            "1mo",
            Roll::NextWorkingDay,
            &[("2026-09-10 17:00", "2026-09-11 20:00")],
        );
        assert_eq!(
            paused[3..],
            [
                "2026-09-04 to 2026-09-09 counted: days 1 to 6",
                "2026-09-10 to 2026-09-11 not counted: paused at the end of the day",
                "2026-09-12 to 2026-10-05 counted: days 7 to 30",
                "2026-10-05 to 2026-10-07 not counted: holiday (National Day)",
                "2026-10-05 is a day off: moved to 2026-10-08",
                "2026-10-08 ends at the close of business",
                "due 2026-10-08 18:00",
            ]
        );
    }

    #[test]
    fn hours_tell_what_ran() {
        assert_eq!(
            told(
                "2026-11-20 17:00",
                "10bh",
                Roll::Keep,
                &[("2026-11-23 09:30", "2026-11-23 14:00")]
            ),
            [
                "starts 2026-11-20 17:00",
                "2026-11-20 counted: 1 h",
                "2026-11-21 to 2026-11-22 not counted: weekend",
                "2026-11-23 counted: 30 min",
                "2026-11-23 09:30 to 2026-11-23 14:00 left out: paused",
                "2026-11-23 to 2026-11-24 counted: 8 h 30 min",
                "due 2026-11-24 15:00",
            ]
        );
        assert_eq!(
            told("2026-11-20 19:00", "1bh", Roll::Keep, &[])[1..],
            [
                "2026-11-20 not counted: outside business hours",
                "2026-11-21 to 2026-11-22 not counted: weekend",
                "2026-11-23 counted: 1 h",
                "due 2026-11-23 10:00",
            ]
        );
        assert_eq!(
            told(
                "2026-11-20 10:00",
                "24h",
                Roll::Keep,
                &[("2026-11-20 12:00", "")]
            ),
            [
                "starts 2026-11-20 10:00",
                "2026-11-20 10:00 to 2026-11-20 12:00 ran: 2 h",
                "paused since 2026-11-20 12:00: no due instant until it goes on",
            ]
        );
    }

    #[test]
    fn an_open_pause_tells_what_ran_before_it() {
        assert_eq!(
            told(
                "2026-11-16 10:00",
                "5bd",
                Roll::Keep,
                &[("2026-11-19 10:00", "")]
            )[2..],
            [
                "2026-11-17 to 2026-11-18 counted: days 1 to 2",
                "paused since 2026-11-19 10:00: no due instant until it goes on",
            ]
        );
    }
}
