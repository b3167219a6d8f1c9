//! The values of a policy: each read as what its key takes, or reported.

use std::str::FromStr;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use toml::Spanned;
use toml::de::DeValue;

use super::section::{At, Reader, Section};
use crate::domain::calendar::{Roll, Span};
use crate::domain::finding::{Code, Finding, Spot};

/// A value and the key that it stands under.
pub(super) struct Item<'a> {
    pub reader: &'a Reader<'a>,
    pub key: String,
    pub spot: Spot,
    pub value: &'a Spanned<DeValue<'a>>,
}

impl<'a> Item<'a> {
    /// A text that is not empty and has no control characters.
    pub fn text(&self) -> Option<At<String>> {
        let DeValue::String(text) = self.value.get_ref() else { return self.wrong_kind("a text in quotes") };
        let problem = match text.trim() {
            "" => "is empty",
            trimmed if trimmed.len() != text.len() => "begins or ends with a blank",
            _ if text.chars().any(char::is_control) => "has control characters",
            _ => return Some(At { value: text.to_string(), spot: self.spot }),
        };
        self.bad(format!("'{}' {problem}", self.key))
    }

    /// A text, or a list of texts.
    pub fn texts(&self) -> Option<Vec<At<String>>> {
        match self.value.get_ref() {
            DeValue::String(_) => self.text().map(|text| vec![text]),
            DeValue::Array(_) => self.list(),
            _ => self.wrong_kind("a text or a list of texts"),
        }
    }

    /// A list of texts, none of which stands twice.
    pub fn list(&self) -> Option<Vec<At<String>>> {
        let texts: Vec<At<String>> = self.items()?.iter().filter_map(Item::text).collect();
        for (index, text) in texts.iter().enumerate() {
            if texts[..index].iter().any(|before| before.value == text.value) {
                let message = format!("'{}' stands twice in '{}'", text.value, self.key);
                self.reader.report(Finding::error(Code::PolicyConflict, text.spot, message).hint("remove one"));
            }
        }
        Some(texts)
    }

    /// A list of texts in which one may stand several times.
    pub fn repeated(&self) -> Option<Vec<At<String>>> {
        match self.value.get_ref() {
            DeValue::Array(_) => Some(self.items()?.iter().filter_map(Item::text).collect()),
            _ => self.texts(),
        }
    }

    /// The members of a list.
    pub fn items(&self) -> Option<Vec<Item<'a>>> {
        let DeValue::Array(array) = self.value.get_ref() else { return self.wrong_kind("a list in [ ]") };
        let member = |value: &'a Spanned<DeValue<'a>>| Item {
            reader: self.reader,
            key: self.key.clone(),
            spot: self.reader.span_spot(value.span()),
            value,
        };
        Some(array.iter().map(member).collect())
    }

    /// Whether it is a list without members.
    pub fn items_are_none(&self) -> bool {
        matches!(self.value.get_ref(), DeValue::Array(array) if array.is_empty())
    }

    /// A date without a time of day.
    pub fn date(&self) -> Option<At<NaiveDate>> {
        let written = match self.value.get_ref() {
            DeValue::Datetime(date) => date.to_string(),
            DeValue::String(text) => text.to_string(),
            _ => return self.wrong_kind("a date like 2026-12-01"),
        };
        match date(&written) {
            Some(value) => Some(At { value, spot: self.spot }),
            None => self.bad(format!("'{}' takes a date like 2026-12-01, not '{written}'", self.key)),
        }
    }

    /// `true` or `false`.
    pub fn flag(&self) -> Option<bool> {
        match self.value.get_ref() {
            DeValue::Boolean(flag) => Some(*flag),
            _ => self.wrong_kind("true or false"),
        }
    }

    /// `roll = true` or `false`.
    pub fn roll(&self) -> Option<Roll> {
        self.flag().map(|flag| if flag { Roll::NextWorkingDay } else { Roll::Keep })
    }

    /// A whole number, at least `least`.
    pub fn whole(&self, least: u32) -> Option<u32> {
        let DeValue::Integer(number) = self.value.get_ref() else { return self.wrong_kind("a whole number") };
        let read = u32::from_str_radix(number.as_str(), number.radix()).ok().filter(|number| *number >= least);
        read.or_else(|| self.bad(format!("'{}' takes a whole number from {least} on, not {number}", self.key)))
    }

    /// An amount of money: a number or a text, not negative.
    pub fn amount(&self) -> Option<Decimal> {
        let (read, written) = match self.value.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => (number.as_str().parse().ok(), number.to_string()),
            DeValue::Float(number) => (Decimal::from_str_exact(number.as_str()).ok(), number.to_string()),
            DeValue::String(text) => (Decimal::from_str_exact(text).ok(), format!("'{text}'")),
            _ => return self.wrong_kind("an amount like 2000"),
        };
        read.filter(|amount| !amount.is_sign_negative())
            .or_else(|| self.bad(format!("'{}' takes an amount like 2000, not {written}", self.key)))
    }

    /// A length of time: `3bd`.
    pub fn span(&self) -> Option<Span> {
        match self.value.get_ref() {
            DeValue::String(_) => self.parsed::<Span>(),
            DeValue::Integer(number) => {
                let message = format!("'{}' takes a length of time, not a bare number", self.key);
                let hint = format!("write its unit: \"{number}h\", \"{number}d\" or \"{number}bd\" (business days)");
                self.reader.report(Finding::error(Code::BadValue, self.spot, message).hint(hint));
                None
            }
            _ => self.wrong_kind("a length of time like \"3bd\""),
        }
    }

    /// A text that is read as something else; what it cannot be read as says why.
    pub fn parsed<T: FromStr<Err: std::fmt::Display>>(&self) -> Option<T> {
        let text = self.text()?;
        match text.value.parse() {
            Ok(value) => Some(value),
            Err(error) => self.bad(error.to_string()),
        }
    }

    /// A table under the name that messages call it by.
    pub fn section(&self, label: String) -> Option<Section<'a>> {
        match self.value.get_ref() {
            DeValue::Table(table) => Some(Section::new(self.reader, label, self.spot, table)),
            DeValue::Array(_) if label.starts_with('[') => {
                let message = format!("{label} is one table, not a list");
                self.reader.report(Finding::error(Code::BadValue, self.spot, message).hint(format!("write {label}")));
                None
            }
            _ => self.wrong_kind("a table"),
        }
    }

    /// The tables of a list under the name that messages call them by.
    pub fn sections(&self, label: &str) -> Vec<Section<'a>> {
        match self.value.get_ref() {
            DeValue::Array(_) => {
                self.items().unwrap_or_default().iter().filter_map(|item| item.section(label.to_owned())).collect()
            }
            _ => {
                let message = format!("'{}' is a list of tables", self.key);
                self.reader.report(Finding::error(Code::BadValue, self.spot, message).hint(format!("write {label}")));
                Vec::new()
            }
        }
    }

    /// Reports a value that is wrong.
    pub fn bad<T>(&self, message: String) -> Option<T> {
        self.reader.error(Code::BadValue, self.spot, message);
        None
    }

    /// Reports a value of the wrong kind.
    pub fn wrong_kind<T>(&self, wanted: &str) -> Option<T> {
        self.bad(format!("'{}' takes {wanted}, not {}", self.key, kind(self.value.get_ref())))
    }
}

/// A date and nothing else.
pub(super) fn date(text: &str) -> Option<NaiveDate> {
    (text.len() == 10).then(|| text.parse().ok()).flatten()
}

fn kind(value: &DeValue) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
