//! Errors of git, recognised from its messages.
#![cfg_attr(
    not(test),
    expect(
        clippy::wildcard_enum_match_arm,
        reason = "kinds of I/O errors are not our enum"
    )
)]

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::operation::Operation;

/// Limits for quoting git's messages: lines, and characters per line.
const QUOTED: (usize, usize) = (8, 300);

/// A git operation that failed. Nothing is left half done.
#[derive(Debug)]
pub enum GitError {
    /// No `git` on the search path.
    NotInstalled,
    /// The repository belongs to another user of the machine.
    Untrusted {
        /// The repository as named by git.
        repository: String,
    },
    /// A merge or similar operation is in progress.
    InProgress(Operation),
    /// The index has unmerged files.
    Unmerged,
    /// git has no identity for the committer.
    NoIdentity,
    /// Another git process is writing the index or the branch, or died while doing so. The lock
    /// file is never removed.
    Locked {
        path: PathBuf,
        /// The lock file's age.
        age: Option<Duration>,
    },
    /// HEAD moved: another commit was made in between.
    HeadMoved,
    /// A hook refused the commit.
    HookRefused {
        /// The installed hooks that can refuse a commit.
        hooks: Vec<String>,
        /// What the hook printed.
        said: String,
    },
    /// The commit could not be signed.
    SigningFailed {
        /// What git and the signing program printed.
        said: String,
    },
    /// The files are unchanged from HEAD.
    NothingToCommit,
    /// A file to commit is not tracked.
    Unknown { said: String },
    /// The git directory or the work tree cannot be written: permission denied, or a read-only file
    /// system.
    ReadOnly { said: String },
    /// No space is left.
    DiskFull,
    /// A path outside the base directory.
    Outside(PathBuf),
    /// A file name with a line break, which git's line-based input cannot carry.
    LineBreak(PathBuf),
    /// A tree with more files than can be listed.
    TooManyFiles,
    /// Output of git that cannot be parsed; the command that printed it.
    Garbled(&'static str),
    /// git reported a commit, but HEAD names no new commit.
    NotCommitted,
    /// Any other failure.
    Failed { said: String },
    /// git was killed, or crashed.
    Killed,
    /// git could not be started, or its output could not be read.
    Spawn(io::Error),
    /// A file of the git directory could not be read or written.
    Io { path: PathBuf, source: io::Error },
}

impl GitError {
    pub(crate) fn io(path: &Path, source: io::Error) -> GitError {
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => GitError::DiskFull,
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => {
                GitError::ReadOnly {
                    said: format!("{}: {source}", path.display()),
                }
            }
            _ => GitError::Io {
                path: path.to_path_buf(),
                source,
            },
        }
    }

    /// Whether another git process held a lock before anything was done, so that a retry may
    /// succeed.
    pub(super) fn is_locked(&self) -> bool {
        matches!(self, GitError::Locked { .. })
    }

    /// Maps git's exit code and messages to an error.
    pub(super) fn recognise(git_dir: &Path, finished: &Finished) -> GitError {
        if finished.code.is_none() {
            return GitError::Killed;
        }
        let words = &finished.stderr;
        let has = |some: &[&str]| some.iter().any(|pattern| words.contains(pattern));
        if has(&[
            "No space left on device",
            "Disk quota exceeded",
            "Out of diskspace",
        ]) {
            GitError::DiskFull
        } else if let Some(path) = lock_in_the_way(words) {
            GitError::locked(git_dir.join(path))
        } else if has(&["dubious ownership"]) {
            GitError::Untrusted {
                repository: first_quoted(words).unwrap_or("this repository").to_owned(),
            }
        } else if has(&IDENTITY) {
            GitError::NoIdentity
        } else if has(&SIGNING) {
            GitError::SigningFailed {
                said: shortened(words),
            }
        } else if has(&["unmerged files", "needs merge"]) {
            GitError::Unmerged
        } else if has(&["cannot lock ref"]) && has(&["but expected"]) {
            GitError::HeadMoved
        } else if has(&["did not match any file"]) {
            GitError::Unknown {
                said: shortened(words),
            }
        } else if has(&["fatal:", "error:"])
            && has(&[
                "Permission denied",
                "Read-only file system",
                "insufficient permission",
            ])
        {
            GitError::ReadOnly {
                said: shortened(words),
            }
        } else {
            GitError::Failed {
                said: shortened(words),
            }
        }
    }

    pub(super) fn locked(path: PathBuf) -> GitError {
        let modified = path.metadata().and_then(|metadata| metadata.modified());
        let age = modified.ok().and_then(|since| since.elapsed().ok());
        GitError::Locked { path, age }
    }
}

const IDENTITY: [&str; 6] = [
    "Please tell me who you are",
    "empty ident name",
    "unable to auto-detect email",
    "auto-detection is disabled",
    "identity unknown",
    "consists only of disallowed characters",
];

const SIGNING: [&str; 8] = [
    "failed to sign",
    "gpg failed",
    "cannot run gpg",
    "signingkey",
    "signingKey",
    "Couldn't load public key",
    "incorrect passphrase",
    "Load key \"",
];

/// The existing lock file, of the index or a branch, that git could not create.
fn lock_in_the_way(words: &str) -> Option<&str> {
    let line = words
        .lines()
        .find(|line| line.contains(".lock': File exists"))?;
    line.split('\'').find(|quoted| quoted.ends_with(".lock"))
}

fn first_quoted(words: &str) -> Option<&str> {
    words.split('\'').nth(1)
}

/// The first lines of git's messages, without its hints.
fn shortened(words: &str) -> String {
    let (lines, width) = QUOTED;
    let mut kept: Vec<String> = words
        .lines()
        .filter(|line| !line.starts_with("hint:") && !line.trim().is_empty())
        .map(|line| line.chars().take(width).collect())
        .collect();
    if kept.len() > lines {
        kept.truncate(lines);
        kept.push("…".to_owned());
    }
    kept.join("\n")
}

/// The result of a finished git process.
pub(super) struct Finished {
    pub code: Option<i32>,
    pub stdout: Vec<u8>,
    pub stderr: String,
}
