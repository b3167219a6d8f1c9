//! Values: parsed as the type of the key, or reported.
#![cfg_attr(
    not(test),
    expect(
        clippy::wildcard_enum_match_arm,
        reason = "toml's values are not our enum"
    )
)]

use crate::domain::message::{Message, ToArgument, message, quoted, text};
use std::str::FromStr;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use toml::Spanned;
use toml::de::DeValue;

use super::{At, FileKind, Reader};
use crate::domain::calendar::Span;
use crate::domain::finding::{Code, Finding, Spot};

/// A value and its key.
pub(crate) struct Item<'a, K> {
    pub reader: &'a Reader<'a, K>,
    /// The key; for a member of a list, the key of the list.
    pub key: String,
    /// The start of the value.
    pub spot: Spot,
    /// The value, with its place.
    pub value: &'a Spanned<DeValue<'a>>,
}

impl<'a, K: FileKind> Item<'a, K> {
    pub(super) fn new(
        reader: &'a Reader<'a, K>,
        key: &str,
        value: &'a Spanned<DeValue<'a>>,
    ) -> Self {
        Self {
            reader,
            key: key.to_owned(),
            spot: reader.span_spot(value.span()),
            value,
        }
    }

    /// A text, which may be empty.
    pub(crate) fn written(&self) -> Option<String> {
        match self.value.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            _ => self.wrong_kind(text!("a text in quotes")),
        }
    }

    /// A text that is not empty and has no surrounding blanks and no control characters.
    pub(crate) fn text(&self) -> Option<At<String>> {
        let (text, key) = (self.written()?, &self.key);
        let problem = match text.trim() {
            "" => message!("'{key}' is empty", key),
            trimmed if trimmed.len() != text.len() => {
                message!("'{key}' begins or ends with a blank", key)
            }
            _ if text.chars().any(char::is_control) => {
                message!("'{key}' has control characters", key)
            }
            _ => {
                return Some(At {
                    value: text,
                    spot: self.spot,
                });
            }
        };
        self.bad(problem)
    }

    /// A text, or a list of texts with possible duplicates; `read` reads each.
    pub(crate) fn one_or_more<T>(&self, read: impl Fn(&Self) -> Option<T>) -> Option<Vec<T>> {
        match self.value.get_ref() {
            DeValue::String(_) => read(self).map(|text| vec![text]),
            DeValue::Array(_) => Some(self.items()?.iter().filter_map(read).collect()),
            _ => self.wrong_kind(text!("a text or a list of texts")),
        }
    }

    /// The members of a list.
    pub(crate) fn items(&self) -> Option<Vec<Self>> {
        match self.value.get_ref() {
            DeValue::Array(array) => Some(
                array
                    .iter()
                    .map(|value| Self::new(self.reader, &self.key, value))
                    .collect(),
            ),
            _ => self.wrong_kind(text!("a list in [ ]")),
        }
    }

    /// Whether the value is a text.
    pub(crate) fn is_text(&self) -> bool {
        matches!(self.value.get_ref(), DeValue::String(_))
    }

    /// Whether the value is an empty list.
    pub(crate) fn items_are_none(&self) -> bool {
        matches!(self.value.get_ref(), DeValue::Array(array) if array.is_empty())
    }

    /// A date without a time of day.
    pub(crate) fn date(&self) -> Option<At<NaiveDate>> {
        let written = match self.value.get_ref() {
            DeValue::Datetime(date) => date.to_string(),
            DeValue::String(text) => text.to_string(),
            _ => return self.wrong_kind(text!("a date like 2026-12-01")),
        };
        match date(&written) {
            Some(value) => Some(At {
                value,
                spot: self.spot,
            }),
            None => self.bad(message!(
                "'{key}' takes a date like 2026-12-01, not '{written}'",
                key = self.key,
                written
            )),
        }
    }

    /// `true` or `false`.
    pub(crate) fn flag(&self) -> Option<bool> {
        match self.value.get_ref() {
            DeValue::Boolean(flag) => Some(*flag),
            _ => self.wrong_kind(text!("true or false")),
        }
    }

    /// A whole number of at least `least`.
    pub(crate) fn whole(&self, least: u32) -> Option<u32> {
        let DeValue::Integer(number) = self.value.get_ref() else {
            return self.wrong_kind(text!("a whole number"));
        };
        let read = u32::from_str_radix(number.as_str(), number.radix())
            .ok()
            .filter(|number| *number >= least);
        read.or_else(|| {
            self.bad(message!(
                "'{key}' takes a whole number of at least {least}, not {number}",
                key = self.key,
                least,
                number = number.to_string()
            ))
        })
    }

    /// An amount of money: a number or a text, not negative.
    pub(crate) fn amount(&self) -> Option<Decimal> {
        let key = &self.key;
        let (read, written) = match self.value.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => {
                (number.as_str().parse().ok(), number.as_str().to_argument())
            }
            DeValue::Float(number) => (
                Decimal::from_str_exact(number.as_str()).ok(),
                number.as_str().to_argument(),
            ),
            DeValue::String(text) => (Decimal::from_str_exact(text).ok(), quoted(text)),
            _ => return self.wrong_kind(text!("an amount like 2000")),
        };
        read.filter(|amount| !amount.is_sign_negative())
            .or_else(|| {
                self.bad(message!(
                    "'{key}' takes an amount like 2000, not {written}",
                    key,
                    written
                ))
            })
    }

    /// A length of time: `3bd`.
    pub(crate) fn span(&self) -> Option<Span> {
        match self.value.get_ref() {
            DeValue::String(_) => self.parsed::<Span>(),
            DeValue::Integer(number) => {
                let number = number.to_string();
                let message = message!(
                    "'{key}' takes a length of time, not a bare number",
                    key = self.key
                );
                let hint = message!(
                    "write its unit: \"{number}h\", \"{number}d\" or \"{number}bd\" (business days)",
                    number
                );
                self.reader
                    .report(Finding::error(Code::BadValue, self.spot, message).hint(hint));
                None
            }
            _ => self.wrong_kind(text!("a length of time like \"3bd\"")),
        }
    }

    /// A text parsed as `T`; a parse error is reported.
    pub(crate) fn parsed<T: FromStr<Err: Into<Message>>>(&self) -> Option<T> {
        let text = self.text()?;
        match text.value.parse() {
            Ok(value) => Some(value),
            Err(error) => self.bad(error),
        }
    }

    /// Reports an invalid value.
    pub(crate) fn bad<T>(&self, message: impl Into<Message>) -> Option<T> {
        self.reader.error(Code::BadValue, self.spot, message);
        None
    }

    /// Reports a value of the wrong type.
    pub(crate) fn wrong_kind<T>(&self, wanted: impl Into<Message>) -> Option<T> {
        self.bad(message!(
            "'{key}' takes {wanted}, not {found}",
            key = self.key,
            wanted = wanted.into(),
            found = kind(self.value.get_ref())
        ))
    }

    /// The member of a table with this key.
    pub(crate) fn member(&self, key: &str) -> Option<Self> {
        match self.value.get_ref() {
            DeValue::Table(table) => Some(Self::new(self.reader, key, table.get(key)?)),
            _ => None,
        }
    }
}

/// Parses a date without a time.
pub(crate) fn date(text: &str) -> Option<NaiveDate> {
    (text.len() == 10).then(|| text.parse().ok()).flatten()
}

fn kind(value: &DeValue) -> Message {
    match value {
        DeValue::String(_) => text!("a text"),
        DeValue::Integer(_) => text!("a whole number"),
        DeValue::Float(_) => text!("a number"),
        DeValue::Boolean(_) => text!("true or false"),
        DeValue::Datetime(_) => text!("a date or time"),
        DeValue::Array(_) => text!("a list"),
        DeValue::Table(_) => text!("a table"),
    }
}
