//! Times as typed by people: RFC 3339, or a wall-clock time or date in the policy's zone.

use chrono::{
    DateTime, Datelike, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Timelike,
};
use chrono_tz::Tz;

use super::{Instant, day_after, first, midnight, to_millis};

/// A typed TIME: an instant, or a whole day, whose meaning depends on the use (clock S9).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TypedTime {
    Instant(Instant),
    Date(NaiveDate),
}

/// Why a text is not a TIME.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TimeError {
    /// Not a form of TIME.
    Form(String),
    /// The form is valid, but there is no such date or time of day.
    NoSuchTime(String),
    /// The clocks skip it when they go forward (clock S1).
    Skipped {
        text: String,
        /// The zone whose clocks skip it.
        zone: Tz,
        /// The instant of the jump.
        until: Instant,
    },
    Rfc3339(String),
}

/// Parses RFC 3339 with an offset, truncated to milliseconds. A second 60 is refused: no clock that
/// people read shows it, and it would be another instant than what is written.
///
/// # Errors
/// [`TimeError::Rfc3339`] for any other text.
pub fn parse_rfc3339(text: &str) -> Result<Instant, TimeError> {
    DateTime::parse_from_rfc3339(text)
        .ok()
        .filter(|time| !is_leap(time))
        .map(|time| to_millis(time.to_utc()))
        .ok_or_else(|| TimeError::Rfc3339(text.to_owned()))
}

/// Parses a TIME: RFC 3339, or `2026-11-21T09:00[:00]`, `2026-11-21 09:00[:00]`, `2026-11-21` in
/// `zone`.
///
/// A wall-clock time that occurs twice means the first, which is the safer one (clock S1); `24:00`
/// is 00:00 of the next day.
///
/// # Errors
/// Another form, a date or time of day that does not exist, or one that the zone's clocks skip.
pub fn parse_time(text: &str, zone: Tz) -> Result<TypedTime, TimeError> {
    let text = text.trim();
    if let Some(instant) = with_offset(text) {
        return Ok(TypedTime::Instant(instant));
    }
    let form = || TimeError::Form(text.to_owned());
    let no_such = || TimeError::NoSuchTime(text.to_owned());
    let (date, rest) = text.split_at_checked(10).ok_or_else(form)?;
    let date = match shaped(date, "0000-00-00") {
        true => date
            .parse::<NaiveDate>()
            .ok()
            .filter(|date| date.year() > 0)
            .ok_or_else(no_such)?,
        false => return Err(form()),
    };
    if rest.is_empty() {
        return Ok(TypedTime::Date(date));
    }
    let time = rest.strip_prefix(['T', 't', ' ']).ok_or_else(form)?;
    if !is_time_of_day(time) {
        return Err(form());
    }
    if is_end_of_day(time) {
        return Ok(TypedTime::Instant(midnight(zone, day_after(date))));
    }
    let time = time.parse::<NaiveTime>().ok();
    let time = time.filter(|time| !is_leap(time)).ok_or_else(no_such)?;
    on_the_wall(text, zone, date.and_time(time)).map(TypedTime::Instant)
}

/// Whether the second is written as 60.
fn is_leap(time: &impl Timelike) -> bool {
    time.nanosecond() >= 1_000_000_000
}

/// Parses RFC 3339 with optional seconds.
fn with_offset(text: &str) -> Option<Instant> {
    let minutes = |text| {
        DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M%:z")
            .ok()
            .map(|time| time.to_utc())
    };
    parse_rfc3339(text).ok().or_else(|| minutes(text))
}

fn on_the_wall(text: &str, zone: Tz, wall: NaiveDateTime) -> Result<Instant, TimeError> {
    match zone.from_local_datetime(&wall) {
        MappedLocalTime::None => Err(TimeError::Skipped {
            text: text.to_owned(),
            zone,
            until: first(zone, wall),
        }),
        MappedLocalTime::Single(_) | MappedLocalTime::Ambiguous(..) => {
            Ok(to_millis(first(zone, wall)))
        }
    }
}

/// `HH:MM`, `HH:MM:SS` or `HH:MM:SS.f…`, with any digits.
fn is_time_of_day(text: &str) -> bool {
    match text.split_once('.') {
        None => shaped(text, "00:00") || shaped(text, "00:00:00"),
        Some((whole, fraction)) => {
            shaped(whole, "00:00:00")
                && (1..=9).contains(&fraction.len())
                && fraction.bytes().all(|byte| byte.is_ascii_digit())
        }
    }
}

fn is_end_of_day(time: &str) -> bool {
    time.starts_with("24:")
        && time
            .bytes()
            .skip(2)
            .all(|byte| matches!(byte, b':' | b'.' | b'0'))
}

/// Whether `text` has digits where `shape` has `0`, and the same characters elsewhere.
fn shaped(text: &str, shape: &str) -> bool {
    text.len() == shape.len()
        && text
            .bytes()
            .zip(shape.bytes())
            .all(|(byte, wanted)| match wanted {
                b'0' => byte.is_ascii_digit(),
                other => byte == other,
            })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str, zone: Tz) -> String {
        match parse_time(text, zone) {
            Ok(TypedTime::Instant(instant)) => super::super::format_instant(instant, zone),
            Ok(TypedTime::Date(date)) => date.to_string(),
            Err(error) => error.message().in_english(),
        }
    }

    #[test]
    fn a_time_is_read_in_the_zone_of_the_policy() {
        let shanghai = chrono_tz::Asia::Shanghai;
        for (text, meaning) in [
            ("2026-11-21T09:00", "2026-11-21T09:00:00+08:00"),
            ("2026-11-21 09:00", "2026-11-21T09:00:00+08:00"),
            (" 2026-11-21 09:00:30 ", "2026-11-21T09:00:30+08:00"),
            ("2026-11-21T09:00+09:00", "2026-11-21T08:00:00+08:00"),
            (
                "0000-01-01",
                "`0000-01-01` is not a time: there is no such date or time of day",
            ),
            ("2026-11-21T09:00:30.25", "2026-11-21T09:00:30.250+08:00"),
            ("2026-11-21T24:00", "2026-11-22T00:00:00+08:00"),
            ("2026-11-21", "2026-11-21"),
            ("2026-11-21T01:00:00Z", "2026-11-21T09:00:00+08:00"),
            ("2026-11-21T09:00:00+09:00", "2026-11-21T08:00:00+08:00"),
            (
                "2026-11-21T09:00:00.0004+08:00",
                "2026-11-21T09:00:00+08:00",
            ),
        ] {
            assert_eq!(typed(text, shanghai), meaning, "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "now",
            "2026",
            "2026-11",
            "2026-1-2",
            "21.11.2026",
            "2026-11-21T",
            "2026-11-21T9:00",
            "2026-11-21T09",
            "2026-11-21T09:00Z",
            "2026-11-21x09:00",
            "2026-11-21T09:00:00.",
            "+026-11-21",
            "二〇二六年十一月",
            "2026-11-2１",
        ] {
            assert!(
                matches!(parse_time(text, Tz::UTC), Err(TimeError::Form(_))),
                "{text}"
            );
        }
        for text in [
            "2026-02-29",
            "2026-13-01",
            "2026-11-21T25:00",
            "2026-11-21T24:01",
            "2026-11-21 09:60",
            "2026-11-21 09:59:60",
        ] {
            assert!(
                matches!(parse_time(text, Tz::UTC), Err(TimeError::NoSuchTime(_))),
                "{text}"
            );
        }
        assert!(parse_rfc3339("2026-11-21T09:00").is_err());
    }

    #[test]
    fn a_time_that_the_clocks_skip_is_refused_and_one_shown_twice_is_the_first() {
        let london = chrono_tz::Europe::London;
        assert_eq!(
            typed("2026-03-29T01:30", london),
            "`2026-03-29T01:30` does not exist in Europe/London: the clocks go forward to 2026-03-29 02:00 there; write that, or an offset"
        );
        assert_eq!(
            typed("2026-10-25T01:30", london),
            "2026-10-25T01:30:00+01:00"
        );
        assert_eq!(
            typed("2026-10-25T01:30:00+00:00", london),
            "2026-10-25T01:30:00+00:00"
        );
        assert_eq!(
            typed("2026-11-01T00:00", chrono_tz::America::Havana),
            "2026-11-01T00:00:00-04:00"
        );
    }
}
