//! Lenient parsing of commit dates: anyone can give a commit any date, and git accepts it.

use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike, FixedOffset, Utc};

/// The years accepted in dates.
const YEARS: RangeInclusive<i32> = 1970..=9999;

/// How many characters of an invalid date are quoted.
const QUOTED: usize = 40;

/// Parses a commit date from git's seconds since 1970 as written in the commit (`%ct`) and git's
/// own reading (`%cd` with `--date=raw`). `None` outside the years 1970 to 9999, or if the zone is
/// invalid.
pub(super) fn read(seconds: &str, raw: &str) -> Option<DateTime<FixedOffset>> {
    let (_, zone) = raw.split_once(' ')?;
    let date = instant(seconds, raw)?.with_timezone(&offset(zone)?);
    YEARS.contains(&date.year()).then_some(date)
}

/// As [`read`], but accepts any zone.
pub(super) fn instant(seconds: &str, raw: &str) -> Option<DateTime<Utc>> {
    let (understood, _) = raw.split_once(' ')?;
    // git reads a number that is too large as 1970.
    let date =
        DateTime::from_timestamp(seconds.parse().ok().filter(|_| understood == seconds)?, 0)?;
    YEARS.contains(&date.year()).then_some(date)
}

/// The raw text of an invalid date; empty if git reads nothing.
pub(super) fn raw_text(seconds: &str, raw: &str) -> String {
    let zone = raw.split_once(' ').map_or("", |(_, zone)| zone);
    format!("{seconds} {zone}")
        .trim()
        .chars()
        .take(QUOTED)
        .collect()
}

/// `+0800`, east of Greenwich.
fn offset(zone: &str) -> Option<FixedOffset> {
    let digits = zone
        .strip_prefix(['+', '-'])
        .filter(|digits| digits.len() == 4 && digits.is_ascii())?;
    let (hours, minutes): (i32, i32) = (digits[..2].parse().ok()?, digits[2..].parse().ok()?);
    let seconds = Some(hours * 3600 + minutes * 60).filter(|_| minutes < 60)?;
    if zone.starts_with('-') {
        FixedOffset::west_opt(seconds)
    } else {
        FixedOffset::east_opt(seconds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_one_that_a_calendar_and_a_clock_have() {
        for (seconds, raw, date) in [
            (
                "1700000000",
                "1700000000 +0800",
                Some("2023-11-15T06:13:20+08:00"),
            ),
            (
                "1700000000",
                "1700000000 -0330",
                Some("2023-11-14T18:43:20-03:30"),
            ),
            (
                "253402300799",
                "253402300799 +0000",
                Some("9999-12-31T23:59:59+00:00"),
            ),
            ("253402300799", "253402300799 +0800", None),
            ("253402300800", "253402300800 +0000", None),
            ("99999999999999999999", "0 +0000", None),
            ("9223372036854775807", "9223372036854775807 +0000", None),
            ("1700000000", "1700000000 +9999", None),
            ("1700000000", "1700000000 +0860", None),
            ("1700000000", "1700000000 +99999999", None),
            ("1700000000", "1700000000 +\u{e9}11", None),
            ("", "", None),
        ] {
            assert_eq!(
                read(seconds, raw).map(|date| date.to_rfc3339()).as_deref(),
                date,
                "{seconds} {raw}"
            );
        }
    }
}
