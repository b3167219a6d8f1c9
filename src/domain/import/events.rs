//! Which verbs a ledger's rows may stand for, and what each records.
//!
//! Proposals and approvals are not among them (authority is given here or not at all), nor what is about files and events
//! of this repository.

use crate::domain::case::Verb;
use crate::domain::keys::{Imported, Key};

/// The keys that a mapping may give for a verb.
pub(super) fn keys_of(verb: Verb) -> impl Iterator<Item = &'static Key> {
    let keys = verb.table().keys.iter();
    keys.filter(|key| key.imported != Imported::No)
}

/// Whether a row can stand for the verb.
pub(super) fn can_be_imported(verb: Verb) -> bool {
    keys_of(verb).next().is_some()
}

/// What a key says where neither the mapping nor the row does.
pub(super) fn default_of(key: &Key) -> Option<&'static str> {
    match key.imported {
        Imported::No | Imported::IfGiven => None,
        Imported::Else(value) => Some(value),
    }
}
