//! Differences between two trees.

use std::io::BufRead;
use std::path::Path;

use super::stream::Output;
use super::tokens::Tokens;
use super::{GitError, Repo};

/// The name of git's files of attributes.
const ATTRIBUTES: &str = ".gitattributes";

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
        let (mut answer, mut room) = (answer.as_slice(), usize::MAX);
        changes(&mut Tokens::new(&mut answer), &self.prefix(), &mut room)
    }

    /// The changes between the two trees of each pair, as long as there is room for them; `None` if
    /// there is not.
    pub(super) fn differences(
        &self,
        pairs: &[(String, String)],
        room: &mut usize,
    ) -> Result<Option<Vec<Vec<FileChange>>>, GitError> {
        let request: String = pairs
            .iter()
            .map(|(before, after)| format!("{before} {after}\n"))
            .collect();
        if request.is_empty() {
            return Ok(Some(Vec::new()));
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
        self.stream(command, request.as_bytes(), |mut answer| {
            let mut tokens = Tokens::new(&mut answer);
            let mut found: Vec<Vec<FileChange>> = Vec::with_capacity(pairs.len());
            for (before, after) in pairs {
                tokens.line(&format!("{before} {after}"))?;
                found.push(changes(&mut tokens, &prefix, room)?);
                if *room == 0 {
                    return Ok(Output::Part(None));
                }
            }
            Ok(Output::Whole(Some(found)))
        })
    }

    /// The folder from which the repository was discovered, relative to the top of the work tree.
    pub(crate) fn prefix(&self) -> String {
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

/// Parses the changes of `--raw -z` output that come next, until `room` is used up.
pub(super) fn changes<R: BufRead>(
    tokens: &mut Tokens<R>,
    prefix: &str,
    room: &mut usize,
) -> Result<Vec<FileChange>, GitError> {
    let mut found = Vec::new();
    while *room > 0 && tokens.begins_with(b':')? {
        *room -= 1;
        let meta = tokens.next()?;
        let path = tokens.next()?;
        found.extend(change(meta.trim_start_matches(':'), &path, prefix));
    }
    Ok(found)
}

/// Parses `100644 100644 OLD NEW M`; `None` for a file outside the folder.
fn change(meta: &str, path: &str, prefix: &str) -> Option<FileChange> {
    let path = below(path, prefix)?;
    let mut fields = meta.split(' ');
    let (old_mode, new_mode) = (fields.next()?, fields.next()?);
    let (before, after) = (
        object(old_mode, fields.next()?),
        object(new_mode, fields.next()?),
    );
    Some(FileChange {
        path,
        before,
        after,
    })
}

/// The path relative to the folder `prefix`. Of the files outside of it, only those with attributes
/// for it have one: `../.gitattributes`.
fn below(path: &str, prefix: &str) -> Option<String> {
    if prefix.is_empty() {
        return Some(path.to_owned());
    }
    let inside = path
        .strip_prefix(prefix)
        .and_then(|rest| rest.strip_prefix('/'));
    if let Some(inside) = inside {
        return Some(inside.to_owned());
    }
    let folder = path.strip_suffix(ATTRIBUTES)?;
    let rest = prefix.strip_prefix(folder)?;
    let is_above = folder.is_empty() || folder.ends_with('/');
    let up = "../".repeat(rest.split('/').count());
    is_above.then(|| up + ATTRIBUTES)
}

/// A file from its mode and id; `None` if the id is all zeros, git's mark for no file.
pub(super) fn object(mode: &str, id: &str) -> Option<Object> {
    let is_there = id.bytes().any(|digit| digit != b'0');
    is_there.then(|| Object {
        id: id.to_owned(),
        is_plain: mode.starts_with("100"),
    })
}
