//! What can be wrong with a calendar.

use chrono::NaiveDate;

use crate::domain::message::{Message, message, text};

/// What is wrong with a calendar (clock S2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CalendarError {
    /// Not `HH:MM-HH:MM`.
    Window(String),
    /// Two windows that overlap.
    Overlap(String, String),
    /// A window over midnight that closes after the last one of the next day.
    OutlastsNextDay(String, String),
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
            Self::Overlap(one, other) => {
                message!("hours `{one}` and `{other}` overlap", one, other)
            }
            Self::OutlastsNextDay(night, next) => message!(
                "hours `{night}` run longer than those of the next day, `{next}`",
                night,
                next
            ),
            Self::BothLists(day) => message!("{day} is both in holidays and in workdays", day),
            Self::NoWorkingDay => {
                text!("the calendar has no working day: give `week` at least one weekday")
            }
        }
    }
}
