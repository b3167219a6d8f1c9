//! Confirming a commit: whether HEAD has the event, upon what, and just as it was written.
//!
//! The program's lock keeps its own kind out, and git's lock keeps one git from another; but
//! somebody's `git pull` can end between our look at HEAD and git's own, a hook can rewrite the
//! file, and git can be killed when the commit is made already. So the commit is looked at once
//! more before anything is acknowledged.

use std::path::{Path, PathBuf};

use crate::domain::case::document;
use crate::domain::case::{Case, Entry};
use crate::git::{GitError, Repo, Tip};
use crate::store::StoreError;

/// A commit of one event that was tried.
#[derive(Debug)]
pub(super) struct CommitAttempt<'a> {
    pub git: &'a Repo,
    pub file: &'a Path,
    /// The commit that HEAD named when the case was taken up.
    pub head: Option<&'a str>,
    /// The case as it was written.
    pub whole: &'a Case,
    pub entry: &'a Entry,
    /// Every file of the commit.
    pub files: &'a [PathBuf],
}

impl CommitAttempt<'_> {
    /// Whether the event is on record for good. A commit that is not what it should be is taken
    /// back.
    ///
    /// # Errors
    /// What stopped the commit; [`StoreError::Moving`] where it would have dropped what came in;
    /// [`StoreError::Overtaken`] where something else would have gone along.
    pub(crate) fn confirm(&self, tried: Result<(), StoreError>) -> Result<(), StoreError> {
        let tip = match self.git.tip(self.file) {
            Ok(Some(tip)) if Some(tip.id.as_str()) != self.head => tip,
            Ok(_) => {
                return tried.and(Err(GitError::NotCommitted.into()));
            }
            // Nothing more can be found out.
            Err(_) => return tried,
        };
        let landed = tip.content.as_deref().and_then(case);
        let Some(landed) = landed.filter(|landed| self.is_in(landed)) else {
            return tried.and(Err(StoreError::Moving(self.file.to_path_buf())));
        };
        if tried.is_err() {
            // git was killed when all was done, or another git took the file along.
            return Ok(());
        }
        let is_upon_head = tip.parents.iter().map(String::as_str).eq(self.head);
        if !is_upon_head {
            let upon = self.upon(&tip)?;
            if upon.as_ref().is_some_and(|upon| self.is_in(upon)) {
                // A later commit came on top of ours.
                return Ok(());
            }
            let digests: Vec<_> = landed.entries.iter().map(|entry| entry.digest).collect();
            if upon.is_some_and(|upon| {
                upon.entries
                    .iter()
                    .any(|entry| !digests.contains(&entry.digest))
            }) {
                return self.take_back(&tip, StoreError::Moving(self.file.to_path_buf()));
            }
        }
        match same(&landed, self.whole) {
            true => Ok(()),
            false => self.take_back(&tip, StoreError::Overtaken(self.file.to_path_buf())),
        }
    }

    /// The case as the commit before has it.
    fn upon(&self, tip: &Tip) -> Result<Option<Case>, GitError> {
        let Some(parent) = tip.parents.first() else {
            return Ok(None);
        };
        Ok(self.git.blob(parent, self.file)?.as_deref().and_then(case))
    }

    fn is_in(&self, case: &Case) -> bool {
        case.entries
            .iter()
            .any(|entry| entry.digest == self.entry.digest)
    }

    /// What something was built on already stays: the event is on record then, and the audit tells
    /// the rest.
    fn take_back(&self, tip: &Tip, because: StoreError) -> Result<(), StoreError> {
        match self.git.take_back(tip, self.files) {
            Ok(()) => Err(because),
            Err(GitError::HeadMoved) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

fn case(bytes: &[u8]) -> Option<Case> {
    document::parse(bytes).case
}

/// Whether both say the same; comments and line ends may differ.
pub(super) fn same(one: &Case, other: &Case) -> bool {
    let digests = |case: &Case| {
        case.entries
            .iter()
            .map(|entry| entry.digest)
            .collect::<Vec<_>>()
    };
    one.facts == other.facts && digests(one) == digests(other)
}
