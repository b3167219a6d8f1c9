//! Times and lengths of time for people.

use chrono::{DurationRound, TimeDelta};
use chrono_tz::Tz;

use crate::domain::time::{Instant, format_short};

/// `2 d 3 h`, `5 h 12 min`, `8 min`: the two greatest units, rounded down.
pub fn rough(time: TimeDelta) -> String {
    let minutes = time.num_minutes().abs();
    let (days, hours, minutes) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    match (days, hours, minutes) {
        (0, 0, 0) => "under 1 min".to_owned(),
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, 0) => format!("{hours} h"),
        (0, hours, minutes) => format!("{hours} h {minutes} min"),
        (days, 0, _) => format!("{days} d"),
        (days, hours, _) => format!("{days} d {hours} h"),
    }
}

/// `2026-11-21 09:12`: without the seconds, and the milliseconds that keep events in order; `log` and the file have them.
pub fn to_the_minute(instant: Instant, zone: Tz) -> String {
    format_short(
        instant
            .duration_trunc(TimeDelta::minutes(1))
            .unwrap_or(instant),
        zone,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_units_are_enough() {
        for (minutes, text) in [
            (0, "under 1 min"),
            (8, "8 min"),
            (-60, "1 h"),
            (312, "5 h 12 min"),
            (3060, "2 d 3 h"),
        ] {
            assert_eq!(rough(TimeDelta::minutes(minutes)), text);
        }
    }
}
