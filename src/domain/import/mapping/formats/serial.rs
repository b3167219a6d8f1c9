//! Dates as numbers of Excel: days since an epoch, the time of day as a fraction.

use chrono::{Days, NaiveDate, NaiveTime};

use super::Day;

/// Where Excel's numbers begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::domain::import) enum Epoch {
    /// 1 is 1 January 1900, and 60 the 29 February 1900 that never was.
    Of1900,
    /// 0 is 1 January 1904: workbooks that began on a Macintosh.
    Of1904,
}

/// The most digits of a fraction that are read; more than Excel has.
const DIGITS: usize = 17;
/// The number of 31 December 9999, the last date of Excel.
const LAST: u64 = 2_958_465;
/// Numbers that can be nothing else than recent dates: 1954 to 2119.
const RECENT: std::ops::RangeInclusive<u64> = 20_000..=80_000;

/// The date that a text would be, if it is a number of Excel (since 1900) for a recent one.
pub(in crate::domain::import) fn looks_serial(plain: &str) -> Option<Day> {
    let (days, _) = number(plain)?;
    RECENT
        .contains(&days)
        .then(|| Epoch::Of1900.read(plain))
        .flatten()
}

impl Epoch {
    pub(super) fn written(self) -> &'static str {
        match self {
            Self::Of1900 => "excel",
            Self::Of1904 => "excel-1904",
        }
    }

    /// The date of a number; of two numbers, if the time stands in a column of its own.
    pub(super) fn read(self, plain: &str) -> Option<Day> {
        let (days, fraction) = match plain.split_once(' ') {
            Some((days, time)) => match (number(days)?, number(time.trim())?) {
                ((days, None), (0, fraction)) => (days, Some(fraction.unwrap_or("0"))),
                _ => return None,
            },
            None => number(plain)?,
        };
        let date = self.date(days)?;
        let Some(fraction) = fraction else {
            return Some(Day {
                date,
                time: None,
                offset: None,
            });
        };
        let seconds = seconds(fraction)?;
        let date = date.checked_add_days(Days::new(seconds / 86_400))?;
        let seconds = u32::try_from(seconds % 86_400).ok()?;
        Some(Day {
            date,
            time: NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0),
            offset: None,
        })
    }

    fn date(self, days: u64) -> Option<NaiveDate> {
        if days > LAST {
            return None;
        }
        let first = match (self, days) {
            (Self::Of1900, 0 | 60) => return None,
            (Self::Of1900, 1..60) => NaiveDate::from_ymd_opt(1899, 12, 31),
            (Self::Of1900, _) => NaiveDate::from_ymd_opt(1899, 12, 30),

            (Self::Of1904, _) => NaiveDate::from_ymd_opt(1904, 1, 1),
        };
        first?.checked_add_days(Days::new(days))
    }
}

/// The whole and the fraction of a number; a fraction of zeros is none, as pandas writes `45794.0`.
fn number(plain: &str) -> Option<(u64, Option<&str>)> {
    let (whole, fraction) = match plain.split_once(['.', ',']) {
        Some((whole, fraction)) => (whole, fraction),
        None => (plain, "0"),
    };
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(whole) || !is_digits(fraction) {
        return None;
    }
    let fraction = &fraction[..fraction.len().min(DIGITS)];
    let is_some = fraction.bytes().any(|byte| byte != b'0');
    Some((whole.parse().ok()?, is_some.then_some(fraction)))
}

/// The seconds of a fraction of a day: those of the whole minute that the digits can mean, else the
/// nearest.
fn seconds(fraction: &str) -> Option<u64> {
    let unit = 10_u128.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    let parts: u128 = fraction.parse().ok()?;
    let nearest = |of_day: u128| (parts * of_day + unit / 2) / unit;
    let minute = nearest(1440);
    let is_minute = (parts * 1440).abs_diff(minute * unit) <= 720;
    let seconds = if is_minute {
        minute * 60
    } else {
        nearest(86_400)
    };
    u64::try_from(seconds).ok()
}
