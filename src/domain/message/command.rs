//! How the command lines of messages are put together.

use super::argument::{Case, Command, Part};
use super::to_argument::ToArgument;
use crate::domain::names::CaseId;

impl Command {
    /// A command of this program, without a case.
    pub(crate) const fn new(words: &'static str) -> Self {
        Self::of("complaint", words)
    }

    /// A command of git.
    pub(crate) const fn git(words: &'static str) -> Self {
        Self::of("git", words)
    }

    const fn of(program: &'static str, words: &'static str) -> Self {
        Self {
            program,
            words,
            case: None,
            parts: Vec::new(),
        }
    }

    /// On the case that the message is about.
    pub(crate) fn this(self) -> Self {
        Self {
            case: Some(Case::This),
            ..self
        }
    }

    /// On a case that is named.
    pub(crate) fn case(self, id: &CaseId) -> Self {
        Self {
            case: Some(Case::Other(id.clone())),
            ..self
        }
    }

    /// With flags as the help writes them: `--reason TEXT`.
    pub(crate) fn with(mut self, syntax: &'static str) -> Self {
        self.parts.push(Part::Syntax(syntax));
        self
    }

    pub(crate) fn value(mut self, value: impl ToArgument) -> Self {
        self.parts.push(Part::Value(value.to_argument()));
        self
    }

    /// With a flag and its value.
    pub(crate) fn flag(self, flag: &'static str, value: impl ToArgument) -> Self {
        self.with(flag).value(value)
    }
}
