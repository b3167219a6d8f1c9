//! Corrections of what stands in the file.

use complaint_derive::Keys;

use crate::domain::case::record::{FactName, OrEmpty};
use crate::domain::names::Digest;

/// A corrected fact; the old value stays readable.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "a corrected fact", grants = no, imports = no)]
pub struct Amend {
    /// Which fact.
    #[key(as = FactName, example = "amount", headline)]
    pub field: String,
    /// The value that stood.
    #[key(as = OrEmpty, example = "1280.00", rule = "B15", line = ": {}")]
    pub from: Option<String>,
    /// The value that is right.
    #[key(as = OrEmpty, example = "1380.00", line = "→ {}")]
    pub to: Option<String>,
    /// Why.
    #[key(example = "waiting for the carrier", said)]
    pub reason: String,
}

/// An event taken back.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "an event taken back", grants = no, imports = no)]
pub struct Retract {
    /// The digest of the event.
    #[key(example = "a1b2c3d4e5f60718", headline = "event {}")]
    pub event: Digest,
    /// Why.
    #[key(example = "waiting for the carrier", said)]
    pub reason: String,
}
