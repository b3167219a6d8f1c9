//! Why a command was not done, what is said about it, and its exit code.

use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::ExitCode;

use crate::domain::finding::Finding;
use crate::domain::message::{Message, message};
use crate::render::{Diagnostic, Style};
use crate::store::StoreError;
use crate::store::repository::POLICY;

/// A command that was not done. Each kind has an exit code of its own.
#[derive(Debug)]
pub enum Failure {
    /// A rule refused it, or a check found an error: 1.
    Refused(Vec<Diagnostic>),
    /// The command line does not make sense here: 2.
    Usage(Diagnostic),
    /// The repository could not be read or written: 3.
    Repository(Vec<Diagnostic>),
    /// Nobody reads our output any more (`| head`): 0, silently.
    OutputClosed,
    /// All is said already; only the exit code is left.
    Silent(Exit),
}

/// The exit codes, as scripts rely on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// A rule refused it, or a check found an error.
    Refused = 1,
    /// Wrong usage.
    Usage = 2,
    /// The repository could not be read or written, in whole or in part.
    Repository = 3,
}

impl Failure {
    /// Wrong usage, with what is wrong.
    pub fn usage(message: impl Into<Message>) -> Self {
        Self::Usage(Diagnostic::error(message))
    }

    /// The exit code.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Refused(_) => Exit::Refused,
            Self::Usage(_) => Exit::Usage,
            Self::Repository(_) => Exit::Repository,
            Self::OutputClosed => Exit::Done,
            Self::Silent(exit) => *exit,
        }
    }

    /// Says on stderr what went wrong, and gives the exit code.
    pub fn report(&self, style: Style) -> ExitCode {
        let said = match self {
            Self::Refused(diagnostics) | Self::Repository(diagnostics) => diagnostics.as_slice(),
            Self::Usage(diagnostic) => std::slice::from_ref(diagnostic),
            Self::OutputClosed | Self::Silent(_) => &[],
        };
        for diagnostic in said {
            say(&diagnostic.render(style));
        }
        ExitCode::from(self.exit() as u8)
    }
}

/// Prints a result on stdout.
///
/// # Errors
/// [`Failure::OutputClosed`] where nobody reads it any more.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(|error| match error.kind() {
            ErrorKind::BrokenPipe => Failure::OutputClosed,
            _ => Failure::Repository(vec![Diagnostic::error(message!(
                "the output cannot be written: {error}",
                error
            ))]),
        })
}

/// Says something on stderr; a message that nobody can read is no reason to fail.
pub fn say(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let policy = Path::new(POLICY);
        let all = |findings: &[Finding], file: &Path| {
            findings
                .iter()
                .map(|finding| Diagnostic::finding(finding, file, policy))
                .collect()
        };
        let said = Diagnostic::error(error.message());
        let said = match error.hint() {
            Some(hint) => said.hint(hint),
            None => said,
        };
        match &error {
            StoreError::Refused { path, findings } => Self::Refused(all(findings, path)),
            StoreError::NoCase(_) | StoreError::Ambiguous { .. } => Self::Usage(said),
            StoreError::Policy(findings) => Self::Repository(all(findings, policy)),
            StoreError::Unfit { path, findings } => Self::Repository(all(findings, path)),
            StoreError::Uncommitted { path, spot, .. } => {
                Self::Repository(vec![said.at(path, *spot)])
            }
            StoreError::NoRepository(_)
            | StoreError::Folders(_)
            | StoreError::Moving(_)
            | StoreError::Overtaken(_)
            | StoreError::Unfaithful(_)
            | StoreError::Read { .. }
            | StoreError::Random(_)
            | StoreError::Write(_)
            | StoreError::Lock(_)
            | StoreError::Git(_) => Self::Repository(vec![said]),
        }
    }
}
