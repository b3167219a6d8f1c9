//! Instants, and parsing and formatting of times.

mod shown;
mod typed;
mod wall;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use chrono_tz::Tz;

pub(crate) use shown::day_that_ends;
pub use shown::{Precision, format_end, format_event, format_short};
pub use typed::TypedTime;
pub use typed::{TimeError, parse_rfc3339, parse_time};
pub(crate) use wall::{day_after, first, last, midnight, skipped_date};

/// A point of absolute time, to the millisecond (clock S1).
pub type Instant = DateTime<Utc>;

/// Whole seconds, rounded: the milliseconds of an event only order it among those of its second.
pub(crate) fn whole_seconds(time: TimeDelta) -> i64 {
    (time.num_milliseconds() + 500).div_euclid(1000)
}

/// Truncates the instant to milliseconds; a leap second becomes the following second.
pub(crate) fn to_millis(instant: Instant) -> Instant {
    DateTime::from_timestamp_millis(instant.timestamp_millis()).unwrap_or(instant)
}

/// RFC 3339 with the offset of the zone, with a fraction only if needed:
/// `2026-11-21T09:12:00+08:00`.
///
/// If the zone's offset has seconds (local mean time, before about 1900), which RFC 3339 cannot
/// express, the instant is in UTC.
pub fn format_instant(instant: Instant, zone: Tz) -> String {
    let seconds = match instant.timestamp_subsec_millis() {
        0 => SecondsFormat::Secs,
        _ => SecondsFormat::Millis,
    };
    let local = instant.with_timezone(&zone).fixed_offset();
    if local.offset().local_minus_utc() % 60 == 0 {
        local.to_rfc3339_opts(seconds, false)
    } else {
        instant.to_rfc3339_opts(seconds, false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHANGHAI: Tz = chrono_tz::Asia::Shanghai;

    fn at(text: &str) -> Instant {
        parse_rfc3339(text).expect("an instant")
    }

    #[test]
    fn an_instant_is_written_with_the_offset_of_the_zone() {
        for (text, zone, long, short) in [
            (
                "2026-11-21T01:12:00Z",
                SHANGHAI,
                "2026-11-21T09:12:00+08:00",
                "2026-11-21 09:12",
            ),
            (
                "2026-11-21T01:12:05Z",
                SHANGHAI,
                "2026-11-21T09:12:05+08:00",
                "2026-11-21 09:12:05",
            ),
            (
                "2026-11-21T01:12:00.4Z",
                SHANGHAI,
                "2026-11-21T09:12:00.400+08:00",
                "2026-11-21 09:12:00.400",
            ),
            (
                "2025-09-29T16:00:00Z",
                SHANGHAI,
                "2025-09-30T00:00:00+08:00",
                "2025-09-30 00:00",
            ),
            (
                "2026-11-21T01:12:00Z",
                Tz::UTC,
                "2026-11-21T01:12:00+00:00",
                "2026-11-21 01:12",
            ),
            (
                "2026-11-21T01:12:00Z",
                chrono_tz::Asia::Kathmandu,
                "2026-11-21T06:57:00+05:45",
                "2026-11-21 06:57",
            ),
            (
                "1890-01-01T00:00:00Z",
                SHANGHAI,
                "1890-01-01T00:00:00+00:00",
                "1890-01-01 08:05:43",
            ),
        ] {
            assert_eq!(format_instant(at(text), zone), long);
            assert_eq!(format_short(at(text), zone), short);
            assert_eq!(at(long), at(text));
        }
    }

    #[test]
    fn what_lies_below_a_millisecond_is_cut_off() {
        assert_eq!(
            at("2026-11-21T01:12:00.4009Z"),
            at("2026-11-21T01:12:00.400Z")
        );
        assert_eq!(
            at("1960-11-21T01:12:00.4009Z"),
            at("1960-11-21T01:12:00.400Z")
        );
        assert!(parse_rfc3339("2016-12-31T23:59:60Z").is_err());
    }
}
