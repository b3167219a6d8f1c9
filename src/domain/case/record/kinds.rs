//! What the keys of records take that are one scalar in the file.

use rust_decimal::Decimal;

use super::{CaseFile, Phrases, Recorded};
use crate::domain::amount::parse_amount;
use crate::domain::case::FactField;
use crate::domain::case::fields::{AN_AMOUNT, AN_INSTANT, Fields, STAFF_ID, Value};
use crate::domain::keyed::{KeyType, Omission};
use crate::domain::keys::{Key, STAFF, Takes, Words};
use crate::domain::message::{Argument, Message, ToArgument, any_of, message, text};
use crate::domain::names::{CaseId, Digest, Handle, StaffId};
use crate::domain::time::{Instant, parse_rfc3339};
use crate::domain::word::{Word, words};

#[cfg(test)]
use crate::domain::case::arbitrary;
#[cfg(test)]
use proptest::prelude::*;

/// A value that is one scalar in the file.
pub trait Scalar<V = Self> {
    /// What the reference and the schema say of it.
    const TAKES: Takes;
    /// Whether it is text.
    const IS_TEXT: bool = false;

    /// What it should be, in messages.
    fn wanted() -> Message;

    /// The value that is written so; else the text again.
    fn parse(text: String) -> Result<V, String>;

    /// The value in the file.
    fn write(value: &V) -> Value;

    /// The value on a line; `None`: nothing is said.
    fn told(value: &V, phrases: &Phrases<'_>) -> Option<Argument>;

    /// Any value.
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

/// A text of a certain form, or one that a commit shows in part only.
pub trait TextForm {
    /// What the reference and the schema say of it.
    const TAKES: Takes = Takes::Text;

    /// What it should be, in messages.
    fn wanted() -> Message {
        String::wanted()
    }

    /// The text as it is kept; else the text again.
    fn parse(text: String) -> Result<String, String> {
        Ok(text)
    }

    /// The subject of a commit; `None`: it says nothing of it.
    fn in_commit(text: &str) -> Option<Argument>;

    /// A list of events; `None`: it says nothing of it.
    fn in_list(text: &str) -> Option<Argument> {
        Some(text.to_argument())
    }

    /// Any such text.
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

/// The id of another case; a commit says it only if it is one.
#[derive(Debug, Clone, Copy)]
pub enum CaseReference {}

impl TextForm for CaseReference {
    fn in_commit(text: &str) -> Option<Argument> {
        let id: CaseId = text.parse().ok()?;
        Some(id.to_argument())
    }
}

/// The name of a fact; a commit says it only if there is one.
#[derive(Debug, Clone, Copy)]
pub enum FactName {}

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

/// The name of a regulator; a commit says only that it is one.
#[derive(Debug, Clone, Copy)]
pub enum Regulator {}

impl TextForm for Regulator {
    fn in_commit(_text: &str) -> Option<Argument> {
        Some(text!("a regulator").to_argument())
    }
}

/// The SHA-256 of a file. A commit says its beginning, with which the name of the file begins, too.
#[derive(Debug, Clone, Copy)]
pub enum DigestOfFile {}

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

/// A text that a line names even where it is left out.
#[derive(Debug, Clone, Copy)]
pub enum OrEmpty {}

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

impl Scalar for StaffId {
    const TAKES: Takes = Takes::Form(STAFF);

    fn wanted() -> Message {
        STAFF_ID
    }

    fn parse(text: String) -> Result<Self, String> {
        text.parse().map_err(|_| text)
    }

    fn write(value: &Self) -> Value {
        Value::Text(value.to_string())
    }

    fn told(value: &Self, _phrases: &Phrases<'_>) -> Option<Argument> {
        Some(value.to_argument())
    }

    #[cfg(test)]
    fn any() -> BoxedStrategy<Self> {
        arbitrary::staff().boxed()
    }
}

/// What a handle names.
pub trait HandleKind {
    /// What it should be, in messages.
    fn wanted() -> Message;
}

/// The handle of a proposal.
#[derive(Debug, Clone, Copy)]
pub enum ProposalHandle {}

impl HandleKind for ProposalHandle {
    fn wanted() -> Message {
        text!("a proposal's handle")
    }
}

/// The handle of a corrective action.
#[derive(Debug, Clone, Copy)]
pub enum ActionHandle {}

impl HandleKind for ActionHandle {
    fn wanted() -> Message {
        text!("the handle of an action")
    }
}

impl<K: HandleKind> Scalar<Handle> for K {
    const TAKES: Takes = Takes::Form("^[0-9A-Za-z-]{2,32}$");

    fn wanted() -> Message {
        K::wanted()
    }

    fn parse(text: String) -> Result<Handle, String> {
        text.parse().map_err(|_| text)
    }

    fn write(value: &Handle) -> Value {
        Value::Text(value.as_str().to_owned())
    }

    fn told(value: &Handle, _phrases: &Phrases<'_>) -> Option<Argument> {
        Some(value.to_argument())
    }

    #[cfg(test)]
    fn any() -> BoxedStrategy<Handle> {
        "[A-Z0-9]{4}"
            .prop_map(|handle| handle.parse().expect("a handle"))
            .boxed()
    }
}

impl Scalar for Digest {
    const TAKES: Takes = Takes::Form("^[0-9A-Fa-f]{16}$");

    fn wanted() -> Message {
        text!("the digest of an event")
    }

    fn parse(text: String) -> Result<Self, String> {
        text.parse().map_err(|_| text)
    }

    fn write(value: &Self) -> Value {
        Value::Text(value.to_string())
    }

    fn told(value: &Self, phrases: &Phrases<'_>) -> Option<Argument> {
        Some(phrases.event(*value))
    }

    #[cfg(test)]
    fn any() -> BoxedStrategy<Self> {
        proptest::num::u64::ANY.prop_map(Digest).boxed()
    }
}

impl Scalar for Instant {
    const TAKES: Takes = Takes::Instant;

    fn wanted() -> Message {
        AN_INSTANT
    }

    fn parse(text: String) -> Result<Self, String> {
        parse_rfc3339(&text).map_err(|_| text)
    }

    fn write(value: &Self) -> Value {
        Value::Instant(*value)
    }

    fn told(value: &Self, phrases: &Phrases<'_>) -> Option<Argument> {
        Some(phrases.time(*value))
    }

    #[cfg(test)]
    fn any() -> BoxedStrategy<Self> {
        arbitrary::instant().boxed()
    }
}

impl Scalar for Decimal {
    const TAKES: Takes = Takes::Amount;

    fn wanted() -> Message {
        AN_AMOUNT
    }

    fn parse(text: String) -> Result<Self, String> {
        parse_amount(&text).ok_or(text)
    }

    fn write(value: &Self) -> Value {
        Value::Decimal(*value)
    }

    fn told(value: &Self, _phrases: &Phrases<'_>) -> Option<Argument> {
        Some(value.to_argument())
    }

    #[cfg(test)]
    fn any() -> BoxedStrategy<Self> {
        arbitrary::amount().boxed()
    }
}

/// A mark from 1 to 5.
#[derive(Debug, Clone, Copy)]
pub enum Mark {}

impl Scalar<u8> for Mark {
    const TAKES: Takes = Takes::Whole(1, 5);

    fn wanted() -> Message {
        text!("a mark from 1 to 5")
    }

    fn parse(text: String) -> Result<u8, String> {
        let mark = text.parse().ok().filter(|mark| (1..=5).contains(mark));
        mark.ok_or(text)
    }

    fn write(value: &u8) -> Value {
        Value::Whole(u64::from(*value))
    }

    fn told(value: &u8, _phrases: &Phrases<'_>) -> Option<Argument> {
        Some(value.to_argument())
    }

    #[cfg(test)]
    fn any() -> BoxedStrategy<u8> {
        (1_u8..=5).boxed()
    }
}

impl<W: Word + ToArgument + std::fmt::Debug + 'static> Scalar for W {
    const TAKES: Takes = Takes::Word(Words(words::<W>));

    fn wanted() -> Message {
        message!("{words}", words = any_of(W::ALL))
    }

    fn parse(text: String) -> Result<Self, String> {
        text.parse().map_err(|()| text)
    }

    fn write(value: &Self) -> Value {
        Value::Text(value.word().to_owned())
    }

    fn told(value: &Self, _phrases: &Phrases<'_>) -> Option<Argument> {
        Some(value.to_argument())
    }

    #[cfg(test)]
    fn any() -> BoxedStrategy<Self> {
        prop::sample::select(W::ALL).boxed()
    }
}

/// `true`, or the key is left out.
impl KeyType<CaseFile> for bool {
    const TAKES: Takes = Takes::True;
    const OMISSION: Omission = Omission::Means("nothing");

    fn read(fields: &mut Fields, key: &'static Key) -> Option<Self> {
        Some(fields.flag(key.name))
    }
}

impl Recorded for bool {
    fn write(value: &Self) -> Option<Value> {
        value.then_some(Value::True)
    }

    fn told(value: &Self, _phrases: &Phrases<'_>) -> Option<Argument> {
        value.then(|| "true".to_argument())
    }

    #[cfg(test)]
    fn any() -> BoxedStrategy<Self> {
        proptest::bool::ANY.boxed()
    }
}
