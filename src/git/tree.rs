//! The files of a revision's tree, and changes made in one of two histories only.

use std::borrow::Cow;
use std::io::{self, Read};
use std::path::Path;
use std::process::Command;

use super::stream::Output;
use super::tokens::Tokens;
use super::{GitError, Range, Repo};

/// The most files of a tree: folders that hold one another many times over have more than any disk.
pub(crate) const MAX_FILES: usize = 4_000_000;

/// A tree with one of its places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TreeAt {
    pub commit: String,
    pub id: String,
    /// From the top, with `/`; empty for the top itself.
    pub path: String,
}

impl Repo {
    /// The files of a revision's tree whose paths from its top, with `/`, are wanted.
    ///
    /// # Errors
    /// When there is no such revision, when it has more than [`MAX_FILES`] files, or git fails.
    pub(crate) fn tree_files(
        &self,
        revision: &str,
        is_wanted: impl Fn(&str) -> bool,
    ) -> Result<Vec<String>, GitError> {
        let mut command = self.git_read();
        command.args([
            "ls-tree",
            "-r",
            "-z",
            "--name-only",
            "--full-tree",
            revision,
        ]);
        let found = self.stream(command, &[], |mut answer| {
            let mut tokens = Tokens::new(&mut answer);
            let (mut files, mut count) = (Vec::new(), 0);
            while !tokens.is_at_end()? {
                count += 1;
                if count > MAX_FILES {
                    return Ok(Output::Part(None));
                }
                files.extend(Some(tokens.next()?).filter(|path| is_wanted(path)));
            }
            Ok(Output::Whole(Some(files)))
        })?;
        found.ok_or(GitError::TooManyFiles)
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

    /// The trees that the commits of a range bring, each with the first of its commits, parents
    /// before children, and its path from the top.
    ///
    /// # Errors
    /// When git cannot be run or fails.
    pub(crate) fn new_trees(&self, range: Range<'_>) -> Result<Vec<TreeAt>, GitError> {
        let mut command = self.git_read();
        command.args([
            "rev-list",
            "--objects",
            "--in-commit-order",
            "--reverse",
            "--filter=blob:none",
        ]);
        range.select(&mut command);
        let answer = self.run(command, &[])?;
        let text = legible(&answer);
        let mut commit = String::new();
        let mut trees = Vec::new();
        for line in text.lines() {
            match line.split_once(' ') {
                None => line.clone_into(&mut commit),
                Some((id, path)) => trees.push(TreeAt {
                    commit: commit.to_owned(),
                    id: id.to_owned(),
                    path: path.to_owned(),
                }),
            }
        }
        Ok(trees)
    }

    /// Applies `read` to each stored tree, in the order of the ids, with its index; `None` for an
    /// id that is none.
    ///
    /// # Errors
    /// When git cannot be run or ends early.
    pub(crate) fn map_trees<T>(
        &self,
        ids: &[&str],
        read: impl FnMut(usize, &mut dyn Read) -> io::Result<T>,
    ) -> Result<Vec<Option<T>>, GitError> {
        self.map_objects("tree", ids, read)
    }

    /// The id of the folder `path` from the top, at each of these commits; `None` where there is
    /// none.
    ///
    /// # Errors
    /// When git cannot be run or fails.
    pub(crate) fn tree_ids(
        &self,
        commits: &[&str],
        path: &str,
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
            .map(|line| line.strip_suffix(" tree").map(str::to_owned))
            .collect())
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
