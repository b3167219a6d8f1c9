//! Why something could not be read from a repository of complaints, or put on record in it.

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

/// How many cases are named when several fit.
const NAMED: usize = 12;

/// Nothing was written, or what was written has been taken back.
#[derive(Debug)]
pub enum StoreError {
    /// No policy.toml here or above.
    NoRepository(PathBuf),
    /// More than one folder of a tree has a policy.toml.
    Folders(Vec<String>),
    Policy(Vec<Finding>),
    NoCase(String),
    /// More than one case fits.
    Ambiguous {
        /// What was asked for.
        part: String,
        /// The cases that fit, in order.
        found: Vec<CaseId>,
    },
    /// A case file that cannot be read or added to.
    Unfit {
        /// The file, relative to the repository.
        path: PathBuf,
        findings: Vec<Finding>,
    },
    /// The rules refuse the event.
    Refused {
        /// The file, relative to the repository.
        path: PathBuf,
        /// What would be wrong.
        findings: Vec<Finding>,
    },
    /// A change of a case file that nobody committed and this program did not make.
    Uncommitted {
        /// The file, relative to the repository.
        path: PathBuf,
        /// Where the change is.
        spot: Spot,
        what: Message,
    },
    /// HEAD moved again and again.
    Moving(PathBuf),
    /// What git committed was not what was written; the commit is taken back.
    Overtaken(PathBuf),
    /// What was to be written would not read back as what it is.
    Unfaithful(PathBuf),
    /// A file that cannot be read.
    Read {
        path: PathBuf,
        source: io::Error,
    },
    /// The system gives no random numbers.
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
    /// Whether something else came in between, so that a fresh look may do.
    pub(super) fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::Moving(_) | Self::Git(GitError::HeadMoved) | Self::Write(WriteError::Changed(_))
        )
    }

    /// What went wrong. Of an error with findings they are what to say.
    pub(crate) fn message(&self) -> Message {
        match self {
            Self::NoRepository(folder) => message!(
                "there is no repository of complaints here: \
                 {folder} and the folders above it have no policy.toml",
                folder
            ),
            Self::Folders(folders) => message!(
                "there are several files policy.toml: in {folders}",
                folders = all_of(folders)
            ),
            Self::Policy(_) => text!("the policy has errors"),
            Self::NoCase(part) => message!("there is no case '{part}'", part),
            Self::Ambiguous { part, found } => {
                message!("'{part}' fits {count} cases", part, count = found.len())
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
                "the system gives no random numbers: {error}",
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
            Self::Folders(_) => message!(
                "say which of them is meant: {command}",
                command = Command::git("config").with(FOLDER_SETTING).with("FOLDER")
            ),
            Self::NoCase(_) => message!(
                "any part of an id will do; `{list}` shows them",
                list = Command::new("list").with("--all")
            ),
            Self::Ambiguous { found, .. } => candidates(found),
            Self::Uncommitted { path, .. } => message!(
                "{diff} shows it; commit it with git, or put it back, first",
                diff = diff(path)
            ),
            Self::Moving(_) => text!("run the command again when the other git has finished"),
            Self::Overtaken(path) => message!(
                "a hook or an editor did; {diff} shows what is left of it",
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

/// The first of the cases that fit.
fn candidates(found: &[CaseId]) -> Message {
    let mut shown: Vec<Argument> = found.iter().take(NAMED).map(CaseId::to_argument).collect();
    if found.len() > NAMED {
        shown.push("…".to_argument());
    }
    message!(
        "give more of the id: {cases}",
        cases = Argument::List(shown, Join::Comma)
    )
}
