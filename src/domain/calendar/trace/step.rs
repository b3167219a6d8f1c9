//! One step of a trace, as data and in plain English.

use std::fmt;

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta};
use chrono_tz::Tz;

use crate::domain::time::format_short;

/// An instant on the wall clock of the policy's zone.
pub type Moment = DateTime<Tz>;

/// A step on the way to a due instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Where the limit starts.
    Starts(Moment),
    /// The day of the start does not count (Civil Code 201).
    FirstDay(NaiveDate),
    /// The day some months on (Civil Code 202).
    MonthsOn {
        /// How many months.
        n: u32,
        /// The day.
        day: NaiveDate,
        /// Whether that month has the day of the start.
        fit: Fit,
    },
    /// Days that count.
    Counted {
        /// Which.
        days: DayRange,
        /// What they are worth.
        worth: Worth,
    },
    /// A make-up day that counts.
    MakeUp {
        /// Which.
        day: NaiveDate,
        /// The holiday that it makes up for, if it is named.
        name: Option<String>,
        /// What it is worth.
        worth: Worth,
    },
    /// Days that do not count.
    Skipped {
        /// Which.
        days: DayRange,
        /// Why not.
        why: NotCounted,
    },
    /// A stretch of elapsed time.
    Ran {
        /// Since when.
        from: Moment,
        /// Until when.
        to: Moment,
        /// How long that is.
        time: TimeDelta,
    },
    /// A pause that was left out.
    Paused {
        /// Since when, at the earliest the start of the limit.
        from: Moment,
        /// Until when.
        to: Moment,
    },
    /// The last day is a day off, so the limit moves to a working day (Civil Code 203).
    Rolled {
        /// The day off.
        from: NaiveDate,
        /// The working day.
        to: NaiveDate,
    },
    /// How the last day ends (Civil Code 203).
    Ends {
        /// The last day.
        day: NaiveDate,
        /// When it ends.
        close: Close,
    },
    /// The due instant.
    Due(Moment),
    /// No due instant, while the case is paused.
    Hidden {
        /// Since when it is paused.
        since: Moment,
    },
    /// No due instant before the calendar ends.
    Never,
}

/// Consecutive days, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayRange {
    /// The first.
    pub first: NaiveDate,
    /// The last.
    pub last: NaiveDate,
}

/// What days are worth to a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worth {
    /// In days: the number of the last of them.
    Nth(u32),
    /// In business hours: their working time that ran.
    Time(TimeDelta),
}

/// Why a day does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotCounted {
    /// Off by the week.
    Weekend,
    /// A holiday, with its name if it has one.
    Holiday(Option<String>),
    /// The case was paused at the end of the day.
    Paused,
    /// None of the day's business hours lie in the running time.
    OutsideHours,
}

/// Whether a month has the day of the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// The same day of the month.
    SameDay,
    /// The last day of a month without that day.
    LastOfMonth,
}

/// When a day ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Close {
    /// At the close of business.
    OfBusiness,
    /// At 24:00.
    Midnight,
}

impl DayRange {
    pub(super) fn of(day: NaiveDate) -> Self {
        Self {
            first: day,
            last: day,
        }
    }

    /// Whether `next` goes on where this ends, or begins on its last day.
    pub(super) fn joins(&self, next: &Self) -> bool {
        next.first == self.last || self.last.succ_opt() == Some(next.first)
    }
}

impl Worth {
    /// The worth of these days and of the next ones.
    pub(super) fn then(self, next: Self) -> Self {
        match (self, next) {
            (Self::Time(a), Self::Time(b)) => Self::Time(a + b),
            (Self::Nth(_) | Self::Time(_), later) => later,
        }
    }
}

impl Fit {
    pub(super) fn of(start: NaiveDate, day: NaiveDate) -> Self {
        if start.day() == day.day() {
            Self::SameDay
        } else {
            Self::LastOfMonth
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Starts(at) => write!(f, "starts {}", short(at)),
            Self::FirstDay(day) => write!(f, "{day} does not count: the day of the start"),
            Self::MonthsOn { n, day, fit } => {
                let months = if *n == 1 { "month" } else { "months" };
                write!(f, "{n} {months} on: {day}{fit}")
            }
            Self::Counted {
                days,
                worth: Worth::Nth(last),
            } if days.first < days.last => {
                let first = i64::from(*last) - (days.last - days.first).num_days();
                write!(f, "{days} counted: days {first} to {last}")
            }
            Self::Counted { days, worth } => write!(f, "{days} counted: {worth}"),
            Self::MakeUp { day, name, worth } => {
                write!(f, "{day} counted, a make-up day{}: {worth}", of(name))
            }
            Self::Skipped { days, why } => write!(f, "{days} not counted: {why}"),
            Self::Ran { from, to, time } => {
                write!(f, "{} to {} ran: {}", short(from), short(to), length(*time))
            }
            Self::Paused { from, to } => {
                write!(f, "{} to {} left out: paused", short(from), short(to))
            }
            Self::Rolled { from, to } => write!(f, "{from} is a day off: moved to {to}"),
            Self::Ends {
                day,
                close: Close::OfBusiness,
            } => write!(f, "{day} ends at the close of business"),
            Self::Ends {
                day,
                close: Close::Midnight,
            } => write!(f, "{day} ends at 24:00"),
            Self::Due(at) => write!(f, "due {}", short(at)),
            Self::Hidden { since } => write!(
                f,
                "paused since {}: no due instant until it goes on",
                short(since)
            ),
            Self::Never => write!(f, "no due instant before the calendar ends"),
        }
    }
}

impl fmt::Display for Fit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SameDay => Ok(()),
            Self::LastOfMonth => f.write_str(", the last day of its month"),
        }
    }
}

impl fmt::Display for DayRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.first == self.last {
            true => write!(f, "{}", self.first),
            false => write!(f, "{} to {}", self.first, self.last),
        }
    }
}

impl fmt::Display for Worth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nth(number) => write!(f, "day {number}"),
            Self::Time(time) => f.write_str(&length(*time)),
        }
    }
}

impl fmt::Display for NotCounted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Weekend => f.write_str("weekend"),
            Self::Holiday(name) => write!(f, "holiday{}", of(name)),
            Self::Paused => f.write_str("paused at the end of the day"),
            Self::OutsideHours => f.write_str("outside business hours"),
        }
    }
}

fn of(name: &Option<String>) -> String {
    name.as_ref()
        .map_or(String::new(), |name| format!(" ({name})"))
}

fn short(moment: &Moment) -> String {
    format_short(moment.to_utc(), moment.timezone())
}

/// `7 h 30 min`, with seconds only where there are some.
fn length(time: TimeDelta) -> String {
    let millis = time.num_milliseconds();
    let (hours, minutes, seconds) = (millis / 3_600_000, millis / 60_000 % 60, millis % 60_000);
    let parts = [
        (hours != 0).then(|| format!("{hours} h")),
        (minutes != 0).then(|| format!("{minutes} min")),
        (seconds != 0 && seconds % 1000 == 0).then(|| format!("{} s", seconds / 1000)),
        (seconds % 1000 != 0).then(|| format!("{}.{:03} s", seconds / 1000, seconds % 1000)),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() {
        "0 min".to_owned()
    } else {
        parts.join(" ")
    }
}
