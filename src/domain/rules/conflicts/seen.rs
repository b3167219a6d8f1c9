//! What the author of each event saw.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use crate::domain::case::Case;
use crate::domain::names::Digest;

/// The events visible when each event was made, as far as known from the sides of a merge or from
/// git's history.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Seen(HashMap<Digest, Arc<BTreeSet<Digest>>>);

impl Seen {
    /// Builds this from the versions of a case, oldest first: an event saw the first version that
    /// contains it.
    pub fn in_versions<'a>(versions: impl Iterator<Item = &'a Case>) -> Self {
        let mut seen = HashMap::new();
        for version in versions {
            let all: Arc<BTreeSet<Digest>> =
                Arc::new(version.entries.iter().map(|entry| entry.digest).collect());
            for event in all.iter() {
                seen.entry(*event).or_insert_with(|| Arc::clone(&all));
            }
        }
        Self(seen)
    }

    /// Builds this from the sides of a merge: an event that only one side has saw that side.
    pub(crate) fn on_sides(sides: &[&Case]) -> Self {
        let digests =
            |side: &&Case| Arc::new(side.entries.iter().map(|entry| entry.digest).collect());
        let all: Vec<Arc<BTreeSet<Digest>>> = sides.iter().map(digests).collect();
        let mut seen = HashMap::new();
        for (index, side) in all.iter().enumerate() {
            let others = all.iter().enumerate().filter(|(other, _)| *other != index);
            let shared: BTreeSet<&Digest> = others.flat_map(|(_, other)| other.iter()).collect();
            seen.extend(
                side.iter()
                    .filter(|event| !shared.contains(event))
                    .map(|event| (*event, Arc::clone(side))),
            );
        }
        Self(seen)
    }

    /// Forgets what was visible to the authors of these events.
    #[must_use]
    pub(crate) fn without(mut self, events: &HashSet<Digest>) -> Self {
        self.0.retain(|event, _| !events.contains(event));
        self
    }

    /// Adds the events that no side of a merge has, from the versions of the case after it, oldest
    /// first.
    #[must_use]
    pub(crate) fn and_later<'a>(
        mut self,
        sides: &[&Case],
        versions: impl Iterator<Item = &'a Case>,
    ) -> Self {
        let of_sides: BTreeSet<Digest> = sides
            .iter()
            .flat_map(|side| side.entries.iter().map(|entry| entry.digest))
            .collect();
        let later = Self::in_versions(versions).0.into_iter();
        self.0
            .extend(later.filter(|(event, _)| !of_sides.contains(event)));
        self
    }

    /// The events visible when an event was made; `None` if unknown.
    pub(super) fn by_author_of(&self, event: Digest) -> Option<&BTreeSet<Digest>> {
        self.0.get(&event).map(AsRef::as_ref)
    }

    /// Whether an event was made with another in view.
    pub(super) fn saw(&self, event: Digest, other: Digest) -> bool {
        self.by_author_of(event)
            .is_some_and(|seen| seen.contains(&other))
    }

    /// Whether each of two events was made without seeing the other.
    pub(super) fn neither_saw(&self, one: Digest, other: Digest) -> bool {
        let lacks = |event, other| {
            self.by_author_of(event)
                .is_some_and(|seen| !seen.contains(other))
        };
        lacks(one, &other) && lacks(other, &one)
    }
}
