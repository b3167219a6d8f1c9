//! Why something could not be read from a repository of complaints, or put on record in it.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use super::lock::LockError;
use super::place;
use super::write::WriteError;
use crate::domain::finding::{Finding, Spot};
use crate::domain::names::CaseId;
use crate::domain::wording;
use crate::git::GitError;

/// Nothing was written, or what was written has been taken back.
#[derive(Debug, Error)]
pub enum StoreError {
    /// No policy.toml here or above.
    #[error("there is no repository of complaints here: {} and the folders above it have no policy.toml", .0.display())]
    NoRepository(PathBuf),
    /// More than one folder of a tree has a policy.toml.
    #[error("there are several files policy.toml: in {}", wording::all_of(.0))]
    Folders(Vec<String>),
    /// policy.toml has errors.
    #[error("the policy has errors")]
    Policy(Vec<Finding>),
    /// No case fits.
    #[error("there is no case '{0}'")]
    NoCase(String),
    /// More than one case fits.
    #[error("'{part}' fits {} cases", found.len())]
    Ambiguous {
        /// What was asked for.
        part: String,
        /// The cases that fit, in order.
        found: Vec<CaseId>,
    },
    /// A case file that cannot be read or added to.
    #[error("{} cannot be written to", path.display())]
    Unfit {
        /// The file, relative to the repository.
        path: PathBuf,
        /// Why.
        findings: Vec<Finding>,
    },
    /// The rules refuse the event.
    #[error("the rules refuse it")]
    Refused {
        /// The file, relative to the repository.
        path: PathBuf,
        /// What would be wrong.
        findings: Vec<Finding>,
    },
    /// A change of a case file that nobody committed and this program did not make.
    #[error("{} has {what} that is not committed", path.display())]
    Uncommitted {
        /// The file, relative to the repository.
        path: PathBuf,
        /// Where the change is.
        spot: Spot,
        /// What was changed.
        what: String,
    },
    /// HEAD moved again and again.
    #[error("the branch keeps moving while {} is being written", .0.display())]
    Moving(PathBuf),
    /// What git committed was not what was written; the commit is taken back.
    #[error("{} was changed by another program while it was being committed", .0.display())]
    Overtaken(PathBuf),
    /// What was to be written would not read back as what it is.
    #[error("the event cannot be written to {} so that it reads back unchanged", .0.display())]
    Unfaithful(PathBuf),
    /// A file that cannot be read.
    #[error("{} cannot be read: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// The system gives no random numbers.
    #[error("the system gives no random numbers: {0}")]
    Random(getrandom::Error),
    /// A file that was not written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// Another writer.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// git.
    #[error(transparent)]
    Git(#[from] GitError),
}

impl StoreError {
    /// Whether something else came in between, so that a fresh look may do.
    pub(super) fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::Moving(_) | Self::Git(GitError::HeadMoved) | Self::Write(WriteError::Changed(_))
        )
    }

    /// What to do instead, where there is something to say.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NoRepository(_) => Some("make one with `complaint init`, or name one with -C DIR".to_owned()),
            Self::Folders(_) => Some(format!("say which of them is meant: git config {} FOLDER", place::SETTING)),
            Self::NoCase(_) => Some("any part of an id will do; `complaint list --all` shows them".to_owned()),
            Self::Ambiguous { found, .. } => Some(candidates(found)),
            Self::Uncommitted { path, .. } => {
                let path = path.display();
                Some(format!("git diff HEAD -- {path} shows it; commit it with git, or put it back, first"))
            }
            Self::Moving(_) => Some("run the command again when the other git has finished".to_owned()),
            Self::Overtaken(path) => {
                let path = path.display();
                Some(format!("a hook or an editor did; git diff HEAD -- {path} shows what is left of it"))
            }
            Self::Write(error) => error.hint().map(str::to_owned),
            Self::Lock(LockError::Held { .. }) => Some("wait for it, then run the command again".to_owned()),
            Self::Lock(LockError::Io { source, .. }) if source.kind() == io::ErrorKind::PermissionDenied => {
                Some("you may read here, but not write: check who owns the folder, and its permissions".to_owned())
            }
            Self::Git(error) => error.hint(),
            Self::Policy(_)
            | Self::Unfit { .. }
            | Self::Refused { .. }
            | Self::Unfaithful(_)
            | Self::Read { .. }
            | Self::Random(_)
            | Self::Lock(_) => None,
        }
    }
}

/// The cases that a part fits, the first dozen of them.
fn candidates(found: &[CaseId]) -> String {
    let shown: Vec<&str> = found.iter().take(12).map(CaseId::as_str).collect();
    let rest = if found.len() > shown.len() {
        ", …"
    } else {
        ""
    };
    format!("give more of the id: {}{rest}", shown.join(", "))
}
