//! New files in the index, without content, so that `git commit --only` takes them (intent to add).
//!
//! An entry whose file is gone again stops every merge. Where a killed git leaves its lock on the
//! index, the entries can't be removed at once, so what is announced is noted until it is committed
//! or withdrawn, and the next command withdraws the rest.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::PathBuf;

use super::commit::with_retries;
use super::kept_index::{KeptIndex, read_index, remove_if_there};
use super::{GitError, Repo};

/// The index before and after files were announced.
pub(super) struct Announced {
    before: KeptIndex,
    after: Option<Vec<u8>>,
}

impl Repo {
    /// Adds new files to the index without content; existing entries stay unchanged.
    pub(super) fn announce(
        &self,
        created: &[PathBuf],
        lock: Option<&File>,
    ) -> Result<Announced, GitError> {
        let before = self.keep_index()?;
        self.note_announced(created);
        with_retries(|| {
            let mut command = self.git_write();
            command.args(["add", "--intent-to-add", "--force", "--"]);
            command.args(self.named(created)?);
            self.run_holding(command, &[], lock)
        })?;
        Ok(Announced {
            before,
            after: read_index(&self.index())?,
        })
    }

    /// Ends an announcement: the files are committed, or else their entries are removed. What can't
    /// be removed now stays noted.
    pub(super) fn settle(&self, created: &[PathBuf], announced: &Announced, is_committed: bool) {
        let withdraw = || {
            let restore = |_| announced.before.restore(announced.after.as_deref());
            self.withdraw(created).or_else(restore)
        };
        if is_committed || withdraw().is_ok() {
            self.strike_announced(created);
        }
    }

    /// Removes the entries added by [`Repo::announce`].
    fn withdraw(&self, created: &[PathBuf]) -> Result<(), GitError> {
        let mut status = self.git_read();
        status.args(["diff-files", "-z", "--name-only", "--relative"]);
        status.args(["--diff-filter=A", "--"]);
        status.args(self.named(created)?);
        let announced = self.run(status, &[])?;
        if announced.is_empty() {
            return Ok(());
        }
        let mut command = self.git_write();
        command.args(["update-index", "-z", "--force-remove", "--stdin"]);
        self.run(command, &announced).map(drop)
    }

    /// Notes the files that are about to be announced, beside those that are still to be withdrawn.
    /// Without the note nothing is lost.
    fn note_announced(&self, created: &[PathBuf]) {
        let noted = self.noted();
        let new = created.iter().filter(|path| !noted.contains(path));
        let all: Vec<&PathBuf> = noted.iter().chain(new).collect();
        self.write_noted(&all);
    }

    /// Removes files from the note: they are committed, or withdrawn.
    fn strike_announced(&self, done: &[PathBuf]) {
        let noted = self.noted();
        let rest: Vec<&PathBuf> = noted.iter().filter(|path| !done.contains(path)).collect();
        self.write_noted(&rest);
    }

    /// Withdraws what a killed command announced and that is no longer there. The caller must hold
    /// the lock that keeps others from committing.
    pub(crate) fn withdraw_abandoned(&self) {
        let noted = self.noted();
        let is_gone = |path: &&PathBuf| !self.base.join(path).exists();
        let gone: Vec<PathBuf> = noted.iter().filter(is_gone).cloned().collect();
        if !gone.is_empty() && self.reset(&gone).is_ok() {
            self.strike_announced(&gone);
        }
    }

    fn noted(&self) -> Vec<PathBuf> {
        let noted = fs::read_to_string(self.announced()).unwrap_or_default();
        let names = noted.split('\0').filter(|name| !name.is_empty());
        names.map(PathBuf::from).collect()
    }

    fn write_noted(&self, paths: &[&PathBuf]) {
        let names: Vec<_> = paths.iter().map(|path| path.to_string_lossy()).collect();
        let _ = match names.is_empty() {
            true => remove_if_there(&self.announced()),
            false => fs::write(self.announced(), names.join("\0")),
        };
    }

    /// Makes the index agree with HEAD about these files.
    fn reset(&self, paths: &[PathBuf]) -> Result<(), GitError> {
        let mut command = self.git_write();
        command.args(["reset", "--quiet", "--"]);
        command.args(self.named(paths)?);
        self.run(command, &[]).map(drop)
    }

    fn announced(&self) -> PathBuf {
        self.git_dir.join("complaint-announced")
    }

    fn named(&self, paths: &[PathBuf]) -> Result<Vec<OsString>, GitError> {
        paths.iter().map(|path| self.pathspec(path)).collect()
    }
}
