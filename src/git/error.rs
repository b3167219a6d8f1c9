//! What can go wrong with git, recognised from its own words.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use thiserror::Error;

use super::operation::Operation;

/// The longest that git's own words are quoted, in lines and in characters a line.
const QUOTED: (usize, usize) = (8, 300);

/// A git operation that did not happen. Nothing is left half done.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum GitError {
    /// No `git` on the search path.
    #[error("the program git is not installed, or not on the PATH")]
    NotInstalled,
    /// The repository belongs to another user of the machine.
    #[error("git does not trust {repository}, because another user owns it")]
    Untrusted {
        /// The repository, in git's words.
        repository: String,
    },
    /// A merge or its like is under way.
    #[error("a {0} is in progress in this repository")]
    InProgress(Operation),
    /// Files of an unfinished merge are in the index.
    #[error("git's index holds unmerged files")]
    Unmerged,
    /// git does not know who commits.
    #[error("git does not know who you are, so it cannot commit")]
    NoIdentity,
    /// Another git is writing the index or the branch, or one died doing so. The file is never removed.
    #[error("another git is at work here: {} exists{}", path.display(), aged(*age))]
    Locked {
        /// The lock file.
        path: PathBuf,
        /// Since when it is there.
        age: Option<Duration>,
    },
    /// Another commit came in between.
    #[error("the branch moved while the commit was made")]
    HeadMoved,
    /// A hook of this repository said no.
    #[error("a hook refused the commit ({}){}", hooks.join(", "), quoted(said))]
    HookRefused {
        /// The hooks there are that may refuse a commit.
        hooks: Vec<String>,
        /// What the hook printed.
        said: String,
    },
    /// The commit could not be signed.
    #[error("the commit could not be signed{}", quoted(said))]
    SigningFailed {
        /// What git and the signing program printed.
        said: String,
    },
    /// The files are as HEAD has them.
    #[error("nothing to commit: the files are as HEAD has them")]
    NothingToCommit,
    /// A file given for commit is not known to git.
    #[error("git does not know the file{}", quoted(said))]
    Unknown {
        /// git's words.
        said: String,
    },
    /// The git directory or the work tree cannot be written.
    #[error("git may not write here{}", quoted(said))]
    ReadOnly {
        /// git's words.
        said: String,
    },
    /// No space is left.
    #[error("no space is left on the disk for git")]
    DiskFull,
    /// A path that is not below the directory in question.
    #[error("{} is outside of the repository", .0.display())]
    Outside(PathBuf),
    /// An answer of git that does not have the shape it should.
    #[error("git's answer cannot be understood: {0}")]
    Garbled(&'static str),
    /// Anything else that git refused.
    #[error("git failed{}", wordless(said))]
    Failed {
        /// git's words.
        said: String,
    },
    /// git was killed, or crashed.
    #[error("git was killed before it was done")]
    Killed,
    /// git could not be started or listened to.
    #[error("git could not be run: {0}")]
    Spawn(#[source] io::Error),
    /// A file of the git directory could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
}

impl GitError {
    /// What to do instead, where there is something to say.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            GitError::NotInstalled => "install git, or write without history with --no-commit",
            GitError::Untrusted { repository } => {
                return Some(format!(
                    "where you trust it: git config --global --add safe.directory {repository}"
                ));
            }
            GitError::InProgress(operation) => return Some(operation.hint()),
            GitError::Unmerged => "finish the merge first (git status lists the files)",
            GitError::NoIdentity => {
                "git config --global user.name \"Your Name\" and git config --global user.email you@example.com"
            }
            GitError::Locked { .. } => {
                "wait for the other git to finish; remove the file only if none is running"
            }
            GitError::HeadMoved => "run the command again",
            GitError::HookRefused { .. } => "mend what the hook names, then run the command again",
            GitError::SigningFailed { .. } => {
                "check user.signingKey and that its agent runs (commit.gpgSign asks for a signature)"
            }
            GitError::ReadOnly { .. } => "check who owns the folder .git, and its permissions",
            GitError::Killed => {
                "find out who killed it (memory, a time limit), then run the command again"
            }
            GitError::DiskFull => "free some space, then run the command again",
            GitError::NothingToCommit
            | GitError::Unknown { .. }
            | GitError::Outside(_)
            | GitError::Garbled(_)
            | GitError::Failed { .. }
            | GitError::Spawn(_)
            | GitError::Io { .. } => return None,
        };
        Some(hint.to_owned())
    }

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

    /// Whether another git was in the way before anything was done, so that trying again soon may do.
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

fn aged(age: Option<Duration>) -> String {
    let Some(seconds) = age.map(|age| age.as_secs()) else {
        return String::new();
    };
    match seconds {
        0..120 => format!(", for {seconds} s"),
        120..7200 => format!(", for {} min", seconds / 60),
        7200..172_800 => format!(", for {} h", seconds / 3600),
        _ => format!(", for {} days", seconds / 86_400),
    }
}

fn quoted(said: &str) -> String {
    if said.is_empty() {
        String::new()
    } else {
        format!(":\n{said}")
    }
}

fn wordless(said: &str) -> String {
    if said.is_empty() {
        " and did not say why".to_owned()
    } else {
        quoted(said)
    }
}

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
