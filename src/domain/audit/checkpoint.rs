//! A checkpoint: a short line, stored elsewhere, that exposes a rewritten history.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use sha2::{Digest as _, Sha256};

use crate::domain::names::Digest;

/// The prefix of a checkpoint: format and version.
const MARK: &str = "complaint-checkpoint-1";

/// The state of a history at one commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Checkpoint {
    /// The commit at its tip.
    pub head: String,
    /// The number of commits up to there.
    pub commits: usize,
    /// The number of events that they added.
    pub events: usize,
    /// SHA-256 over the cases and digests of the events, in hexadecimal.
    pub hash: String,
}

impl Checkpoint {
    /// The checkpoint of a history.
    pub(crate) fn new(head: &str, commits: usize, events: &BTreeSet<(String, Digest)>) -> Self {
        let mut hash = Sha256::new();
        for (case, digest) in events {
            hash.update(format!("{case} {digest}\n"));
        }
        let hash = hash
            .finalize()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Self {
            head: head.to_owned(),
            commits,
            events: events.len(),
            hash,
        }
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{MARK}:{}:{}:{}:{}",
            self.head, self.commits, self.events, self.hash
        )
    }
}

/// The text is not a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NotACheckpoint;

impl FromStr for Checkpoint {
    type Err = NotACheckpoint;

    fn from_str(text: &str) -> Result<Self, NotACheckpoint> {
        let fields: Vec<&str> = text.trim().split(':').collect();
        let [MARK, head, commits, events, hash] = fields[..] else {
            return Err(NotACheckpoint);
        };
        let is_hexadecimal =
            |text: &str| text.len() >= 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_hexadecimal(head) || !is_hexadecimal(hash) {
            return Err(NotACheckpoint);
        }
        let number = |text: &str| text.parse().map_err(|_| NotACheckpoint);
        Ok(Self {
            head: head.to_owned(),
            commits: number(commits)?,
            events: number(events)?,
            hash: hash.to_owned(),
        })
    }
}
