//! Texts with their own format or their own display.

use super::{CaseFile, Phrases, Recorded, Scalar};
use crate::domain::case::FactField;
use crate::domain::case::fields::{Fields, Value};
use crate::domain::keyed::{KeyType, Omission};
use crate::domain::keys::{Key, Takes, Words};
use crate::domain::message::{Argument, Message, ToArgument, text};
use crate::domain::names::CaseId;

#[cfg(test)]
use crate::domain::case::arbitrary;
#[cfg(test)]
use proptest::prelude::*;

/// A text with its own format, or one that commits show only in part.
pub(crate) trait TextForm {
    /// The kind of value, for the reference and the schema.
    const TAKES: Takes = Takes::Text;

    /// The expected value, in messages.
    fn wanted() -> Message {
        String::wanted()
    }

    /// Validates and normalizes the text; `Err` returns it unchanged.
    fn parse(text: String) -> Result<String, String> {
        Ok(text)
    }

    /// The text in the subject of a commit, if shown.
    fn in_commit(text: &str) -> Option<Argument>;

    /// The text in a list of events, if shown.
    fn in_list(text: &str) -> Option<Argument> {
        Some(text.to_argument())
    }

    #[cfg(test)]
    fn any() -> BoxedStrategy<String> {
        arbitrary::text().boxed()
    }
}

impl<K: TextForm> Scalar<String> for K {
    const TAKES: Takes = K::TAKES;

    fn wanted() -> Message {
        K::wanted()
    }

    fn parse(text: String) -> Result<String, String> {
        K::parse(text)
    }

    fn write(value: &String) -> Value {
        Value::Text(value.clone())
    }

    fn told(value: &String, phrases: &Phrases<'_>) -> Option<Argument> {
        match phrases.is_commit() {
            true => K::in_commit(value),
            false => K::in_list(value),
        }
    }

    #[cfg(test)]
    fn any() -> BoxedStrategy<String> {
        K::any()
    }
}

/// The id of another case; commits show only a valid id.
#[derive(Debug, Clone, Copy)]
pub(crate) enum CaseReference {}

impl TextForm for CaseReference {
    fn in_commit(text: &str) -> Option<Argument> {
        let id: CaseId = text.parse().ok()?;
        Some(id.to_argument())
    }
}

/// The name of a fact; commits show only an existing one.
#[derive(Debug, Clone, Copy)]
pub(crate) enum FactName {}

impl TextForm for FactName {
    const TAKES: Takes = Takes::Word(Words(fact_names));

    fn in_commit(text: &str) -> Option<Argument> {
        let field: FactField = text.parse().ok()?;
        Some(field.name().to_argument())
    }
}

fn fact_names() -> Vec<&'static str> {
    FactField::ALL.iter().map(|field| field.name()).collect()
}

/// The name of a regulator; commits say just "a regulator".
#[derive(Debug, Clone, Copy)]
pub(crate) enum Regulator {}

impl TextForm for Regulator {
    fn in_commit(_text: &str) -> Option<Argument> {
        Some(text!("a regulator").to_argument())
    }
}

/// The SHA-256 of a file. Commits show its first 8 digits, the prefix of the file name.
#[derive(Debug, Clone, Copy)]
pub(crate) enum DigestOfFile {}

impl TextForm for DigestOfFile {
    const TAKES: Takes = Takes::Form("^[0-9A-Fa-f]{64}$");

    fn wanted() -> Message {
        text!("64 hexadecimal digits")
    }

    fn parse(text: String) -> Result<String, String> {
        let is_digest = text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
        match is_digest {
            true => Ok(text.to_ascii_lowercase()),
            false => Err(text),
        }
    }

    fn in_commit(text: &str) -> Option<Argument> {
        Some(text.chars().take(8).collect::<String>().to_argument())
    }

    fn in_list(_text: &str) -> Option<Argument> {
        None
    }

    #[cfg(test)]
    fn any() -> BoxedStrategy<String> {
        "[0-9a-f]{64}".boxed()
    }
}

/// An optional text; lines show `None` as "empty".
#[derive(Debug, Clone, Copy)]
pub(crate) enum OrEmpty {}

impl KeyType<CaseFile, Option<String>> for OrEmpty {
    const TAKES: Takes = Takes::Text;
    const OMISSION: Omission = Omission::Means("nothing");

    fn read(fields: &mut Fields, key: &'static Key) -> Option<Option<String>> {
        Some(fields.text(key.name))
    }
}

impl Recorded<Option<String>> for OrEmpty {
    const IS_TEXT: bool = true;

    fn write(value: &Option<String>) -> Option<Value> {
        value.clone().map(Value::Text)
    }

    fn told(value: &Option<String>, _phrases: &Phrases<'_>) -> Option<Argument> {
        Some(match value {
            Some(value) => value.to_argument(),
            None => text!("empty").to_argument(),
        })
    }

    #[cfg(test)]
    fn any() -> BoxedStrategy<Option<String>> {
        <Option<String> as Recorded<_>>::any()
    }
}
