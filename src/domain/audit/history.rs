//! A history as plain data: commits, their changes, and the contents of files.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::signature::Signatures;
use crate::domain::policy::Policy;
use crate::domain::time::Instant;

/// The commits to judge, parents before children, with the file contents that their judgement
/// needs.
#[derive(Debug, Clone, Default)]
pub(crate) struct History {
    pub commits: Vec<Commit>,
    /// The contents of policies and `.gitattributes` files, by the blob ids in [`Delta`].
    pub contents: HashMap<String, Vec<u8>>,
    /// The policies of parents outside `commits`: blob id by parent id.
    pub policies_before: HashMap<String, String>,
    /// The SHA-256 of each piece of evidence, in hexadecimal, by path, whatever its age.
    pub evidence: HashMap<String, String>,
    /// The arrival of the commits, if known.
    pub arrival: Option<Arrival>,
    /// The case files in the folders where the commits add new ones, whatever their age.
    pub neighbours: Vec<String>,
    /// Files that appear twice in the tree of a commit, as `(commit, path)`.
    pub doubled: BTreeSet<(String, String)>,
    /// The signatures as git verified them; `None` if they were not checked.
    pub signatures: Option<Signatures>,
    /// Pairs `(other, taken)` of a merge's parents: the merge has the policy of `taken`, although a
    /// commit in the history of `other`, but not of `taken`, changed the policy. For example, the
    /// branch `other` revokes a permission, and the merge keeps the policy of `taken` from before
    /// that.
    pub policies_apart: BTreeSet<(String, String)>,
}

/// Commits that arrive now.
#[derive(Debug, Clone)]
pub(crate) struct Arrival {
    /// When they arrive, by the receiver's clock.
    pub at: Instant,
    pub commits: BTreeSet<String>,
    /// The policy that the record has before them.
    pub before: Option<Policy>,
    /// When the record replaced each policy that it no longer has, by blob id.
    pub replaced: HashMap<String, Instant>,
}

/// One commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Commit {
    pub id: String,
    pub parents: Vec<String>,
    /// The author's e-mail: the person who acted.
    pub author: String,
    /// The committer's e-mail: the person whose git made the commit.
    pub committer: String,
    /// The committer date; if it is invalid, the latest date of the parents.
    pub committed: Instant,
    /// The raw text of an invalid date; empty if there is no date.
    pub odd_date: Option<String>,
    /// The committer dates of the parents.
    pub built_on: Vec<Instant>,
    /// The changes from each parent, in order of the parents; for a root, from the empty tree.
    pub changes: Vec<Vec<Delta>>,
}

/// A file that differs between a commit and one of its parents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Delta {
    /// The path relative to the repository, with `/`.
    pub path: String,
    /// The blob id in the parent; `None` if the file is new.
    pub before: Option<String>,
    /// The blob id in the commit; `None` if the file was removed.
    pub after: Option<String>,
    /// Whether it is a plain file in the commit, and not a symbolic link.
    pub is_plain: bool,
}

impl History {
    /// The parents of its commits that are not among them: where it begins.
    pub(crate) fn record(&self) -> Vec<&str> {
        let inside: HashSet<&str> = self
            .commits
            .iter()
            .map(|commit| commit.id.as_str())
            .collect();
        let parents = self.commits.iter().flat_map(|commit| &commit.parents);
        let outside: BTreeSet<&str> = parents
            .map(String::as_str)
            .filter(|parent| !inside.contains(parent))
            .collect();
        outside.into_iter().collect()
    }

    /// The arrival of a commit, if it arrives now.
    pub(crate) fn arrival_of(&self, commit: &Commit) -> Option<&Arrival> {
        let arrival = self.arrival.as_ref();
        arrival.filter(|arrival| arrival.commits.contains(&commit.id))
    }

    /// The position of each commit, by id.
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
    /// Whether it has several parents.
    pub(crate) fn is_merge(&self) -> bool {
        self.parents.len() > 1
    }

    /// Pairs `(other, taken)` of parents where the commit has the file as `taken` has it, but not
    /// as `other` has it.
    pub(crate) fn takes_over(&self, path: &str) -> Vec<(&str, &str)> {
        let differs = |changes: &&Vec<Delta>| changes.iter().any(|delta| delta.path == path);
        let sides = || self.parents.iter().map(String::as_str).zip(&self.changes);
        let (others, taken): (Vec<_>, Vec<_>) = sides().partition(|(_, changes)| differs(changes));
        others
            .iter()
            .flat_map(|(other, _)| taken.iter().map(|(taken, _)| (*other, *taken)))
            .collect()
    }

    /// Every file that differs from at least one parent, once each, with the version of each
    /// parent.
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

/// A file of a commit with the versions of the parents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Touched<'a> {
    pub path: &'a str,
    /// The blob id in each parent.
    pub before: Vec<Option<String>>,
    /// The blob id in the commit.
    pub after: Option<&'a String>,
    /// Whether it is a plain file in the commit.
    pub is_plain: bool,
}

/// The commits that touched one file, in order.
pub(super) type Versions<'a> = Vec<(&'a Commit, Touched<'a>)>;

pub(super) fn is_case(path: &str) -> bool {
    path.starts_with("cases/") && (path.ends_with(".yaml") || path.ends_with(".yml"))
}
