//! Which files have several versions, and how to ask git for them.

use std::collections::{BTreeSet, HashSet};
use std::ffi::OsString;
use std::path::PathBuf;

use super::{GitError, Repo};

/// Maximum number of files passed to git by name: git compares every change with every name, so for
/// more files the whole folder is faster.
pub(super) const MAX_NAMED: usize = 4;

impl Repo {
    /// The files that some merge up to `tips` made from several of its parents: only
    /// these have versions of which neither had the other's content.
    ///
    /// # Errors
    /// When git cannot be run or fails.
    pub(crate) fn merged_files(&self, tips: &[&str]) -> Result<HashSet<PathBuf>, GitError> {
        if tips.is_empty() {
            return Ok(HashSet::new());
        }
        let mut command = self.git_log("--format=");
        command
            .args(["--merges", "--diff-merges=combined", "--name-only"])
            .arg("--relative")
            .args(tips)
            .arg("--");
        let answer = self.run(command, &[])?;
        let names = answer.split(|byte| *byte == 0);
        Ok(names
            .filter(|name| !name.is_empty())
            .map(|name| PathBuf::from(String::from_utf8_lossy(name).into_owned()))
            .collect())
    }

    /// What to ask git for so that it looks at these files: a few files, or else their folders.
    pub(super) fn pathspecs(&self, paths: &[PathBuf]) -> Result<Vec<OsString>, GitError> {
        let folder = |path: &'_ PathBuf| path.iter().next().map(PathBuf::from);
        let asked: BTreeSet<PathBuf> = match paths.len() {
            ..=MAX_NAMED => paths.iter().cloned().collect(),
            _ => paths.iter().filter_map(folder).collect(),
        };
        asked.iter().map(|path| self.pathspec(path)).collect()
    }
}
