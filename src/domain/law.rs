//! The law of record: by which policies the events of a case are judged.
//!
//! An event is judged by the policy in the tree of the commit that brought it on record. What was
//! valid then stays valid, whatever the policy says later, and what was not stays invalid. Today's
//! policy judges events without a law of their own: those outside git.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::case::Entry;
use super::names::Digest;
use super::policy::Policy;
use super::time::Instant;

/// The laws of the events of one case.
#[derive(Debug, Clone, Default)]
pub struct Laws {
    of: HashMap<Digest, Vec<Law>>,
    granted: HashSet<Digest>,
}

/// How an event came on record.
#[derive(Debug, Clone)]
pub struct Law {
    /// The policy in the tree of the commit.
    pub policy: Arc<Policy>,
    /// The committer's date; `None` if the event is not committed.
    pub committed: Option<Instant>,
}

/// By what an event is judged.
pub(crate) enum Applicable<'a> {
    /// By today's policy.
    Today,
    /// By each of these; an event that one of them objects to is invalid.
    Of(&'a [Law]),
    /// By none: the event is older than the history at hand, and counts.
    Granted,
}

impl Laws {
    /// Adds a law of an event. An event has several if several commits brought it on record, as
    /// after a cherry-pick.
    pub(crate) fn add(&mut self, event: Digest, law: Law) {
        self.of.entry(event).or_default().push(law);
    }

    /// Marks an event as older than the history at hand.
    pub(crate) fn grant(&mut self, event: Digest) {
        self.granted.insert(event);
    }

    /// Takes over the laws of events whose law is not known.
    pub(crate) fn adopt(&mut self, other: Self) {
        let granted: Vec<Digest> = other
            .granted
            .into_iter()
            .filter(|it| !self.has(*it))
            .collect();
        self.granted.extend(granted);
        for (event, laws) in other.of {
            if !self.has(event) {
                self.of.insert(event, laws);
            }
        }
    }

    /// Whether the law of an event is known.
    pub(crate) fn has(&self, event: Digest) -> bool {
        self.of.contains_key(&event) || self.granted.contains(&event)
    }

    /// By what an event is judged.
    pub(crate) fn applicable(&self, event: Digest) -> Applicable<'_> {
        match self.of.get(&event) {
            Some(laws) => Applicable::Of(laws),
            None if self.granted.contains(&event) => Applicable::Granted,
            None => Applicable::Today,
        }
    }

    /// The first policy that an event came on record under, or else `today`.
    pub(crate) fn policy_of<'a>(&'a self, event: Digest, today: &'a Policy) -> &'a Policy {
        self.first(event).map_or(today, |law| &law.policy)
    }

    /// The law of the first commit that brought an event on record.
    pub(crate) fn first(&self, event: Digest) -> Option<&Law> {
        self.of.get(&event)?.first()
    }
}

/// The same policy as parsed once.
impl PartialEq for Law {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.policy, &other.policy) && self.committed == other.committed
    }
}

impl Law {
    /// The instant of record: when the event was recorded, or when it was committed if that is
    /// later.
    pub(crate) fn recorded(&self, entry: &Entry) -> Instant {
        let recorded = entry.on_record();
        self.committed
            .map_or(recorded, |committed| committed.max(recorded))
    }
}
