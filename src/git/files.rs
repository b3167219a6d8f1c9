//! Files at a commit: their ids, and the files below a folder.

use std::collections::BTreeSet;
use std::path::Path;

use super::difference::{Object, object};
use super::tree::paths;
use super::{GitError, Repo};

/// Maximum number of folders per git process; some systems limit the length of a command line.
const ARGUMENTS: usize = 200;

impl Repo {
    /// The id of a file at each of these commits; `None` if the commit lacks it.
    ///
    /// # Errors
    /// When git cannot be run.
    pub(crate) fn file_ids(
        &self,
        commits: &[&str],
        path: &str,
    ) -> Result<Vec<Option<String>>, GitError> {
        if commits.is_empty() {
            return Ok(Vec::new());
        }
        let prefix = self
            .base
            .strip_prefix(&self.work_tree)
            .unwrap_or(Path::new(""))
            .join(path);
        let prefix = String::from_utf8_lossy(&super::slashed(&prefix)).into_owned();
        self.object_ids(commits, &prefix, " blob")
    }

    /// The id of the object at `path` from the top, at each of these commits; `None` where there is
    /// none of that kind.
    pub(super) fn object_ids(
        &self,
        commits: &[&str],
        path: &str,
        kind: &str,
    ) -> Result<Vec<Option<String>>, GitError> {
        let request: String = commits
            .iter()
            .map(|commit| format!("{commit}:{path}\n"))
            .collect();
        let mut command = self.git_read();
        command.args(["cat-file", "--batch-check=%(objectname) %(objecttype)"]);
        let answer = self.run(command, request.as_bytes())?;
        let text = String::from_utf8_lossy(&answer);
        Ok(text
            .lines()
            .map(|line| line.strip_suffix(kind).map(str::to_owned))
            .collect())
    }

    /// A commit's files below these folders, with paths relative to the base.
    ///
    /// # Errors
    /// When git cannot be run or fails.
    pub(crate) fn files_below(
        &self,
        commit: &str,
        folders: &BTreeSet<String>,
    ) -> Result<Vec<(String, Object)>, GitError> {
        let mut found = Vec::new();
        // In a bare repository git runs outside the tree, so the paths are given from the top.
        let top = if self.prefix().is_empty() {
            String::new()
        } else {
            format!("{}/", self.prefix())
        };
        let folders: Vec<String> = folders
            .iter()
            .map(|folder| format!("{top}{folder}"))
            .collect();
        for folders in folders.chunks(ARGUMENTS) {
            let mut command = self.git_read();
            command
                .args(["ls-tree", "-r", "-z", "--full-tree", commit, "--"])
                .args(folders);
            let files = paths(&self.run(command, &[])?).into_iter();
            found.extend(files.filter_map(|line| parse_listed(&line, &top)));
        }
        Ok(found)
    }
}

/// Parses `100644 blob ID<tab>PATH` of `git ls-tree`; `None` for a file outside the folder `top`.
fn parse_listed(line: &str, top: &str) -> Option<(String, Object)> {
    let (meta, path) = line.split_once('\t')?;
    let (mode, id) = (meta.split(' ').next()?, meta.rsplit(' ').next()?);
    Some((path.strip_prefix(top)?.to_owned(), object(mode, id)?))
}
