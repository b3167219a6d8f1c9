//! Exit codes.

use std::process::ExitCode;

/// The exit codes. Scripts rely on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    Done = 0,
    /// A rule refused the command, or a check found an error.
    Refused = 1,
    Usage = 2,
    /// The repository, or part of it, could not be read or written.
    Repository = 3,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
