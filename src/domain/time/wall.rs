//! Wall-clock times and their instants (clock S1).

use chrono::{
    Days, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone, Utc,
};
use chrono_tz::Tz;

use super::Instant;

/// Larger than any offset from UTC, local mean time included.
const FARTHEST_OFFSET: TimeDelta = TimeDelta::hours(16);

/// The first instant at which a wall clock shows `wall`; the instant of the jump if it is skipped.
pub(crate) fn first(zone: Tz, wall: NaiveDateTime) -> Instant {
    match zone.from_local_datetime(&wall) {
        MappedLocalTime::Single(only) => only.to_utc(),
        MappedLocalTime::Ambiguous(a, b) => a.to_utc().min(b.to_utc()),
        MappedLocalTime::None => jump_over(zone, wall),
    }
}

/// The last instant at which a wall clock shows `wall`; the instant of the jump if it is skipped.
pub(crate) fn last(zone: Tz, wall: NaiveDateTime) -> Instant {
    match zone.from_local_datetime(&wall) {
        MappedLocalTime::Single(only) => only.to_utc(),
        MappedLocalTime::Ambiguous(a, b) => a.to_utc().max(b.to_utc()),
        MappedLocalTime::None => jump_over(zone, wall),
    }
}

/// 00:00 of the day, which is 24:00 of the previous day: the first instant of the date.
pub(crate) fn midnight(zone: Tz, day: NaiveDate) -> Instant {
    first(zone, day.and_time(NaiveTime::MIN))
}

/// The next date; the same day if chrono has no later one.
pub(crate) fn day_after(day: NaiveDate) -> NaiveDate {
    day.checked_add_days(Days::new(1)).unwrap_or(day)
}

/// The date that the clocks of the zone skip, moving over the date line: 30 December 2011 in Samoa.
/// No zone has skipped two.
pub(crate) fn skipped_date(zone: Tz) -> Option<NaiveDate> {
    let new_year = |year| NaiveDate::from_ymd_opt(year, 1, 1);
    let offset =
        |day: NaiveDate| offset_at(zone, day.and_time(NaiveTime::MIN).and_utc().timestamp());
    let year = MOVES.into_iter().find(|year| {
        let ends = new_year(*year).zip(new_year(year + 1));
        ends.is_some_and(|(start, end)| offset(end) - offset(start) >= NEARLY_A_DAY.num_seconds())
    })?;
    let days = new_year(year)?.iter_days().take(366);
    days.into_iter()
        .find(|day| midnight(zone, *day) == midnight(zone, day_after(*day)))
}

/// The years in which zones moved over the date line.
const MOVES: std::ops::RangeInclusive<i32> = 1840..=2100;

/// Less than a move over the date line, and more than any other.
const NEARLY_A_DAY: TimeDelta = TimeDelta::hours(20);

/// The instant at which the clocks skip `wall`, to the second.
fn jump_over(zone: Tz, wall: NaiveDateTime) -> Instant {
    let seconds = FARTHEST_OFFSET.num_seconds();
    let wall_as_utc = wall.and_utc().timestamp();
    let (mut before, mut after) = (wall_as_utc - seconds, wall_as_utc + seconds);
    while after - before > 1 {
        let middle = before + (after - before) / 2;
        if middle + offset_at(zone, middle) > wall_as_utc {
            after = middle;
        } else {
            before = middle;
        }
    }
    Utc.timestamp_opt(after, 0)
        .single()
        .unwrap_or(wall.and_utc())
}

/// The zone's offset in seconds at a Unix time.
fn offset_at(zone: Tz, timestamp: i64) -> i64 {
    let at = Utc.timestamp_opt(timestamp, 0).single().unwrap_or_default();
    i64::from(
        zone.offset_from_utc_datetime(&at.naive_utc())
            .fix()
            .local_minus_utc(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wall(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").expect("a wall-clock time")
    }

    #[test]
    fn few_zones_have_skipped_a_date() {
        use chrono_tz::{America, Asia, Europe, Pacific};
        for (zone, date) in [
            (Pacific::Apia, "2011-12-30"),
            (Pacific::Fakaofo, "2011-12-30"),
            (Pacific::Kiritimati, "1994-12-31"),
            (Pacific::Kwajalein, "1993-08-21"),
            (Asia::Manila, "1844-12-31"),
            (America::Juneau, ""),
            (Asia::Shanghai, ""),
            (Europe::London, ""),
        ] {
            let skipped = skipped_date(zone).map(|date| date.to_string());
            assert_eq!(skipped.unwrap_or_default(), date, "{zone}");
        }
    }

    #[test]
    fn a_wall_clock_names_none_one_or_two_instants() {
        use chrono_tz::{America, Australia, Europe, Pacific};
        for (zone, local, earlier, later) in [
            // once
            (
                Europe::London,
                "2026-07-01T12:00",
                "2026-07-01T11:00Z",
                "2026-07-01T11:00Z",
            ),
            // never: the instant of the jump
            (
                Europe::London,
                "2026-03-29T01:30",
                "2026-03-29T01:00Z",
                "2026-03-29T01:00Z",
            ),
            (
                Europe::London,
                "2026-03-29T01:00",
                "2026-03-29T01:00Z",
                "2026-03-29T01:00Z",
            ),
            (
                Europe::London,
                "2026-03-29T02:00",
                "2026-03-29T01:00Z",
                "2026-03-29T01:00Z",
            ),
            (
                America::Havana,
                "2026-03-08T00:00",
                "2026-03-08T05:00Z",
                "2026-03-08T05:00Z",
            ),
            (
                Australia::Lord_Howe,
                "2026-10-04T02:15",
                "2026-10-03T15:30Z",
                "2026-10-03T15:30Z",
            ),
            // a whole day that never was
            (
                Pacific::Apia,
                "2011-12-30T00:00",
                "2011-12-30T10:00Z",
                "2011-12-30T10:00Z",
            ),
            (
                Pacific::Apia,
                "2011-12-30T23:59",
                "2011-12-30T10:00Z",
                "2011-12-30T10:00Z",
            ),
            (
                Pacific::Apia,
                "2011-12-31T00:00",
                "2011-12-30T10:00Z",
                "2011-12-30T10:00Z",
            ),
            // twice
            (
                Europe::London,
                "2026-10-25T01:30",
                "2026-10-25T00:30Z",
                "2026-10-25T01:30Z",
            ),
            (
                America::New_York,
                "2026-11-01T01:00",
                "2026-11-01T05:00Z",
                "2026-11-01T06:00Z",
            ),
            (
                America::New_York,
                "2026-11-01T02:00",
                "2026-11-01T07:00Z",
                "2026-11-01T07:00Z",
            ),
            (
                America::Havana,
                "2026-11-01T00:00",
                "2026-11-01T04:00Z",
                "2026-11-01T05:00Z",
            ),
            (
                Australia::Lord_Howe,
                "2026-04-05T01:45",
                "2026-04-04T14:45Z",
                "2026-04-04T15:15Z",
            ),
        ] {
            let utc = |text: &str| wall(text.trim_end_matches('Z')).and_utc();
            assert_eq!(
                first(zone, wall(local)),
                utc(earlier),
                "first {local} {zone}"
            );
            assert_eq!(last(zone, wall(local)), utc(later), "last {local} {zone}");
        }
    }
}
