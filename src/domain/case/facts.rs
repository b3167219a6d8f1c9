//! The facts of a complaint, as recorded at intake.

mod field;

use std::collections::BTreeMap;

use rust_decimal::Decimal;

pub use field::FactKind;
pub use field::{FactClass, FactField, FactHome};

use super::fields::{Fields, Value};
use crate::domain::message::{Message, text};
use crate::domain::names::CaseId;
use crate::domain::time::Instant;

/// The facts recorded at intake (S1, S2, S3 A3): those of every complaint, and optional ones.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// The case id, which never changes.
    pub id: CaseId,
    /// When the complaint reached the organisation (A5).
    pub received: Instant,
    /// The intake channel (A1).
    pub channel: String,
    /// The category of the matter.
    pub category: String,
    /// The initial level.
    pub level: String,
    /// The complainant's name; `anonymous` is valid.
    pub name: String,
    /// The matter in one line.
    pub summary: String,
    /// The ledger row that the case was imported from (`ledger.csv#17`).
    pub source: Option<String>,
    further: BTreeMap<FactField, Value>,
}

/// A template for a routine complaint: some facts, filled in beforehand (A13).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Prefilled {
    /// The initial level.
    pub level: Option<String>,
    pub values: BTreeMap<FactField, Value>,
}

impl Prefilled {
    /// Reads the facts of a template; problems are added to `fields`. A template has no `received`.
    pub(crate) fn read(fields: &mut Fields) -> Self {
        let level = fields.text("level");
        let mut values = BTreeMap::new();
        let is_of_template = |field: &&FactField| {
            field.home() != FactHome::Complainant && **field != FactField::Received
        };
        for field in FactField::ALL.iter().filter(is_of_template) {
            values.extend(read_optional(fields, *field).map(|value| (*field, value)));
        }
        fields.nested("complainant", |fields| {
            for field in FactField::ALL
                .iter()
                .filter(|field| field.home() == FactHome::Complainant)
            {
                values.extend(read_optional(fields, *field).map(|value| (*field, value)));
            }
        });
        Self { level, values }
    }
}

impl Facts {
    /// A complaint with nothing but its id and the time of receipt.
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

    /// Reads the facts; problems are added to `fields`.
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

    /// A text fact.
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

    /// An amount or a quantity.
    pub(crate) fn amount(&self, field: FactField) -> Option<Decimal> {
        let Some(Value::Decimal(amount)) = self.further.get(&field) else {
            return None;
        };
        Some(*amount)
    }

    /// A date and time.
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

    /// The value of a fact as text, in the form that `amend` writes.
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

    /// Sets or removes a fact. `Err` is the expected kind of value; the facts are unchanged then.
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

    /// Sets a fact to a value of its kind.
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

    /// Keys and values in the order of the file, those of `complainant` apart.
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
        // In the file, the level follows the category.
        let after_category = before
            .iter()
            .position(|(key, _)| *key == "category")
            .map_or(before.len(), |index| index + 1);
        before.insert(after_category, text("level", &self.level));
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

/// Reads one fact, which may be required.
fn read(fields: &mut Fields, field: FactField) -> Option<Value> {
    if !field.is_required() {
        return read_optional(fields, field);
    }
    fields.required_as(field.name(), &field.kind().wanted(), |text| {
        field.parse(text).ok()
    })
}

/// Reads one fact, if present.
fn read_optional(fields: &mut Fields, field: FactField) -> Option<Value> {
    fields.parsed(field.name(), &field.kind().wanted(), |text| {
        field.parse(text).ok()
    })
}
