//! Values of a case file.

use std::collections::BTreeMap;

use chrono::SecondsFormat;
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use crate::domain::share::Share;
use crate::domain::time::Instant;

/// A YAML value whose scalars are unparsed text, with quotes and escapes resolved.
#[derive(Debug, Clone, PartialEq)]
pub enum Raw {
    /// An empty value or `null`.
    Null,
    /// A scalar, without its quotes.
    Text(String),
    List(Vec<Raw>),
    /// A mapping in the order of the file.
    Map(Vec<(String, Raw)>),
}

/// A typed value to be written to a file or a digest.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Free text or a name.
    Text(String),
    /// An instant; written in the policy's zone, digested in UTC.
    Instant(Instant),
    /// An amount of money; digested without trailing zeros.
    Decimal(Decimal),
    Whole(u64),
    /// `true`.
    True,
    /// A list of names.
    List(Vec<String>),
    /// Parties with their shares of a whole.
    Shares(Vec<(String, Share)>),
    /// A value of a newer program, preserved as is.
    Unknown(Raw),
}

/// The canonical JSON for digests: instants in UTC with milliseconds, amounts without trailing
/// zeros, keys sorted.
impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Instant(instant) => {
                serializer.serialize_str(&instant.to_rfc3339_opts(SecondsFormat::Millis, true))
            }
            Self::Decimal(decimal) => serializer.collect_str(&decimal.normalize()),
            Self::Whole(number) => serializer.serialize_u64(*number),
            Self::True => serializer.serialize_bool(true),
            Self::List(items) => serializer.collect_seq(items),
            Self::Shares(shares) => {
                let shares = shares
                    .iter()
                    .map(|(name, share)| (name.as_str(), share.canonical()));
                // Of a repeated name, the last share counts.
                serializer.collect_map(shares.collect::<BTreeMap<_, _>>())
            }
            Self::Unknown(raw) => raw.to_json().serialize(serializer),
        }
    }
}

impl Value {
    /// As canonical JSON.
    pub(crate) fn to_json(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    /// The size of its longest text in bytes.
    pub(crate) fn longest_text(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::List(items) => items.iter().map(String::len).max().unwrap_or_default(),
            Self::Shares(shares) => {
                let names = shares.iter().map(|(name, _)| name.len());
                names.max().unwrap_or_default()
            }
            Self::Unknown(raw) => raw.longest_text(),
            Self::Instant(_) | Self::Decimal(_) | Self::Whole(_) | Self::True => 0,
        }
    }
}

impl Raw {
    fn longest_text(&self) -> usize {
        match self {
            Self::Null => 0,
            Self::Text(text) => text.len(),
            Self::List(items) => items
                .iter()
                .map(Self::longest_text)
                .max()
                .unwrap_or_default(),
            Self::Map(pairs) => {
                let texts = pairs
                    .iter()
                    .map(|(key, value)| key.len().max(value.longest_text()));
                texts.max().unwrap_or_default()
            }
        }
    }

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
