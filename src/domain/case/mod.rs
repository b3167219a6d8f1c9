//! A complaint as stored in its file: the facts as recorded at intake, and an append-only list of
//! events.

#[cfg(test)]
pub(crate) mod arbitrary;
pub mod bounds;
#[cfg(test)]
pub(crate) mod described;
pub mod document;
pub mod emit;
pub mod event;
#[cfg(test)]
pub(crate) mod example;
pub mod facts;
pub mod fields;
pub mod keys;
pub mod path;
pub mod record;

pub use event::Verb;
pub use event::{Entry, Event};
pub use facts::FactField;
pub use facts::Facts;
pub(crate) use record::{CaseFile, VerbTrait};

/// One complaint, as read from its file.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// The facts as recorded at intake; `amend` events correct them.
    pub facts: Facts,
    /// The events in the order of the file. [`Case::in_order`] sorts them by time.
    pub entries: Vec<Entry>,
}

impl Case {
    /// The events by instant, then verb, then content, without duplicates.
    pub fn in_order(&self) -> Vec<&Entry> {
        let mut entries: Vec<&Entry> = self.entries.iter().collect();
        sort(&mut entries);
        entries.dedup_by(|a, b| a.digest == b.digest);
        entries
    }
}

/// Sorts events by `at`, then by the rank of the verb, then by content.
pub(crate) fn sort(entries: &mut [&Entry]) {
    let place = |entry: &Entry| (entry.at, entry.event.rank());
    entries.sort_by_key(|entry| place(entry));
    // Serializing the content is slow, so do it once per event and only for ties.
    for tied in entries
        .chunk_by_mut(|a, b| place(a) == place(b))
        .filter(|tied| tied.len() > 1)
    {
        tied.sort_by_cached_key(|entry| entry.content());
    }
}
