//! What an audit finds.

use super::history::Commit;
use crate::domain::finding::Finding;

/// Something wrong with one commit.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fault {
    pub commit: String,
    /// The file, relative to the repository; empty where it is about the commit as a whole.
    pub path: String,
    pub who: String,
    pub finding: Finding,
}

/// A fault of a commit.
pub(super) fn fault(commit: &Commit, path: &str, finding: Finding) -> Fault {
    Fault {
        commit: commit.id.clone(),
        path: path.to_owned(),
        who: commit.author.clone(),
        finding,
    }
}
