//! A calendar as plain data, and its validation.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveTime, Weekday};
use chrono_tz::Tz;

use crate::domain::message::{Message, message, text};

/// Dates with optional names.
pub type NamedDates = BTreeMap<NaiveDate, Option<String>>;

/// One table of dates: a policy's own, or a shipped calendar.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dates {
    pub holidays: NamedDates,
    /// Make-up days: working days on any weekday.
    pub workdays: NamedDates,
    /// The years whose dates have been reviewed.
    pub reviewed: BTreeSet<i32>,
}

/// The plain data of a calendar (`[calendar]` of the policy), input of
/// [`Calendar::new`](super::Calendar::new).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarSpec {
    /// The policy's `time_zone`.
    pub zone: Tz,
    /// The working weekdays.
    pub week: Vec<Weekday>,
    /// Windows `HH:MM-HH:MM`, the same on every working day; empty means 00:00 to 24:00.
    pub hours: Vec<String>,
    /// The policy's own dates; they take precedence over `base`.
    pub own: Dates,
    /// The dates of the shipped calendar that the policy uses.
    pub base: Option<Dates>,
}

impl CalendarSpec {
    /// Monday to Friday without hours or dates: the default of a policy.
    pub fn weekdays(zone: Tz) -> Self {
        let week = vec![
            Weekday::Mon,
            Weekday::Tue,
            Weekday::Wed,
            Weekday::Thu,
            Weekday::Fri,
        ];
        Self {
            zone,
            week,
            hours: Vec::new(),
            own: Dates::default(),
            base: None,
        }
    }
}

/// What is wrong with a calendar (clock S2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CalendarError {
    /// Not `HH:MM-HH:MM`.
    Window(String),
    /// A window that closes when it opens.
    Empty(String),
    /// A window that closes before it opens.
    OverMidnight {
        /// The window as written.
        text: String,
        /// The part before midnight.
        before: String,
        /// The part after midnight.
        after: String,
    },
    /// A window until midnight, written `00:00` instead of `24:00`.
    ClosesAtZero {
        /// The window as written.
        text: String,
        /// The corrected window.
        mended: String,
    },
    /// Two windows that overlap.
    Overlap(String, String),
    /// A date that one table lists as both holiday and working day.
    BothLists(NaiveDate),
    /// There is no working day at all.
    NoWorkingDay,
}

impl CalendarError {
    pub(crate) fn message(&self) -> Message {
        match self {
            Self::Window(hours) => {
                message!("hours `{hours}` are not a window like 09:00-12:00", hours)
            }
            Self::Empty(hours) => {
                message!(
                    "hours `{hours}` are empty: they close when they open",
                    hours
                )
            }
            Self::OverMidnight {
                text,
                before,
                after,
            } => message!(
                "hours `{text}` run over midnight: write two windows, {before} and {after}",
                text,
                before,
                after
            ),
            Self::ClosesAtZero { text, mended } => message!(
                "hours `{text}` close before they open: the end of the day is 24:00, write \
                 {mended}",
                text,
                mended
            ),
            Self::Overlap(one, other) => {
                message!("hours `{one}` and `{other}` overlap", one, other)
            }
            Self::BothLists(day) => message!("{day} is both in holidays and in workdays", day),
            Self::NoWorkingDay => {
                text!("the calendar has no working day: give `week` at least one weekday")
            }
        }
    }
}

/// A window of business hours, in minutes of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct HoursWindow {
    open: u32,
    close: u32,
}

const MINUTES: u32 = 24 * 60;

impl HoursWindow {
    pub(super) fn open(&self) -> NaiveTime {
        time_of_day(self.open).unwrap_or(NaiveTime::MIN)
    }

    pub(super) fn close(&self) -> Option<NaiveTime> {
        time_of_day(self.close)
    }

    fn parse(text: &str) -> Result<Self, CalendarError> {
        let (open, close) = text
            .split_once('-')
            .and_then(|(open, close)| Some((minute_of_day(open)?, minute_of_day(close)?)))
            .filter(|(open, _)| *open < MINUTES)
            .ok_or_else(|| CalendarError::Window(text.to_owned()))?;
        if open < close {
            return Ok(Self { open, close });
        }
        if open == close {
            return Err(CalendarError::Empty(text.to_owned()));
        }
        let (before, after) = (
            format!("{}-24:00", &text[..5]),
            format!("00:00-{}", &text[6..]),
        );
        match close {
            0 => Err(CalendarError::ClosesAtZero {
                text: text.to_owned(),
                mended: before,
            }),
            _ => Err(CalendarError::OverMidnight {
                text: text.to_owned(),
                before,
                after,
            }),
        }
    }
}

/// Parses and sorts the windows, and merges adjacent ones.
pub(super) fn windows(hours: &[String]) -> Result<Vec<HoursWindow>, CalendarError> {
    let mut parsed = hours
        .iter()
        .map(|text| Ok((HoursWindow::parse(text)?, text)))
        .collect::<Result<Vec<_>, CalendarError>>()?;
    parsed.sort();
    if let Some([(_, a), (_, b)]) = parsed
        .array_windows()
        .find(|[(a, _), (b, _)]| b.open < a.close)
    {
        return Err(CalendarError::Overlap((*a).clone(), (*b).clone()));
    }
    let mut merged: Vec<HoursWindow> = Vec::new();
    for (window, _) in parsed {
        match merged.last_mut() {
            Some(before) if before.close == window.open => before.close = window.close,
            Some(_) | None => merged.push(window),
        }
    }
    Ok(merged)
}

fn time_of_day(minute: u32) -> Option<NaiveTime> {
    NaiveTime::from_hms_opt(minute / 60, minute % 60, 0)
}

/// `HH:MM` up to 24:00.
fn minute_of_day(text: &str) -> Option<u32> {
    let (hour, minute) = text.split_once(':')?;
    let two_digits = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    if !two_digits(hour) || !two_digits(minute) {
        return None;
    }
    let (hour, minute) = (hour.parse::<u32>().ok()?, minute.parse::<u32>().ok()?);
    let total = hour * 60 + minute;
    (minute < 60 && total <= MINUTES).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(hours: &[&str]) -> Result<Vec<HoursWindow>, CalendarError> {
        windows(&hours.iter().map(ToString::to_string).collect::<Vec<_>>())
    }

    #[test]
    fn touching_windows_are_one_and_order_does_not_matter() {
        let window = |open: u32, close: u32| HoursWindow {
            open: open * 60,
            close: close * 60,
        };
        assert_eq!(parsed(&[]), Ok(vec![]));
        assert_eq!(
            parsed(&["13:00-18:00", "09:00-12:00"]),
            Ok(vec![window(9, 12), window(13, 18)])
        );
        assert_eq!(
            parsed(&["12:00-24:00", "00:00-12:00"]),
            Ok(vec![window(0, 24)])
        );
    }

    #[test]
    fn hours_that_are_wrong_say_how_to_mend_them() {
        for (hours, says) in [
            (vec!["9:00-12:00"], "not a window"),
            (vec!["09:00"], "not a window"),
            (vec!["09:00-12:60"], "not a window"),
            (vec!["09:00-24:01"], "not a window"),
            (vec!["24:00-24:00"], "not a window"),
            (vec!["09:00 - 12:00"], "not a window"),
            (vec!["０9:00-12:00"], "not a window"),
            (vec!["09:00-09:00"], "empty"),
            (vec!["22:00-06:00"], "22:00-24:00 and 00:00-06:00"),
            (vec!["22:00-00:00"], "write 22:00-24:00"),
            (
                vec!["09:00-12:00", "08:00-09:01"],
                "`08:00-09:01` and `09:00-12:00` overlap",
            ),
            (vec!["09:00-12:00", "09:00-12:00"], "overlap"),
        ] {
            let error = parsed(&hours).expect_err("an error").message();
            let error = error.in_english();
            assert!(error.contains(says), "{hours:?}: {error}");
        }
    }
}
