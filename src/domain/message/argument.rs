//! The arguments of messages. The language decides their format when a message is rendered.

use chrono::NaiveDate;
use chrono_tz::Tz;
use rust_decimal::Decimal;

use super::Message;
use crate::domain::names::CaseId;
use crate::domain::time::{Instant, Precision};

/// An argument of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Argument {
    /// Data, not translated: a name, a path, a value of a file, the output of another program.
    Text(String),
    /// The words of another program or of the system.
    Foreign(String),
    /// A keyword of the program (`closed`), which may be translated.
    Word {
        /// The type of the keyword: the context in a catalogue, as types may share a keyword.
        of: &'static str,
        /// The keyword as in files and flags.
        word: &'static str,
    },
    Number(i64),
    Amount(Decimal),
    /// A point in time.
    Instant {
        instant: Instant,
        /// The time zone to show it in.
        zone: Tz,
        /// The level of detail.
        form: TimeForm,
    },
    Date(NaiveDate),
    /// A noun from data, shown with its indefinite article: `a clerk`.
    One(String),
    /// A nested message.
    Message(Box<Message>),
    List(Vec<Argument>, Join),
    /// A command to run.
    Command(Command),
}

/// The level of detail of an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeForm {
    /// As in files, with the offset: `2026-11-21T09:12:00+08:00`.
    Exact,
    /// When something happened, or is to: `2026-11-21 09:12`.
    Event(Precision),
    /// The exclusive end of a period, such as a due instant: at midnight `2026-11-20 24:00`, the day
    /// that ends.
    End(Precision),
}

/// The separators of a list.
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
    /// `a, then b, then c`.
    Then,
    /// `a and b and c`.
    AndEach,
    /// `a or b, and c`.
    CommaAnd,
}

/// A command line: subcommands, the case, flags. Not translated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    pub program: &'static str,
    /// The subcommands: `close`, `policy show`.
    pub words: &'static str,
    /// The case, if the command takes one.
    pub case: Option<Case>,
    pub parts: Vec<Part>,
}

/// The case argument of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Case {
    /// The case of the message; `ID` if it has none.
    This,
    Other(CaseId),
}

/// An argument of a command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Usage text as in the help, with placeholders in capitals: `--outcome OUTCOME`.
    Syntax(&'static str),
    /// A value, quoted for the shell if needed.
    Value(Argument),
}

impl Argument {
    /// The count for the choice of a plural; `u64::MAX` unless it is a number.
    pub fn count(&self) -> u64 {
        if let Self::Number(number) = self {
            number.unsigned_abs()
        } else {
            u64::MAX
        }
    }

    /// Whether it is or contains a piece of data.
    pub(crate) fn mentions(&self, data: &str) -> bool {
        match self {
            Self::Text(text) | Self::Foreign(text) | Self::One(text) => text == data,
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
