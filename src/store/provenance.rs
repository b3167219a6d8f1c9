//! Which events the author of an event could see, from git's history of the case file.
//!
//! Ancestry alone decides: an event was made with another in view if the commit that brought it on
//! record has the other in its tree.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::StoreError;
use super::law::versions;
use crate::domain::case::{Case, document};
use crate::domain::names::Digest;
use crate::domain::rules::conflicts::{self, Seen};
use crate::domain::snapshot::Snapshot;
use crate::git::{GitError, MAX_CONTENT, Repo};

/// The events visible to each author, by case.
#[derive(Debug, Default)]
pub(crate) struct Provenance(HashMap<PathBuf, Seen>);

impl Provenance {
    /// Reads the history of the cases that depend on it, in one walk. Empty outside git. In a
    /// shallow clone, it says nothing of the events that are older than the clone's history.
    ///
    /// # Errors
    /// When git fails.
    pub(crate) fn of<'a>(
        snapshots: impl Iterator<Item = &'a Snapshot>,
        git: Option<&Repo>,
    ) -> Result<Self, StoreError> {
        let asked: Vec<&Snapshot> = snapshots
            .filter(|snapshot| conflicts::depend_on_history(&snapshot.case, &snapshot.judged))
            .collect();
        let Some(git) = git.filter(|_| !asked.is_empty()) else {
            return Ok(Self::default());
        };
        match read(git, asked) {
            Ok(seen) => Ok(Self(seen)),
            // As outside git.
            Err(GitError::NotInstalled | GitError::Untrusted { .. }) => Ok(Self::default()),
            Err(error) => Err(error.into()),
        }
    }

    /// The events visible to each author of one case.
    pub(crate) fn seen(&self, path: &str) -> Seen {
        self.0.get(Path::new(path)).cloned().unwrap_or_default()
    }
}

fn read(git: &Repo, mut asked: Vec<&Snapshot>) -> Result<HashMap<PathBuf, Seen>, GitError> {
    let heads = git.heads()?;
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    if let [_] = heads.as_slice() {
        let merged = git.merged_files(&heads)?;
        asked.retain(|snapshot| {
            merged.contains(Path::new(&snapshot.path)) || conflicts::has_objection(&snapshot.judged)
        });
    }
    if asked.is_empty() {
        return Ok(HashMap::new());
    }
    let paths: Vec<PathBuf> = asked
        .iter()
        .map(|snapshot| PathBuf::from(&snapshot.path))
        .collect();
    let versions = cases_of(git, &paths, &heads)?;
    let seen = |(snapshot, path): (&&Snapshot, PathBuf)| {
        let history = versions.get(&path).map(Vec::as_slice).unwrap_or_default();
        // Uncommitted events were made with the whole file in view.
        let cases = history.iter().map(|version| &version.case);
        let cut_off = history.iter().filter(|version| version.is_cut_off);
        let older: HashSet<Digest> = cut_off
            .flat_map(|version| version.case.entries.iter().map(|entry| entry.digest))
            .collect();
        let seen = Seen::in_versions(cases.chain([&snapshot.case])).without(&older);
        (path, seen)
    };
    Ok(asked.iter().zip(paths).map(seen).collect())
}

/// A case as of a commit that changed it.
struct Version {
    case: Case,
    /// Whether the history at hand begins with this commit.
    is_cut_off: bool,
}

/// The versions of each file, parents before children.
fn cases_of(
    git: &Repo,
    paths: &[PathBuf],
    heads: &[&str],
) -> Result<HashMap<PathBuf, Vec<Version>>, GitError> {
    let versions = versions(git, paths, heads)?;
    let cut_off: BTreeSet<String> = git.oldest_of_shallow();
    let ids: Vec<&str> = versions
        .iter()
        .filter_map(|(_, change)| Some(change.after.as_ref()?.id.as_str()))
        .collect();
    let mut contents = git.contents(&ids, MAX_CONTENT)?.into_iter();
    let mut cases: HashMap<PathBuf, Vec<Version>> = HashMap::new();
    for (commit, change) in versions.iter().filter(|(_, change)| change.after.is_some()) {
        let content = contents.next().flatten();
        let Some(case) = content.and_then(|content| document::parse(&content).case) else {
            continue;
        };
        let is_cut_off = cut_off.contains(&commit.id);
        let of_file = cases.entry(PathBuf::from(&change.path)).or_default();
        of_file.push(Version { case, is_cut_off });
    }
    Ok(cases)
}
