//! The files of a revision's tree, and changes made in one of two histories only.

use std::borrow::Cow;
use std::path::Path;
use std::process::Command;

use super::{GitError, Repo};

/// An entry of a tree that is no tree itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TreeEntry {
    /// With `/`.
    pub path: String,
    pub id: String,
    pub kind: TreeKind,
}

/// What an entry of a tree is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TreeKind {
    Plain,
    /// A symbolic link.
    Link,
    /// A commit of another repository.
    Other,
}

impl Repo {
    /// The files of a commit's tree below the base, links and other entries, with paths from there.
    ///
    /// # Errors
    /// When git cannot be run or fails.
    pub(crate) fn tree_entries(&self, commit: &str) -> Result<Vec<TreeEntry>, GitError> {
        let folder = self.spelled("");
        let tree = if folder.is_empty() {
            commit.to_owned()
        } else {
            format!("{commit}:{folder}")
        };
        let mut command = self.git_read();
        command.args(["ls-tree", "-r", "-z", "--full-tree", &tree]);
        let answer = self.run(command, &[])?;
        let entry = |line: String| {
            let (head, path) = line.split_once('\t')?;
            let mut words = head.split(' ');
            let kind = match words.next()? {
                "120000" => TreeKind::Link,
                mode if mode.starts_with("100") => TreeKind::Plain,
                _ => TreeKind::Other,
            };
            Some(TreeEntry {
                path: path.to_owned(),
                id: words.nth(1)?.to_owned(),
                kind,
            })
        };
        let lines = paths(&answer).into_iter();
        lines
            .map(|line| entry(line).ok_or(GitError::Garbled("git ls-tree")))
            .collect()
    }

    /// The files of the index from which a commit is being made, with paths from the top of the
    /// work tree, with `/`.
    ///
    /// # Errors
    /// When git cannot be run or fails.
    pub(crate) fn prepared_files(&self) -> Result<Vec<String>, GitError> {
        let mut command = self.git_read();
        as_prepared(&mut command);
        command.args(["ls-files", "-z", "--full-name", "--", ":(top)"]);
        self.run(command, &[]).map(|answer| paths(&answer))
    }

    /// As [`Repo::prepared_files`], for the files below a folder, relative to the base.
    ///
    /// # Errors
    /// When git cannot be run or fails.
    pub(crate) fn prepared_below(&self, folder: &str) -> Result<Vec<String>, GitError> {
        let mut command = self.git_read();
        as_prepared(&mut command);
        command.args(["ls-files", "-z", "--", folder]);
        let index = self.readable_index()?;
        index.choose(&mut command);
        self.run(command, &[]).map(|answer| paths(&answer))
    }

    /// Whether a commit in the history of one of these, but not of `other`, gives the file a version
    /// that none of its parents has.
    ///
    /// # Errors
    /// When one of them is not a commit, or git fails.
    pub(crate) fn changes_beyond(
        &self,
        these: &[&str],
        other: &str,
        path: &str,
    ) -> Result<bool, GitError> {
        let mut command = self.git_read();
        // For merges, a combined diff names the files that differ from all parents.
        command.args([
            "log",
            "--full-history",
            "--root",
            "-c",
            "--name-only",
            "--no-renames",
            "--format=",
            "--stdin",
        ]);
        let path = self.spelled(path);
        let request = format!("^{other}\n{}\n--\n:(top,literal){path}\n", these.join("\n"));
        Ok(!self
            .run(command, request.as_bytes())?
            .trim_ascii()
            .is_empty())
    }

    /// A path below the base, as spelled in git's trees.
    pub(crate) fn spelled(&self, path: &str) -> String {
        let prefix = self
            .base
            .strip_prefix(&self.work_tree)
            .unwrap_or(Path::new(""));
        String::from_utf8_lossy(&super::slashed(&prefix.join(path))).into_owned()
    }
}

/// Splits paths, each terminated by a NUL.
pub(super) fn paths(answer: &[u8]) -> Vec<String> {
    let text = legible(answer);
    text.split('\0')
        .filter(|path| !path.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Uses the index from which a commit is being made. For `git commit FILES` and `git commit --all`
/// that is a separate index, which git passes to its hooks as `GIT_INDEX_FILE`.
pub(super) fn as_prepared(command: &mut Command) {
    if let Some(index) = std::env::var_os("GIT_INDEX_FILE") {
        command.env(
            "GIT_INDEX_FILE",
            std::path::absolute(&index).unwrap_or(index.into()),
        );
    }
}

/// Decodes file names so that different names stay different: each byte that is not UTF-8 becomes
/// U+FFFD and its hexadecimal digits. A lossy conversion would let one file hide behind another.
pub(super) fn legible(bytes: &[u8]) -> Cow<'_, str> {
    const MARK: char = char::REPLACEMENT_CHARACTER;
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains(MARK) => return Cow::Borrowed(text),
        Ok(_) | Err(_) => {}
    }
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text += &chunk.valid().replace(MARK, "\u{FFFD}-");
        text.extend(
            chunk
                .invalid()
                .iter()
                .map(|byte| format!("{MARK}{byte:02x}")),
        );
    }
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn different_names_stay_different() {
        let names: [&[u8]; 6] = [
            b"a\xff",
            b"a\xfe",
            b"a",
            "a\u{FFFD}".as_bytes(),
            "a\u{FFFD}ff".as_bytes(),
            b"a\xff\xfe",
        ];
        let read: BTreeSet<String> = names
            .iter()
            .map(|name| legible(name).into_owned())
            .collect();
        assert_eq!(read.len(), names.len(), "{read:?}");
        assert_eq!(
            legible("证据/\u{1F600}.jpg".as_bytes()),
            "证据/\u{1F600}.jpg"
        );
    }
}
