//! Times as shown to people, in the zone of the policy.

use chrono::{DateTime, DurationRound, TimeDelta, Timelike};
use chrono_tz::Tz;

use super::{Instant, midnight};

/// The smallest unit shown of a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precision {
    Minute,
    /// Seconds, if they are not 0.
    Second,
    /// Seconds and milliseconds, if they are not 0.
    Millisecond,
}

impl Precision {
    /// The coarsest precision in which two instants differ; minutes if they are the same.
    pub(crate) fn between(a: Instant, b: Instant) -> Self {
        let all = [Self::Minute, Self::Second, Self::Millisecond];
        let differ = |precision: &Self| precision.cut(a) != precision.cut(b);
        all.into_iter().find(differ).unwrap_or(Self::Minute)
    }

    /// The instant without what is not shown. Milliseconds order events and are rounded: a limit
    /// after a pause that lasted some fewer ends at 18:00, not at 17:59.
    fn cut(self, instant: Instant) -> Instant {
        let to_second = || instant.duration_round(TimeDelta::seconds(1));
        let cut = match self {
            Self::Minute => to_second().and_then(|it| it.duration_trunc(TimeDelta::minutes(1))),
            Self::Second => to_second(),
            Self::Millisecond => instant.duration_trunc(TimeDelta::milliseconds(1)),
        };
        cut.unwrap_or(instant)
    }
}

/// When something happened: `2026-11-21 09:12`.
pub fn format_event(instant: Instant, zone: Tz, precision: Precision) -> String {
    let local = precision.cut(instant).with_timezone(&zone);
    format!("{} {}", local.date_naive(), time_of_day(&local))
}

/// The exclusive end of a period, such as a due instant: at midnight, 24:00 of the day that ends.
pub fn format_end(instant: Instant, zone: Tz, precision: Precision) -> String {
    let cut = precision.cut(instant);
    match day_that_ends(cut, zone) {
        Some(day) => format!("{day} 24:00"),
        None => format_event(cut, zone, precision),
    }
}

/// `2026-11-21 09:12` in the zone, with seconds and milliseconds only if not 0.
pub fn format_short(instant: Instant, zone: Tz) -> String {
    format_event(instant, zone, Precision::Millisecond)
}

/// The date that ends at an instant: the last one before it, if it is the midnight of a date.
pub(crate) fn day_that_ends(instant: Instant, zone: Tz) -> Option<chrono::NaiveDate> {
    let date = |instant: Instant| instant.with_timezone(&zone).date_naive();
    (instant == midnight(zone, date(instant))).then(|| date(instant - TimeDelta::milliseconds(1)))
}

fn time_of_day(local: &DateTime<Tz>) -> String {
    let pattern = match (local.second(), local.timestamp_subsec_millis()) {
        (0, 0) => "%H:%M",
        (_, 0) => "%H:%M:%S",
        _ => "%H:%M:%S%.3f",
    };
    local.format(pattern).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::parse_rfc3339;

    fn at(text: &str) -> Instant {
        parse_rfc3339(text).expect("an instant")
    }

    #[test]
    fn the_end_of_a_day_is_24_00_and_an_event_at_midnight_is_00_00() {
        use chrono_tz::{America, Asia, Pacific};
        for (zone, instant, end, event) in [
            (
                Asia::Shanghai,
                "2026-12-05T16:00:00Z",
                "2026-12-05 24:00",
                "2026-12-06 00:00",
            ),
            (
                Asia::Shanghai,
                "2026-12-05T09:30:00Z",
                "2026-12-05 17:30",
                "2026-12-05 17:30",
            ),
            (
                Asia::Shanghai,
                "2025-12-31T16:00:00Z",
                "2025-12-31 24:00",
                "2026-01-01 00:00",
            ),
            (
                Asia::Shanghai,
                "2026-12-05T16:00:00.006Z",
                "2026-12-05 24:00",
                "2026-12-06 00:00",
            ),
            // the clocks go from 24:00 to 01:00
            (
                America::Havana,
                "2026-03-08T05:00:00Z",
                "2026-03-07 24:00",
                "2026-03-08 01:00",
            ),
            // the second 00:00 of the day
            (
                America::Havana,
                "2026-11-01T05:00:00Z",
                "2026-11-01 00:00",
                "2026-11-01 00:00",
            ),
            // a date that never was
            (
                Pacific::Apia,
                "2011-12-30T10:00:00Z",
                "2011-12-29 24:00",
                "2011-12-31 00:00",
            ),
        ] {
            let instant = at(instant);
            assert_eq!(format_end(instant, zone, Precision::Minute), end, "{zone}");
            assert_eq!(
                format_event(instant, zone, Precision::Minute),
                event,
                "{zone}"
            );
        }
    }

    #[test]
    fn two_times_are_told_apart_and_no_more() {
        let first = at("2026-11-21T09:12:00Z");
        for (second, precision) in [
            ("2026-11-21T09:12:00Z", Precision::Minute),
            ("2026-11-21T09:13:07Z", Precision::Minute),
            ("2026-11-21T09:12:07Z", Precision::Second),
            ("2026-11-21T09:12:00.006Z", Precision::Millisecond),
        ] {
            assert_eq!(Precision::between(first, at(second)), precision, "{second}");
        }
    }
}
