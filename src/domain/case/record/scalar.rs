//! Values of records that are one scalar in the file.

use super::{CaseFile, Phrases, Recorded};
use crate::domain::case::fields::{Fields, Value};
use crate::domain::keyed::{KeyType, Omission};
use crate::domain::keys::{Key, Takes};
use crate::domain::message::{Argument, Message, ToArgument, text};

#[cfg(test)]
use crate::domain::case::arbitrary;
#[cfg(test)]
use proptest::prelude::*;

/// A value that is one scalar in the file.
pub(crate) trait Scalar<V = Self> {
    /// The kind of value, for the reference and the schema.
    const TAKES: Takes;
    /// Whether it is text.
    const IS_TEXT: bool = false;

    /// The expected value, in messages.
    fn wanted() -> Message;

    /// Parses the text; `Err` returns it unchanged.
    fn parse(text: String) -> Result<V, String>;

    /// The value in the file.
    fn write(value: &V) -> Value;

    /// The value on a line, if shown.
    fn told(value: &V, phrases: &Phrases<'_>) -> Option<Argument>;

    #[cfg(test)]
    fn any() -> BoxedStrategy<V>;
}

impl<K: Scalar<V>, V> KeyType<CaseFile, V> for K {
    const TAKES: Takes = K::TAKES;
    const OMISSION: Omission = Omission::Refused;

    fn read(fields: &mut Fields, key: &'static Key) -> Option<V> {
        let text = fields.required(key.name)?;
        K::parse(text).map_or_else(
            |text| fields.wrong_text(key.name, &K::wanted(), &text),
            Some,
        )
    }
}

impl<K: Scalar<V>, V> KeyType<CaseFile, Option<V>> for Option<K> {
    const TAKES: Takes = K::TAKES;
    const OMISSION: Omission = Omission::Means("nothing");

    fn read(fields: &mut Fields, key: &'static Key) -> Option<Option<V>> {
        let Some(text) = fields.text(key.name) else {
            return Some(None);
        };
        let value = K::parse(text);
        Some(value.map_or_else(
            |text| fields.wrong_text(key.name, &K::wanted(), &text),
            Some,
        ))
    }
}

impl<K: Scalar<V>, V: std::fmt::Debug + 'static> Recorded<V> for K {
    const IS_TEXT: bool = K::IS_TEXT;

    fn write(value: &V) -> Option<Value> {
        Some(K::write(value))
    }

    fn told(value: &V, phrases: &Phrases<'_>) -> Option<Argument> {
        K::told(value, phrases)
    }

    #[cfg(test)]
    fn any() -> BoxedStrategy<V> {
        let is_blank =
            |value: &V| matches!(K::write(value), Value::Text(text) if text.trim().is_empty());
        K::any()
            .prop_filter("not blank", move |value| !is_blank(value))
            .boxed()
    }
}

impl<K: Scalar<V>, V: std::fmt::Debug + 'static> Recorded<Option<V>> for Option<K> {
    const IS_TEXT: bool = K::IS_TEXT;

    fn write(value: &Option<V>) -> Option<Value> {
        value.as_ref().map(K::write)
    }

    fn told(value: &Option<V>, phrases: &Phrases<'_>) -> Option<Argument> {
        value.as_ref().and_then(|value| K::told(value, phrases))
    }

    #[cfg(test)]
    fn any() -> BoxedStrategy<Option<V>> {
        prop::option::of(K::any()).boxed()
    }
}

impl Scalar for String {
    const TAKES: Takes = Takes::Text;
    const IS_TEXT: bool = true;

    fn wanted() -> Message {
        text!("a text")
    }

    fn parse(text: String) -> Result<Self, String> {
        Ok(text)
    }

    fn write(value: &Self) -> Value {
        Value::Text(value.clone())
    }

    fn told(value: &Self, _phrases: &Phrases<'_>) -> Option<Argument> {
        Some(value.to_argument())
    }

    #[cfg(test)]
    fn any() -> BoxedStrategy<Self> {
        arbitrary::text().boxed()
    }
}
