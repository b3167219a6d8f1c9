//! What is not set up right in a clone.

use std::path::PathBuf;

use crate::domain::finding::Hint;
use crate::domain::message::Message;

/// Something that is not set up right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ailment {
    pub what: Message,
    /// What to do about it.
    pub hint: Hint,
    /// How `doctor --fix` cures it, if it can.
    pub remedy: Option<Remedy>,
    /// Whether it is a fault.
    pub weight: Weight,
}

/// How much is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    /// Something does not work as it should.
    Fault,
    /// Something could be set up that need not be.
    Note,
}

/// What the program can set right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Remedy {
    /// Enter the merge driver in git's configuration.
    MergeDriver,
    /// Have git run the hook of a clone.
    Hook,
    /// Have git sign what is committed here.
    Sign,
    /// Remove a temporary file that a killed command left.
    Remove(PathBuf),
}

impl Ailment {
    /// A fault that the user has to mend.
    pub(super) fn fault(what: Message, hint: impl Into<Hint>) -> Self {
        Self {
            what,
            hint: hint.into(),
            remedy: None,
            weight: Weight::Fault,
        }
    }

    /// Something that could be set up.
    pub(super) fn note(what: Message, hint: impl Into<Hint>) -> Self {
        Self {
            weight: Weight::Note,
            ..Self::fault(what, hint)
        }
    }

    /// With what the program can do about it.
    pub(super) fn remedy(self, remedy: Remedy) -> Self {
        Self {
            remedy: Some(remedy),
            ..self
        }
    }
}
