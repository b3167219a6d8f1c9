//! What a revision's tree holds, and which of two histories changed something that the other did
//! not.

use std::borrow::Cow;
use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use super::{GitError, Repo};

impl Repo {
    /// The files of a revision's tree, from its top, with `/`.
    ///
    /// # Errors
    /// There is no such revision, or git fails.
    pub(crate) fn tree_files(&self, revision: &str) -> Result<Vec<String>, GitError> {
        let mut command = self.git_read();
        command.args([
            "ls-tree",
            "-r",
            "-z",
            "--name-only",
            "--full-tree",
            revision,
        ]);
        self.run(command, &[]).map(|answer| paths(&answer))
    }

    /// Which of these files, each named by a commit and its path, are there.
    ///
    /// # Errors
    /// When git cannot be run or fails.
    pub(crate) fn are_there(&self, files: &[(&str, &str)]) -> Result<Vec<bool>, GitError> {
        if files.is_empty() {
            return Ok(Vec::new());
        }
        // A name with a line end cannot be asked for: it is taken for one that is there.
        let askable = |path: &str| !path.contains('\n');
        let asked = files.iter().filter(|(_, path)| askable(path));
        let request: String = asked
            .map(|(commit, path)| format!("{commit}:{}\n", self.spelled(path)))
            .collect();
        let mut command = self.git_read();
        command.args(["cat-file", "--batch-check=%(objecttype)"]);
        let answer = self.run(command, request.as_bytes())?;
        let answer = String::from_utf8_lossy(&answer);
        let mut lines = answer.lines();
        let mut is_there =
            |path: &str| !askable(path) || lines.next().is_some_and(|line| line == "blob");
        Ok(files.iter().map(|(_, path)| is_there(path)).collect())
    }

    /// The files of the index that a commit is being prepared in, from the top of the work tree,
    /// with `/`.
    ///
    /// # Errors
    /// When git cannot be run or fails.
    pub(crate) fn prepared_files(&self) -> Result<Vec<String>, GitError> {
        let mut command = self.git_read();
        as_prepared(&mut command);
        command.args(["ls-files", "-z", "--full-name", "--", ":(top)"]);
        self.run(command, &[]).map(|answer| paths(&answer))
    }

    /// Whether a commit that led to `one`, and not to `other`, has the file as none of its parents
    /// has it.
    ///
    /// # Errors
    /// One of them is no commit, or git fails.
    pub(crate) fn changes_beyond(
        &self,
        one: &str,
        other: &str,
        path: &str,
    ) -> Result<bool, GitError> {
        let mut pathspec = OsString::from(":(top,literal)");
        pathspec.push(self.spelled(path));
        let mut command = self.git_read();
        // Of merges a combined comparison names what none of the parents has.
        command.args([
            "log",
            "--full-history",
            "--root",
            "-c",
            "--name-only",
            "--no-renames",
            "--format=",
        ]);
        command
            .args([one, &format!("^{other}"), "--"])
            .arg(pathspec);
        Ok(!self.run(command, &[])?.trim_ascii().is_empty())
    }

    /// A path below the base as trees spell it.
    fn spelled(&self, path: &str) -> String {
        let prefix = self
            .base
            .strip_prefix(&self.work_tree)
            .unwrap_or(Path::new(""));
        String::from_utf8_lossy(&super::slashed(&prefix.join(path))).into_owned()
    }
}

/// Paths, each ended by a NUL.
pub(super) fn paths(answer: &[u8]) -> Vec<String> {
    let text = legible(answer);
    text.split('\0')
        .filter(|path| !path.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A commit of some files, or of all that changed, is prepared in an index of its own, which git
/// tells its hooks.
pub(super) fn as_prepared(command: &mut Command) {
    if let Some(index) = std::env::var_os("GIT_INDEX_FILE") {
        command.env(
            "GIT_INDEX_FILE",
            std::path::absolute(&index).unwrap_or(index.into()),
        );
    }
}

/// Names of files as text in which different names stay different: each byte that is no UTF-8 as
/// U+FFFD and its hexadecimal digits. A sloppier reading would have one file hide behind another.
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
