//! One step of a trace, as data and as a message.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta};
use chrono_tz::Tz;

use crate::domain::message::{
    Argument, Message, TimeForm, ToArgument, in_form, message, plural, text,
};
use crate::domain::time::{Precision, whole_seconds};

/// An instant on the wall clock of the policy's zone.
pub type LocalTime = DateTime<Tz>;

/// A step in the computation of a due instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TraceStep {
    /// The start of the limit.
    Starts(LocalTime),
    /// The day of the start does not count (Civil Code 201).
    FirstDay(NaiveDate),
    /// The day some months later (Civil Code 202).
    MonthsOn {
        n: u32,
        day: NaiveDate,
        /// Whether that month has the day number of the start.
        fit: Fit,
    },
    Counted {
        days: DayRange,
        /// What they add to the limit.
        worth: Worth,
    },
    /// A make-up day that counts.
    MakeUp {
        day: NaiveDate,
        /// The holiday that it makes up for, if named.
        name: Option<String>,
        /// What it adds to the limit.
        worth: Worth,
    },
    /// Days that do not count.
    Skipped {
        days: DayRange,
        why: NotCounted,
    },
    /// Days on which the limit cannot end, though the first of them counted (Civil Code 203).
    NotLast {
        days: DayRange,
        why: NotCounted,
    },
    /// An interval of elapsed time.
    Ran {
        from: LocalTime,
        to: LocalTime,
        /// The length of the interval.
        time: TimeDelta,
    },
    /// A pause that does not count.
    Paused {
        /// The start of the pause, at the earliest the start of the limit.
        from: LocalTime,
        to: LocalTime,
    },
    /// The last day is a day off, so the limit moves to a working day (Civil Code 203).
    Rolled {
        from: NaiveDate,
        to: NaiveDate,
    },
    /// The end of the last day (Civil Code 203).
    Ends {
        day: NaiveDate,
        close: Close,
    },
    Due(LocalTime),
    /// No due instant, while the case is paused.
    Hidden {
        /// The start of the open pause.
        since: LocalTime,
    },
    /// No due instant before the calendar ends.
    Never,
}

/// Consecutive days, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayRange {
    pub first: NaiveDate,
    pub last: NaiveDate,
}

/// What days add to a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worth {
    /// In days: the number of the last day.
    Nth(u32),
    /// In business hours: the working time that ran.
    Time(TimeDelta),
}

/// Why a day does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotCounted {
    /// A day off by the weekly schedule.
    Weekend,
    /// A holiday, with its name if it has one.
    Holiday(Option<String>),
    /// The case was paused at the end of the day.
    Paused,
    /// The interval contains none of the day's business hours.
    OutsideHours,
    /// The clocks of the zone skip the date.
    NoSuchDate,
}

/// Whether a month has the day number of the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// The same day of the month.
    SameDay,
    /// The last day of a month without that day.
    LastOfMonth,
}

/// The end of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Close {
    /// At the close of business.
    OfBusiness,
    Midnight,
}

impl DayRange {
    pub(super) fn of(day: NaiveDate) -> Self {
        Self {
            first: day,
            last: day,
        }
    }

    /// Whether `next` starts on the last day of this range, or the day after.
    pub(super) fn joins(&self, next: &Self) -> bool {
        next.first == self.last || self.last.succ_opt() == Some(next.first)
    }
}

impl Worth {
    /// Combines the worth of these days with that of the next days.
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

impl TraceStep {
    /// Whether it is too short to be told: less than a second lies between two events that were
    /// recorded at once.
    pub(crate) fn is_momentary(&self) -> bool {
        match self {
            Self::Counted {
                worth: Worth::Time(time),
                ..
            }
            | Self::Ran { time, .. } => whole_seconds(*time) == 0,
            Self::Paused { from, to } => whole_seconds(*to - *from) == 0,
            Self::Starts(_)
            | Self::FirstDay(_)
            | Self::MonthsOn { .. }
            | Self::Counted {
                worth: Worth::Nth(_),
                ..
            }
            | Self::MakeUp { .. }
            | Self::Skipped { .. }
            | Self::NotLast { .. }
            | Self::Rolled { .. }
            | Self::Ends { .. }
            | Self::Due(_)
            | Self::Hidden { .. }
            | Self::Never => false,
        }
    }

    /// The step in one line.
    pub(crate) fn message(&self) -> Message {
        match self {
            Self::Starts(at) => message!("starts {at}", at = short(at)),
            Self::FirstDay(day) => message!("{day} does not count: the day of the start", day),
            Self::MonthsOn { n, day, fit } => months_on(*n, *day, *fit),
            Self::Counted { days, worth } => counted(days, *worth),
            Self::MakeUp { day, name, worth } => match name {
                Some(name) => message!(
                    "{day} counted, a make-up day ({name}): {worth}",
                    day,
                    name,
                    worth
                ),
                None => message!("{day} counted, a make-up day: {worth}", day, worth),
            },
            Self::Skipped { days, why } => {
                message!("{days} not counted: {why}", days, why = why.message())
            }
            Self::NotLast { days, why } => message!(
                "{days} cannot be the last day: {why}",
                days,
                why = why.message()
            ),
            Self::Ran { from, to, time } => message!(
                "{from} to {to} ran: {time}",
                from = short(from),
                to = short(to),
                time = length(*time)
            ),
            Self::Paused { from, to } => message!(
                "{from} to {to} left out: paused",
                from = short(from),
                to = short(to)
            ),
            Self::Rolled { from, to } => message!("{from} is a day off: moved to {to}", from, to),
            Self::Ends { day, close } => match close {
                Close::OfBusiness => message!("{day} ends at the close of business", day),
                Close::Midnight => message!("{day} ends at 24:00", day),
            },
            Self::Due(at) => message!("due {at}", at = end(at)),
            Self::Hidden { since } => message!(
                "paused since {since}: no due instant until the case resumes",
                since = short(since)
            ),
            Self::Never => text!("no due instant before the calendar ends"),
        }
    }
}

fn months_on(n: u32, day: NaiveDate, fit: Fit) -> Message {
    match fit {
        Fit::SameDay => plural!(n, "{n} month on: {day}", "{n} months on: {day}", day),
        Fit::LastOfMonth => plural!(
            n,
            "{n} month on: {day}, the last day of its month",
            "{n} months on: {day}, the last day of its month",
            day
        ),
    }
}

fn counted(days: &DayRange, worth: Worth) -> Message {
    match worth {
        Worth::Nth(last) if days.first < days.last => {
            let first = i64::from(last) - (days.last - days.first).num_days();
            message!("{days} counted: days {first} to {last}", days, first, last)
        }
        Worth::Nth(_) | Worth::Time(_) => message!("{days} counted: {worth}", days, worth),
    }
}

impl NotCounted {
    fn message(&self) -> Message {
        match self {
            Self::Weekend => text!("weekend"),
            Self::Holiday(Some(name)) => message!("holiday ({name})", name),
            Self::Holiday(None) => text!("holiday"),
            Self::Paused => text!("paused at the end of the day"),
            Self::OutsideHours => text!("outside business hours"),
            Self::NoSuchDate => text!("the time zone has no such date"),
        }
    }
}

impl ToArgument for DayRange {
    fn to_argument(&self) -> Argument {
        let (first, last) = (self.first, self.last);
        if first == last {
            first.to_argument()
        } else {
            message!("{first} to {last}", first, last).to_argument()
        }
    }
}

impl ToArgument for Worth {
    fn to_argument(&self) -> Argument {
        let message = match self {
            Self::Nth(number) => message!("day {number}", number),
            Self::Time(time) => length(*time),
        };
        message.to_argument()
    }
}

fn short(at: &LocalTime) -> Argument {
    in_form(
        at.to_utc(),
        at.timezone(),
        TimeForm::Event(Precision::Second),
    )
}

fn end(at: &LocalTime) -> Argument {
    in_form(at.to_utc(), at.timezone(), TimeForm::End(Precision::Second))
}

/// `7 h 30 min`, with seconds only if they are not 0.
fn length(time: TimeDelta) -> Message {
    let total = whole_seconds(time);
    let (hours, minutes, seconds) = (total / 3600, total / 60 % 60, total % 60);
    match (hours, minutes, seconds) {
        (0, minutes, 0) => message!("{minutes} min", minutes),
        (hours, 0, 0) => message!("{hours} h", hours),
        (hours, minutes, 0) => message!("{hours} h {minutes} min", hours, minutes),
        (0, 0, _) => message!("{seconds} s", seconds),
        (0, minutes, _) => message!("{minutes} min {seconds} s", minutes, seconds),
        (hours, 0, _) => message!("{hours} h {seconds} s", hours, seconds),
        (hours, minutes, _) => message!(
            "{hours} h {minutes} min {seconds} s",
            hours,
            minutes,
            seconds
        ),
    }
}
