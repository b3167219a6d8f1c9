//! The length of a limit: `30min 24h 8bh 7d 3bd 2mo`.

use std::fmt;
use std::str::FromStr;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use crate::domain::message::{Argument, Message, ToArgument, message, plural};
use crate::domain::word::Word;

/// The unit of a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word, Serialize, Deserialize)]
pub enum Unit {
    /// Minutes, elapsed.
    #[word("min")]
    Minute,
    /// Hours, elapsed.
    #[word("h")]
    Hour,
    /// Working hours of the calendar.
    #[word("bh")]
    BusinessHour,
    /// Calendar days.
    #[word("d")]
    Day,
    /// Working days.
    #[word("bd")]
    BusinessDay,
    /// Months.
    #[word("mo")]
    Month,
}

/// How running time is measured (clock S3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Clock {
    Elapsed,
    /// Only the working intervals of the calendar count.
    Working,
}

/// A length of time on a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Time {
    pub length: TimeDelta,
    /// Elapsed or working time.
    pub clock: Clock,
}

impl Unit {
    /// Whether a limit in this unit depends on working days.
    pub(crate) fn heeds_calendar(self) -> bool {
        self.clock() == Clock::Working
    }

    /// The clock that measures the unit: working for `bh` and `bd`, else elapsed.
    pub fn clock(self) -> Clock {
        match self {
            Self::Minute | Self::Hour | Self::Day | Self::Month => Clock::Elapsed,
            Self::BusinessHour | Self::BusinessDay => Clock::Working,
        }
    }
}

/// The length of a limit: a whole number, at least 1, of one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Span {
    n: u32,
    unit: Unit,
}

impl Span {
    /// The largest number of units: far beyond any limit, so that the arithmetic is bounded.
    pub const MAX: u32 = 1_000_000;

    /// `n` units.
    ///
    /// # Errors
    /// `n` is 0 or above [`Span::MAX`] (clock S5).
    pub fn new(n: u32, unit: Unit) -> Result<Self, SpanError> {
        match n {
            0 => Err(SpanError::Zero(format!("0{unit}"))),
            1..=Self::MAX => Ok(Self { n, unit }),
            _ => Err(SpanError::TooLong(format!("{n}{unit}"))),
        }
    }

    /// The number of units.
    pub fn n(self) -> u32 {
        self.n
    }

    pub fn unit(self) -> Unit {
        self.unit
    }

    /// `3 business days`, `1 hour`.
    pub(crate) fn in_words(self) -> String {
        let unit = match self.unit {
            Unit::Minute => "minute",
            Unit::Hour => "hour",
            Unit::BusinessHour => "business hour",
            Unit::Day => "day",
            Unit::BusinessDay => "business day",
            Unit::Month => "month",
        };
        let plural = if self.n == 1 { "" } else { "s" };
        format!("{} {unit}{plural}", self.n)
    }
}

impl ToArgument for Span {
    fn to_argument(&self) -> Argument {
        let n = self.n;
        let message = match self.unit {
            Unit::Minute => plural!(n, "{n} minute", "{n} minutes"),
            Unit::Hour => plural!(n, "{n} hour", "{n} hours"),
            Unit::BusinessHour => plural!(n, "{n} business hour", "{n} business hours"),
            Unit::Day => plural!(n, "{n} day", "{n} days"),
            Unit::BusinessDay => plural!(n, "{n} business day", "{n} business days"),
            Unit::Month => plural!(n, "{n} month", "{n} months"),
        };
        message.to_argument()
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.n, self.unit)
    }
}

/// Why a text is not a span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SpanError {
    /// No number before the unit.
    Form(String),
    /// A fraction or a sign.
    NotWhole(String),
    Zero(String),
    /// Zeros before the number.
    LeadingZeros {
        text: String,
        /// Without them.
        mended: String,
    },
    /// More than [`Span::MAX`].
    TooLong(String),
    Unit {
        text: String,
        /// The text in place of the unit.
        unit: String,
    },
}

impl SpanError {
    pub(crate) fn message(&self) -> Message {
        match self {
            Self::Form(text) => message!(
                "`{text}` is not a length of time: write a whole number and min, h, bh, d, bd or \
                 mo, like 3bd",
                text
            ),
            Self::NotWhole(text) => message!(
                "`{text}` is not a whole number of units: take a smaller unit, like 90min for one \
                 and a half hours",
                text
            ),
            Self::Zero(text) => message!("`{text}` is zero: a limit is at least 1 unit", text),
            Self::LeadingZeros { text, mended } => {
                message!("`{text}` begins with a zero: write {mended}", text, mended)
            }
            Self::TooLong(text) => {
                message!("`{text}` is too long: at most 1000000 of a unit", text)
            }
            Self::Unit { text, unit } => message!(
                "`{text}` has an unknown unit: `{unit}` is none of min, h, bh (business hours), d, bd (business days), mo",
                text,
                unit
            ),
        }
    }
}

impl From<SpanError> for Message {
    fn from(error: SpanError) -> Self {
        error.message()
    }
}

impl FromStr for Span {
    type Err = SpanError;

    fn from_str(text: &str) -> Result<Self, SpanError> {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (number, suffix) = text.split_at(digits);
        if suffix.starts_with(['.', ',', '-', '+', '/']) {
            return Err(SpanError::NotWhole(text.to_owned()));
        }
        if number.is_empty() || suffix.is_empty() {
            return Err(SpanError::Form(text.to_owned()));
        }
        let unit = suffix.parse().map_err(|()| SpanError::Unit {
            text: text.to_owned(),
            unit: suffix.to_owned(),
        })?;
        let n = number
            .parse()
            .map_err(|_| SpanError::TooLong(text.to_owned()))?;
        let span = Self::new(n, unit)?;
        match number.starts_with('0') {
            true => Err(SpanError::LeadingZeros {
                text: text.to_owned(),
                mended: span.to_string(),
            }),
            false => Ok(span),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_a_whole_number_and_a_unit() {
        for text in ["30min", "24h", "8bh", "7d", "3bd", "2mo", "1000000min"] {
            assert_eq!(text.parse::<Span>().expect(text).to_string(), text);
        }
    }

    #[test]
    fn a_span_is_said_in_words() {
        for (span, words) in [
            ("1h", "1 hour"),
            ("3bd", "3 business days"),
            ("2mo", "2 months"),
        ] {
            assert_eq!(span.parse::<Span>().expect(span).in_words(), words);
        }
    }

    #[test]
    fn anything_else_says_what_is_wrong() {
        for (text, says) in [
            ("", "not a length of time"),
            ("3", "not a length of time"),
            ("bd", "not a length of time"),
            ("1.5h", "not a whole number"),
            ("-3d", "not a whole number"),
            ("0d", "is zero"),
            ("00d", "is zero"),
            ("024h", "write 24h"),
            ("3 bd", "unknown unit"),
            ("3w", "unknown unit"),
            ("3BD", "unknown unit"),
            ("3天", "unknown unit"),
            ("1000001min", "too long"),
            ("99999999999999d", "too long"),
        ] {
            let error = text.parse::<Span>().expect_err(text).message();
            let error = error.in_english();
            assert!(error.contains(says), "{text}: {error}");
        }
    }
}
