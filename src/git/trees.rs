//! Trees as they are stored, and the files of a whole tree.

use std::io::{self, Read};

use super::stream::Output;
use super::tokens::Tokens;
use super::tree::legible;
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
        self.object_ids(commits, path, " tree")
    }
}
