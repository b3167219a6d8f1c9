//! Differences from HEAD.

use std::path::{Path, PathBuf};

use super::run::finish;
use super::{GitError, Repo};

/// A file that differs from HEAD.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileStatus {
    /// The file, relative to [`Repo::base`].
    pub path: PathBuf,
    pub kind: ChangeKind,
}

/// How a file differs from HEAD, whether staged or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// Not tracked.
    Untracked,
    /// Tracked, but not in HEAD.
    Added,
    /// Other content or mode.
    Modified,
    /// In HEAD, but deleted.
    Deleted,
    /// With a merge conflict.
    Conflicted,
}

impl Repo {
    /// The files among `paths` (files or folders; empty for everything below the base) that differ
    /// from HEAD, including untracked but not ignored files.
    ///
    /// # Errors
    /// When git cannot be run or fails.
    pub fn changed_against_head(&self, paths: &[PathBuf]) -> Result<Vec<FileStatus>, GitError> {
        let mut command = self.git_read();
        command.args(["status", "--porcelain=v1", "-z", "--untracked-files=all"]);
        command.args(["--no-renames", "--ignore-submodules", "--"]);
        if paths.is_empty() {
            command.arg(".");
        }
        for path in paths {
            command.arg(self.pathspec(path)?);
        }
        let index = self.readable_index()?;
        index.choose(&mut command);
        let answer = self.run(command, &[])?;
        let prefix = self
            .base
            .strip_prefix(&self.work_tree)
            .unwrap_or(Path::new(""));
        let entries = answer
            .split(|&byte| byte == 0)
            .filter(|entry| entry.len() > 3);
        Ok(entries
            .filter_map(|entry| parse_entry(entry, prefix))
            .collect())
    }

    /// The files below a folder that are in HEAD but not in the work tree, relative to
    /// [`Repo::base`], in order. Files left out by a sparse checkout do not count.
    ///
    /// # Errors
    /// When git cannot be run or fails.
    pub(crate) fn removed(&self, folder: &Path) -> Result<Vec<PathBuf>, GitError> {
        let mut files = self.differing(folder, "--diff-filter=D")?;
        files.retain(|file| self.base.join(file).symlink_metadata().is_err());
        Ok(files)
    }

    /// The files below a folder that may have another content than in HEAD, relative to
    /// [`Repo::base`], in order. The file may also only have been touched.
    ///
    /// # Errors
    /// When git cannot be run or fails.
    pub(crate) fn modified(&self, folder: &Path) -> Result<Vec<PathBuf>, GitError> {
        self.differing(folder, "--diff-filter=M")
    }

    fn differing(&self, folder: &Path, filter: &str) -> Result<Vec<PathBuf>, GitError> {
        if self.head()?.is_none() {
            return Ok(Vec::new());
        }
        let mut command = self.git_read();
        command.args([
            "diff-index",
            "-z",
            "--name-only",
            filter,
            "--no-renames",
            "--relative",
            "HEAD",
            "--",
        ]);
        command.arg(self.pathspec(folder)?);
        let index = self.readable_index()?;
        index.choose(&mut command);
        let answer = self.run(command, &[])?;
        Ok(answer
            .split(|&byte| byte == 0)
            .filter(|name| !name.is_empty())
            .map(path_from)
            .collect())
    }

    /// Whether git's ignore rules cover the file and git does not track it.
    ///
    /// # Errors
    /// When git cannot be run or fails.
    pub fn is_ignored(&self, path: &Path) -> Result<bool, GitError> {
        let mut command = self.git_read();
        command.args(["check-ignore", "--quiet", "-z", "--stdin"]);
        let index = self.readable_index()?;
        index.choose(&mut command);
        let finished = finish(command, &self.nul_separated(&[path.to_path_buf()])?)?;
        match finished.code {
            Some(0) => Ok(true),
            Some(1) => Ok(false),
            _ => Err(GitError::recognise(&self.git_dir, &finished)),
        }
    }
}

/// `XY PATH`, the path from the top of the work tree.
fn parse_entry(entry: &[u8], prefix: &Path) -> Option<FileStatus> {
    let kind = match (entry[0], entry[1]) {
        (b'?', _) => ChangeKind::Untracked,
        (b'U', _) | (_, b'U') | (b'A', b'A') | (b'D', b'D') => ChangeKind::Conflicted,
        (_, b'D') | (b'D', _) => ChangeKind::Deleted,
        (b'A', _) | (_, b'A') => ChangeKind::Added,
        _ => ChangeKind::Modified,
    };
    let path = path_from(&entry[3..]);
    let path = path.strip_prefix(prefix).ok()?.to_path_buf();
    Some(FileStatus { path, kind })
}

#[cfg(unix)]
pub(super) fn path_from(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
pub(super) fn path_from(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}
