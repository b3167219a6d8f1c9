//! Problems with the setup of a clone.

use std::path::PathBuf;

use crate::domain::finding::Hint;
use crate::domain::message::Message;

/// A problem with the setup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ailment {
    pub what: Message,
    /// What to do about it.
    pub hint: Hint,
    /// How `doctor --fix` fixes it, if it can.
    pub remedy: Option<Remedy>,
    /// The severity.
    pub weight: Weight,
}

/// The severity of a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    /// Something does not work.
    Fault,
    /// An optional feature is not set up.
    Note,
}

/// An automatic fix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Remedy {
    /// Configure the merge driver in git.
    MergeDriver,
    /// Assign the merge driver to cases in this clone, whatever the branch says.
    Attributes,
    /// Make `git pull` merge.
    Pull,
    /// Install the hook of this name.
    Hook(&'static str),
    /// Make git sign commits here.
    Sign,
    /// Put the branch back before an incomplete commit.
    Commit,
    /// Build git's index anew.
    Index,
    /// Write git's commit-graph.
    CommitGraph,
    /// Remove a file left by a command that was killed.
    Remove(PathBuf),
}

impl Ailment {
    /// A fault to be fixed by the user.
    pub(super) fn fault(what: Message, hint: impl Into<Hint>) -> Self {
        Self {
            what,
            hint: hint.into(),
            remedy: None,
            weight: Weight::Fault,
        }
    }

    /// An optional feature that is not set up.
    pub(super) fn note(what: Message, hint: impl Into<Hint>) -> Self {
        Self {
            weight: Weight::Note,
            ..Self::fault(what, hint)
        }
    }

    /// Adds an automatic fix.
    pub(super) fn remedy(self, remedy: Remedy) -> Self {
        Self {
            remedy: Some(remedy),
            ..self
        }
    }
}
