//! Corrections of facts and events.

use complaint_derive::Keys;

use crate::domain::case::record::{FactName, OrEmpty};
use crate::domain::names::Digest;

/// Corrects a fact; the old value stays in the file.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "a corrected fact", is(Judgment))]
pub struct Amend {
    /// The name of the fact.
    #[key(as = FactName, example = "amount", headline)]
    pub field: String,
    /// The old value.
    #[key(as = OrEmpty, example = "1280.00", rule = "B15", line = ": {}")]
    pub from: Option<String>,
    /// The corrected value.
    #[key(as = OrEmpty, example = "1380.00", line = "→ {}")]
    pub to: Option<String>,
    /// The reason.
    #[key(example = "waiting for the carrier", said)]
    pub reason: String,
}

/// Retracts an event.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "an event taken back", is(Essential))]
pub struct Retract {
    /// The digest of the event.
    #[key(example = "a1b2c3d4e5f60718", headline = "event {}")]
    pub event: Digest,
    /// The reason.
    #[key(example = "waiting for the carrier", said)]
    pub reason: String,
}
