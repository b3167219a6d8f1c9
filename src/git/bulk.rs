//! Commits prepared in a second index: of many files, in time linear in their number, or of content
//! that differs from the work tree's.
//!
//! Many files are staged in the real index first, so that an interruption leaves no more behind
//! than `git add` does. The commit is then made from a second index that holds HEAD and these
//! files, so that other staged changes stay out of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::kept_index::{Scratch, read_index, remove_if_there};
use super::{CommitRequest, GitError, Repo};

impl Repo {
    pub(super) fn commit_many(&self, request: &CommitRequest) -> Result<String, GitError> {
        let index = self.index();
        let all = [request.changed, request.created].concat();
        let files = self.nul_separated(&all)?;
        let (before, head) = (self.keep_index()?, self.head()?);
        self.stage(&index, &files, request)?;
        let staged = read_index(&index)?;
        // HEAD must never have files that the index lacks.
        self.sync_index()?;
        let result = self.commit_staged(&index, &files, request);
        // A git that was killed may have made the commit: without them in the index, the next commit
        // would remove the files.
        let is_made =
            || self.head().is_ok_and(|now| now != head) && self.head_has(&all).unwrap_or(true);
        if result.is_err() && !is_made() {
            // Report the first error.
            let _ = before.restore(staged.as_deref());
        }
        result
    }

    /// Commits `content` as the file at `path`, regardless of the work tree's version, and the
    /// request's files as they are in the work tree. Changes neither the work tree nor the index.
    pub fn commit_content(
        &self,
        path: &Path,
        content: &[u8],
        request: &CommitRequest,
    ) -> Result<String, GitError> {
        if let Some(operation) = self.in_progress() {
            return Err(GitError::InProgress(operation));
        }
        let scratch = self.head_index(&self.index())?;
        let files = self.nul_separated(&[request.changed, request.created].concat())?;
        self.stage(&scratch.0, &files, request)?;
        self.stage_content(&scratch.0, path, content)?;
        let mut commit = self.commit_command(request);
        commit.env("GIT_INDEX_FILE", &scratch.0);
        self.finish_commit(commit, request)
    }

    /// The paths of the second index, its lock, and the kept index, whether or not they exist.
    pub(crate) fn second_index(&self) -> [PathBuf; 3] {
        let index = self.git_dir.join("complaint-index");
        [index.with_extension("lock"), index, self.kept_index()]
    }

    /// Removes the second index left by a killed command. The caller must hold the lock that keeps
    /// others from committing.
    pub(crate) fn clear_second_index(&self) {
        for left in self.second_index() {
            let _ = remove_if_there(&left);
        }
    }

    fn stage_content(&self, index: &Path, path: &Path, content: &[u8]) -> Result<(), GitError> {
        let relative = self.relative(path)?;
        let below_top = self
            .base
            .strip_prefix(&self.work_tree)
            .unwrap_or(Path::new(""))
            .join(relative);
        let mut hash = self.git_write();
        hash.args(["hash-object", "-w", "--stdin", "--path"])
            .arg(&below_top)
            .current_dir(&self.work_tree);
        let id = self.run(hash, content)?;
        let entry = [
            b"100644 ",
            id.trim_ascii_end(),
            b"\t",
            &super::slashed(&below_top),
            b"\0",
        ]
        .concat();
        let mut update = self.with_index(index);
        update
            .args(["update-index", "--add", "-z", "--index-info"])
            .current_dir(&self.work_tree);
        self.run(update, &entry).map(drop)
    }

    /// Creates a second index with HEAD's content.
    fn head_index(&self, index: &Path) -> Result<Scratch, GitError> {
        let [lock, second, _] = self.second_index();
        for left in [&second, &lock] {
            remove_if_there(left).map_err(|e| GitError::io(left, e))?;
        }
        let scratch = Scratch(second);
        if self.head()?.is_some() {
            fs::copy(index, &scratch.0).map_err(|e| GitError::io(&scratch.0, e))?;
            let mut reset = self.with_index(&scratch.0);
            // Keeps the cached stat data of unchanged files; touches no file of the work tree.
            reset.args(["read-tree", "--reset", "HEAD"]);
            self.run(reset, &[])?;
        }
        Ok(scratch)
    }

    fn commit_staged(
        &self,
        index: &Path,
        files: &[u8],
        request: &CommitRequest,
    ) -> Result<String, GitError> {
        let scratch = self.head_index(index)?;
        self.stage(&scratch.0, files, request)?;
        let mut commit = self.commit_command(request);
        commit.env("GIT_INDEX_FILE", &scratch.0);
        self.finish_commit(commit, request)
    }

    fn stage(&self, index: &Path, files: &[u8], request: &CommitRequest) -> Result<(), GitError> {
        let mut update = self.with_index(index);
        update.args(["update-index", "--add", "--remove", "-z", "--stdin"]);
        self.run_holding(update, files, request.lock)
    }

    fn with_index(&self, index: &Path) -> Command {
        let mut command = self.git_write();
        command.env("GIT_INDEX_FILE", index);
        command
    }
}
