//! What the author of each event had before them.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::domain::case::Case;
use crate::domain::names::Digest;

/// What was on record where each event was made, as far as anybody knows: from the sides of a merge, or from git's history.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Seen(HashMap<Digest, Arc<BTreeSet<Digest>>>);

impl Seen {
    /// The versions of a case, the earlier ones first: an event was made with what its first version has.
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

    /// The sides of a merge: what only one of them has was made without what only another has.
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

    /// What was on record where an event was made; `None` if that is not known.
    pub(super) fn by_author_of(&self, event: Digest) -> Option<&BTreeSet<Digest>> {
        self.0.get(&event).map(AsRef::as_ref)
    }

    /// Whether neither of two events was there where the other was made.
    pub(super) fn neither_saw(&self, one: Digest, other: Digest) -> bool {
        let lacks = |event, other| {
            self.by_author_of(event)
                .is_some_and(|seen| !seen.contains(other))
        };
        lacks(one, &other) && lacks(other, &one)
    }
}
