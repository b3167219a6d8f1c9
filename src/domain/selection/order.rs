//! The order of a list.

use crate::domain::case::FactField;
use crate::domain::list::List;
use std::cmp::Ordering;
use std::str::FromStr;

use super::Trait;
use crate::domain::policy::Policy;
use crate::domain::rules::priority;
use crate::domain::snapshot::Snapshot;

/// What a list is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortKey {
    /// The id.
    Id,
    /// When it was received.
    Received,
    /// When the most urgent running deadline is due; none last.
    Due,
    /// How far it has come.
    Status,
    /// Who has it.
    Handler,
    /// What is taken up first (A12); of equal ones what was received first.
    Priority,
    /// The amount in dispute.
    Amount,
    /// When the last event happened.
    Changed,
    /// A fact: levels, severities and grades in the policy's order, others by name.
    Trait(Trait),
}

/// A key with its direction: `due`, `-amount`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    /// By what.
    pub key: SortKey,
    /// Which way.
    pub direction: Direction,
}

/// Which way a list is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The least first.
    Up,
    /// The greatest first.
    Down,
}

impl SortKey {
    /// Every key.
    pub fn all() -> impl Iterator<Item = Self> {
        let own = [
            Self::Id,
            Self::Received,
            Self::Due,
            Self::Status,
            Self::Handler,
            Self::Priority,
            Self::Amount,
            Self::Changed,
        ];
        own.into_iter()
            .chain(Trait::ALL.into_iter().map(Self::Trait))
    }

    /// The word on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Received => "received",
            Self::Due => "due",
            Self::Status => "status",
            Self::Handler => "handler",
            Self::Priority => "priority",
            Self::Amount => "amount",
            Self::Changed => "changed",
            Self::Trait(which) => which.word(),
        }
    }
}

impl FromStr for Order {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (word, direction) = match text.strip_prefix('-') {
            Some(word) => (word, Direction::Down),
            None => (text, Direction::Up),
        };
        match SortKey::all().find(|key| key.word() == word) {
            Some(key) => Ok(Self { key, direction }),
            None => {
                let words: Vec<&str> = SortKey::all().map(SortKey::word).collect();
                Err(format!(
                    "a list is sorted by {}; with - before it the other way",
                    words.join(", ")
                ))
            }
        }
    }
}

impl Order {
    /// Sorts the cases; equal ones by id, and those without a value last whichever way.
    pub fn sort(self, snapshots: &mut [Snapshot], policy: &Policy) {
        snapshots.sort_by(|a, b| self.compare(a, b, policy).then_with(|| a.id().cmp(b.id())));
    }

    fn compare(self, a: &Snapshot, b: &Snapshot, policy: &Policy) -> Ordering {
        let directed = |order: Ordering| match self.direction {
            Direction::Up => order,
            Direction::Down => order.reverse(),
        };
        match self.key {
            SortKey::Id => directed(a.id().cmp(b.id())),
            SortKey::Status => directed(a.status().cmp(&b.status())),
            SortKey::Received => present_first(a, b, directed, |snapshot| {
                Some(snapshot.state().facts.received)
            }),
            SortKey::Due => present_first(a, b, directed, |snapshot| snapshot.most_urgent()?.due),
            SortKey::Handler => {
                present_first(a, b, directed, |snapshot| snapshot.state().holder.as_ref())
            }
            SortKey::Priority => present_first(a, b, directed, |snapshot| {
                priority::rank(snapshot.state(), policy)
            })
            .then_with(|| a.state().facts.received.cmp(&b.state().facts.received)),
            SortKey::Amount => present_first(a, b, directed, |snapshot| {
                snapshot.state().facts.amount(FactField::Amount)
            }),
            SortKey::Changed => present_first(a, b, directed, |snapshot| {
                snapshot.case.entries.iter().map(|entry| entry.at).max()
            }),
            SortKey::Trait(which) => present_first(a, b, directed, |snapshot| {
                let value = which.of(snapshot)?;
                Some((rank(which, value, policy), value))
            }),
        }
    }
}

fn present_first<'a, T: Ord>(
    a: &'a Snapshot,
    b: &'a Snapshot,
    directed: impl Fn(Ordering) -> Ordering,
    value: impl Fn(&'a Snapshot) -> Option<T>,
) -> Ordering {
    match (value(a), value(b)) {
        (Some(a), Some(b)) => directed(a.cmp(&b)),
        (a, b) => a.is_none().cmp(&b.is_none()),
    }
}

/// The place of a value in the policy's list, where there is one with an order of its own.
fn rank(which: Trait, value: &str, policy: &Policy) -> Option<usize> {
    let place = |list: &[String]| list.iter().position(|known| known == value);
    match which {
        Trait::Level => policy.level_index(value),
        Trait::Severity => place(&policy.lists[List::Severities]),
        Trait::Grade => place(&policy.lists[List::Grades]),
        Trait::Category | Trait::Channel | Trait::Department | Trait::Product => None,
    }
}
