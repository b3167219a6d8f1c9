//! The values of attributes.

use std::borrow::Cow;
use std::sync::LazyLock;

use chrono::serde::ts_milliseconds;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::domain::case::event::{ResultClass, Verdict};
use crate::domain::message::{Argument, ToArgument};
use crate::domain::state::{Flag, Status};
use crate::domain::time::Instant;
use crate::domain::word::Word;

/// The value of an attribute.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum AttributeValue<'a> {
    /// A name or a text from data.
    Text(#[serde(borrow)] Cow<'a, str>),
    /// A keyword of the program.
    Word(TypedWord),
    /// Several keywords of the program.
    Words(Vec<TypedWord>),
    /// When something happened.
    Instant(#[serde(with = "ts_milliseconds")] Instant),
    /// When a period ends.
    End(#[serde(with = "ts_milliseconds")] Instant),
    Amount(#[serde(with = "decimal_bytes")] Decimal),
    Number(u64),
}

/// A keyword of the program with its type, which is the context of its translation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TypedWord {
    of: &'static str,
    /// The keyword as in files and flags.
    pub word: &'static str,
}

impl<'a> AttributeValue<'a> {
    /// The value, if it is a name, a text or one keyword.
    pub(crate) fn name(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Word(word) => Some(word.word),
            Self::Words(_)
            | Self::Instant(_)
            | Self::End(_)
            | Self::Amount(_)
            | Self::Number(_) => None,
        }
    }

    /// As [`AttributeValue::name`].
    pub(crate) fn into_name(self) -> Option<Cow<'a, str>> {
        match self {
            Self::Text(text) => Some(text),
            Self::Word(word) => Some(word.word.into()),
            Self::Words(_)
            | Self::Instant(_)
            | Self::End(_)
            | Self::Amount(_)
            | Self::Number(_) => None,
        }
    }
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

/// The keywords that are values of attributes.
static WORDS: LazyLock<Vec<TypedWord>> = LazyLock::new(|| {
    fn typed<W: Word + ToArgument>() -> impl Iterator<Item = TypedWord> {
        W::ALL.iter().filter_map(|word| TypedWord::new(*word))
    }
    (typed::<Status>())
        .chain(typed::<Flag>())
        .chain(typed::<Verdict>())
        .chain(typed::<ResultClass>())
        .collect()
});

impl Serialize for TypedWord {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let place = WORDS.iter().position(|word| word == self);
        let place = place.and_then(|place| u8::try_from(place).ok());
        let unknown = || serde::ser::Error::custom("no keyword of an attribute");
        serializer.serialize_u8(place.ok_or_else(unknown)?)
    }
}

impl<'de> Deserialize<'de> for TypedWord {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let place = u8::deserialize(deserializer)?;
        let unknown = || serde::de::Error::custom("no keyword of an attribute");
        WORDS.get(usize::from(place)).copied().ok_or_else(unknown)
    }
}

/// Decimals as their sixteen bytes.
mod decimal_bytes {
    use rust_decimal::Decimal;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(
        amount: &Decimal,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        amount.serialize().serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Decimal, D::Error> {
        <[u8; 16]>::deserialize(deserializer).map(Decimal::deserialize)
    }
}
