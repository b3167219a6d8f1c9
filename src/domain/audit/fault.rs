//! The findings of an audit, each with its commit.

use super::history::Commit;
use crate::domain::finding::{Finding, Severity};

/// A finding about one commit.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fault {
    pub commit: String,
    /// The file, relative to the repository; empty for the commit as a whole.
    pub path: String,
    pub who: String,
    pub finding: Finding,
}

impl Fault {
    pub(crate) fn is_error(&self) -> bool {
        self.finding.severity == Severity::Error
    }
}

pub(super) fn fault(commit: &Commit, path: &str, finding: Finding) -> Fault {
    Fault {
        commit: commit.id.clone(),
        path: path.to_owned(),
        who: commit.author.clone(),
        finding,
    }
}
