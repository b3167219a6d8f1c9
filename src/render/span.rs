//! Times and lengths of time for people.

use chrono::TimeDelta;
use chrono_tz::Tz;

use crate::domain::calendar::{Clock, Time};
use crate::domain::message::{Message, message, text};
use crate::domain::time::{Instant, Precision, format_end, format_event};

/// `3 y 12 d`, `2 d 3 h`, `5 h 12 min`, `8 min`: the two largest units, rounded down. A year has 365
/// days.
pub(crate) fn rough(time: TimeDelta) -> Message {
    let minutes = time.num_minutes().abs();
    let (days, hours, minutes) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    let (years, rest) = (days / 365, days % 365);
    if years > 1 {
        return match rest {
            0 => message!("{years} y", years),
            days => message!("{years} y {days} d", years, days),
        };
    }
    match (days, hours, minutes) {
        (0, 0, 0) => text!("under 1 min"),
        (0, 0, minutes) => message!("{minutes} min", minutes),
        (0, hours, 0) => message!("{hours} h", hours),
        (0, hours, minutes) => message!("{hours} h {minutes} min", hours, minutes),
        (days, 0, _) => message!("{days} d", days),
        (days, hours, _) => message!("{days} d {hours} h", days, hours),
    }
}

/// How late something is, on the clock of its limit: `25 d 9 h`, or `71 bh` of business time.
pub(crate) fn delay(time: Time) -> Message {
    if time.clock == Clock::Elapsed {
        return rough(time.length);
    }
    let minutes = time.length.num_minutes();
    match (minutes / 60, minutes % 60) {
        (0, 0) => text!("under 1 min of business hours"),
        (0, minutes) => message!("{minutes} min of business hours", minutes),
        (hours, 0) => message!("{hours} bh", hours),
        (hours, _) if hours >= LONG => message!("{hours} bh", hours),
        (hours, minutes) => message!("{hours} bh {minutes} min", hours, minutes),
    }
}

/// From this many business hours on, minutes say nothing.
const LONG: i64 = 24;

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
            (600 * 1440, "600 d"),
            (741 * 1440, "2 y 11 d"),
        ] {
            assert_eq!(rough(TimeDelta::minutes(minutes)).in_english(), text);
        }
    }

    #[test]
    fn a_delay_says_its_unit() {
        for (minutes, clock, text) in [
            (0, Clock::Elapsed, "under 1 min"),
            (4260, Clock::Elapsed, "2 d 23 h"),
            (0, Clock::Working, "under 1 min of business hours"),
            (20, Clock::Working, "20 min of business hours"),
            (95, Clock::Working, "1 bh 35 min"),
            (4260, Clock::Working, "71 bh"),
            (4280, Clock::Working, "71 bh"),
        ] {
            let length = TimeDelta::minutes(minutes);
            assert_eq!(delay(Time { length, clock }).in_english(), text);
        }
    }
}
