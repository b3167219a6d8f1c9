//! Files of commits: their ids, and those below a folder.

use std::collections::BTreeSet;
use std::path::Path;

use super::difference::{Object, object};
use super::tree::paths;
use super::{GitError, Repo};

/// How many folders one git is asked for; some systems take no long command lines.
const ARGUMENTS: usize = 200;

impl Repo {
    /// The ids of a file in each of these commits; none where a commit does not have it.
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
        let request: String = commits
            .iter()
            .map(|commit| format!("{commit}:{prefix}\n"))
            .collect();
        let mut command = self.git_read();
        command.args(["cat-file", "--batch-check=%(objectname) %(objecttype)"]);
        let answer = self.run(command, request.as_bytes())?;
        let text = String::from_utf8_lossy(&answer);
        Ok(text
            .lines()
            .map(|line| line.strip_suffix(" blob").map(str::to_owned))
            .collect())
    }

    /// The files that a commit has below these folders, by their paths relative to the folder that
    /// the repository was discovered from.
    ///
    /// # Errors
    /// When git cannot be run or fails.
    pub(crate) fn files_below(
        &self,
        commit: &str,
        folders: &BTreeSet<String>,
    ) -> Result<Vec<(String, Object)>, GitError> {
        let mut found = Vec::new();
        // In a bare repository git stands in no folder of the tree.
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
            found.extend(files.filter_map(|line| listed(&line, &top)));
        }
        Ok(found)
    }
}

/// `100644 blob ID<tab>PATH`, as `git ls-tree` lists a file; none for one outside of the folder
/// `top`.
fn listed(line: &str, top: &str) -> Option<(String, Object)> {
    let (meta, path) = line.split_once('\t')?;
    let (mode, id) = (meta.split(' ').next()?, meta.rsplit(' ').next()?);
    Some((path.strip_prefix(top)?.to_owned(), object(mode, id)?))
}
