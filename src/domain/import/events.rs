//! The verbs that a ledger's rows can stand for, and the keys of each.
//!
//! Proposals and approvals are excluded (authority is granted here or not at all), as are events
//! about files and events of this repository.

use crate::domain::case::Verb;
use crate::domain::keys::{Imported, Key};

/// The keys that a mapping may set for a verb.
pub(super) fn keys_of(verb: Verb) -> impl Iterator<Item = &'static Key> {
    let keys = verb.table().keys.iter();
    keys.filter(|key| key.imported != Imported::No)
}

/// Whether a row can stand for the verb.
pub(super) fn can_be_imported(verb: Verb) -> bool {
    keys_of(verb).next().is_some()
}

/// The default of a key without a value in mapping or row.
pub(super) fn default_of(key: &Key) -> Option<&'static str> {
    match key.imported {
        Imported::No | Imported::IfGiven => None,
        Imported::Else(value) => Some(value),
    }
}
