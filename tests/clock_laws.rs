//! Laws of the deadline arithmetic, for calendars with several opening times a day, make-up days
//! and clock changes.
//!
//! `COMPLAINT_TEST_SCALE` multiplies the number of cases.

use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate, TimeDelta, Weekday};
use chrono_tz::{America, Asia, Australia, Europe, Pacific, Tz};
use complaint::domain::calendar::shipped::shipped;
use complaint::domain::calendar::trace::{TraceStep, Worth};
use complaint::domain::calendar::{
    Amount, Calendar, CalendarSpec, Clock, Dates, DayKind, Hours, Pauses, Roll, Span, Unit,
};
use complaint::domain::time::{
    Instant, TypedTime, format_instant, format_short, parse_rfc3339, parse_time,
};
use complaint::domain::word::Word;
use proptest::prelude::*;

const ZONES: [Tz; 7] = [
    Asia::Shanghai,
    Asia::Kathmandu,
    Europe::London,
    America::New_York,
    America::Havana,
    Australia::Lord_Howe,
    Pacific::Apia,
];

/// Hours of every working day.
const HOURS: [&[&str]; 11] = [
    &[],
    &["09:00-12:00", "13:30-18:00"],
    &["08:00-12:00", "14:00-17:00", "19:00-21:00"],
    &["00:00-24:00"],
    &["00:00-06:00", "22:00-24:00"],
    &["01:15-01:45"],
    &["01:00-01:15", "01:30-01:45"],
    &["00:00-01:45", "02:10-24:00"],
    // Over midnight, around the clock from a close on, and into the morning of the next day.
    &["21:00-02:00"],
    &["09:00-09:00"],
    &["06:00-08:00", "12:00-13:00", "18:30-07:00"],
];

/// Hours by weekday: of the default, Saturday and Sunday.
const WEEKDAYS: [[&[&str]; 3]; 3] = [
    [&["09:00-18:00"], &["09:00-12:00"], &["10:00-11:00"]],
    [&["21:00-02:00"], &["18:00-01:30"], &["01:00-03:00"]],
    [
        &["08:00-12:00", "13:00-17:00"],
        &["22:00-06:00"],
        &["00:00-24:00"],
    ],
];

/// Instants near clock changes, holidays, and the ends of months and years.
const EDGES: [&str; 13] = [
    "2026-03-29T01:00:00Z",
    "2026-10-25T01:00:00Z",
    "2026-03-08T05:00:00Z",
    "2026-03-08T07:00:00Z",
    "2026-11-01T05:00:00Z",
    "2026-11-01T06:00:00Z",
    "2026-04-04T15:00:00Z",
    "2026-10-03T15:30:00Z",
    "2025-09-30T16:00:00Z",
    "2026-02-13T16:00:00Z",
    "2024-01-31T16:00:00Z",
    "2023-12-31T00:00:00Z",
    "2011-12-30T10:00:00Z",
];

static CALENDARS: LazyLock<Vec<Calendar>> = LazyLock::new(|| {
    let day = |text: &str| (text.parse::<NaiveDate>().expect("a date"), None);
    let own = Dates {
        holidays: ["2026-03-30", "2026-11-02", "2026-04-06"].map(day).into(),
        workdays: [
            "2026-03-29",
            "2026-10-25",
            "2026-11-01",
            "2026-04-05",
            "2026-10-04",
        ]
        .map(day)
        .into(),
        reviewed: [2026].into(),
    };
    let mut calendars = Vec::new();
    for zone in ZONES {
        for hours in all_hours() {
            let base = shipped("cn").map(|china| china.dates("en"));
            let weekdays = CalendarSpec {
                hours,
                ..CalendarSpec::weekdays(zone)
            };
            let daily = CalendarSpec {
                week: "mon tue wed thu fri sat sun"
                    .split(' ')
                    .map(|d| d.parse().expect("a day"))
                    .collect(),
                ..weekdays.clone()
            };
            for spec in [
                CalendarSpec {
                    base,
                    ..weekdays.clone()
                },
                CalendarSpec {
                    own: own.clone(),
                    ..weekdays
                },
                daily,
            ] {
                calendars.push(Calendar::new(&spec).expect("a calendar"));
            }
        }
    }
    calendars
});

fn all_hours() -> Vec<Hours> {
    let texts = |hours: &[&str]| hours.iter().map(ToString::to_string).collect::<Vec<_>>();
    let by_weekday = WEEKDAYS.map(|[default, saturday, sunday]| Hours {
        default: texts(default),
        weekdays: vec![
            (Weekday::Sat, texts(saturday)),
            (Weekday::Sun, texts(sunday)),
        ],
    });
    let every_day = HOURS.map(|hours| Hours::from(texts(hours)));
    every_day.into_iter().chain(by_weekday).collect()
}

fn config() -> ProptestConfig {
    let scale = std::env::var("COMPLAINT_TEST_SCALE")
        .ok()
        .and_then(|text| text.parse::<f64>().ok())
        .unwrap_or(1.0);
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases((256.0 * scale).max(1.0) as u32)
    }
}

fn at(text: &str) -> Instant {
    parse_rfc3339(text).expect("an instant")
}

fn millis(millis: i64) -> Instant {
    DateTime::from_timestamp_millis(millis).expect("an instant")
}

fn calendar() -> impl Strategy<Value = &'static Calendar> {
    (0..CALENDARS.len()).prop_map(|index| &CALENDARS[index])
}

/// Any millisecond within ten years, whole hours near an edge, or whole minutes near one.
fn instant() -> impl Strategy<Value = Instant> {
    let edge = || prop::sample::select(EDGES.to_vec()).prop_map(at);
    prop_oneof![
        (1_514_764_800_000_i64..1_830_297_600_000).prop_map(millis),
        (edge(), -96_i64..96)
            .prop_map(|(edge, half_hours)| edge + TimeDelta::minutes(30 * half_hours)),
        (edge(), -4000_i64..4000).prop_map(|(edge, minutes)| edge + TimeDelta::minutes(minutes)),
    ]
}

fn later(most_minutes: i64) -> impl Strategy<Value = TimeDelta> {
    prop_oneof![
        (0..=most_minutes).prop_map(TimeDelta::minutes),
        (0..=most_minutes / 60).prop_map(TimeDelta::hours),
        (0..=most_minutes * 60_000).prop_map(TimeDelta::milliseconds),
    ]
}

fn unit() -> impl Strategy<Value = Unit> {
    prop::sample::select(Unit::ALL)
}

fn clock() -> impl Strategy<Value = Clock> {
    prop::sample::select(vec![Clock::Elapsed, Clock::Working])
}

fn span() -> impl Strategy<Value = Span> {
    span_of(Unit::ALL)
}

fn span_of(units: &[Unit]) -> impl Strategy<Value = Span> + use<> {
    (prop::sample::select(units.to_vec()), 1_u32..=60).prop_map(|(unit, n)| {
        let n = match unit {
            Unit::Minute => n * 37,
            Unit::Month => n.div_ceil(4),
            Unit::Hour | Unit::BusinessHour | Unit::Day | Unit::BusinessDay => n,
        };
        Span::new(n, unit).expect("a span")
    })
}

fn roll() -> impl Strategy<Value = Roll> {
    prop::sample::select(vec![Roll::Keep, Roll::NextWorkingDay])
}

/// Pauses as distances in minutes, starting from ten days before to twenty days after.
fn distances() -> impl Strategy<Value = Vec<(i64, Option<i64>)>> {
    let length = prop_oneof![9 => (0_i64..8000).prop_map(Some), 1 => Just(None)];
    prop::collection::vec((-14_400_i64..28_800, length), 0..4)
}

fn pauses(near: Instant, distances: &[(i64, Option<i64>)]) -> Pauses {
    Pauses::new(distances.iter().map(|(from, length)| {
        let from = near + TimeDelta::minutes(*from);
        (from, length.map(|length| from + TimeDelta::minutes(length)))
    }))
}

fn exactly(amount: Amount, span: Span) -> bool {
    amount.covers(span)
        && Span::new(span.n() + 1, span.unit()).is_ok_and(|more| !amount.covers(more))
        && match amount {
            Amount::Time(time) => time == length(span),
            Amount::Count(count) => count == i64::from(span.n()),
        }
}

fn length(span: Span) -> TimeDelta {
    match span.unit() {
        Unit::Minute => TimeDelta::minutes(span.n().into()),
        Unit::Hour | Unit::BusinessHour => TimeDelta::hours(span.n().into()),
        Unit::Day | Unit::BusinessDay | Unit::Month => TimeDelta::zero(),
    }
}

/// The last day of a limit, found by stepping day by day as in clock S5 and S7.
fn walked(
    calendar: &Calendar,
    start: Instant,
    span: Span,
    roll: Roll,
    pauses: &Pauses,
) -> Option<NaiveDate> {
    let first = calendar.date(start);
    let paused = |day| pauses.paused_at_end(calendar.end(day));
    let exists = |day: &NaiveDate| calendar.day_kind(*day) != DayKind::Skipped;
    let target = match span.unit() {
        Unit::Month => {
            let day = first.checked_add_months(chrono::Months::new(span.n()))?;
            // Samoa skips 30 December: then the last of the month.
            let upto = if exists(&day) { day } else { day.succ_opt()? };
            first
                .iter_days()
                .skip(1)
                .take_while(|day| *day <= upto)
                .filter(exists)
                .count()
        }
        _ => span.n() as usize,
    };
    let (mut day, mut counted) = (first, 0);
    while counted < target {
        day = day.succ_opt()?;
        if pauses
            .open_since()
            .is_some_and(|since| calendar.end(day) > since)
        {
            return None;
        }
        let counts = span.unit() != Unit::BusinessDay || calendar.is_working(day);
        counted += usize::from(counts && exists(&day) && !paused(day));
    }
    if roll == Roll::NextWorkingDay && !calendar.is_working(day) {
        while !calendar.is_working(day) || paused(day) {
            day = day.succ_opt()?;
            if pauses
                .open_since()
                .is_some_and(|since| calendar.end(day) > since)
            {
                return None;
            }
        }
    }
    Some(day)
}

proptest! {
    #![proptest_config(config())]

    /// Galois connection: `add(t, n) <= u` exactly if `n <= between(t, u)`.
    #[test]
    fn a_limit_ends_by_an_instant_exactly_when_it_fits(
        calendar in calendar(), start in instant(), wait in later(200_000), span in span(),
    ) {
        let end = start + wait;
        let due = calendar.add(start, span, Roll::Keep, Pauses::NONE).expect("a due instant");
        let amount = calendar.between(start, end, span.unit()).expect("in order");
        prop_assert_eq!(due <= end, amount.covers(span), "due {} {:?}", due, amount);
    }

    #[test]
    fn between_start_and_due_lies_the_limit_and_no_less_before(
        calendar in calendar(), start in instant(), span in span(),
    ) {
        let due = calendar.add(start, span, Roll::Keep, Pauses::NONE).expect("a due instant");
        let amount = calendar.between(start, due, span.unit()).expect("in order");
        prop_assert!(exactly(amount, span), "{:?}", amount);
        let before = calendar.between(start, due - TimeDelta::milliseconds(1), span.unit()).expect("in order");
        prop_assert!(!before.covers(span));
    }

    #[test]
    fn a_later_start_never_ends_earlier_and_more_always_ends_later(
        calendar in calendar(), start in instant(), wait in later(20_000), span in span(),
    ) {
        let due = |start, span| calendar.add(start, span, Roll::Keep, Pauses::NONE).expect("a due instant");
        prop_assert!(due(start, span) <= due(start + wait, span));
        let more = Span::new(span.n() + 1, span.unit()).expect("a span");
        prop_assert!(due(start, span) < due(start, more));
    }

    #[test]
    fn running_time_adds_up(
        calendar in calendar(), clock in clock(), start in instant(), a in later(100_000), b in later(100_000),
        distances in distances(),
    ) {
        let pauses = pauses(start, &distances);
        let (middle, end) = (start + a, start + a + b);
        let run = |from, to| calendar.run(clock, from, to, &pauses);
        prop_assert_eq!(run(start, end), run(start, middle) + run(middle, end));
        prop_assert!(run(start, end) <= a + b);
    }

    #[test]
    fn reach_gives_the_earliest_instant(
        calendar in calendar(), clock in clock(), start in instant(), time in later(20_000), distances in distances(),
    ) {
        let pauses = pauses(start, &distances);
        if let Some(end) = calendar.reach(clock, start, time, &pauses) {
            prop_assert_eq!(calendar.run(clock, start, end, &pauses), time);
            let before = end - TimeDelta::milliseconds(1);
            prop_assert!(end == start || calendar.run(clock, start, before, &pauses) < time);
        } else {
            prop_assert!(pauses.open_since().is_some());
        }
    }

    #[test]
    fn the_warning_point_is_where_nine_tenths_have_run(
        calendar in calendar(), start in instant(), span in span(), roll in roll(), distances in distances(),
    ) {
        let pauses = pauses(start, &distances);
        let Some(due) = calendar.add(start, span, roll, &pauses) else { return Ok(()) };
        let warn = calendar.warn(start, due, span.unit(), &pauses).expect("a warning point");
        let run = |to| calendar.run(span.unit().clock(), start, to, &pauses).num_milliseconds();
        prop_assert!(start <= warn && warn <= due);
        prop_assert!(10 * run(warn) >= 9 * run(due));
        prop_assert!(warn == start || 10 * run(warn - TimeDelta::milliseconds(1)) < 9 * run(due));
    }

    #[test]
    fn days_and_months_end_where_walking_ends(
        calendar in calendar(), start in instant(), span in span_of(&[Unit::Day, Unit::BusinessDay, Unit::Month]), roll in roll(), distances in distances(),
    ) {
        let pauses = pauses(start, &distances);
        let roll = if span.unit() == Unit::BusinessDay { Roll::Keep } else { roll };
        let day = walked(calendar, start, span, roll, &pauses);
        prop_assert_eq!(calendar.add(start, span, roll, &pauses), day.map(|day| calendar.end(day)));
    }

    #[test]
    fn pauses_take_running_time_out_exactly(
        calendar in calendar(), start in instant(), span in span_of(&[Unit::Minute, Unit::Hour, Unit::BusinessHour]), distances in distances(),
    ) {
        let pauses = pauses(start, &distances);
        match calendar.add(start, span, Roll::NextWorkingDay, &pauses) {
            Some(due) => prop_assert_eq!(calendar.run(span.unit().clock(), start, due, &pauses), length(span)),
            None => prop_assert!(pauses.open_since().is_some()),
        }
    }

    #[test]
    fn a_pause_before_the_start_or_from_the_due_instant_on_changes_nothing(
        calendar in calendar(), start in instant(), span in span(), roll in roll(), wait in later(20_000),
    ) {
        let due = calendar.add(start, span, roll, Pauses::NONE).expect("a due instant");
        let pauses = Pauses::new([(start - wait, Some(start)), (due, Some(due + wait))]);
        prop_assert_eq!(calendar.add(start, span, roll, &pauses), Some(due));
        let open = Pauses::new([(start - wait, Some(start)), (due, None)]);
        prop_assert_eq!(calendar.add(start, span, roll, &open), Some(due));
    }

    #[test]
    fn a_pause_never_shortens_a_limit_and_an_open_one_hides_its_end(
        calendar in calendar(), start in instant(), span in span(), roll in roll(), distances in distances(),
    ) {
        let pauses = pauses(start, &distances);
        let unpaused = calendar.add(start, span, roll, Pauses::NONE).expect("a due instant");
        match calendar.add(start, span, roll, &pauses) {
            Some(due) => {
                prop_assert!(due >= unpaused);
                prop_assert!(pauses.open_since().is_none_or(|since| due <= since));
            }
            None => {
                let since = pauses.open_since().expect("an open pause");
                let over = since + TimeDelta::days(3);
                let due = calendar.add(start, span, roll, &pauses.ended_at(over)).expect("a due instant");
                prop_assert!(due >= over.max(start) || due >= unpaused);
            }
        }
    }

    #[test]
    fn a_trace_ends_where_the_limit_does_and_accounts_for_all_of_it(
        calendar in calendar(), start in instant(), span in span(), roll in roll(), distances in distances(),
    ) {
        let pauses = pauses(start, &distances);
        let steps = calendar.trace(start, span, roll, &pauses);
        let due = calendar.add(start, span, roll, &pauses);
        match steps.last() {
            Some(TraceStep::Due(at)) => prop_assert_eq!(Some(at.to_utc()), due),
            Some(TraceStep::Hidden { since }) => prop_assert_eq!((Some(since.to_utc()), due), (pauses.open_since(), None)),
            other => prop_assert!(false, "{:?}", other),
        }
        let worth = |step: &TraceStep| match step {
            TraceStep::Counted { worth, .. } | TraceStep::MakeUp { worth, .. } => Some(*worth),
            TraceStep::Ran { time, .. } => Some(Worth::Time(*time)),
            _ => None,
        };
        let (mut time, mut days) = (TimeDelta::zero(), 0);
        for worth in steps.iter().filter_map(worth) {
            match worth {
                Worth::Time(ran) => time += ran,
                Worth::Nth(number) => days = number,
            }
        }
        if due.is_some() {
            prop_assert_eq!(time, length(span));
            prop_assert!(!matches!(span.unit(), Unit::Day | Unit::BusinessDay) || days == span.n());
        }
    }

    #[test]
    fn pauses_are_a_set(near in instant(), distances in distances()) {
        let mut backwards = distances.clone();
        backwards.reverse();
        backwards.extend_from_slice(&distances);
        prop_assert_eq!(pauses(near, &distances), pauses(near, &backwards));
    }

    #[test]
    fn what_is_written_is_read_back(zone in prop::sample::select(ZONES.to_vec()), instant in instant()) {
        let written = format_instant(instant, zone);
        prop_assert_eq!(parse_rfc3339(&written), Ok(instant));
        prop_assert_eq!(parse_time(&written, zone), Ok(TypedTime::Instant(instant)));
        match parse_time(&format_short(instant, zone), zone) {
            Ok(TypedTime::Instant(read)) => prop_assert!(read == instant || read < instant && format_short(read, zone) == format_short(instant, zone)),
            other => prop_assert!(false, "{:?}", other),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: config().cases / 8 + 1, ..config() })]

    /// Nothing overflows, panics or loops, however far or long.
    #[test]
    fn the_arithmetic_is_total(
        calendar in calendar(), start in -62_167_219_200_000_i64..253_402_300_800_000, unit in unit(), roll in roll(),
        n in prop_oneof![1..=100_u32, 1..=100_000_u32, Just(Span::MAX)], distances in distances(),
    ) {
        let start = millis(start);
        let span = Span::new(n, unit).expect("a span");
        let pauses = pauses(start, &distances);
        prop_assert!(calendar.trace(start, span, roll, &pauses).len() > 1);
        if let Some(due) = calendar.add(start, span, roll, &pauses) {
            prop_assert!(due >= start);
            prop_assert!(calendar.warn(start, due, unit, &pauses).is_some_and(|warn| warn <= due));
            prop_assert!(calendar.extend_by(due, span).is_none_or(|later| later > due));
            prop_assert!(calendar.between(start, due, unit).is_ok_and(|amount| amount.covers(span)));
        }
    }

    #[test]
    fn no_text_breaks_the_readers(text in "\\PC*", time in "[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}") {
        for zone in ZONES {
            let _ = parse_time(&text, zone);
            let _ = parse_time(&time, zone);
        }
        let _ = text.parse::<Span>();
    }
}
