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

fn trace_lines(start: &str, span: &str, roll: Roll, pauses: &[(&str, &str)]) -> Vec<String> {
    lines(&["09:00-12:00", "13:30-18:00"], start, span, roll, pauses)
}

fn lines(
    hours: &[&str],
    start: &str,
    span: &str,
    roll: Roll,
    pauses: &[(&str, &str)],
) -> Vec<String> {
    let hours: Vec<String> = hours.iter().map(ToString::to_string).collect();
    let spec = CalendarSpec {
        hours: hours.into(),
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
        trace_lines("2025-09-26 10:00", "5bd", Roll::Keep, &[]),
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
        trace_lines("2026-01-31 10:00", "1mo", Roll::NextWorkingDay, &[]),
        [
            "starts 2026-01-31 10:00",
            "2026-01-31 does not count: the day of the start",
            "1 month on: 2026-02-28, the last day of its month",
            "2026-02-28 ends at the close of business",
            "due 2026-02-28 18:00",
        ]
    );
    let paused = trace_lines(
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
            "2026-10-05 to 2026-10-07 cannot be the last day: holiday (National Day)",
            "2026-10-05 is a day off: moved to 2026-10-08",
            "2026-10-08 ends at the close of business",
            "due 2026-10-08 18:00",
        ]
    );
}

#[test]
fn hours_tell_what_ran() {
    assert_eq!(
        trace_lines(
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
        trace_lines("2026-11-20 19:00", "1bh", Roll::Keep, &[])[1..],
        [
            "2026-11-20 not counted: outside business hours",
            "2026-11-21 to 2026-11-22 not counted: weekend",
            "2026-11-23 counted: 1 h",
            "due 2026-11-23 10:00",
        ]
    );
    assert_eq!(
        trace_lines(
            "2026-11-20 10:00",
            "24h",
            Roll::Keep,
            &[("2026-11-20 12:00", "")]
        ),
        [
            "starts 2026-11-20 10:00",
            "2026-11-20 10:00 to 2026-11-20 12:00 ran: 2 h",
            "paused since 2026-11-20 12:00: no due instant until the case resumes",
        ]
    );
}

#[test]
fn a_window_over_midnight_counts_for_the_day_on_which_it_opens() {
    let night = |start, span| lines(&["21:00-02:00"], start, span, Roll::Keep, &[]);
    assert_eq!(
        night("2026-03-06 23:00", "2bh"),
        [
            "starts 2026-03-06 23:00",
            "2026-03-06 counted: 2 h",
            "due 2026-03-07 01:00",
        ]
    );
    assert_eq!(
        night("2026-03-07 00:30", "2bh")[1..],
        [
            "2026-03-06 counted: 1 h 30 min",
            "2026-03-07 to 2026-03-08 not counted: weekend",
            "2026-03-09 counted: 30 min",
            "due 2026-03-09 21:30",
        ]
    );
    assert_eq!(
        night("2026-03-05 23:00", "1bd")[1..],
        [
            "2026-03-05 does not count: the day of the start",
            "2026-03-06 counted: day 1",
            "2026-03-06 ends at the close of business",
            "due 2026-03-07 02:00",
        ]
    );
}

#[test]
fn a_day_that_counted_is_not_left_out_after_a_pause() {
    assert_eq!(
        trace_lines(
            "2026-11-20 10:00",
            "4bh",
            Roll::Keep,
            &[("2026-11-20 11:00", "2026-11-20 18:30")]
        )[1..],
        [
            "2026-11-20 counted: 1 h",
            "2026-11-20 11:00 to 2026-11-20 18:30 left out: paused",
            "2026-11-21 to 2026-11-22 not counted: weekend",
            "2026-11-23 counted: 3 h",
            "due 2026-11-23 12:00",
        ]
    );
}

#[test]
fn an_open_pause_tells_what_ran_before_it() {
    assert_eq!(
        trace_lines(
            "2026-11-16 10:00",
            "5bd",
            Roll::Keep,
            &[("2026-11-19 10:00", "")]
        )[2..],
        [
            "2026-11-17 to 2026-11-18 counted: days 1 to 2",
            "paused since 2026-11-19 10:00: no due instant until the case resumes",
        ]
    );
}
