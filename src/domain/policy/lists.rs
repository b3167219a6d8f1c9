//! The lists of values that facts and events choose from.

use crate::domain::case::FactField;

/// The lists of values, each in the organisation's order. A value dropped from `channels`, `remedies`, … that earlier
/// versions had may be listed in `retired`: a warning on old cases, refused on new ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lists {
    /// A1.
    pub channels: Vec<String>,
    /// How bad; empty: anything goes, likewise below.
    pub severities: Vec<String>,
    /// How important customers are.
    pub grades: Vec<String>,
    /// What complainants may get.
    pub remedies: Vec<String>,
    /// Why things went wrong.
    pub causes: Vec<String>,
    /// How it showed.
    pub symptoms: Vec<String>,
    /// Kinds of contact (A7).
    pub kinds: Vec<String>,
    /// What complainants are (A3).
    pub types: Vec<String>,
    /// Classes of how long somebody has been a customer (D4).
    pub tenures: Vec<String>,
    /// Classes of what customers are worth (D4).
    pub values: Vec<String>,
    /// Product lines.
    pub lines: Vec<String>,
    /// Outlets.
    pub outlets: Vec<String>,
    /// What complainants ask for.
    pub requests: Vec<String>,
    /// Steps of the organisation's own process (B19); `note --step`.
    pub steps: Vec<String>,
    /// How a case may end; `close --outcome`.
    pub outcomes: Vec<String>,
    /// Kinds of evidence (A9).
    pub documents: Vec<String>,
    /// Why a complaint may be invalid (A8); `invalidate --reason`.
    pub grounds: Vec<String>,
    /// Values that the policy once had, by no list in particular.
    pub retired: Vec<String>,
}

impl Lists {
    /// The list that a fact chooses from; none where it is free, or the policy leaves it so.
    pub fn of(&self, field: FactField) -> Option<&[String]> {
        let list = match field {
            FactField::Channel => &self.channels,
            FactField::Severity => &self.severities,
            FactField::Grade => &self.grades,
            FactField::Symptom => &self.symptoms,
            FactField::Kind => &self.kinds,
            FactField::Type => &self.types,
            FactField::Line => &self.lines,
            FactField::Tenure => &self.tenures,
            FactField::Value => &self.values,
            FactField::Outlet => &self.outlets,
            FactField::Request => &self.requests,
            FactField::Received
            | FactField::Category
            | FactField::Name
            | FactField::Contact
            | FactField::Number
            | FactField::Behalf
            | FactField::Product
            | FactField::Brand
            | FactField::Order
            | FactField::Shipped
            | FactField::Delivered
            | FactField::Quantity
            | FactField::Price
            | FactField::Amount
            | FactField::Condition
            | FactField::Occurred
            | FactField::Place
            | FactField::Person
            | FactField::Summary
            | FactField::Description => return None,
        };
        (!list.is_empty()).then_some(list)
    }
}
