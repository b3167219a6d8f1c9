//! The keys and values of a case file between YAML text and types: read with every problem collected, written with
//! one canonical form that both the file and the digest come from.

use chrono::SecondsFormat;
use rust_decimal::Decimal;

use crate::domain::amount::parse_amount;
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::names::StaffId;
use crate::domain::share::Share;
use crate::domain::time::{self, Instant};

/// A YAML value whose scalars are still the text that was written, whatever their quoting.
#[derive(Debug, Clone, PartialEq)]
pub enum Raw {
    /// Nothing, or `null`.
    Null,
    /// A scalar as it is written, without its quotes.
    Text(String),
    /// A list.
    List(Vec<Raw>),
    /// A mapping in the order of the file.
    Map(Vec<(String, Raw)>),
}

/// A typed value on its way into a file or a digest.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Free text or a name.
    Text(String),
    /// An instant; written in the policy's zone, digested in UTC.
    Instant(Instant),
    /// An amount of money; digested without trailing zeros.
    Decimal(Decimal),
    /// A whole number.
    Whole(u64),
    /// `true`.
    True,
    /// A list of names.
    List(Vec<String>),
    /// Names with shares of a whole.
    Shares(Vec<(String, Share)>),
    /// What a newer program wrote, kept as it is.
    Unknown(Raw),
}

impl Value {
    /// The value as the JSON that digests are taken of: instants in UTC with milliseconds, amounts without trailing
    /// zeros.
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value as Json;
        match self {
            Self::Text(text) => Json::from(text.as_str()),
            Self::Instant(instant) => {
                Json::from(instant.to_rfc3339_opts(SecondsFormat::Millis, true))
            }
            Self::Decimal(decimal) => Json::from(decimal.normalize().to_string()),
            Self::Whole(number) => Json::from(*number),
            Self::True => Json::from(true),
            Self::List(items) => items.iter().map(|item| Json::from(item.as_str())).collect(),
            Self::Shares(shares) => {
                let mut sorted: Vec<_> = shares.iter().collect();
                sorted.sort_by(|a, b| a.0.cmp(&b.0));
                let shares = sorted
                    .into_iter()
                    .map(|(name, share)| (name.clone(), Json::from(share.canonical())));
                Json::Object(shares.collect())
            }
            Self::Unknown(raw) => raw.to_json(),
        }
    }
}

impl Raw {
    fn to_json(&self) -> serde_json::Value {
        use serde_json::Value as Json;
        match self {
            Self::Null => Json::Null,
            Self::Text(text) => Json::from(text.as_str()),
            Self::List(items) => items.iter().map(Self::to_json).collect(),
            Self::Map(pairs) => {
                let mut sorted: Vec<_> = pairs.iter().collect();
                sorted.sort_by(|a, b| a.0.cmp(&b.0));
                Json::Object(
                    sorted
                        .into_iter()
                        .map(|(key, value)| (key.clone(), value.to_json()))
                        .collect(),
                )
            }
        }
    }
}

/// The keys of one mapping (the facts, or one event), taken one by one; what is left over is unknown.
#[derive(Debug)]
pub struct Fields {
    items: Vec<Field>,
    taken: Vec<&'static str>,
    home: Spot,
    findings: Vec<Finding>,
    /// The keys whose values some of these are about.
    faulty: Vec<String>,
}

/// One key with its value and place.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The key.
    pub key: String,
    /// Its value.
    pub value: Raw,
    /// Where the key stands.
    pub spot: Spot,
    /// Where the keys of its value stand, in their order, if it is a mapping; empty where that is not known.
    pub inside: Vec<Spot>,
}

impl Fields {
    /// The keys of a mapping that begins at `home`.
    pub fn new(home: Spot, items: Vec<Field>) -> Self {
        Self {
            items,
            taken: Vec::new(),
            home,
            findings: Vec::new(),
            faulty: Vec::new(),
        }
    }

    /// The text of `key`; none where it is absent or null.
    pub fn text(&mut self, key: &'static str) -> Option<String> {
        match self.take(key)? {
            (Raw::Null, _) => None,
            (Raw::Text(text), _) => Some(text),
            (_, spot) => self.wrong(spot, key, "a text", "a list or mapping"),
        }
    }

    /// The text of `key`, which has to be there and not empty.
    pub fn required(&mut self, key: &'static str) -> Option<String> {
        let spot = self.spot_of(key);
        let before = self.findings.len();
        let text = self.text(key).filter(|text| !text.trim().is_empty());
        if text.is_none() && self.findings.len() == before {
            self.report_missing_at(key, spot);
        }
        text
    }

    /// Reports that `key` is missing or empty.
    pub fn report_missing(&mut self, key: &'static str) {
        self.report_missing_at(key, self.spot_of(key));
    }

    /// The value of `key` as `T`, none where it is absent; `wanted` says in a message what it should have been.
    pub fn parsed<T>(
        &mut self,
        key: &'static str,
        wanted: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let spot = self.spot_of(key);
        let text = self.text(key)?;
        match parse(&text) {
            Some(value) => Some(value),
            None => self.wrong(spot, key, wanted, &format!("'{text}'")),
        }
    }

    /// The value of `key` as `T`; has to be there.
    pub fn required_as<T>(
        &mut self,
        key: &'static str,
        wanted: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let spot = self.spot_of(key);
        let text = self.required(key)?;
        match parse(&text) {
            Some(value) => Some(value),
            None => self.wrong(spot, key, wanted, &format!("'{text}'")),
        }
    }

    /// An instant with its offset, as RFC 3339 has it.
    pub fn instant(&mut self, key: &'static str) -> Option<Instant> {
        self.parsed(
            key,
            "an instant with its offset, like 2026-11-21T09:12:00+08:00",
            |text| time::parse_rfc3339(text).ok(),
        )
    }

    /// An amount: a plain decimal number, not negative.
    pub fn amount(&mut self, key: &'static str) -> Option<Decimal> {
        self.parsed(key, "an amount like 1280.00", parse_amount)
    }

    /// Whether `key` is `true`; nothing else can stand there.
    pub fn flag(&mut self, key: &'static str) -> bool {
        self.parsed(key, "true", |text| (text == "true").then_some(true))
            .unwrap_or(false)
    }

    /// A list of names; a single name is a list of one.
    pub fn list(&mut self, key: &'static str) -> Vec<String> {
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
                    .or_else(|| self.wrong(spot, key, "a list of names", "something else in it"))
                    .unwrap_or_default()
            }
            Some((Raw::Map(_), spot)) => self
                .wrong(spot, key, "a list of names", "a mapping")
                .unwrap_or_default(),
        }
    }

    /// The names of staff under `key`.
    pub fn staff(&mut self, key: &'static str) -> Vec<StaffId> {
        let spot = self.spot_of(key);
        let names: Option<Vec<StaffId>> = self
            .list(key)
            .iter()
            .map(|name| name.parse().ok())
            .collect();
        names
            .or_else(|| self.wrong(spot, key, "staff ids", "something else"))
            .unwrap_or_default()
    }

    /// Names with shares of a whole.
    pub fn shares(&mut self, key: &'static str) -> Vec<(String, Share)> {
        const WANTED: &str = "parties with percentages or fractions, like 'carrier: 40'";
        match self.take(key) {
            None | Some((Raw::Null, _)) => Vec::new(),
            Some((Raw::Map(pairs), spot)) => {
                let shares: Option<Vec<_>> = pairs
                    .into_iter()
                    .map(|(party, share)| match share {
                        Raw::Text(text) => text.parse().ok().map(|share| (party, share)),
                        _ => None,
                    })
                    .collect();
                shares
                    .or_else(|| self.wrong(spot, key, WANTED, "something else"))
                    .unwrap_or_default()
            }
            Some((_, spot)) => self
                .wrong(spot, key, WANTED, "something else")
                .unwrap_or_default(),
        }
    }

    /// The keys of a mapping inside this one, with its problems gathered here.
    pub fn nested<T>(
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
            (_, spot) => self.wrong(spot, key, "a mapping", "something else"),
        }
    }

    /// Reports a problem with `key` that the reader of the whole found.
    pub fn report(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Whether a problem with the value of `key` has been found.
    pub fn has_reported(&self, key: &str) -> bool {
        self.faulty.iter().any(|faulty| faulty == key)
    }

    /// Where `key` stands, else where its mapping begins.
    pub fn spot_of(&self, key: &str) -> Spot {
        self.items
            .iter()
            .find(|field| field.key == key)
            .map_or(self.home, |field| field.spot)
    }

    /// All that is left, for a verb that this program does not know.
    pub fn take_rest(&mut self) -> Vec<(String, Raw)> {
        std::mem::take(&mut self.items)
            .into_iter()
            .map(|field| (field.key, field.value))
            .collect()
    }

    /// The keys that have been asked for.
    #[cfg(test)]
    pub(crate) fn taken(&self) -> std::collections::BTreeSet<&'static str> {
        self.taken.iter().copied().collect()
    }

    /// Every problem found, unknown keys among them.
    pub fn finish(mut self) -> Vec<Finding> {
        for Field { key, spot, .. } in &self.items {
            let finding = Finding::error(
                Code::UnknownKey,
                *spot,
                format!("there is no key '{key}' here"),
            );
            self.findings
                .push(finding.did_you_mean(key, self.taken.iter().copied()));
        }
        self.findings
    }

    fn report_missing_at(&mut self, key: &str, spot: Spot) {
        self.faulty.push(key.to_owned());
        self.findings.push(
            Finding::error(
                Code::MissingKey,
                spot,
                format!("'{key}' is missing or empty"),
            )
            .hint(format!("add '{key}:' with its value")),
        );
    }

    fn take(&mut self, key: &'static str) -> Option<(Raw, Spot)> {
        self.taken.push(key);
        let position = self.items.iter().position(|field| field.key == key)?;
        let field = self.items.remove(position);
        Some((field.value, field.spot))
    }

    pub(super) fn wrong<T>(
        &mut self,
        spot: Spot,
        key: &str,
        wanted: &str,
        found: &str,
    ) -> Option<T> {
        self.faulty.push(key.to_owned());
        self.findings.push(Finding::error(
            Code::BadValue,
            spot,
            format!("'{key}' should be {wanted}, found {found}"),
        ));
        None
    }
}
