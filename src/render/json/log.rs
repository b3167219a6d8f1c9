//! The events of a case with their commits, for `log`.

use serde::Serialize;
use serde_json::{Map, Value as Json};

use super::detail;
use crate::domain::policy::Policy;
use crate::render::log::{Commit, Line, Origin};

/// One event with the commit that added it.
#[derive(Debug, Serialize)]
pub(crate) struct LogRow {
    pub number: usize,
    pub digest: String,
    pub event: Map<String, Json>,
    /// `null` if it is not committed, or not known.
    pub commit: Option<CommitRow>,
    /// Whether a shallow clone lacks the commit, or may lack it.
    pub older_than_clone: bool,
}

/// A commit.
#[derive(Debug, Serialize)]
pub(crate) struct CommitRow {
    pub id: String,
    pub author: String,
    pub author_email: String,
    pub authored: Option<String>,
    pub committer: String,
    pub committer_email: String,
    pub committed: Option<String>,
    pub subject: String,
}

impl LogRow {
    /// The row of a line.
    pub(crate) fn new(line: &Line<'_>, policy: &Policy) -> Self {
        Self {
            number: line.number,
            digest: line.entry.digest.to_string(),
            event: detail::event(line.entry, policy),
            commit: match line.origin {
                Origin::Commit(commit) => Some(CommitRow::new(commit)),
                Origin::Older(_) | Origin::Uncommitted => None,
            },
            older_than_clone: line.origin.is_older(),
        }
    }
}

impl CommitRow {
    fn new(commit: Commit<'_>) -> Self {
        let Commit {
            id,
            author,
            committer,
            subject,
        } = commit;
        Self {
            id: id.to_owned(),
            author: author.name.to_owned(),
            author_email: author.email.to_owned(),
            authored: author.at.map(|date| date.to_rfc3339()),
            committer: committer.name.to_owned(),
            committer_email: committer.email.to_owned(),
            committed: committer.at.map(|date| date.to_rfc3339()),
            subject: subject.to_owned(),
        }
    }
}
