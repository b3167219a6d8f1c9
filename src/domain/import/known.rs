//! Which rows of a ledger are in the repository already.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::row_key::{RowName, folded, row_of};
use crate::domain::case::{Case, Facts};
use crate::domain::characters::one_line;
use crate::domain::message::{Message, listed, message, text};
use crate::domain::time::Instant;

/// A row that is in the repository already.
#[derive(Debug, Clone)]
pub struct KnownRow {
    /// The `source` of its case or of an event.
    pub source: String,
    /// Its case; `None` if the file cannot be parsed.
    pub case: Option<Arc<Case>>,
}

impl KnownRow {
    /// The rows from which a case and its events were imported.
    pub fn all_of(case: &Arc<Case>) -> impl Iterator<Item = Self> + use<> {
        let of_events = case.entries.iter().filter_map(|entry| entry.source.clone());
        let mut sources: Vec<String> = case
            .facts
            .source
            .clone()
            .into_iter()
            .chain(of_events)
            .collect();
        sources.sort();
        sources.dedup();
        let case = Arc::clone(case);
        sources.into_iter().map(move |source| Self {
            source,
            case: Some(Arc::clone(&case)),
        })
    }
}

/// What stays the same of a complaint while it is handled, and tells it from others of one key.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Matter {
    received: Instant,
    name: String,
    summary: String,
}

impl Matter {
    /// The matter of a case as it was taken in.
    pub(super) fn of(facts: &Facts) -> Self {
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
    rows: Vec<FoundRow<'k>>,
    free: Vec<bool>,
    by_key: HashMap<String, Vec<usize>>,
    names: HashSet<String>,
}

#[derive(Debug)]
struct FoundRow<'k> {
    name: RowName,
    matter: Option<Matter>,
    case: Option<&'k Arc<Case>>,
}

/// The case of a row that was found again; `None` if its file cannot be parsed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Again<'k>(pub Option<&'k Arc<Case>>);

impl<'k> Found<'k> {
    pub(super) fn new(known: &'k [KnownRow], ledger: &str) -> Self {
        let mut seen = HashSet::new();
        let of_ledger = known.iter().filter_map(|row| {
            let name = RowName::parse(row_of(&row.source, ledger)?);
            let matter = row.case.as_ref().map(|case| Matter::of(&case.facts));
            let case = row.case.as_ref();
            seen.insert((&row.source, matter.clone()))
                .then_some(FoundRow { name, matter, case })
        });
        let rows: Vec<_> = of_ledger.collect();
        let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, FoundRow { name, .. }) in rows.iter().enumerate() {
            let key = name.marked.iter().map(|(key, _)| key);
            for key in key.chain([&name.whole]) {
                by_key.entry(key.clone()).or_default().push(index);
            }
        }
        Self {
            free: vec![true; rows.len()],
            names: rows.iter().map(|row| row.name.whole.clone()).collect(),
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

    /// The only case with rows of this key.
    ///
    /// # Errors
    /// There are several, or its file cannot be parsed.
    pub(super) fn case(&self, key: &str) -> Result<&'k Arc<Case>, Message> {
        let mut cases: Vec<&Arc<Case>> = Vec::new();
        for row in self.of_key(key).map(|index| &self.rows[index]) {
            let case = row.case.ok_or(text!(
                "the file of its case cannot be parsed: see `complaint check`"
            ))?;
            if cases.iter().all(|other| other.facts.id != case.facts.id) {
                cases.push(case);
            }
        }
        match cases.as_slice() {
            [case] => Ok(case),
            several => Err(message!(
                "{cases} were imported from rows of this key; record in one of them what it says",
                cases = listed(several.iter().map(|case| &case.facts.id))
            )),
        }
    }

    /// Finds a row of this key again; `None` if there is none that fits.
    pub(super) fn find(
        &mut self,
        key: &str,
        fits: impl Fn(&RowName, Option<&Matter>) -> bool,
    ) -> Option<Again<'k>> {
        let fits = |index: &usize| {
            let FoundRow { name, matter, .. } = &self.rows[*index];
            self.free[*index] && fits(name, matter.as_ref())
        };
        let index = self.of_key(key).find(fits)?;
        self.free[index] = false;
        Some(Again(self.rows[index].case))
    }

    /// The first of `names` that no row has; it is taken then.
    pub(super) fn unused(&mut self, mut names: impl Iterator<Item = String>) -> Option<String> {
        names.find(|name| self.names.insert(folded(name)))
    }

    fn of_key(&self, key: &str) -> impl Iterator<Item = usize> {
        self.by_key.get(key).into_iter().flatten().copied()
    }
}
