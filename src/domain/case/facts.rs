//! The facts of a complaint, as they were taken in.

mod field;

use std::collections::BTreeMap;

use rust_decimal::Decimal;

pub use field::FactKind;
pub use field::{FactClass, FactField, FactHome};

use super::fields::{Fields, Value};
use crate::domain::message::{Message, text};
use crate::domain::names::CaseId;
use crate::domain::time::Instant;

/// What was taken in when the complaint was received (S1, S2, S3 A3): what every complaint has, and further facts by name.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// The case's number, fixed at birth.
    pub id: CaseId,
    /// When the complaint reached the organisation (A5).
    pub received: Instant,
    /// By which channel (A1).
    pub channel: String,
    /// What it is about.
    pub category: String,
    /// Who must deal with it at first.
    pub level: String,
    /// Who complains; "anonymous" is a name.
    pub name: String,
    /// The matter in one line.
    pub summary: String,
    /// The row of a ledger that the case was imported from (`ledger.csv#17`).
    pub source: Option<String>,
    further: BTreeMap<FactField, Value>,
}

/// Some facts of a routine complaint, filled in beforehand (A13).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Prefilled {
    /// Who must deal with it at first.
    pub level: Option<String>,
    pub values: BTreeMap<FactField, Value>,
}

impl Prefilled {
    /// Reads what is there; problems stay in `fields`. When it was received is no fact of a template's.
    pub(crate) fn read(fields: &mut Fields) -> Self {
        let level = fields.text("level");
        let mut values = BTreeMap::new();
        let is_own = |field: &&FactField| {
            field.home() != FactHome::Complainant && **field != FactField::Received
        };
        for field in FactField::ALL.iter().filter(is_own) {
            values.extend(read_any(fields, *field).map(|value| (*field, value)));
        }
        fields.nested("complainant", |fields| {
            for field in FactField::ALL
                .iter()
                .filter(|field| field.home() == FactHome::Complainant)
            {
                values.extend(read_any(fields, *field).map(|value| (*field, value)));
            }
        });
        Self { level, values }
    }
}

impl Facts {
    /// A complaint of which nothing is known but when it was received.
    pub fn blank(id: CaseId, received: Instant) -> Self {
        Self {
            id,
            received,
            channel: String::new(),
            category: String::new(),
            level: String::new(),
            name: String::new(),
            summary: String::new(),
            source: None,
            further: BTreeMap::new(),
        }
    }

    /// Reads the facts; problems stay in `fields`.
    pub(crate) fn read(fields: &mut Fields) -> Option<Self> {
        let id = fields.required_as("id", &text!("a case id like 20261121-K7QM2X"), |text| {
            text.parse().ok()
        });
        let level = fields.required("level");
        let source = fields.text("source");
        let mut values = BTreeMap::new();
        for field in FactField::ALL
            .iter()
            .filter(|field| field.home() != FactHome::Complainant)
        {
            values.extend(read(fields, *field).map(|value| (*field, value)));
        }
        let complainant = fields.nested("complainant", |fields| {
            for field in FactField::ALL
                .iter()
                .filter(|field| field.home() == FactHome::Complainant)
            {
                values.extend(read(fields, *field).map(|value| (*field, value)));
            }
        });
        if complainant.is_none() && !fields.has_reported("complainant") {
            fields.report_missing("complainant");
        }
        let mut text = |field| match values.remove(&field) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        };
        let (channel, category) = (text(FactField::Channel), text(FactField::Category));
        let (name, summary) = (text(FactField::Name), text(FactField::Summary));
        let Some(Value::Instant(received)) = values.remove(&FactField::Received) else {
            return None;
        };
        Some(Self {
            id: id?,
            received,
            channel: channel?,
            category: category?,
            level: level?,
            name: name?,
            summary: summary?,
            source,
            further: values,
        })
    }

    /// A fact that is a text or the name of something.
    pub fn text(&self, field: FactField) -> Option<&str> {
        let own = [
            (FactField::Channel, &self.channel),
            (FactField::Category, &self.category),
            (FactField::Name, &self.name),
            (FactField::Summary, &self.summary),
        ];
        if let Some((_, text)) = own.into_iter().find(|(own, _)| *own == field) {
            return Some(text);
        }
        let Some(Value::Text(text)) = self.further.get(&field) else {
            return None;
        };
        Some(text)
    }

    /// A fact that is an amount or a quantity.
    pub(crate) fn amount(&self, field: FactField) -> Option<Decimal> {
        let Some(Value::Decimal(amount)) = self.further.get(&field) else {
            return None;
        };
        Some(*amount)
    }

    /// A fact that is a date.
    pub(crate) fn instant(&self, field: FactField) -> Option<Instant> {
        if field == FactField::Received {
            return Some(self.received);
        }
        let Some(Value::Instant(instant)) = self.further.get(&field) else {
            return None;
        };
        Some(*instant)
    }

    /// The value of a fact.
    pub(crate) fn value(&self, field: FactField) -> Option<Value> {
        if field == FactField::Received {
            return Some(Value::Instant(self.received));
        }
        let text = self.text(field).map(|text| Value::Text(text.to_owned()));
        text.or_else(|| self.further.get(&field).cloned())
    }

    /// The value of a fact as text; amounts and instants in the form that `amend` writes.
    pub fn get(&self, field: FactField) -> Option<String> {
        Some(match self.value(field)? {
            Value::Text(text) => text,
            Value::Instant(instant) => instant.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true),
            Value::Decimal(amount) => amount.to_string(),
            Value::Whole(_)
            | Value::True
            | Value::List(_)
            | Value::Shares(_)
            | Value::Unknown(_) => return None,
        })
    }

    /// Puts another value in place, or takes it away. An `Err` says what the value should have been; the facts are then
    /// as before.
    pub(crate) fn set(&mut self, field: FactField, value: Option<&str>) -> Result<(), Message> {
        match value
            .filter(|text| !text.is_empty())
            .map(|text| field.parse(text))
            .transpose()?
        {
            Some(value) => self.put(field, value),
            None if field.is_required() => return Err(text!("a value")),
            None => {
                self.further.remove(&field);
            }
        }
        Ok(())
    }

    /// Puts a value of the fact's kind in place.
    pub fn put(&mut self, field: FactField, value: Value) {
        match (field, value) {
            (FactField::Received, Value::Instant(instant)) => self.received = instant,
            (FactField::Channel, Value::Text(text)) => self.channel = text,
            (FactField::Category, Value::Text(text)) => self.category = text,
            (FactField::Name, Value::Text(text)) => self.name = text,
            (FactField::Summary, Value::Text(text)) => self.summary = text,
            (field, value) => {
                self.further.insert(field, value);
            }
        }
    }

    /// Keys and values in the order of the file; those of `complainant` are its own mapping.
    pub(crate) fn fields(&self) -> FactFields {
        let at = |home| {
            let fields = FactField::ALL
                .iter()
                .filter(move |field| field.home() == home);
            fields.filter_map(|field| Some((field.name(), self.value(*field)?)))
        };
        let text = |key, text: &str| (key, Value::Text(text.to_owned()));
        let mut before = vec![text("id", self.id.as_str())];
        before.extend(at(FactHome::Case));
        // The pinned order of the file has the level behind the category.
        let behind = before
            .iter()
            .position(|(key, _)| *key == "category")
            .map_or(before.len(), |index| index + 1);
        before.insert(behind, text("level", &self.level));
        let source = self.source.as_deref().map(|source| text("source", source));
        let after = at(FactHome::Matter).chain(source).collect();
        FactFields {
            before,
            complainant: at(FactHome::Complainant).collect(),
            after,
        }
    }
}

/// The facts as keys and values, in the order of the file.
#[derive(Debug)]
pub(crate) struct FactFields {
    /// The keys before `complainant`.
    pub before: Vec<(&'static str, Value)>,
    /// The keys of `complainant`.
    pub complainant: Vec<(&'static str, Value)>,
    /// The keys after it.
    pub after: Vec<(&'static str, Value)>,
}

/// One fact, of the kind that it takes.
fn read(fields: &mut Fields, field: FactField) -> Option<Value> {
    if !field.is_required() {
        return read_any(fields, field);
    }
    fields.required_as(field.name(), &field.kind().wanted(), |text| {
        field.parse(text).ok()
    })
}

/// One fact, where it is there.
fn read_any(fields: &mut Fields, field: FactField) -> Option<Value> {
    fields.parsed(field.name(), &field.kind().wanted(), |text| {
        field.parse(text).ok()
    })
}
