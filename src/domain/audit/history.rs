//! A history as plain data: commits, what each changed, and the contents of the files.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::signature::Signatures;
use crate::domain::time::Instant;

/// The commits to be judged, parents before children, with the contents of what decides on them.
#[derive(Debug, Clone, Default)]
pub(crate) struct History {
    pub commits: Vec<Commit>,
    /// The contents of policies and of what says how git treats files, by the ids in [`Delta`].
    pub contents: HashMap<String, Vec<u8>>,
    /// The contents of the policy in parents that are not among the commits, by the parents' ids.
    pub policies_before: HashMap<String, String>,
    /// The SHA-256 in hexadecimal digits of each piece of evidence of the cases, by its path, however old it is.
    pub evidence: HashMap<String, String>,
    /// What comes in with the commits, where that is known.
    pub arrival: Option<Arrival>,
    /// The case files that lie in the folders where the commits put new ones, however old they are.
    pub neighbours: Vec<String>,
    /// Files that the tree of a commit names twice, each by the commit's id and its path.
    pub doubled: BTreeSet<(String, String)>,
    /// What git says of signatures; none where nobody asked.
    pub signatures: Option<Signatures>,
    /// Pairs of parents of a merge, of which what led to the first changed the policy in a commit that did not lead to the
    /// second. Only pairs are asked for of which the merge has the second's policy, and not the first's.
    pub policies_apart: BTreeSet<(String, String)>,
}

/// Commits that come in now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Arrival {
    /// When, by the clock of whoever takes them in.
    pub at: Instant,
    pub commits: BTreeSet<String>,
}

/// One commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Commit {
    pub id: String,
    /// The ids of its parents.
    pub parents: Vec<String>,
    /// The author's e-mail: who acted.
    pub author: String,
    /// The committer's e-mail: whose git it was.
    pub committer: String,
    /// When it was committed, as far as it says that; else when the latest of its parents was.
    pub committed: Instant,
    /// What it gives as a date that is none; empty where it gives nothing.
    pub odd_date: Option<String>,
    /// When its parents were committed.
    pub built_on: Vec<Instant>,
    /// What is different from each parent, in their order; for a root from nothing.
    pub changes: Vec<Vec<Delta>>,
}

/// A file that a commit has otherwise than a parent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Delta {
    /// The file, relative to the repository, with `/`.
    pub path: String,
    /// What it was; none where it was not there.
    pub before: Option<String>,
    /// What it is; none where it is gone.
    pub after: Option<String>,
    /// Whether it is a plain file now, and no symbolic link.
    pub is_plain: bool,
}

impl History {
    /// The place of each commit, by its id.
    pub(crate) fn places(&self) -> HashMap<&str, usize> {
        self.commits
            .iter()
            .enumerate()
            .map(|(place, commit)| (commit.id.as_str(), place))
            .collect()
    }

    /// The contents of a file.
    pub(crate) fn content(&self, id: Option<&String>) -> Option<&[u8]> {
        self.contents.get(id?).map(Vec::as_slice)
    }
}

impl Commit {
    /// Whether it brings several histories together.
    pub(crate) fn is_merge(&self) -> bool {
        self.parents.len() > 1
    }

    /// For a file that it has as one of its parents has it, and not as another: each pair of such parents, the other first.
    pub(crate) fn takes_over(&self, path: &str) -> Vec<(&str, &str)> {
        let differs = |changes: &&Vec<Delta>| changes.iter().any(|delta| delta.path == path);
        let sides = || self.parents.iter().map(String::as_str).zip(&self.changes);
        let (others, taken): (Vec<_>, Vec<_>) = sides().partition(|(_, changes)| differs(changes));
        others
            .iter()
            .flat_map(|(other, _)| taken.iter().map(|(taken, _)| (*other, *taken)))
            .collect()
    }

    /// Every file that it has otherwise than one of its parents, each once, with what each parent has.
    pub(crate) fn touched<'a>(&'a self) -> Vec<Touched<'a>> {
        let of_parents: Vec<BTreeMap<&str, &Delta>> = self
            .changes
            .iter()
            .map(|changes| by_path(changes))
            .collect();
        let mut touched: BTreeMap<&str, &Delta> = BTreeMap::new();
        touched.extend(self.changes.iter().flat_map(|changes| by_path(changes)));
        let file = |(path, delta): (&'a str, &'a Delta)| {
            let of = |changes: &BTreeMap<&str, &Delta>| match changes.get(path) {
                Some(change) => change.before.clone(),
                None => delta.after.clone(),
            };
            let before = of_parents.iter().map(of).collect();
            Touched {
                path,
                before,
                after: delta.after.as_ref(),
                is_plain: delta.is_plain,
            }
        };
        touched.into_iter().map(file).collect()
    }
}

fn by_path(changes: &[Delta]) -> BTreeMap<&str, &Delta> {
    changes
        .iter()
        .map(|delta| (delta.path.as_str(), delta))
        .collect()
}

/// A file of a commit beside what its parents have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Touched<'a> {
    pub path: &'a str,
    /// What each parent has.
    pub before: Vec<Option<String>>,
    /// What the commit has.
    pub after: Option<&'a String>,
    /// Whether it is a plain file there.
    pub is_plain: bool,
}

pub(super) fn is_case(path: &str) -> bool {
    path.starts_with("cases/") && (path.ends_with(".yaml") || path.ends_with(".yml"))
}
