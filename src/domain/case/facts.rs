//! The facts of a complaint, as they were taken in.

use std::str::FromStr;

use rust_decimal::Decimal;

use super::fields::{Fields, Value, parse_amount};
use crate::domain::names::CaseId;
use crate::domain::time::{self, Instant};

/// What was taken in when the complaint was received (S1, S2, S3 A3).
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
    /// How bad the matter is.
    pub severity: Option<String>,
    /// Who complains.
    pub complainant: Complainant,
    /// What it concerns.
    pub product: Option<String>,
    /// The customer's order.
    pub order: Option<String>,
    /// The amount in dispute, in the policy's currency.
    pub amount: Option<Decimal>,
    /// The matter in one line.
    pub summary: String,
    /// The matter at length.
    pub description: Option<String>,
    /// What the complainant asks for.
    pub request: Option<String>,
    /// The row of a ledger that the case was imported from (`ledger.csv#17`).
    pub source: Option<String>,
}

/// Who complains.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Complainant {
    /// The name; "anonymous" is one.
    pub name: String,
    /// How to reach them.
    pub contact: Option<String>,
    /// How important the customer is.
    pub grade: Option<String>,
}

/// A fact that `amend` can correct. The id is fixed at birth; the level moves by `escalate`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FactField {
    /// [`Facts::received`].
    Received,
    /// [`Facts::channel`].
    Channel,
    /// [`Facts::category`].
    Category,
    /// [`Facts::severity`].
    Severity,
    /// [`Complainant::name`].
    Name,
    /// [`Complainant::contact`].
    Contact,
    /// [`Complainant::grade`].
    Grade,
    /// [`Facts::product`].
    Product,
    /// [`Facts::order`].
    Order,
    /// [`Facts::amount`].
    Amount,
    /// [`Facts::summary`].
    Summary,
    /// [`Facts::description`].
    Description,
    /// [`Facts::request`].
    Request,
}

impl FactField {
    /// Every field, in the order of the file.
    pub const ALL: [Self; 13] = [
        Self::Received,
        Self::Channel,
        Self::Category,
        Self::Severity,
        Self::Name,
        Self::Contact,
        Self::Grade,
        Self::Product,
        Self::Order,
        Self::Amount,
        Self::Summary,
        Self::Description,
        Self::Request,
    ];

    /// The field's name on the command line and in `field:`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Channel => "channel",
            Self::Category => "category",
            Self::Severity => "severity",
            Self::Name => "name",
            Self::Contact => "contact",
            Self::Grade => "grade",
            Self::Product => "product",
            Self::Order => "order",
            Self::Amount => "amount",
            Self::Summary => "summary",
            Self::Description => "description",
            Self::Request => "request",
        }
    }

    /// Whether a complaint cannot be without this fact.
    pub fn is_required(self) -> bool {
        matches!(self, Self::Received | Self::Channel | Self::Category | Self::Name | Self::Summary)
    }
}

impl FromStr for FactField {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|field| field.name() == text).ok_or(())
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
            severity: None,
            complainant: Complainant::default(),
            product: None,
            order: None,
            amount: None,
            summary: String::new(),
            description: None,
            request: None,
            source: None,
        }
    }

    /// Reads the facts; problems stay in `fields`.
    pub fn read(fields: &mut Fields) -> Option<Self> {
        let id = fields.required_as("id", "a case id like 20261121-K7QM2X", |text| text.parse().ok());
        let received = fields.required_as("received", INSTANT, |text| time::parse_rfc3339(text).ok());
        let channel = fields.required("channel");
        let category = fields.required("category");
        let level = fields.required("level");
        let severity = fields.text("severity");
        let complainant = fields.nested("complainant", Complainant::read);
        if complainant.is_none() && !fields.has_reported("complainant") {
            fields.report_missing("complainant");
        }
        let product = fields.text("product");
        let order = fields.text("order");
        let amount = fields.amount("amount");
        let summary = fields.required("summary");
        let description = fields.text("description");
        let request = fields.text("request");
        let source = fields.text("source");
        Some(Self {
            id: id?,
            received: received?,
            channel: channel?,
            category: category?,
            level: level?,
            severity,
            complainant: complainant?,
            product,
            order,
            amount,
            summary: summary?,
            description,
            request,
            source,
        })
    }

    /// The value of a field as text; amounts and instants in the form that `amend` writes.
    pub fn get(&self, field: FactField) -> Option<String> {
        match field {
            FactField::Received => Some(self.received.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)),
            FactField::Channel => Some(self.channel.clone()),
            FactField::Category => Some(self.category.clone()),
            FactField::Severity => self.severity.clone(),
            FactField::Name => Some(self.complainant.name.clone()),
            FactField::Contact => self.complainant.contact.clone(),
            FactField::Grade => self.complainant.grade.clone(),
            FactField::Product => self.product.clone(),
            FactField::Order => self.order.clone(),
            FactField::Amount => self.amount.map(|amount| amount.to_string()),
            FactField::Summary => Some(self.summary.clone()),
            FactField::Description => self.description.clone(),
            FactField::Request => self.request.clone(),
        }
    }

    /// Puts another value in place. An `Err` says what the value should have been; the facts are then as before.
    pub fn set(&mut self, field: FactField, value: Option<&str>) -> Result<(), &'static str> {
        let text = value.map(str::to_owned).filter(|text| !text.is_empty());
        let required = || text.clone().ok_or("a value");
        match field {
            FactField::Received => {
                self.received = text.as_deref().and_then(|text| time::parse_rfc3339(text).ok()).ok_or(INSTANT)?
            }
            FactField::Channel => self.channel = required()?,
            FactField::Category => self.category = required()?,
            FactField::Severity => self.severity = text,
            FactField::Name => self.complainant.name = required()?,
            FactField::Contact => self.complainant.contact = text,
            FactField::Grade => self.complainant.grade = text,
            FactField::Product => self.product = text,
            FactField::Order => self.order = text,
            FactField::Amount => {
                self.amount = text.map(|text| parse_amount(&text).ok_or("an amount like 1280.00")).transpose()?
            }
            FactField::Summary => self.summary = required()?,
            FactField::Description => self.description = text,
            FactField::Request => self.request = text,
        }
        Ok(())
    }

    /// Keys and values in the order of the file; `complainant` is its own mapping, [`Complainant::fields`].
    pub fn fields(&self) -> FactFields {
        let text = |text: &Option<String>| text.clone().map(Value::Text);
        let before = [
            ("id", Some(Value::Text(self.id.to_string()))),
            ("received", Some(Value::Instant(self.received))),
            ("channel", Some(Value::Text(self.channel.clone()))),
            ("category", Some(Value::Text(self.category.clone()))),
            ("level", Some(Value::Text(self.level.clone()))),
            ("severity", text(&self.severity)),
        ];
        let after = [
            ("product", text(&self.product)),
            ("order", text(&self.order)),
            ("amount", self.amount.map(Value::Decimal)),
            ("summary", Some(Value::Text(self.summary.clone()))),
            ("description", text(&self.description)),
            ("request", text(&self.request)),
            ("source", text(&self.source)),
        ];
        FactFields { before: present(before), complainant: self.complainant.fields(), after: present(after) }
    }
}

/// The facts as keys and values, in the order of the file.
#[derive(Debug)]
pub struct FactFields {
    /// The keys before `complainant`.
    pub before: Vec<(&'static str, Value)>,
    /// The keys of `complainant`.
    pub complainant: Vec<(&'static str, Value)>,
    /// The keys after it.
    pub after: Vec<(&'static str, Value)>,
}

impl Complainant {
    fn read(fields: &mut Fields) -> Self {
        Self {
            name: fields.required("name").unwrap_or_default(),
            contact: fields.text("contact"),
            grade: fields.text("grade"),
        }
    }

    fn fields(&self) -> Vec<(&'static str, Value)> {
        present([
            ("name", Some(Value::Text(self.name.clone()))),
            ("contact", self.contact.clone().map(Value::Text)),
            ("grade", self.grade.clone().map(Value::Text)),
        ])
    }
}

const INSTANT: &str = "an instant with its offset, like 2026-11-21T09:12:00+08:00";

fn present<const N: usize>(pairs: [(&'static str, Option<Value>); N]) -> Vec<(&'static str, Value)> {
    pairs.into_iter().filter_map(|(key, value)| Some((key, value?))).collect()
}
