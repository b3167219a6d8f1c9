//! Commits, and a file's content at each.

use std::path::{Path, PathBuf};
use std::process::Command;

use chrono::{DateTime, FixedOffset};

use super::{GitError, Repo, dates};

/// The fields of [`CommitInfo`] in order, each terminated by a NUL.
const FORMAT: &str = "--format=%H%x00%an%x00%ae%x00%cn%x00%ce%x00%at%x00%ad%x00%ct%x00%cd%x00%s%x00%b%x00\
                      %(trailers:only=yes,unfold=yes)";
const FIELDS: usize = 12;

/// A commit as git records it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitInfo {
    pub id: String,
    pub author: String,
    pub author_email: String,
    /// The user whose git made the commit.
    pub committer: String,
    pub committer_email: String,
    /// The author date; `None` if invalid.
    pub authored: Option<DateTime<FixedOffset>>,
    /// The committer date; `None` if invalid.
    pub committed: Option<DateTime<FixedOffset>>,
    /// The first paragraph of the message, on one line.
    pub subject: String,
    /// The rest of the message, trailers included.
    pub body: String,
    /// The trailers, name and value, in their order.
    pub trailers: Vec<(String, String)>,
}

/// A file after one commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileVersion {
    /// The commit that changed the file.
    pub commit: CommitInfo,
    /// The file's bytes in git; `None` if the commit deleted it.
    pub content: Option<Vec<u8>>,
}

impl CommitInfo {
    /// The value of the first trailer of that name.
    pub fn trailer(&self, name: &str) -> Option<&str> {
        let mut named = self
            .trailers
            .iter()
            .filter(|(key, _)| key.eq_ignore_ascii_case(name));
        named.next().map(|(_, value)| value.as_str())
    }
}

impl Repo {
    /// `git log`, parents before children, records terminated by NUL, and without anything that a
    /// user's configuration of it would add, hide or rewrite. A range, an order and paths follow.
    pub(super) fn git_log(&self, format: &str) -> Command {
        let mut command = self.git_read();
        command
            .args(["log", "-z", "--reverse", "--no-color", "--no-notes"])
            .args(["--no-mailmap", "--no-show-signature", "--encoding=UTF-8"])
            .args(["--no-follow", "--no-renames", "--no-relative"])
            .args(["--date=raw", format]);
        command
    }

    /// The commits that changed one of `paths` (files or folders; empty for all commits), parents
    /// before children. Renames are not followed: a case file never moves.
    ///
    /// # Errors
    /// When git cannot be run or fails.
    pub fn log(&self, paths: &[PathBuf]) -> Result<Vec<CommitInfo>, GitError> {
        if self.head()?.is_none() {
            return Ok(Vec::new());
        }
        let mut command = self.git_log(FORMAT);
        command.args(["--date-order", self.end(), "--"]);
        for path in paths {
            command.arg(self.pathspec(path)?);
        }
        let answer = self.run(command, &[])?;
        parse_log(&String::from_utf8_lossy(&answer))
    }

    /// The file at each commit that changed it, parents before children.
    ///
    /// # Errors
    /// When git cannot be run or fails.
    pub fn history(&self, path: &Path) -> Result<Vec<FileVersion>, GitError> {
        let commits = self.log(&[path.to_path_buf()])?;
        let contents = self.blobs_at(commits.iter().map(|commit| (commit.id.as_str(), path)))?;
        let pairs = commits.into_iter().zip(contents);
        Ok(pairs
            .map(|(commit, content)| FileVersion { commit, content })
            .collect())
    }
}

/// Files with a name in common, and the paths that they had in the past.
impl Repo {
    /// As [`Repo::history`], for all files below a folder whose name begins with `name`: one file
    /// under each of its names.
    ///
    /// # Errors
    /// When git cannot be run or fails.
    pub(crate) fn history_of_name(
        &self,
        folder: &str,
        name: &str,
    ) -> Result<Vec<FileVersion>, GitError> {
        let paths = self.paths_added(folder, &[name])?;
        if paths.is_empty() {
            return Ok(Vec::new());
        }
        let commits = self.log(&paths)?;
        let pairs = || {
            let of_commit = |commit| paths.iter().map(move |path| (commit, path));
            commits.iter().flat_map(of_commit)
        };
        let wanted = pairs().map(|(commit, path)| (commit.id.as_str(), path.as_path()));
        let contents = self.blobs_at(wanted)?;
        Ok(pairs()
            .zip(contents)
            .map(|((commit, _), content)| FileVersion {
                commit: commit.clone(),
                content,
            })
            .collect())
    }

    /// The paths below a folder that some commit added and whose name begins with one of `names`,
    /// the oldest first, relative to [`Repo::base`].
    ///
    /// # Errors
    /// When git cannot be run or fails.
    pub(crate) fn paths_added(
        &self,
        folder: &str,
        names: &[&str],
    ) -> Result<Vec<PathBuf>, GitError> {
        if names.is_empty() || self.head()?.is_none() {
            return Ok(Vec::new());
        }
        let mut command = self.git_log("--format=");
        command
            .args(["--date-order", "--name-only", "--diff-filter=A"])
            .args(["--relative", self.end(), "--"]);
        let named = names
            .iter()
            .map(|name| Self::pathspec_of_name(folder, name));
        command.args(named);
        let answer = self.run(command, &[])?;
        let mut paths: Vec<PathBuf> = Vec::new();
        for name in answer.split(|&byte| byte == 0).filter(|it| !it.is_empty()) {
            let path = PathBuf::from(String::from_utf8_lossy(name).into_owned());
            if !paths.contains(&path) {
                paths.push(path);
            }
        }
        Ok(paths)
    }
}

fn parse_log(text: &str) -> Result<Vec<CommitInfo>, GitError> {
    let mut fields: Vec<&str> = text.split('\0').collect();
    fields.pop();
    let records = fields.chunks_exact(FIELDS);
    if !records.remainder().is_empty() {
        return Err(GitError::Garbled("git log"));
    }
    records.map(parse_commit).collect()
}

fn parse_commit(fields: &[&str]) -> Result<CommitInfo, GitError> {
    let text = |at: usize| fields[at].to_owned();
    let date = |at: usize| dates::read(fields[at], fields[at + 1]);
    Ok(CommitInfo {
        id: text(0),
        author: text(1),
        author_email: text(2),
        committer: text(3),
        committer_email: text(4),
        authored: date(5),
        committed: date(7),
        subject: text(9),
        body: fields[10].trim_end().to_owned(),
        trailers: fields[11].lines().filter_map(parse_trailer).collect(),
    })
}

fn parse_trailer(line: &str) -> Option<(String, String)> {
    let (name, value) = line.split_once(':')?;
    Some((name.trim().to_owned(), value.trim().to_owned()))
}
