//! Corrections of what stands in the file.

use crate::domain::names::Digest;

/// A corrected fact; the old value stays readable.
#[derive(Debug, Clone, PartialEq)]
pub struct Amend {
    /// Which fact.
    pub field: String,
    /// The value that stood.
    pub from: Option<String>,
    /// The value that is right.
    pub to: Option<String>,
    /// Why.
    pub reason: String,
}

/// An event taken back.
#[derive(Debug, Clone, PartialEq)]
pub struct Retract {
    /// Which one.
    pub event: Digest,
    /// Why.
    pub reason: String,
}
