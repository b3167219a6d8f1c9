//! Times and lengths of time for people.

use chrono::TimeDelta;
use chrono_tz::Tz;

use crate::domain::message::{Message, message, text};
use crate::domain::time::{Instant, Precision, format_end, format_event};

/// `2 d 3 h`, `5 h 12 min`, `8 min`: the two largest units, rounded down.
pub(crate) fn rough(time: TimeDelta) -> Message {
    let minutes = time.num_minutes().abs();
    let (days, hours, minutes) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    match (days, hours, minutes) {
        (0, 0, 0) => text!("under 1 min"),
        (0, 0, minutes) => message!("{minutes} min", minutes),
        (0, hours, 0) => message!("{hours} h", hours),
        (0, hours, minutes) => message!("{hours} h {minutes} min", hours, minutes),
        (days, 0, _) => message!("{days} d", days),
        (days, hours, _) => message!("{days} d {hours} h", days, hours),
    }
}

/// `2026-11-21 09:12`: without seconds and the milliseconds that order events; `log` and the file
/// show these.
pub(crate) fn to_the_minute(instant: Instant, zone: Tz) -> String {
    format_event(instant, zone, Precision::Minute)
}

/// The end of a period, such as a due instant: at midnight `2026-11-20 24:00`.
pub(crate) fn end_to_the_minute(instant: Instant, zone: Tz) -> String {
    format_end(instant, zone, Precision::Minute)
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
            assert_eq!(rough(TimeDelta::minutes(minutes)).in_english(), text);
        }
    }
}
