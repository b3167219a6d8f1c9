//! What a revision's tree holds, and which of two histories changed something that the other did not.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use super::{GitError, Repo};

impl Repo {
    /// The files of a revision's tree, from its top, with `/`.
    ///
    /// # Errors
    /// There is no such revision, or git fails.
    pub fn tree_files(&self, revision: &str) -> Result<Vec<String>, GitError> {
        let mut command = self.git_read();
        command.args(["ls-tree", "-r", "-z", "--name-only", "--full-tree", revision]);
        self.run(command, &[]).map(|answer| paths(&answer))
    }

    /// The files of the index that a commit is being prepared in, from the top of the work tree, with `/`.
    ///
    /// # Errors
    /// When git cannot be run or fails.
    pub fn prepared_files(&self) -> Result<Vec<String>, GitError> {
        let mut command = self.git_read();
        as_prepared(&mut command);
        command.args(["ls-files", "-z", "--full-name", "--", ":(top)"]);
        self.run(command, &[]).map(|answer| paths(&answer))
    }

    /// Whether a commit that led to `one`, and not to `other`, has the file as none of its parents has it.
    ///
    /// # Errors
    /// One of them is no commit, or git fails.
    pub fn changes_beyond(&self, one: &str, other: &str, path: &str) -> Result<bool, GitError> {
        let mut pathspec = OsString::from(":(top,literal)");
        pathspec.push(self.spelled(path));
        let mut command = self.git_read();
        // Of merges a combined comparison names what none of the parents has.
        command.args(["log", "--full-history", "--root", "-c", "--name-only", "--no-renames", "--format="]);
        command.args([one, &format!("^{other}"), "--"]).arg(pathspec);
        Ok(!self.run(command, &[])?.trim_ascii().is_empty())
    }

    /// A path below the base as trees spell it.
    fn spelled(&self, path: &str) -> String {
        let prefix = self.base.strip_prefix(&self.work_tree).unwrap_or(Path::new(""));
        String::from_utf8_lossy(&super::slashed(&prefix.join(path))).into_owned()
    }
}

/// Paths, each ended by a NUL.
fn paths(answer: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(answer);
    text.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect()
}

/// A commit of some files, or of all that changed, is prepared in an index of its own, which git tells its hooks.
pub(super) fn as_prepared(command: &mut Command) {
    if let Some(index) = std::env::var_os("GIT_INDEX_FILE") {
        command.env("GIT_INDEX_FILE", std::path::absolute(&index).unwrap_or(index.into()));
    }
}
