//! A complaint as it stands in its file: the facts as they were taken in, then events, a list that only grows.

#[cfg(test)]
pub(crate) mod arbitrary;
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
pub(crate) use record::CaseFile;

/// One complaint: facts and events, as read from its file.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// The facts as they were taken in; `amend` events correct them.
    pub facts: Facts,
    /// The events in the order of the file. [`Case::in_order`] gives them in the order of time.
    pub entries: Vec<Entry>,
}

impl Case {
    /// The events in the order that counts: by instant, then verb, then content; an event that stands twice is one.
    pub fn in_order(&self) -> Vec<&Entry> {
        let mut entries: Vec<&Entry> = self.entries.iter().collect();
        sort(&mut entries);
        entries.dedup_by(|a, b| a.digest == b.digest);
        entries
    }
}

/// Orders events by `at`; equal instants by the verb's place in the table, then by content.
pub(crate) fn sort(entries: &mut [&Entry]) {
    let place = |entry: &Entry| (entry.at, entry.event.rank());
    entries.sort_by_key(|entry| place(entry));
    // The content is made anew each time that it is asked for, so it is asked once, and of nothing but these.
    for tied in entries
        .chunk_by_mut(|a, b| place(a) == place(b))
        .filter(|tied| tied.len() > 1)
    {
        tied.sort_by_cached_key(|entry| entry.content());
    }
}
