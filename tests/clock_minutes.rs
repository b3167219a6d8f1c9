//! The calendar against a count of single minutes.
//!
//! The count reads the wall clock of the zone at every minute and never asks for the instant of a
//! local time; it shares no code with the calendar but the zone data. It covers hours by weekday,
//! windows over midnight, make-up days, changes of clocks, and a date that a zone skips.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};
use chrono_tz::{America, Asia, Australia, Europe, Pacific, Tz};
use complaint::domain::calendar::{
    Calendar, CalendarSpec, Clock, Dates, Hours, Pauses, Roll, Span, Unit,
};
use complaint::domain::time::{Instant, parse_rfc3339};

/// Zones with the instants of their changes: clocks back, clocks forward, and the date line.
const PLACES: [(Tz, &str); 7] = [
    (Asia::Shanghai, "2026-03-06T15:00:00Z"),
    (Europe::London, "2026-03-29T01:00:00Z"),
    (Europe::London, "2026-10-25T01:00:00Z"),
    (America::Havana, "2026-11-01T05:00:00Z"),
    (America::Havana, "2026-03-08T05:00:00Z"),
    (Australia::Lord_Howe, "2026-04-04T15:00:00Z"),
    (Pacific::Apia, "2011-12-30T10:00:00Z"),
];

/// Windows of the default, Saturday and Sunday; `None` for the default.
type Table = (
    &'static [&'static str],
    Option<&'static [&'static str]>,
    Option<&'static [&'static str]>,
);

const TABLES: [Table; 9] = [
    (&[], None, None),
    (&["09:00-18:00"], Some(&["09:00-12:00"]), None),
    (&["21:00-02:00"], None, None),
    (&["21:00-24:00", "00:00-02:00"], None, None),
    (
        &["22:00-00:00"],
        Some(&["23:00-01:45"]),
        Some(&["01:15-03:00"]),
    ),
    (&["09:00-09:00"], None, None),
    (
        &["08:30-12:00", "13:00-17:30"],
        Some(&["20:00-06:00"]),
        None,
    ),
    (
        &["18:00-05:00"],
        Some(&["00:00-06:00", "07:00-08:00"]),
        Some(&["04:00-04:00"]),
    ),
    (&["01:30-01:45", "23:59-00:10"], None, None),
];

const WEEKS: [&str; 3] = [
    "mon tue wed thu fri",
    "mon tue wed thu fri sat",
    "sat sun tue",
];

/// How many days are read before and after the change.
const DAYS: i64 = 10;

/// The readings of a wall clock, minute by minute.
struct Wall {
    from: Instant,
    readings: Vec<NaiveDateTime>,
    /// The dates that the clock shows, without the incomplete ones at either end.
    dates: Vec<NaiveDate>,
}

impl Wall {
    fn around(zone: Tz, change: Instant) -> Self {
        let from = change - TimeDelta::days(DAYS);
        let minutes = 0..2 * DAYS * 1440;
        let reading = |minute| {
            (from + TimeDelta::minutes(minute))
                .with_timezone(&zone)
                .naive_local()
        };
        let readings: Vec<NaiveDateTime> = minutes.map(reading).collect();
        let dates: BTreeSet<NaiveDate> = readings.iter().map(NaiveDateTime::date).collect();
        let dates: Vec<NaiveDate> = dates.into_iter().collect();
        Self {
            from,
            readings,
            dates: dates[1..dates.len() - 2].to_vec(),
        }
    }

    fn instant(&self, minute: usize) -> Instant {
        self.from + TimeDelta::minutes(i64::try_from(minute).expect("a minute"))
    }

    /// The first minute at which the clock shows the time, or has jumped over it.
    fn first(&self, wall: NaiveDateTime) -> usize {
        let found = self.readings.iter().position(|reading| *reading >= wall);
        found.unwrap_or(self.readings.len())
    }

    fn last(&self, wall: NaiveDateTime) -> usize {
        let found = self.readings.iter().rposition(|reading| *reading == wall);
        found.unwrap_or_else(|| self.first(wall))
    }
}

/// A calendar as a set of minutes.
struct Minutes<'a> {
    wall: &'a Wall,
    spec: &'a CalendarSpec,
    /// The minutes that are worked, in order.
    worked: Vec<usize>,
    /// Every date with the minute at which it ends.
    ends: Vec<(NaiveDate, usize)>,
}

impl<'a> Minutes<'a> {
    fn new(wall: &'a Wall, spec: &'a CalendarSpec) -> Self {
        let mut worked = vec![false; wall.readings.len()];
        for date in wall
            .dates
            .iter()
            .copied()
            .filter(|date| is_worked(spec, *date))
        {
            for (open, close) in intervals(wall, spec, date) {
                worked[open..close.max(open)].fill(true);
            }
        }
        let worked = (0..worked.len()).filter(|minute| worked[*minute]).collect();
        let dates = wall.dates.iter();
        let ends = dates.map(|date| (*date, end(wall, spec, *date))).collect();
        Self {
            wall,
            spec,
            worked,
            ends,
        }
    }

    /// The minute by which `count` minutes have been worked.
    fn reach(&self, start: usize, count: usize) -> Option<usize> {
        let before = self.count_before(start);
        Some(self.worked.get(before + count - 1)? + 1)
    }

    fn count_before(&self, minute: usize) -> usize {
        self.worked.partition_point(|worked| *worked < minute)
    }

    /// The end of the n-th date after that of the start; only worked ones count for business days.
    fn end_of_nth(&self, start: usize, unit: Unit, n: usize) -> Option<usize> {
        let today = self.wall.readings[start].date();
        let counts = |(date, _): &&(NaiveDate, usize)| {
            *date > today && (unit == Unit::Day || is_worked(self.spec, *date))
        };
        let (_, end) = self.ends.iter().filter(counts).nth(n - 1)?;
        Some(*end)
    }
}

/// The close of the last window on a working day, else the beginning of the next date.
fn end(wall: &Wall, spec: &CalendarSpec, date: NaiveDate) -> usize {
    let mut closes = intervals(wall, spec, date)
        .into_iter()
        .map(|(_, close)| close);
    match closes.next_back().filter(|_| is_worked(spec, date)) {
        Some(close) => close,
        None => wall.first(midnight(date + TimeDelta::days(1))),
    }
}

fn midnight(date: NaiveDate) -> NaiveDateTime {
    date.and_time(NaiveTime::MIN)
}

fn is_worked(spec: &CalendarSpec, date: NaiveDate) -> bool {
    spec.own.workdays.contains_key(&date)
        || !spec.own.holidays.contains_key(&date) && spec.week.contains(&date.weekday())
}

fn windows(spec: &CalendarSpec, date: NaiveDate) -> &[String] {
    let own = spec
        .hours
        .weekdays
        .iter()
        .find(|(weekday, _)| *weekday == date.weekday());
    match own.filter(|_| !spec.own.workdays.contains_key(&date)) {
        Some((_, windows)) => windows,
        None => &spec.hours.default,
    }
}

/// The working intervals that begin on a date, in minutes, in order.
fn intervals(wall: &Wall, spec: &CalendarSpec, date: NaiveDate) -> Vec<(usize, usize)> {
    let tomorrow = date + TimeDelta::days(1);
    let mut intervals: Vec<(usize, usize)> = windows(spec, date)
        .iter()
        .map(|window| {
            let (open, close) = window.split_once('-').expect("a window");
            let time = |text: &str| text.parse::<NaiveTime>().expect("a time");
            let opens = wall.first(date.and_time(time(open)));
            let closes = match close {
                "24:00" | "00:00" => wall.first(midnight(tomorrow)),
                close if close > open => wall.last(date.and_time(time(close))),
                close => wall.last(tomorrow.and_time(time(close))),
            };
            (opens, closes)
        })
        .collect();
    if intervals.is_empty() {
        intervals.push((wall.first(midnight(date)), wall.first(midnight(tomorrow))));
    }
    intervals.sort_unstable();
    intervals
}

fn spec(zone: Tz, table: Table, week: &str, wall: &Wall) -> CalendarSpec {
    let texts = |hours: &[&str]| hours.iter().map(ToString::to_string).collect::<Vec<_>>();
    let (default, saturday, sunday) = table;
    let days = [(Weekday::Sat, saturday), (Weekday::Sun, sunday)];
    let dates = &wall.dates;
    let named = |date: NaiveDate| [(date, None)].into();
    CalendarSpec {
        zone,
        week: week
            .split(' ')
            .map(|day| day.parse().expect("a day"))
            .collect(),
        hours: Hours {
            default: texts(default),
            weekdays: days
                .into_iter()
                .filter_map(|(day, hours)| Some((day, texts(hours?))))
                .collect(),
        },
        own: Dates {
            holidays: named(dates[dates.len() / 2 + 2]),
            workdays: dates
                .iter()
                .filter(|date| date.weekday() == Weekday::Sat)
                .take(2)
                .map(|date| (*date, None))
                .collect(),
            ..Dates::default()
        },
        base: None,
    }
}

fn assert_agrees(calendar: &Calendar, minutes: &Minutes<'_>, start: usize) {
    let wall = minutes.wall;
    let (from, hours) = (wall.instant(start), &minutes.spec.hours);
    for (unit, n) in [
        (Unit::BusinessHour, 1),
        (Unit::BusinessHour, 7),
        (Unit::BusinessDay, 1),
        (Unit::BusinessDay, 2),
        (Unit::Day, 1),
        (Unit::Day, 2),
    ] {
        let expected = match unit {
            Unit::BusinessHour => minutes.reach(start, n * 60),
            _ => minutes.end_of_nth(start, unit, n),
        };
        // The readings end before some of the limits.
        let Some(expected) = expected.filter(|due| *due + 3 * 1440 < wall.readings.len()) else {
            continue;
        };
        let span = Span::new(u32::try_from(n).expect("a number"), unit).expect("a span");
        let due = calendar.add(from, span, Roll::Keep, Pauses::NONE);
        assert_eq!(
            due,
            Some(wall.instant(expected)),
            "{from} + {span} by {hours:?}"
        );
    }
    let later = start + 5 * 1440 + 77;
    let worked = minutes.count_before(later) - minutes.count_before(start);
    let run = calendar.run(Clock::Working, from, wall.instant(later), Pauses::NONE);
    assert_eq!(
        run.num_minutes(),
        i64::try_from(worked).expect("a count"),
        "{from} by {hours:?}"
    );
}

#[test]
fn limits_end_where_single_minutes_say() {
    for (zone, change) in PLACES {
        let change: DateTime<_> = parse_rfc3339(change).expect("an instant");
        let wall = Wall::around(zone, change);
        for table in TABLES {
            for week in WEEKS {
                let spec = spec(zone, table, week, &wall);
                let calendar = Calendar::new(&spec).expect("a calendar");
                let minutes = Minutes::new(&wall, &spec);
                for start in (5 * 1440..12 * 1440).step_by(373) {
                    assert_agrees(&calendar, &minutes, start);
                }
            }
        }
    }
}
