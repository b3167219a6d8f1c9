//! What stands in the places of a message. How it is written, the language says when the message is
//! rendered.

use chrono::NaiveDate;
use chrono_tz::Tz;
use rust_decimal::Decimal;

use super::Message;
use crate::domain::names::CaseId;
use crate::domain::time::Instant;

/// One thing that stands in a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Argument {
    /// Data, the same in every language: a name, a path, a value of a file, the words of another
    /// program.
    Text(String),
    /// A word of the program (`closed`), which may have a name in another language.
    Word {
        /// The type whose word it is, since one word may be of several: the context in a catalogue.
        of: &'static str,
        /// The word in English, as files and flags have it.
        word: &'static str,
    },
    Number(i64),
    Amount(Decimal),
    /// A point of time.
    Instant {
        instant: Instant,
        /// Whose clocks show it.
        zone: Tz,
        /// How much of it is said.
        form: TimeForm,
    },
    Date(NaiveDate),
    /// A noun of the data with its indefinite article: `a clerk`.
    One(String),
    /// A message of its own.
    Message(Box<Message>),
    List(Vec<Argument>, Join),
    /// A command to run.
    Command(Command),
}

/// How much is said of an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeForm {
    /// With the offset, as files have it: `2026-11-21T09:12:00+08:00`.
    Exact,
    /// The day and the time of day: `2026-11-21 09:12`.
    DayAndTime,
}

/// What stands between the things of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Join {
    /// `a, b and c`.
    And,
    /// `a, b or c`.
    Or,
    /// `a, b, c`.
    Comma,
    /// `a; b; c`.
    Semicolon,
}

/// A command line: words, the case, flags. Its words and flags are the same in every language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    pub program: &'static str,
    /// The command: `close`, `policy show`.
    pub words: &'static str,
    /// The case, for a command that takes one.
    pub case: Option<Case>,
    pub parts: Vec<Part>,
}

/// The case of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Case {
    /// The one that the message is about; `ID` where that is about none.
    This,
    Other(CaseId),
}

/// A part of a command line behind the command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Flags as the help writes them, what is to be filled in in capitals: `--outcome OUTCOME`.
    Syntax(&'static str),
    /// A value, quoted for the shell where that needs it.
    Value(Argument),
}

impl Argument {
    /// How many it says, for the choice of a plural; anything but a number counts as many.
    pub fn count(&self) -> u64 {
        if let Self::Number(number) = self {
            number.unsigned_abs()
        } else {
            u64::MAX
        }
    }

    /// Whether a piece of data is it, or stands in it.
    pub(crate) fn mentions(&self, data: &str) -> bool {
        match self {
            Self::Text(text) | Self::One(text) => text == data,
            Self::Message(message) => message.mentions(data),
            Self::List(things, _) => things.iter().any(|thing| thing.mentions(data)),
            Self::Word { .. }
            | Self::Number(_)
            | Self::Amount(_)
            | Self::Instant { .. }
            | Self::Date(_)
            | Self::Command(_) => false,
        }
    }
}
