//! How a command fails, and output of results and messages.

use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::ExitCode;

pub(crate) use crate::cli::exit::Exit;
use crate::domain::message::{Message, message};
use crate::render::{Diagnostic, Style, language};
use crate::store::StoreError;
use crate::store::paths::POLICY;

/// Why a command failed; each kind has its exit code.
#[derive(Debug)]
pub enum Failure {
    /// A rule refused the command, or a check found an error: 1.
    Refused(Vec<Diagnostic>),
    /// Wrong usage: 2.
    Usage(Diagnostic),
    /// The repository could not be read or written: 3.
    Repository(Vec<Diagnostic>),
    /// The reader of stdout is gone (`| head`): 0, silently.
    OutputClosed,
    /// Everything is already printed; only the exit code is left.
    Silent(Exit),
}

impl Failure {
    /// A usage error.
    pub(crate) fn usage(message: impl Into<Message>) -> Self {
        Self::Usage(Diagnostic::error(message))
    }

    pub(crate) fn exit(&self) -> Exit {
        match self {
            Self::Refused(_) => Exit::Refused,
            Self::Usage(_) => Exit::Usage,
            Self::Repository(_) => Exit::Repository,
            Self::OutputClosed => Exit::Done,
            Self::Silent(exit) => *exit,
        }
    }

    /// Prints the diagnostics on stderr and returns the exit code.
    pub fn report(&self, style: Style) -> ExitCode {
        for diagnostic in self.diagnostics() {
            say(&diagnostic.render(style));
        }
        self.exit().into()
    }

    /// What is printed about it.
    pub(crate) fn diagnostics(&self) -> &[Diagnostic] {
        match self {
            Self::Refused(diagnostics) | Self::Repository(diagnostics) => diagnostics,
            Self::Usage(diagnostic) => std::slice::from_ref(diagnostic),
            Self::OutputClosed | Self::Silent(_) => &[],
        }
    }
}

/// Prints a result on stdout.
///
/// # Errors
/// [`Failure::OutputClosed`] if the reader is gone; [`Failure::Repository`] for other errors.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Err(Failure::OutputClosed),
        Err(error) => Err(Failure::Repository(vec![Diagnostic::error(message!(
            "the output cannot be written: {error}",
            error
        ))])),
    }
}

/// Prints a message on stderr as a line, in the language of the process.
pub(crate) fn tell(message: &Message) {
    say(&(language::say(message) + "\n"));
}

/// Prints text on stderr; errors are ignored.
pub fn say(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let diagnostic = Diagnostic::error(error.message());
        let diagnostic = match error.hint() {
            Some(hint) => diagnostic.hint(hint),
            None => diagnostic,
        };
        match &error {
            StoreError::Refused { path, findings } => {
                Self::Refused(Diagnostic::findings(findings, path))
            }
            StoreError::NoCase(_) | StoreError::NoRevision(_) | StoreError::Ambiguous { .. } => {
                Self::Usage(diagnostic)
            }
            StoreError::Policy(findings) => {
                Self::Repository(Diagnostic::findings(findings, Path::new(POLICY)))
            }
            StoreError::Unfit { path, findings } => {
                Self::Repository(Diagnostic::findings(findings, path))
            }
            StoreError::Uncommitted { path, spot, .. } => {
                Self::Repository(vec![diagnostic.at(path, *spot)])
            }
            StoreError::NoRepository(_)
            | StoreError::Bare(_)
            | StoreError::NoHistory
            | StoreError::NoCommit { .. }
            | StoreError::Folders(_)
            | StoreError::Moving(_)
            | StoreError::Overtaken(_)
            | StoreError::Unfaithful(_)
            | StoreError::Read { .. }
            | StoreError::Random(_)
            | StoreError::Write(_)
            | StoreError::Lock(_)
            | StoreError::Git(_) => Self::Repository(vec![diagnostic]),
        }
    }
}
