//! Builds the command lines in messages.

use super::argument::{Case, Command, Part};
use super::to_argument::ToArgument;
use crate::domain::names::CaseId;

impl Command {
    /// A command of this program.
    pub(crate) const fn new(words: &'static str) -> Self {
        Self::program("complaint", words)
    }

    /// A git command.
    pub(crate) const fn git(words: &'static str) -> Self {
        Self::program("git", words)
    }

    const fn program(program: &'static str, words: &'static str) -> Self {
        Self {
            program,
            words,
            case: None,
            parts: Vec::new(),
        }
    }

    /// Adds the case of the message.
    pub(crate) fn this(self) -> Self {
        Self {
            case: Some(Case::This),
            ..self
        }
    }

    /// Adds a specific case.
    pub(crate) fn case(self, id: &CaseId) -> Self {
        Self {
            case: Some(Case::Other(id.clone())),
            ..self
        }
    }

    /// Adds usage text as in the help: `--reason TEXT`.
    pub(crate) fn with(mut self, syntax: &'static str) -> Self {
        self.parts.push(Part::Syntax(syntax));
        self
    }

    pub(crate) fn value(mut self, value: impl ToArgument) -> Self {
        self.parts.push(Part::Value(value.to_argument()));
        self
    }

    /// Adds a flag with its value.
    pub(crate) fn flag(self, flag: &'static str, value: impl ToArgument) -> Self {
        self.with(flag).value(value)
    }
}
