//! What the author of each event of a case had before them, by git's history of its file.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::StoreError;
use crate::domain::case::{Case, document};
use crate::domain::rules::conflicts::{self, Seen};
use crate::domain::snapshot::Snapshot;
use crate::git::{GitError, Repo};

/// Who saw what, case by case.
#[derive(Debug, Default)]
pub(crate) struct Provenance(HashMap<PathBuf, Seen>);

impl Provenance {
    /// Asks git about the cases where it makes a difference, all in one walk; nothing is known
    /// outside of git, or of a history that is cut off.
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
            // As outside of git.
            Err(GitError::NotInstalled | GitError::Untrusted { .. }) => return Ok(Self::default()),
            Err(error) => return Err(error.into()),
        };
        let seen = |(snapshot, path): (&&Snapshot, PathBuf)| {
            let contents = versions.remove(&path).unwrap_or_default();
            let cases = contents
                .into_iter()
                .filter_map(|content| document::parse(&content).case);
            // What nobody committed yet was made with all of it in sight.
            let cases: Vec<Case> = cases.chain([snapshot.case.clone()]).collect();
            (path, Seen::in_versions(cases.iter()))
        };
        Ok(Self(asked.iter().zip(paths).map(seen).collect()))
    }

    /// Who saw what of one case.
    pub(crate) fn seen(&self, path: &str) -> Seen {
        self.0.get(Path::new(path)).cloned().unwrap_or_default()
    }
}
