//! What an audit reads from git on demand.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use super::files::is_evidence_size;
use crate::domain::audit::{Archive, Contents, History};
use crate::domain::case::{bounds, path};
use crate::domain::law::Laws;
use crate::domain::names::CaseId;
use crate::domain::policy::Policy;
use crate::git::{GitError, Repo};
use crate::store::paths::CASES;
use crate::store::{evidence, law};

/// The case files and the record of a git repository.
pub(super) struct GitArchive<'a> {
    git: &'a Repo,
    /// The commits that the history begins after.
    record: Vec<&'a str>,
    /// The commits that it ends with.
    tips: Vec<&'a str>,
    /// The policy at the tip.
    today: &'a Policy,
    /// The cases below each folder that was asked for.
    listed: Mutex<HashMap<String, BTreeSet<CaseId>>>,
}

impl<'a> GitArchive<'a> {
    pub(super) fn new(git: &'a Repo, history: &'a History, today: &'a Policy) -> Self {
        Self {
            git,
            record: history.record(),
            tips: history.tips(),
            today,
            listed: Mutex::default(),
        }
    }
}

impl GitArchive<'_> {
    /// Whether the history ends with a case below a folder.
    fn has_below(&self, folder: &str, id: &CaseId) -> Result<bool, GitError> {
        let mut listed = self.listed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(cases) = listed.get(folder) {
            return Ok(cases.contains(id));
        }
        let mut cases = BTreeSet::new();
        for tip in &self.tips {
            let files = match tip.is_empty() {
                true => self.git.prepared_below(folder)?,
                false => {
                    let folders = BTreeSet::from([folder.to_owned()]);
                    let files = self.git.files_below(tip, &folders)?.into_iter();
                    files.map(|(path, _)| path).collect()
                }
            };
            cases.extend(files.iter().filter_map(|file| path::id_of_path(file)));
        }
        let is_there = cases.contains(id);
        listed.insert(folder.to_owned(), cases);
        Ok(is_there)
    }
}

impl Archive for GitArchive<'_> {
    type Error = GitError;

    fn sizes(&self, ids: &[&str]) -> Result<HashMap<String, u64>, GitError> {
        let sizes = self.git.blob_sizes(ids)?.into_iter().flatten();
        Ok(sizes.map(|blob| (blob.id, blob.size)).collect())
    }

    fn contents(&self, ids: &[&str]) -> Result<Contents, GitError> {
        let contents = self.git.contents(ids, bounds::MAX_SIZE)?;
        let contents = ids.iter().zip(contents);
        Ok(contents
            .filter_map(|(id, content)| Some(((*id).to_owned(), content?)))
            .collect())
    }

    fn fingerprint(&self, id: &str) -> Result<Option<String>, GitError> {
        let sizes = self.git.blob_sizes(&[id])?;
        if !sizes.iter().flatten().all(is_evidence_size) {
            return Ok(None);
        }
        let found = self.git.map_blobs(&[id], evidence::fingerprint)?;
        Ok(found.into_iter().flatten().next())
    }

    /// Looks into the folder of the case's month first: a push must not cost more the more cases
    /// there are.
    fn has_case(&self, id: &CaseId) -> Result<bool, GitError> {
        let month = format!("{CASES}/{}/", id.date().format("%Y/%m"));
        Ok(self.has_below(&month, id)? || self.has_below(&format!("{CASES}/"), id)?)
    }

    fn laws(&self, path: &str) -> Result<Laws, GitError> {
        law::of_record(self.git, Path::new(path), &self.record, self.today)
    }
}
