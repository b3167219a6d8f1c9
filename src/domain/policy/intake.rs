//! What is asked of complaints when they come in.

use chrono::NaiveDate;

use super::Condition;
use crate::domain::calendar::{Roll, Span};
use crate::domain::case::FactField;
use crate::domain::finding::Spot;

/// Facts that a complaint has to have (A3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequiredFacts {
    /// Which.
    pub facts: Vec<FactField>,
    /// The conditions under which; all of them, as the complaint was taken in.
    pub when: Vec<Condition>,
    /// It holds for receipts from this day on.
    pub since: Option<NaiveDate>,
    /// Where it stands in the policy.
    pub spot: Spot,
}

/// Evidence that a complaint needs (A9).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceRule {
    /// The kinds of which one is enough.
    pub any: Vec<String>,
    /// The conditions under which it is needed; all of them.
    pub when: Vec<Condition>,
    /// It holds for receipts from this day on.
    pub since: Option<NaiveDate>,
    /// Where it stands in the policy.
    pub spot: Spot,
}

/// How long after a date among the facts one may complain (A8).
#[derive(Debug, Clone, PartialEq)]
pub struct Window {
    /// Its name.
    pub name: String,
    /// The date from which it runs.
    pub start: FactField,
    /// How long it runs.
    pub within: Span,
    /// The ground on which a complaint after it may be invalid, of the policy's `grounds`.
    pub ground: Option<String>,
    /// Whether a window that would end on a day off moves to the next working day.
    pub roll: Roll,
    /// The conditions under which it is the one that counts; all of them.
    pub when: Vec<Condition>,
    /// It holds for receipts from this day on.
    pub since: Option<NaiveDate>,
    /// Where it stands in the policy.
    pub spot: Spot,
}
