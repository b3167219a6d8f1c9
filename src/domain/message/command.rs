//! A command that a message tells people to run.

use super::{Argument, ToArgument};
use crate::domain::names::CaseId;

/// A command line: words, the case, flags. Its words and flags are the same in every language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// The program.
    pub program: &'static str,
    /// The command: `close`, `policy show`.
    pub words: &'static str,
    /// The case, for a command that takes one.
    pub case: Option<Case>,
    /// What follows.
    pub parts: Vec<Part>,
}

/// The case of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Case {
    /// The one that the message is about; `ID` where that is about none.
    This,
    /// Another one.
    Other(CaseId),
}

/// A part of a command line behind the command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Flags as the help writes them, what is to be filled in in capitals: `--outcome OUTCOME`.
    Syntax(&'static str),
    /// A value, quoted for the shell where that needs it.
    Value(Argument),
}

impl Command {
    /// A command of this program, without a case.
    pub const fn new(words: &'static str) -> Self {
        Self::of("complaint", words)
    }

    /// A command of git.
    pub const fn git(words: &'static str) -> Self {
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
    pub fn this(self) -> Self {
        Self {
            case: Some(Case::This),
            ..self
        }
    }

    /// On a case that is named.
    pub fn case(self, id: &CaseId) -> Self {
        Self {
            case: Some(Case::Other(id.clone())),
            ..self
        }
    }

    /// With flags as the help writes them: `--reason TEXT`.
    pub fn with(mut self, syntax: &'static str) -> Self {
        self.parts.push(Part::Syntax(syntax));
        self
    }

    /// With a value.
    pub fn value(mut self, value: impl ToArgument) -> Self {
        self.parts.push(Part::Value(value.to_argument()));
        self
    }

    /// With a flag and its value.
    pub fn flag(self, flag: &'static str, value: impl ToArgument) -> Self {
        self.with(flag).value(value)
    }
}
