//! The events of a case with their commits, for `log`.

use serde::Serialize;
use serde_json::{Map, Value as Json};

use super::detail;
use crate::domain::policy::Policy;
use crate::render::log::Line;

/// One event with the commit that added it.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the fields say it")]
pub struct LogRow {
    pub number: usize,
    pub digest: String,
    pub event: Map<String, Json>,
    pub commit: Option<CommitRow>,
}

/// A commit.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the fields are git's words")]
pub struct CommitRow {
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
    pub fn new(line: &Line<'_>, policy: &Policy) -> Self {
        Self {
            number: line.number,
            digest: line.entry.digest.to_string(),
            event: detail::event(line.entry, policy),
            commit: line.commit.map(|commit| CommitRow {
                id: commit.id.clone(),
                author: commit.author.clone(),
                author_email: commit.author_email.clone(),
                authored: commit.authored.map(|date| date.to_rfc3339()),
                committer: commit.committer.clone(),
                committer_email: commit.committer_email.clone(),
                committed: commit.committed.map(|date| date.to_rfc3339()),
                subject: commit.subject.clone(),
            }),
        }
    }
}
