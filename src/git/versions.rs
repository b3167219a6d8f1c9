//! The contents of some files at each commit that changed them, in one walk for all.

use std::collections::{BTreeSet, HashMap};
use std::ffi::OsString;
use std::path::PathBuf;

use super::blobs::MAX_CONTENT;
use super::{GitError, Repo};

/// Maximum number of files passed to git by name: git compares every change with every name, so for
/// more files the whole folder is faster.
const MAX_NAMED: usize = 4;

impl Repo {
    /// The contents of each of these files at each commit that changed it, parents before children.
    /// Includes the commits of a merge in progress, but no merge commits. Files that are in no
    /// commit are left out.
    ///
    /// # Errors
    /// When git cannot be run or fails, or a path is not below the base.
    pub fn versions(&self, paths: &[PathBuf]) -> Result<HashMap<PathBuf, Vec<Vec<u8>>>, GitError> {
        let mut versions: HashMap<PathBuf, Vec<Vec<u8>>> = HashMap::new();
        if self.head()?.is_none() {
            return Ok(versions);
        }
        let changes = self.changes(paths)?;
        let ids: Vec<&str> = changes.iter().map(|(_, id)| id.as_str()).collect();
        let contents = self.contents(&ids, MAX_CONTENT)?;
        for ((path, _), content) in changes.iter().zip(contents) {
            versions.entry(path.clone()).or_default().extend(content);
        }
        Ok(versions)
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

    /// The files with their new blob ids, change by change.
    fn changes(&self, paths: &[PathBuf]) -> Result<Vec<(PathBuf, String)>, GitError> {
        let mut named: HashMap<Vec<u8>, &PathBuf> = HashMap::new();
        let mut command = self.git_log("--format=");
        command
            .args(["--date-order", "--raw", "--no-abbrev", "HEAD"])
            .args(self.merge_heads())
            .arg("--");
        for path in paths {
            named.insert(self.tree_path(path)?, path);
        }
        command.args(self.pathspecs(paths)?);
        let answer = self.run(command, &[])?;
        let mut fields = answer.split(|byte| *byte == 0);
        let mut changes = Vec::new();
        while let (Some(change), Some(path)) = (fields.next(), fields.next()) {
            let change = String::from_utf8_lossy(change);
            let id = change
                .split(' ')
                .nth(3)
                .ok_or(GitError::Garbled("git log"))?;
            // A deleted file has no content.
            if let Some(path) = named
                .get(path)
                .filter(|_| !id.bytes().all(|digit| digit == b'0'))
            {
                changes.push(((*path).clone(), id.to_owned()));
            }
        }
        Ok(changes)
    }
}
