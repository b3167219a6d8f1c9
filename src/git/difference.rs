//! Differences between two trees.

use std::path::Path;

use super::tree::legible;
use super::{GitError, Repo};

/// A file that differs between two trees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    /// Relative to the folder from which the repository was discovered, with `/`.
    pub path: String,
    /// The old version; `None` if the file was added.
    pub before: Option<Object>,
    /// The new version; `None` if the file was deleted.
    pub after: Option<Object>,
}

/// A file in a tree.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Object {
    pub id: String,
    /// Whether it is a regular file, not a symbolic link or the like.
    pub is_plain: bool,
}

impl Repo {
    /// The staged changes relative to a commit, or to the empty tree if there is none.
    ///
    /// # Errors
    /// When git cannot be run or fails.
    pub(crate) fn staged(&self, base: Option<&str>) -> Result<Vec<FileChange>, GitError> {
        let against = base.map_or_else(|| self.empty_tree(), |commit| Ok(commit.to_owned()))?;
        let mut command = self.git_read();
        super::tree::as_prepared(&mut command);
        command.args([
            "diff-index",
            "--cached",
            "-r",
            "-z",
            "--raw",
            "--no-renames",
            "--no-abbrev",
            &against,
            "--",
        ]);
        let answer = self.run(command, &[])?;
        let prefix = self.prefix();
        let (changes, _) = changes(&legible(&answer), &prefix)?;
        Ok(changes)
    }

    /// The changes between the two trees of each pair.
    pub(super) fn differences(
        &self,
        pairs: &[(String, String)],
    ) -> Result<Vec<Vec<FileChange>>, GitError> {
        let request: String = pairs
            .iter()
            .map(|(before, after)| format!("{before} {after}\n"))
            .collect();
        if request.is_empty() {
            return Ok(Vec::new());
        }
        let mut command = self.git_read();
        command.args([
            "diff-tree",
            "--stdin",
            "-r",
            "-z",
            "--raw",
            "--no-renames",
            "--no-abbrev",
        ]);
        command.arg("--ignore-submodules=none");
        let prefix = self.prefix();
        let answer = self.run(command, request.as_bytes())?;
        let text = legible(&answer);
        let mut found: Vec<Vec<FileChange>> = Vec::with_capacity(pairs.len());
        let mut rest = text.as_ref();
        for (before, after) in pairs {
            let header = format!("{before} {after}\n");
            rest = rest
                .strip_prefix(header.as_str())
                .ok_or(GitError::Garbled("git diff-tree"))?;
            let (changes, after) = changes(rest, &prefix)?;
            rest = &rest[after..];
            found.push(changes);
        }
        Ok(found)
    }

    /// The folder from which the repository was discovered, relative to the top of the work tree.
    pub(super) fn prefix(&self) -> String {
        let prefix = self
            .base
            .strip_prefix(&self.work_tree)
            .unwrap_or(Path::new(""));
        String::from_utf8_lossy(&super::slashed(prefix)).into_owned()
    }

    pub(super) fn empty_tree(&self) -> Result<String, GitError> {
        let mut command = self.git_read();
        command.args(["hash-object", "-t", "tree", "--stdin"]);
        Ok(String::from_utf8_lossy(&self.run(command, &[])?)
            .trim()
            .to_owned())
    }
}

/// Parses the changes at the start of `--raw -z` output. Also returns the offset of their end.
pub(super) fn changes(text: &str, prefix: &str) -> Result<(Vec<FileChange>, usize), GitError> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(line) = rest.strip_prefix(':') {
        let (meta, after_meta) = line
            .split_once('\0')
            .ok_or(GitError::Garbled("git diff-tree"))?;
        let (path, after_path) = after_meta
            .split_once('\0')
            .ok_or(GitError::Garbled("git diff-tree"))?;
        rest = after_path;
        found.extend(change(meta, path, prefix));
    }
    Ok((found, text.len() - rest.len()))
}

/// Parses `100644 100644 OLD NEW M`; `None` for a file outside the folder.
fn change(meta: &str, path: &str, prefix: &str) -> Option<FileChange> {
    let path = if prefix.is_empty() {
        path
    } else {
        path.strip_prefix(prefix)?.strip_prefix('/')?
    };
    let mut fields = meta.split(' ');
    let (old_mode, new_mode) = (fields.next()?, fields.next()?);
    let (before, after) = (
        object(old_mode, fields.next()?),
        object(new_mode, fields.next()?),
    );
    Some(FileChange {
        path: path.to_owned(),
        before,
        after,
    })
}

/// A file from its mode and id; `None` if the id is all zeros, git's mark for no file.
pub(super) fn object(mode: &str, id: &str) -> Option<Object> {
    let is_there = id.bytes().any(|digit| digit != b'0');
    is_there.then(|| Object {
        id: id.to_owned(),
        is_plain: mode.starts_with("100"),
    })
}
