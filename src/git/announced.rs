//! New files in the index, without content, so that `git commit --only` takes them (intent to add).
//!
//! An entry whose file is gone again stops every merge. Where a killed git leaves its lock on the
//! index, the entries can't be removed at once, so what is announced is noted until it is committed
//! or withdrawn, and the next command withdraws the rest.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::PathBuf;

use super::bulk::remove_if_there;
use super::{GitError, Repo};

impl Repo {
    /// Adds new files to the index without content; existing entries stay unchanged.
    pub(super) fn announce(
        &self,
        created: &[PathBuf],
        lock: Option<&File>,
    ) -> Result<(), GitError> {
        let mut command = self.git_write();
        command.args(["add", "--intent-to-add", "--force", "--"]);
        command.args(self.named(created)?);
        self.run_holding(command, &[], lock)
    }

    /// Removes the entries added by [`Repo::announce`].
    pub(super) fn withdraw(&self, created: &[PathBuf]) -> Result<(), GitError> {
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

    /// Notes the files that are about to be announced. Without the note nothing is lost.
    pub(super) fn note_announced(&self, created: &[PathBuf]) {
        let names: Vec<_> = created.iter().map(|path| path.to_string_lossy()).collect();
        let _ = fs::write(self.announced(), names.join("\0"));
    }

    /// Removes the note: the files are committed, or withdrawn.
    pub(super) fn strike_announced(&self) {
        let _ = remove_if_there(&self.announced());
    }

    /// Withdraws what a killed command announced and that is no longer there. The caller must hold
    /// the lock that keeps others from committing.
    pub(crate) fn withdraw_abandoned(&self) {
        let Ok(noted) = fs::read_to_string(self.announced()) else {
            return;
        };
        let gone = noted.split('\0').filter(|name| !name.is_empty());
        let gone: Vec<PathBuf> = gone
            .map(PathBuf::from)
            .filter(|path| !self.base.join(path).exists())
            .collect();
        if gone.is_empty() || self.reset(&gone).is_ok() {
            self.strike_announced();
        }
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
