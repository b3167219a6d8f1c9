//! A history as plain data: commits, their changes, and the contents of files.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::entries::OddEntry;
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
    /// The evidence of new and changed cases, by path, whatever its age.
    pub evidence: HashMap<String, Evidence>,
    /// The folder of the complaints in the repository, with `/`; empty for the top.
    pub folder: String,
    /// The arrival of the commits, if known.
    pub arrival: Option<Arrival>,
    /// The case files in the folders where the commits add new ones, whatever their age.
    pub neighbours: Vec<String>,
    /// Entries of the trees that a clone cannot live with, by commit: the folder from the top of
    /// the repository, and the entry.
    pub odd_entries: BTreeMap<String, Vec<(String, OddEntry)>>,
    /// The signatures as git verified them; `None` if they were not checked.
    pub signatures: Option<Signatures>,
    /// Merges with the policy of a parent whose history has all changes of the policy that the
    /// other parents have. A merge is none of them if it keeps the policy of its first parent from
    /// before the second one revoked a permission.
    pub policies_kept: BTreeSet<String>,
    /// Why the range is too much to be judged; it has no commits then.
    pub excess: Option<Excess>,
}

/// A piece of evidence in git.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Evidence {
    /// Its SHA-256, in hexadecimal.
    Read(String),
    /// It was there before the commits, and is read when an event names it; the blob id.
    Older(String),
    /// It has more bytes than evidence can have.
    TooLarge,
}

/// What a range has too much of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Excess {
    /// More changes of files than can be held.
    Changes { most: usize },
    /// A merge of more parents than anybody merges.
    Parents { commit: String, most: usize },
    /// More bytes of policies and attributes, in megabytes.
    Settings { most: u64 },
    /// More bytes of new evidence, in megabytes.
    Evidence { most: u64 },
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

    /// Its commits that are no parents of others: where it ends.
    pub(crate) fn tips(&self) -> Vec<&str> {
        let parents = self.commits.iter().flat_map(|commit| &commit.parents);
        let parents: HashSet<&str> = parents.map(String::as_str).collect();
        let ids = self.commits.iter().map(|commit| commit.id.as_str());
        ids.filter(|id| !parents.contains(id)).collect()
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

    /// The parents that have another version of the file, and those that have the commit's own.
    pub(crate) fn sides(&self, path: &str) -> (Vec<&str>, Vec<&str>) {
        let differs = |changes: &Vec<Delta>| changes.iter().any(|delta| delta.path == path);
        let parents = self.parents.iter().map(String::as_str);
        let (others, own): (Vec<_>, Vec<_>) = parents
            .zip(&self.changes)
            .partition(|(_, changes)| differs(changes));
        (ids(&others), ids(&own))
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

fn ids<'a>(sides: &[(&'a str, &Vec<Delta>)]) -> Vec<&'a str> {
    sides.iter().map(|(id, _)| *id).collect()
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
