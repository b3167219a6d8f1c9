//! What a verb records: a table of keys that is written to the case file and shown in lists of events and in commits.

use std::borrow::Cow;

use chrono_tz::Tz;
use rust_decimal::Decimal;

use super::fields::{Fields, Value};
use crate::domain::amount::parse_amount;
use crate::domain::keyed::{KeyType, KeyedFile, Omission};
use crate::domain::keys::{Key, STAFF, Takes, Words};
use crate::domain::names::StaffId;
use crate::domain::time::{Instant, format_short, parse_rfc3339};
use crate::domain::word::{Word, words};
use crate::domain::wording::any_of;

#[cfg(test)]
use super::arbitrary;
#[cfg(test)]
use proptest::prelude::*;

/// The files of cases.
#[derive(Debug, Clone, Copy)]
pub enum CaseFile {}

impl KeyedFile for CaseFile {
    type Source<'a> = Fields;
}

/// A key with its value.
pub type Pair = (&'static str, Value);

/// What a verb records, or a part of it that several verbs share.
pub trait Record {
    /// Adds the keys with their values, in the order of the file.
    fn write(&self, pairs: &mut Vec<Pair>);

    /// Adds what one line says of it.
    fn tell(&self, phrases: &mut Phrases);

    /// What somebody said or wrote.
    fn said(&self) -> Option<&str>;

    /// Any such record.
    #[cfg(test)]
    fn any() -> BoxedStrategy<Self>
    where
        Self: Sized;
}

/// What a key of a record takes, and how it is written and shown.
pub trait Recorded<V = Self>: KeyType<CaseFile, V> {
    /// Whether it is text, of which each key decides where it is shown.
    const IS_TEXT: bool = false;

    /// The value in the file; `None`: the key is left out.
    fn write(value: &V) -> Option<Value>;

    /// The value on a line; `None`: nothing is said.
    fn told(value: &V, phrases: &Phrases) -> Option<String>;

    /// Any value that can be written.
    #[cfg(test)]
    fn any() -> BoxedStrategy<V>;
}

/// Where a line about an event stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// In the subject of a commit, which has only what `#[key(headline)]` lets it have: a file can be encrypted or its
    /// text erased, a message cannot.
    Commit,
    /// In a list of events, with times in a zone.
    Line(Tz),
}

/// What a line says of an event.
#[derive(Debug)]
pub struct Phrases {
    extent: Extent,
    text: String,
}

impl Phrases {
    /// What a line says of a record.
    pub fn of(record: &dyn Record, extent: Extent) -> String {
        let mut phrases = Self {
            extent,
            text: String::new(),
        };
        record.tell(&mut phrases);
        phrases.text
    }

    /// Adds what may stand in a commit.
    pub fn headline(&mut self, before: &str, value: Option<String>, after: &str) {
        let Some(value) = value else { return };
        let phrase = format!("{before}{value}{after}");
        let is_first = self.text.is_empty();
        match phrase.strip_prefix(", ") {
            Some(rest) if is_first => self.text.push_str(rest),
            None if !is_first => {
                self.text.push(' ');
                self.text.push_str(&phrase);
            }
            Some(_) | None => self.text.push_str(&phrase),
        }
    }

    /// Adds what stands in lists of events and in no commit.
    pub fn line(&mut self, before: &str, value: Option<String>, after: &str) {
        match self.extent {
            Extent::Commit => {}
            Extent::Line(_) => self.headline(before, value, after),
        }
    }

    /// An instant as the line has them.
    pub fn time(&self, instant: Instant) -> String {
        match self.extent {
            Extent::Commit => format_short(instant, Tz::UTC),
            Extent::Line(zone) => format_short(instant, zone),
        }
    }
}

/// Text that may be there.
pub(crate) trait Text {
    fn text(&self) -> Option<&str>;
}

impl Text for String {
    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

impl Text for Option<String> {
    fn text(&self) -> Option<&str> {
        self.as_deref()
    }
}

pub(crate) fn text(text: &impl Text) -> Option<&str> {
    text.text()
}

/// A value that is one scalar in the file.
pub trait Scalar<V = Self> {
    /// What the reference and the schema say of it.
    const TAKES: Takes;
    /// Whether it is text.
    const IS_TEXT: bool = false;

    /// What it should be, in messages.
    fn wanted() -> Cow<'static, str>;

    /// The value that is written so; else the text again.
    fn parse(text: String) -> Result<V, String>;

    /// The value in the file.
    fn write(value: &V) -> Value;

    /// The value on a line.
    fn told(value: &V, phrases: &Phrases) -> String;

    /// Any value.
    #[cfg(test)]
    fn any() -> BoxedStrategy<V>;
}

impl<K: Scalar<V>, V> KeyType<CaseFile, V> for K {
    const TAKES: Takes = K::TAKES;
    const OMISSION: Omission = Omission::Refused;

    fn read(fields: &mut Fields, key: &'static Key) -> Option<V> {
        let spot = fields.spot_of(key.name);
        let text = fields.required(key.name)?;
        K::parse(text).map_or_else(
            |text| fields.wrong(spot, key.name, &K::wanted(), &format!("'{text}'")),
            Some,
        )
    }
}

impl<K: Scalar<V>, V> KeyType<CaseFile, Option<V>> for Option<K> {
    const TAKES: Takes = K::TAKES;
    const OMISSION: Omission = Omission::Means("nothing");

    fn read(fields: &mut Fields, key: &'static Key) -> Option<Option<V>> {
        let spot = fields.spot_of(key.name);
        let value = fields.text(key.name).and_then(|text| {
            K::parse(text).map_or_else(
                |text| fields.wrong(spot, key.name, &K::wanted(), &format!("'{text}'")),
                Some,
            )
        });
        Some(value)
    }
}

impl<K: Scalar<V>, V: std::fmt::Debug + 'static> Recorded<V> for K {
    const IS_TEXT: bool = K::IS_TEXT;

    fn write(value: &V) -> Option<Value> {
        Some(K::write(value))
    }

    fn told(value: &V, phrases: &Phrases) -> Option<String> {
        Some(K::told(value, phrases))
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

    fn told(value: &Option<V>, phrases: &Phrases) -> Option<String> {
        value.as_ref().map(|value| K::told(value, phrases))
    }

    #[cfg(test)]
    fn any() -> BoxedStrategy<Option<V>> {
        prop::option::of(K::any()).boxed()
    }
}

impl Scalar for String {
    const TAKES: Takes = Takes::Text;
    const IS_TEXT: bool = true;

    fn wanted() -> Cow<'static, str> {
        "a text".into()
    }

    fn parse(text: String) -> Result<Self, String> {
        Ok(text)
    }

    fn write(value: &Self) -> Value {
        Value::Text(value.clone())
    }

    fn told(value: &Self, _phrases: &Phrases) -> String {
        value.clone()
    }

    #[cfg(test)]
    fn any() -> BoxedStrategy<Self> {
        arbitrary::text().boxed()
    }
}

impl Scalar for StaffId {
    const TAKES: Takes = Takes::Form(STAFF);

    fn wanted() -> Cow<'static, str> {
        "a staff id".into()
    }

    fn parse(text: String) -> Result<Self, String> {
        text.parse().map_err(|_| text)
    }

    fn write(value: &Self) -> Value {
        Value::Text(value.to_string())
    }

    fn told(value: &Self, _phrases: &Phrases) -> String {
        value.to_string()
    }

    #[cfg(test)]
    fn any() -> BoxedStrategy<Self> {
        arbitrary::staff().boxed()
    }
}

impl Scalar for Instant {
    const TAKES: Takes = Takes::Instant;

    fn wanted() -> Cow<'static, str> {
        "an instant with its offset, like 2026-11-21T09:12:00+08:00".into()
    }

    fn parse(text: String) -> Result<Self, String> {
        parse_rfc3339(&text).map_err(|_| text)
    }

    fn write(value: &Self) -> Value {
        Value::Instant(*value)
    }

    fn told(value: &Self, phrases: &Phrases) -> String {
        phrases.time(*value)
    }

    #[cfg(test)]
    fn any() -> BoxedStrategy<Self> {
        arbitrary::instant().boxed()
    }
}

impl Scalar for Decimal {
    const TAKES: Takes = Takes::Amount;

    fn wanted() -> Cow<'static, str> {
        "an amount like 1280.00".into()
    }

    fn parse(text: String) -> Result<Self, String> {
        parse_amount(&text).ok_or(text)
    }

    fn write(value: &Self) -> Value {
        Value::Decimal(*value)
    }

    fn told(value: &Self, _phrases: &Phrases) -> String {
        value.to_string()
    }

    #[cfg(test)]
    fn any() -> BoxedStrategy<Self> {
        arbitrary::amount().boxed()
    }
}

impl<W: Word + std::fmt::Debug + 'static> Scalar for W {
    const TAKES: Takes = Takes::Word(Words(words::<W>));

    fn wanted() -> Cow<'static, str> {
        any_of(&words::<W>()).into()
    }

    fn parse(text: String) -> Result<Self, String> {
        text.parse().map_err(|_| text)
    }

    fn write(value: &Self) -> Value {
        Value::Text(value.word().to_owned())
    }

    fn told(value: &Self, _phrases: &Phrases) -> String {
        value.word().to_owned()
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

    fn told(value: &Self, _phrases: &Phrases) -> Option<String> {
        value.then(String::new)
    }

    #[cfg(test)]
    fn any() -> BoxedStrategy<Self> {
        proptest::bool::ANY.boxed()
    }
}
