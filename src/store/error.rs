//! Errors of reading a repository of complaints and of recording events.

use std::io;
use std::path::PathBuf;

use super::git_error;
use super::lock::LockError;
use super::paths::FOLDER_SETTING;
use super::write::WriteError;
use crate::domain::finding::{Finding, Hint, Spot};
use crate::domain::message::{Argument, Command, Join, Message, ToArgument, all_of, message, text};
use crate::domain::names::CaseId;
use crate::git::GitError;

/// Maximum number of cases listed for an ambiguous id.
const MAX_CANDIDATES: usize = 12;

/// An error after which nothing is written: any change has been undone.
#[derive(Debug)]
pub enum StoreError {
    /// No policy.toml in this folder or above.
    NoRepository(PathBuf),
    /// A bare repository, which has no working tree to write to.
    Bare(PathBuf),
    /// No git repository, so no revisions.
    NoHistory,
    /// No commit has this name.
    NoRevision(String),
    /// HEAD is a branch without a commit; whether others have some.
    NoCommit {
        folder: PathBuf,
        has_branches: bool,
    },
    /// Several folders of a tree have a policy.toml.
    Folders(Vec<String>),
    Policy(Vec<Finding>),
    NoCase(String),
    /// Several cases match.
    Ambiguous {
        /// The part of an id that was given.
        part: String,
        /// The matching cases, in order.
        found: Vec<CaseId>,
    },
    /// A case file that cannot be read or appended to.
    Unfit {
        /// The file, relative to the repository.
        path: PathBuf,
        findings: Vec<Finding>,
    },
    /// The rules refuse the event.
    Refused {
        /// The file, relative to the repository.
        path: PathBuf,
        /// The findings that the event would cause.
        findings: Vec<Finding>,
    },
    /// An uncommitted change of a case file, not made by this program.
    Uncommitted {
        /// The file, relative to the repository.
        path: PathBuf,
        /// The place of the change.
        spot: Spot,
        what: Message,
    },
    /// HEAD moved at every attempt.
    Moving(PathBuf),
    /// git committed a different content than was written; the commit is undone.
    Overtaken(PathBuf),
    /// The text to be written does not parse to the same case.
    Unfaithful(PathBuf),
    /// A file that cannot be read.
    Read {
        path: PathBuf,
        source: io::Error,
    },
    /// The system's random number generator failed.
    Random(getrandom::Error),
    /// A file that was not written.
    Write(WriteError),
    Lock(LockError),
    Git(GitError),
}

impl From<WriteError> for StoreError {
    fn from(error: WriteError) -> Self {
        Self::Write(error)
    }
}

impl From<LockError> for StoreError {
    fn from(error: LockError) -> Self {
        Self::Lock(error)
    }
}

impl From<GitError> for StoreError {
    fn from(error: GitError) -> Self {
        Self::Git(error)
    }
}

impl StoreError {
    /// Whether a concurrent change caused the error, so that a retry may succeed.
    pub(super) fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::Moving(_) | Self::Git(GitError::HeadMoved) | Self::Write(WriteError::Changed(_))
        )
    }

    /// The error's message. If there are findings, they are shown instead.
    pub(crate) fn message(&self) -> Message {
        match self {
            Self::NoRepository(folder) => message!(
                "there is no repository of complaints here: \
                 {folder} and the folders above it have no policy.toml",
                folder
            ),
            Self::Bare(folder) => message!(
                "{folder} is a bare repository: it can be read, but nothing is recorded there",
                folder
            ),
            Self::NoHistory => text!("there is no git repository here, so no revision"),
            Self::NoRevision(name) => message!("git knows no revision '{name}'", name),
            Self::NoCommit { folder, .. } => {
                message!(
                    "{folder} has no commit yet, so there is nothing to read",
                    folder
                )
            }
            Self::Folders(folders) => message!(
                "there are several policy.toml files: in {folders}",
                folders = all_of(folders)
            ),
            Self::Policy(_) => text!("the policy has errors"),
            Self::NoCase(part) => message!("there is no case '{part}'", part),
            Self::Ambiguous { part, found } => {
                message!("'{part}' matches {count} cases", part, count = found.len())
            }
            Self::Unfit { path, .. } => message!("{path} cannot be written to", path),
            Self::Refused { .. } => text!("the rules refuse it"),
            Self::Uncommitted { path, what, .. } => {
                message!("{path} has {what} that is not committed", path, what)
            }
            Self::Moving(path) => {
                message!(
                    "the branch keeps moving while {path} is being written",
                    path
                )
            }
            Self::Overtaken(path) => message!(
                "{path} was changed by another program while it was being committed",
                path
            ),
            Self::Unfaithful(path) => message!(
                "the event cannot be written to {path} so that it reads back unchanged",
                path
            ),
            Self::Read { path, source } => {
                message!("{path} cannot be read: {source}", path, source)
            }
            Self::Random(error) => message!(
                "the system provides no random numbers: {error}",
                error = error.to_string()
            ),
            Self::Write(error) => error.message(),
            Self::Lock(error) => error.message(),
            Self::Git(error) => git_error::message(error),
        }
    }

    /// What to do instead.
    pub fn hint(&self) -> Option<Hint> {
        let advice = match self {
            Self::NoRepository(_) => message!(
                "make one with `{init}`, or name one with -C DIR",
                init = Command::new("init")
            ),
            Self::Bare(folder) => message!(
                "clone it, and work in the clone: {clone}",
                clone = Command::git("clone").value(folder)
            ),
            Self::NoHistory => text!("without --rev, the files are read as they are"),
            Self::NoRevision(_) => message!(
                "name a branch, a tag or a commit; `{log}` shows them",
                log = Command::git("log --oneline --all")
            ),
            Self::NoCommit {
                has_branches: true, ..
            } => message!(
                "the branch that HEAD names has none, but others have: read one of them with --rev \
                 BRANCH, or `{command}`",
                command = Command::git("symbolic-ref HEAD refs/heads/BRANCH")
            ),
            Self::NoCommit { folder, .. } => message!(
                "push the complaints to it from a clone that has them: {push}",
                push = Command::git("push").value(folder).with("HEAD")
            ),
            Self::Folders(_) => message!(
                "choose one: {command}",
                command = Command::git("config").with(FOLDER_SETTING).with("FOLDER")
            ),
            Self::NoCase(_) => message!(
                "any part of an id will do; `{list}` shows them",
                list = Command::new("list").with("--all")
            ),
            Self::Ambiguous { found, .. } => candidates(found),
            Self::Uncommitted { path, .. } => message!(
                "{diff} shows it; if `{check}` finds nothing wrong, commit it with git, else undo it",
                diff = diff(path),
                check = Command::new("check")
            ),
            Self::Moving(_) => {
                text!("run the command again when the other git process has finished")
            }
            Self::Overtaken(path) => message!(
                "a hook or an editor did; {diff} shows what remains of the change",
                diff = diff(path)
            ),
            Self::Write(error) => error.hint()?,
            Self::Lock(error) => error.hint()?,
            Self::Git(error) => return git_error::hint(error),
            Self::Policy(_)
            | Self::Unfit { .. }
            | Self::Refused { .. }
            | Self::Unfaithful(_)
            | Self::Read { .. }
            | Self::Random(_) => return None,
        };
        Some(advice.into())
    }
}

fn diff(path: &PathBuf) -> Command {
    Command::git("diff HEAD --").value(path)
}

/// Lists the first matching cases.
fn candidates(found: &[CaseId]) -> Message {
    let mut shown: Vec<Argument> = found
        .iter()
        .take(MAX_CANDIDATES)
        .map(CaseId::to_argument)
        .collect();
    if found.len() > MAX_CANDIDATES {
        shown.push("…".to_argument());
    }
    message!(
        "give more of the id: {cases}",
        cases = Argument::List(shown, Join::Comma)
    )
}
