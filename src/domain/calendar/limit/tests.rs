//! Limits at the edges: 24:00, clock changes, short months, closing times.

use chrono_tz::{America, Asia, Australia, Europe, Tz};

use super::*;
use crate::domain::calendar::CalendarSpec;
use crate::domain::calendar::shipped::shipped;
use crate::domain::time::{format_short, parse_rfc3339};

const OFFICE: &[&str] = &["09:00-12:00", "13:30-18:00"];

fn china(zone: Tz, hours: &[&str]) -> Calendar {
    let hours: Vec<String> = hours.iter().map(ToString::to_string).collect();
    let base = shipped("cn").map(|china| china.dates("en"));
    Calendar::new(&CalendarSpec {
        hours: hours.into(),
        base,
        ..CalendarSpec::weekdays(zone)
    })
    .expect("a calendar")
}

fn span(text: &str) -> Span {
    text.parse().expect("a span")
}

fn at(text: &str) -> Instant {
    parse_rfc3339(text).expect("an instant")
}

fn due(zone: Tz, hours: &[&str], start: &str, within: &str, roll: Roll) -> String {
    let due = china(zone, hours).add(at(start), span(within), roll, Pauses::NONE);
    due.map_or_else(|| "none".to_owned(), |due| format_short(due, zone))
}

#[test]
fn a_limit_ends_where_the_law_says() {
    for (hours, start, within, ends) in [
        // the first day never counts, not even from 00:00
        (
            &[][..],
            "2026-11-20T00:00:00+08:00",
            "1d",
            "2026-11-22 00:00",
        ),
        (&[], "2026-11-20T23:59:59+08:00", "1d", "2026-11-22 00:00"),
        (
            OFFICE,
            "2026-11-20T19:00:00+08:00",
            "1bd",
            "2026-11-23 18:00",
        ),
        (
            OFFICE,
            "2026-11-22T10:00:00+08:00",
            "1bd",
            "2026-11-23 18:00",
        ),
        (
            OFFICE,
            "2026-11-20T10:00:00+08:00",
            "1d",
            "2026-11-22 00:00",
        ),
        // the day of receipt depends on the zone
        (&[], "2025-09-29T16:00:00Z", "1d", "2025-10-02 00:00"),
        // months
        (&[], "2026-01-31T10:00:00+08:00", "1mo", "2026-03-01 00:00"),
        (&[], "2024-01-31T10:00:00+08:00", "1mo", "2024-03-01 00:00"),
        (&[], "2026-01-31T10:00:00+08:00", "2mo", "2026-04-01 00:00"),
        (&[], "2026-02-28T10:00:00+08:00", "1mo", "2026-03-29 00:00"),
        (&[], "2024-02-29T10:00:00+08:00", "12mo", "2025-03-01 00:00"),
        // hours run from the instant, and end at a close, not at the next opening
        (
            OFFICE,
            "2026-11-20T11:00:00+08:00",
            "1bh",
            "2026-11-20 12:00",
        ),
        (
            OFFICE,
            "2026-11-20T12:30:00+08:00",
            "1bh",
            "2026-11-20 14:30",
        ),
        (
            OFFICE,
            "2026-11-20T18:00:00+08:00",
            "1bh",
            "2026-11-23 10:00",
        ),
        (
            OFFICE,
            "2026-11-20T17:30:00+08:00",
            "24h",
            "2026-11-21 17:30",
        ),
        (
            &["18:00-24:00"],
            "2026-11-19T23:00:00+08:00",
            "1bh",
            "2026-11-20 00:00",
        ),
        (
            &["18:00-24:00"],
            "2026-11-20T00:00:00+08:00",
            "1bd",
            "2026-11-24 00:00",
        ),
        (&[], "2026-11-20T20:00:00+08:00", "8bh", "2026-11-23 04:00"),
        // a make-up Sunday is a working day
        (
            OFFICE,
            "2025-09-27T10:00:00+08:00",
            "1bh",
            "2025-09-28 10:00",
        ),
        // past the end of the calendar
        (OFFICE, "9999-12-30T10:00:00+08:00", "1mo", "none"),
        (OFFICE, "2026-11-20T10:00:00+08:00", "1000000mo", "none"),
    ] {
        assert_eq!(
            due(Asia::Shanghai, hours, start, within, Roll::Keep),
            ends,
            "{start} {within}"
        );
    }
}

#[test]
fn a_limit_of_days_or_months_may_roll_to_a_working_day() {
    for (start, within, ends) in [
        ("2026-11-20T10:00:00+08:00", "1d", "2026-11-23 18:00"),
        ("2025-09-01T10:00:00+08:00", "1mo", "2025-10-09 18:00"),
        ("2025-09-26T10:00:00+08:00", "2d", "2025-09-28 18:00"),
        ("2026-11-20T10:00:00+08:00", "24h", "2026-11-21 10:00"),
    ] {
        assert_eq!(
            due(Asia::Shanghai, OFFICE, start, within, Roll::NextWorkingDay),
            ends,
            "{start} {within}"
        );
    }
}

#[test]
fn changes_of_clocks_are_counted_as_they_are() {
    for (zone, hours, start, within, ends) in [
        // elapsed time ends at a different time of day
        (
            Europe::London,
            &[][..],
            "2026-03-28T12:00:00Z",
            "24h",
            "2026-03-29 13:00",
        ),
        (
            Europe::London,
            &[],
            "2026-10-24T11:00:00Z",
            "24h",
            "2026-10-25 11:00",
        ),
        (
            Australia::Lord_Howe,
            &[],
            "2026-04-04T01:00:00Z",
            "24h",
            "2026-04-05 11:30",
        ),
        // days still end at midnight, at the first if there are two
        (
            Europe::London,
            &[],
            "2026-03-28T12:00:00Z",
            "1d",
            "2026-03-30 00:00",
        ),
        (
            America::Havana,
            &[],
            "2026-10-30T12:00:00Z",
            "1d",
            "2026-11-01 00:00",
        ),
        // a skipped midnight is the instant of the jump
        (
            America::Havana,
            &[],
            "2026-03-06T12:00:00Z",
            "1d",
            "2026-03-08 01:00",
        ),
    ] {
        assert_eq!(
            due(zone, hours, start, within, Roll::Keep),
            ends,
            "{zone} {start} {within}"
        );
    }
    // a window repeated by the clocks is one interval: 00:30 to the second 01:30 is two hours
    let calendar = Calendar::new(&CalendarSpec {
        hours: vec!["00:30-01:30".to_owned()].into(),
        week: vec![chrono::Weekday::Sun],
        ..CalendarSpec::weekdays(Europe::London)
    });
    let calendar = calendar.expect("a calendar");
    let run = |from, to| calendar.run(Clock::Working, at(from), at(to), Pauses::NONE);
    assert_eq!(
        run("2026-10-25T00:00:00+01:00", "2026-10-26T00:00:00Z"),
        TimeDelta::hours(2)
    );
    assert_eq!(
        run("2026-03-29T00:00:00Z", "2026-03-30T00:00:00Z"),
        TimeDelta::minutes(30)
    );
}

#[test]
fn the_warning_point_is_in_working_time() {
    let calendar = china(Asia::Shanghai, OFFICE);
    let (start, within) = (at("2026-11-16T10:00:00+08:00"), span("1bd"));
    let due = calendar
        .add(start, within, Roll::Keep, Pauses::NONE)
        .expect("a due instant");
    let warn = calendar.warn(start, due, within.unit(), Pauses::NONE);
    assert_eq!(warn, Some(at("2026-11-17T16:36:00+08:00")));
}

#[test]
fn an_extension_of_days_counts_from_the_day_that_ends() {
    let plain = china(Asia::Shanghai, &[]);
    let office = china(Asia::Shanghai, OFFICE);
    let midnight = at("2026-11-21T00:00:00+08:00");
    assert_eq!(
        plain.extend_by(midnight, span("1d")),
        Some(at("2026-11-22T00:00:00+08:00"))
    );
    assert_eq!(
        plain.extend_by(midnight, span("1bd")),
        Some(at("2026-11-24T00:00:00+08:00"))
    );
    assert_eq!(
        plain.extend_by(midnight, span("24h")),
        Some(at("2026-11-22T00:00:00+08:00"))
    );
    let close = at("2026-11-20T18:00:00+08:00");
    assert_eq!(
        office.extend_by(close, span("2bd")),
        Some(at("2026-11-24T18:00:00+08:00"))
    );
    assert_eq!(
        office.extend_by(close, span("1bh")),
        Some(at("2026-11-23T10:00:00+08:00"))
    );
}

#[test]
fn between_refuses_to_run_backwards() {
    let (start, end) = (at("2026-11-20T18:00:00Z"), at("2026-11-20T17:00:00Z"));
    assert_eq!(
        china(Tz::UTC, &[]).between(start, end, Unit::Day),
        Err(Backwards { start, end })
    );
}

#[test]
fn between_counts_the_whole_months_that_fit() {
    let calendar = china(Tz::UTC, &[]);
    for (end, months) in [
        ("2026-02-28T23:59:59Z", 0),
        ("2026-03-01T00:00:00Z", 1),
        ("2026-03-31T23:59:59Z", 1),
        ("2026-04-01T00:00:00Z", 2),
        ("2027-02-01T00:00:00Z", 12),
    ] {
        let amount = calendar.between(at("2026-01-31T10:00:00Z"), at(end), Unit::Month);
        assert_eq!(amount, Ok(Amount::Count(months)), "{end}");
    }
}

#[test]
fn an_amount_covers_what_is_no_longer() {
    for (amount, shorter, longer) in [
        (Amount::Count(2), "2mo", "3mo"),
        (Amount::Time(TimeDelta::hours(2)), "120min", "121min"),
    ] {
        assert!(amount.covers(span(shorter)), "{shorter}");
        assert!(!amount.covers(span(longer)), "{longer}");
    }
}
