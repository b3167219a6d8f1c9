//! Which rows of a ledger are in the repository already.

use std::collections::{HashMap, HashSet};

use super::draft::one_line;
use super::row_key::{RowName, folded, row_of};
use crate::domain::case::Facts;
use crate::domain::time::Instant;

/// A row that is in the repository already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownRow {
    /// The `source` of its case or of an event.
    pub source: String,
    /// The matter of its case; `None` if the file cannot be parsed.
    pub matter: Option<Matter>,
}

/// What stays the same of a complaint while it is handled, and tells it from others of one key.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Matter {
    received: Instant,
    name: String,
    summary: String,
}

impl Matter {
    /// The matter of a case as it was taken in.
    pub fn of(facts: &Facts) -> Self {
        let text = |text: &str| folded(&one_line(text));
        Self {
            received: facts.received,
            name: text(&facts.name),
            summary: text(&facts.summary),
        }
    }
}

/// The rows of one ledger that are in the repository, each to be found again once.
#[derive(Debug)]
pub(super) struct Found<'k> {
    rows: Vec<(RowName, &'k KnownRow)>,
    free: Vec<bool>,
    by_key: HashMap<String, Vec<usize>>,
    names: HashSet<String>,
}

impl<'k> Found<'k> {
    pub(super) fn new(known: &'k [KnownRow], ledger: &str) -> Self {
        let mut seen = HashSet::new();
        let rows: Vec<_> = known
            .iter()
            .filter(|row| seen.insert((&row.source, &row.matter)))
            .filter_map(|row| Some((RowName::parse(row_of(&row.source, ledger)?), row)))
            .collect();
        let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, (name, _)) in rows.iter().enumerate() {
            let key = name.marked.iter().map(|(key, _)| key);
            for key in key.chain([&name.whole]) {
                by_key.entry(key.clone()).or_default().push(index);
            }
        }
        Self {
            free: vec![true; rows.len()],
            names: rows.iter().map(|(name, _)| name.whole.clone()).collect(),
            rows,
            by_key,
        }
    }

    /// Whether a row of this key has not been found again yet.
    pub(super) fn has_free(&self, key: &str) -> bool {
        self.of_key(key).any(|index| self.free[index])
    }

    /// Whether there is a row of this key, found again or not.
    pub(super) fn is_known(&self, key: &str) -> bool {
        self.by_key.contains_key(key)
    }

    /// Finds a row of this key again; `false` if there is none that fits.
    pub(super) fn find(
        &mut self,
        key: &str,
        fits: impl Fn(&RowName, Option<&Matter>) -> bool,
    ) -> bool {
        let fits = |index: &usize| {
            let (name, row) = &self.rows[*index];
            self.free[*index] && fits(name, row.matter.as_ref())
        };
        let found = self.of_key(key).find(fits);
        if let Some(index) = found {
            self.free[index] = false;
        }
        found.is_some()
    }

    /// The first of `names` that no row has; it is taken then.
    pub(super) fn unused(&mut self, mut names: impl Iterator<Item = String>) -> Option<String> {
        names.find(|name| self.names.insert(folded(name)))
    }

    fn of_key(&self, key: &str) -> impl Iterator<Item = usize> {
        self.by_key.get(key).into_iter().flatten().copied()
    }
}
