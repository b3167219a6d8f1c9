//! Which events the author of an event could see, from git's history of the case file.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::StoreError;
use crate::domain::case::{Case, document};
use crate::domain::rules::conflicts::{self, Seen};
use crate::domain::snapshot::Snapshot;
use crate::git::{GitError, Repo};

/// The events visible to each author, by case.
#[derive(Debug, Default)]
pub(crate) struct Provenance(HashMap<PathBuf, Seen>);

impl Provenance {
    /// Reads the history of the cases that depend on it, in one walk. Empty outside git, and in a
    /// shallow clone.
    ///
    /// # Errors
    /// When git fails.
    pub(crate) fn of<'a>(
        snapshots: impl Iterator<Item = &'a Snapshot>,
        git: Option<&Repo>,
    ) -> Result<Self, StoreError> {
        let Some(git) = git.filter(|git| !git.is_shallow()) else {
            return Ok(Self::default());
        };
        let asked: Vec<&Snapshot> = snapshots
            .filter(|snapshot| conflicts::depend_on_history(&snapshot.case, &snapshot.judged))
            .collect();
        if asked.is_empty() {
            return Ok(Self::default());
        }
        let paths: Vec<PathBuf> = asked
            .iter()
            .map(|snapshot| PathBuf::from(&snapshot.path))
            .collect();
        let mut versions = match git.versions(&paths) {
            Ok(versions) => versions,
            // As outside git.
            Err(GitError::NotInstalled | GitError::Untrusted { .. }) => return Ok(Self::default()),
            Err(error) => return Err(error.into()),
        };
        let seen = |(snapshot, path): (&&Snapshot, PathBuf)| {
            let contents = versions.remove(&path).unwrap_or_default();
            let cases = contents
                .into_iter()
                .filter_map(|content| document::parse(&content).case);
            // Uncommitted events were made with the whole file in view.
            let cases: Vec<Case> = cases.chain([snapshot.case.clone()]).collect();
            (path, Seen::in_versions(cases.iter()))
        };
        Ok(Self(asked.iter().zip(paths).map(seen).collect()))
    }

    /// The events visible to each author of one case.
    pub(crate) fn seen(&self, path: &str) -> Seen {
        self.0.get(Path::new(path)).cloned().unwrap_or_default()
    }
}
