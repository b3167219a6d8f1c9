//! Keys and values of a case file, between YAML and typed data. Reading collects all problems; the
//! file and the digest are written from the same values.

mod value;

use rust_decimal::Decimal;

use crate::domain::amount::parse_amount;
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{Message, message, text};
use crate::domain::names::StaffId;
use crate::domain::share::Share;
use crate::domain::time::{self, Instant};

pub use value::{Raw, Value};

// Expected and found values, in messages.
pub(crate) const STAFF_ID: Message = text!("a staff id");
pub(crate) const AN_INSTANT: Message =
    text!("an instant with its offset, like 2026-11-21T09:12:00+08:00");
pub(crate) const AN_AMOUNT: Message = text!("an amount like 1280.00");
const A_LIST: Message = text!("a list of names");
const SOMETHING_ELSE: Message = text!("something else");

/// Reads the keys of one mapping (the facts, or one event). Keys that nothing asks for are unknown.
#[derive(Debug)]
pub(crate) struct Fields {
    items: Vec<Field>,
    /// The keys asked for so far, with their places.
    taken: Vec<(&'static str, Spot)>,
    /// Where the mapping begins.
    home: Spot,
    findings: Vec<Finding>,
    /// The keys with a problem.
    faulty: Vec<String>,
}

/// A key with its value and place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Field {
    pub key: String,
    pub value: Raw,
    /// The place of the key.
    pub spot: Spot,
    /// The places of the keys of a mapping value, in order; empty if unknown.
    pub inside: Vec<Spot>,
}

impl Fields {
    /// The keys of a mapping that begins at `home`.
    pub(crate) fn new(home: Spot, items: Vec<Field>) -> Self {
        Self {
            items,
            taken: Vec::new(),
            home,
            findings: Vec::new(),
            faulty: Vec::new(),
        }
    }

    /// The text of `key`; `None` if absent or null.
    pub(crate) fn text(&mut self, key: &'static str) -> Option<String> {
        match self.take(key)? {
            (Raw::Null, _) => None,
            (Raw::Text(text), _) => Some(text),
            (_, spot) => self.wrong(spot, key, &text!("a text"), &text!("a list or mapping")),
        }
    }

    /// The text of `key`, which must not be absent or empty.
    pub(crate) fn required(&mut self, key: &'static str) -> Option<String> {
        let before = self.findings.len();
        let text = self.text(key).filter(|text| !text.trim().is_empty());
        if text.is_none() && self.findings.len() == before {
            self.report_missing(key);
        }
        text
    }

    /// Reports that `key` is missing or empty.
    pub(crate) fn report_missing(&mut self, key: &'static str) {
        self.faulty.push(key.to_owned());
        let message = message!("'{key}' is missing or empty", key);
        let finding = Finding::error(Code::MissingKey, self.spot_of(key), message);
        self.findings
            .push(finding.hint(message!("add '{key}:' with its value", key)));
    }

    /// The parsed value of `key`, if present; `wanted` describes the expected value in messages.
    pub(crate) fn parsed<T>(
        &mut self,
        key: &'static str,
        wanted: &Message,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(key)?;
        match parse(&text) {
            Some(value) => Some(value),
            None => self.wrong_text(key, wanted, &text),
        }
    }

    /// The parsed value of `key`, which must be present.
    pub(crate) fn required_as<T>(
        &mut self,
        key: &'static str,
        wanted: &Message,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.required(key)?;
        match parse(&text) {
            Some(value) => Some(value),
            None => self.wrong_text(key, wanted, &text),
        }
    }

    /// An RFC 3339 instant with its offset.
    pub(crate) fn instant(&mut self, key: &'static str) -> Option<Instant> {
        self.parsed(key, &AN_INSTANT, |text| time::parse_rfc3339(text).ok())
    }

    /// An amount: a plain, non-negative decimal number.
    pub(crate) fn amount(&mut self, key: &'static str) -> Option<Decimal> {
        self.parsed(key, &AN_AMOUNT, parse_amount)
    }

    /// Whether `key` is `true`, the only valid value.
    pub(crate) fn flag(&mut self, key: &'static str) -> bool {
        self.parsed(key, &text!("true"), |text| (text == "true").then_some(true))
            .unwrap_or(false)
    }

    /// A list of names; a single name is a list of one.
    pub(crate) fn list(&mut self, key: &'static str) -> Vec<String> {
        match self.take(key) {
            None | Some((Raw::Null, _)) => Vec::new(),
            Some((Raw::Text(text), _)) => vec![text],
            Some((Raw::List(items), spot)) => {
                let texts: Option<Vec<String>> = items
                    .into_iter()
                    .map(|item| {
                        if let Raw::Text(text) = item {
                            Some(text)
                        } else {
                            None
                        }
                    })
                    .collect();
                texts
                    .or_else(|| self.wrong(spot, key, &A_LIST, &text!("something else in it")))
                    .unwrap_or_default()
            }
            Some((Raw::Map(_), spot)) => self
                .wrong(spot, key, &A_LIST, &text!("a mapping"))
                .unwrap_or_default(),
        }
    }

    /// A list of staff ids.
    pub(crate) fn staff(&mut self, key: &'static str) -> Vec<StaffId> {
        let spot = self.spot_of(key);
        let names: Option<Vec<StaffId>> = self
            .list(key)
            .iter()
            .map(|name| name.parse().ok())
            .collect();
        names
            .or_else(|| self.wrong(spot, key, &text!("staff ids"), &SOMETHING_ELSE))
            .unwrap_or_default()
    }

    /// Parties with their shares of a whole.
    pub(crate) fn shares(&mut self, key: &'static str) -> Vec<(String, Share)> {
        const WANTED: Message = text!("parties with percentages or fractions, like 'carrier: 40'");
        match self.take(key) {
            None | Some((Raw::Null, _)) => Vec::new(),
            Some((Raw::Map(pairs), spot)) => {
                let shares: Option<Vec<_>> = pairs
                    .into_iter()
                    .map(|(party, share)| match share {
                        Raw::Text(text) => text.parse().ok().map(|share| (party, share)),
                        Raw::Null | Raw::List(_) | Raw::Map(_) => None,
                    })
                    .collect();
                shares
                    .or_else(|| self.wrong(spot, key, &WANTED, &SOMETHING_ELSE))
                    .unwrap_or_default()
            }
            Some((_, spot)) => self
                .wrong(spot, key, &WANTED, &SOMETHING_ELSE)
                .unwrap_or_default(),
        }
    }

    /// Reads a nested mapping and collects its problems here.
    pub(crate) fn nested<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&mut Fields) -> T,
    ) -> Option<T> {
        let inside = self
            .items
            .iter()
            .find(|field| field.key == key)
            .map(|field| field.inside.clone());
        match self.take(key)? {
            (Raw::Null, _) => None,
            (Raw::Map(pairs), spot) => {
                let spots = inside
                    .unwrap_or_default()
                    .into_iter()
                    .chain(std::iter::repeat(spot));
                let items = pairs
                    .into_iter()
                    .zip(spots)
                    .map(|((key, value), spot)| Field {
                        key,
                        value,
                        spot,
                        inside: Vec::new(),
                    })
                    .collect();
                let mut inner = Fields::new(spot, items);
                let value = read(&mut inner);
                self.findings.extend(inner.finish());
                Some(value)
            }
            (_, spot) => self.wrong(spot, key, &text!("a mapping"), &SOMETHING_ELSE),
        }
    }

    /// Adds a problem that the caller found.
    pub(crate) fn report(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Whether a problem with `key` has been reported.
    pub(crate) fn has_reported(&self, key: &str) -> bool {
        self.faulty.iter().any(|faulty| faulty == key)
    }

    /// The place of `key`, else the start of the mapping.
    pub(crate) fn spot_of(&self, key: &str) -> Spot {
        let left = self.items.iter().find(|field| field.key == key);
        let taken = self.taken.iter().find(|(taken, _)| *taken == key);
        left.map(|field| field.spot)
            .or(taken.map(|(_, spot)| *spot))
            .unwrap_or(self.home)
    }

    /// Takes all remaining keys, for an unknown verb.
    pub(crate) fn take_rest(&mut self) -> Vec<(String, Raw)> {
        std::mem::take(&mut self.items)
            .into_iter()
            .map(|field| (field.key, field.value))
            .collect()
    }

    /// The keys asked for so far.
    #[cfg(test)]
    pub(crate) fn taken(&self) -> std::collections::BTreeSet<&'static str> {
        self.taken.iter().map(|(key, _)| *key).collect()
    }

    /// All problems, unknown keys included.
    pub(crate) fn finish(mut self) -> Vec<Finding> {
        for Field { key, spot, .. } in &self.items {
            let finding = Finding::error(
                Code::UnknownKey,
                *spot,
                message!("there is no key '{key}' here", key),
            );
            self.findings
                .push(finding.did_you_mean(key, self.taken.iter().map(|(taken, _)| *taken)));
        }
        self.findings
    }

    fn take(&mut self, key: &'static str) -> Option<(Raw, Spot)> {
        let position = self.items.iter().position(|field| field.key == key);
        let field = position.map(|position| self.items.remove(position));
        let spot = field.as_ref().map_or(self.home, |field| field.spot);
        self.taken.push((key, spot));
        Some((field?.value, spot))
    }

    /// Reports an invalid text.
    pub(super) fn wrong_text<T>(
        &mut self,
        key: &'static str,
        wanted: &Message,
        text: &str,
    ) -> Option<T> {
        let found = message!("'{text}'", text);
        self.wrong(self.spot_of(key), key, wanted, &found)
    }

    fn wrong<T>(&mut self, spot: Spot, key: &str, wanted: &Message, found: &Message) -> Option<T> {
        self.faulty.push(key.to_owned());
        let message = message!(
            "'{key}' should be {wanted}, found {found}",
            key,
            wanted,
            found
        );
        self.findings
            .push(Finding::error(Code::BadValue, spot, message));
        None
    }
}
