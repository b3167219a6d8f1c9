//! The formats of dates in ledgers: patterns as in strftime, and numbers of Excel.

mod complete;
mod pattern;
mod serial;
#[cfg(test)]
mod tests;

use chrono::{NaiveDate, NaiveTime, TimeDelta};

use crate::domain::message::{Argument, Message, ToArgument};
pub(super) use complete::Incomplete;
use pattern::Pattern;
use serial::Epoch;
pub(in crate::domain::import) use serial::looks_serial;

/// A format of dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::domain::import) enum DateFormat {
    Pattern(Pattern),
    /// The number of days as Excel keeps it.
    Serial(Epoch),
}

/// A date with what the text says of its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::domain::import) struct Day {
    pub date: NaiveDate,
    pub time: Option<NaiveTime>,
    /// From UTC to the clock of the text.
    pub offset: Option<TimeDelta>,
}

impl Day {
    /// The first instant of the next day, which the text calls 24:00.
    fn after(self) -> Option<Self> {
        let is_midnight = self.time == Some(NaiveTime::MIN);
        let date = self.date.succ_opt().filter(|_| is_midnight)?;
        Some(Self { date, ..self })
    }
}

impl DateFormat {
    /// The format as the mapping writes it.
    ///
    /// # Errors
    /// A directive that is not known, or half a date or time.
    pub(super) fn new(written: &str) -> Result<Self, Incomplete> {
        match written.trim() {
            "excel" => Ok(Self::Serial(Epoch::Of1900)),
            "excel-1904" => Ok(Self::Serial(Epoch::Of1904)),
            _ => Pattern::new(written).map(Self::Pattern),
        }
    }

    /// The date in a text, in plain characters; `None` if it has another form.
    pub(in crate::domain::import) fn read(&self, plain: &str) -> Option<Day> {
        match self {
            Self::Pattern(pattern) => pattern.read(plain),
            Self::Serial(epoch) => epoch.read(plain),
        }
    }

    /// What is wrong with a text that the format nearly fits.
    pub(in crate::domain::import) fn near_miss(&self, plain: &str) -> Option<Message> {
        match self {
            Self::Pattern(pattern) => pattern.near_miss(plain),
            Self::Serial(_) => None,
        }
    }
}

impl ToArgument for DateFormat {
    fn to_argument(&self) -> Argument {
        match self {
            Self::Pattern(pattern) => pattern.written().to_argument(),
            Self::Serial(epoch) => epoch.written().to_argument(),
        }
    }
}
