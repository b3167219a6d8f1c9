//! The values of attributes.

use std::borrow::Cow;

use rust_decimal::Decimal;

use crate::domain::message::{Argument, ToArgument};
use crate::domain::time::Instant;

/// The value of an attribute.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum AttributeValue<'a> {
    /// A name or a text from data.
    Text(Cow<'a, str>),
    /// A keyword of the program.
    Word(TypedWord),
    /// Several keywords of the program.
    Words(Vec<TypedWord>),
    /// When something happened.
    Instant(Instant),
    /// When a period ends.
    End(Instant),
    Amount(Decimal),
    Number(u64),
}

/// A keyword of the program with its type, which is the context of its translation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TypedWord {
    of: &'static str,
    /// The keyword as in files and flags.
    pub word: &'static str,
}

impl<'a> From<&'a str> for AttributeValue<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text.into())
    }
}

impl TypedWord {
    /// The keyword of an argument; `None` for any other kind of argument.
    pub(super) fn new(word: impl ToArgument) -> Option<Self> {
        match word.to_argument() {
            Argument::Word { of, word } => Some(Self { of, word }),
            Argument::Text(_)
            | Argument::Foreign(_)
            | Argument::Number(_)
            | Argument::Amount(_)
            | Argument::Instant { .. }
            | Argument::Date(_)
            | Argument::One(_)
            | Argument::Message(_)
            | Argument::List(..)
            | Argument::Command(_) => None,
        }
    }
}

impl ToArgument for TypedWord {
    fn to_argument(&self) -> Argument {
        Argument::Word {
            of: self.of,
            word: self.word,
        }
    }
}
