//! What an audit reads from git on demand.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::OnceLock;

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
    cases: OnceLock<BTreeSet<CaseId>>,
}

impl<'a> GitArchive<'a> {
    pub(super) fn new(git: &'a Repo, history: &'a History, today: &'a Policy) -> Self {
        Self {
            git,
            record: history.record(),
            tips: history.tips(),
            today,
            cases: OnceLock::new(),
        }
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

    fn cases(&self) -> Result<&BTreeSet<CaseId>, GitError> {
        if let Some(known) = self.cases.get() {
            return Ok(known);
        }
        let folder = BTreeSet::from([format!("{CASES}/")]);
        let mut ids = BTreeSet::new();
        for tip in &self.tips {
            let files = match tip.is_empty() {
                true => self.git.prepared_below(CASES)?,
                false => {
                    let files = self.git.files_below(tip, &folder)?.into_iter();
                    files.map(|(path, _)| path).collect()
                }
            };
            ids.extend(files.iter().filter_map(|file| path::id_of_path(file)));
        }
        Ok(self.cases.get_or_init(|| ids))
    }

    fn laws(&self, path: &str) -> Result<Laws, GitError> {
        law::of_record(self.git, Path::new(path), &self.record, self.today)
    }
}
