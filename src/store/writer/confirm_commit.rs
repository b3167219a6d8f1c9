//! Confirms a commit: HEAD has the event, exactly as it was written, on top of the expected parent.
//!
//! The program's lock excludes other runs of the program, and git's lock serialises git processes.
//! But a `git pull` can finish between our reading of HEAD and git's own, a hook can rewrite the
//! file, and git can be killed after making the commit. So the commit is read back before success
//! is reported.

use std::path::{Path, PathBuf};

use crate::domain::case::document;
use crate::domain::case::{Case, Entry};
use crate::git::{GitError, Repo, Tip};
use crate::store::StoreError;

/// An attempted commit of one event.
#[derive(Debug)]
pub(super) struct CommitAttempt<'a> {
    pub git: &'a Repo,
    pub file: &'a Path,
    /// The commit that HEAD named when the case was read.
    pub head: Option<&'a str>,
    /// The case as written to the file.
    pub written: &'a Case,
    pub entry: &'a Entry,
    /// All files of the commit.
    pub files: &'a [PathBuf],
}

impl CommitAttempt<'_> {
    /// Checks that the event is permanently recorded. An incorrect commit is undone.
    ///
    /// # Errors
    /// The error of the commit itself; [`StoreError::Moving`] if it would have dropped concurrent
    /// events; [`StoreError::Overtaken`] if it has other content.
    pub(crate) fn confirm(&self, tried: Result<(), StoreError>) -> Result<(), StoreError> {
        let tip = match self.git.tip(self.file) {
            Ok(Some(tip)) if Some(tip.id.as_str()) != self.head => tip,
            Ok(_) => {
                return tried.and(Err(GitError::NotCommitted.into()));
            }
            // Nothing more can be learned.
            Err(_) => return tried,
        };
        let committed = tip.content.as_deref().and_then(parse_case);
        let Some(committed) = committed.filter(|committed| self.is_in(committed)) else {
            return tried.and(Err(StoreError::Moving(self.file.to_path_buf())));
        };
        if tried.is_err() {
            // git was killed after making the commit, or another git process committed the file.
            return Ok(());
        }
        let is_on_head = tip.parents.iter().map(String::as_str).eq(self.head);
        if !is_on_head {
            let parent = self.parent_case(&tip)?;
            if parent.as_ref().is_some_and(|parent| self.is_in(parent)) {
                // There is a later commit on top of ours.
                return Ok(());
            }
            let digests: Vec<_> = committed.entries.iter().map(|entry| entry.digest).collect();
            if parent.is_some_and(|parent| {
                parent
                    .entries
                    .iter()
                    .any(|entry| !digests.contains(&entry.digest))
            }) {
                return self.take_back(&tip, StoreError::Moving(self.file.to_path_buf()));
            }
        }
        match has_same_content(&committed, self.written) {
            true => Ok(()),
            false => self.take_back(&tip, StoreError::Overtaken(self.file.to_path_buf())),
        }
    }

    /// The case in the parent commit.
    fn parent_case(&self, tip: &Tip) -> Result<Option<Case>, GitError> {
        let Some(parent) = tip.parents.first() else {
            return Ok(None);
        };
        Ok(self
            .git
            .blob(parent, self.file)?
            .as_deref()
            .and_then(parse_case))
    }

    fn is_in(&self, case: &Case) -> bool {
        case.entries
            .iter()
            .any(|entry| entry.digest == self.entry.digest)
    }

    /// Undoes the commit. If there is already a commit on top, it stays: the event is then
    /// recorded, and the audit reports the rest.
    fn take_back(&self, tip: &Tip, because: StoreError) -> Result<(), StoreError> {
        match self.git.take_back(tip, self.files) {
            Ok(()) => Err(because),
            Err(GitError::HeadMoved) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

fn parse_case(bytes: &[u8]) -> Option<Case> {
    document::parse(bytes).case
}

/// Whether both have the same facts and events; comments and line endings may differ.
pub(super) fn has_same_content(one: &Case, other: &Case) -> bool {
    let digests = |case: &Case| {
        case.entries
            .iter()
            .map(|entry| entry.digest)
            .collect::<Vec<_>>()
    };
    one.facts == other.facts && digests(one) == digests(other)
}
