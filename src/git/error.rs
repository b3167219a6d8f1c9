//! What can go wrong with git, recognised from its own words.
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

/// The longest that git's own words are quoted, in lines and in characters a line.
const QUOTED: (usize, usize) = (8, 300);

/// A git operation that did not happen. Nothing is left half done.
#[derive(Debug)]
pub enum GitError {
    /// No `git` on the search path.
    NotInstalled,
    /// The repository belongs to another user of the machine.
    Untrusted {
        /// The repository, in git's words.
        repository: String,
    },
    /// A merge or its like is under way.
    InProgress(Operation),
    /// Files of an unfinished merge are in the index.
    Unmerged,
    /// git does not know who commits.
    NoIdentity,
    /// Another git is writing the index or the branch, or one died doing so. The file is never
    /// removed.
    Locked {
        path: PathBuf,
        /// Since when it is there.
        age: Option<Duration>,
    },
    /// Another commit came in between.
    HeadMoved,
    /// A hook of this repository said no.
    HookRefused {
        /// The hooks there are that may refuse a commit.
        hooks: Vec<String>,
        /// What the hook printed.
        said: String,
    },
    /// The commit could not be signed.
    SigningFailed {
        /// What git and the signing program printed.
        said: String,
    },
    /// The files are as HEAD has them.
    NothingToCommit,
    /// A file given for commit is not known to git.
    Unknown { said: String },
    /// The git directory or the work tree cannot be written: permission denied, or a read-only file
    /// system.
    ReadOnly { said: String },
    /// No space is left.
    DiskFull,
    /// A path that is not below the directory in question.
    Outside(PathBuf),
    /// A file name that git's protocols cannot carry.
    LineBreak(PathBuf),
    /// An answer of git that does not have the shape it should: the command that gave it.
    Garbled(&'static str),
    /// git said that it committed, but HEAD names no new commit.
    NotCommitted,
    /// Anything else that git refused.
    Failed { said: String },
    /// git was killed, or crashed.
    Killed,
    /// git could not be started or listened to.
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

    /// Whether another git was in the way before anything was done, so that trying again soon may
    /// do.
    pub(super) fn is_locked(&self) -> bool {
        matches!(self, GitError::Locked { .. })
    }

    /// The error that git's exit and words stand for.
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

    fn locked(path: PathBuf) -> GitError {
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

/// The lock file that git could not make because it is there: of the index, or of a branch.
fn lock_in_the_way(words: &str) -> Option<&str> {
    let line = words
        .lines()
        .find(|line| line.contains(".lock': File exists"))?;
    line.split('\'').find(|quoted| quoted.ends_with(".lock"))
}

fn first_quoted(words: &str) -> Option<&str> {
    words.split('\'').nth(1)
}

/// The first lines of what git said, without its advice.
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

/// What a finished git left.
pub(super) struct Finished {
    pub code: Option<i32>,
    pub stdout: Vec<u8>,
    pub stderr: String,
}
