//! The gate: judges commits that arrive, by a clock that they cannot set, and by the people that
//! the record has. A server's hook and a job without hooks ask the same way.

use std::collections::BTreeSet;
use std::path::Path;

use crate::cli::context;
use crate::cli::failure::Failure;
use crate::domain::audit::{Arrival, Audit, Beginning, Terms};
use crate::domain::policy::{self, Policy};
use crate::git::{Range, Repo};
use crate::store::history::Extent;
use crate::store::paths::POLICY;
use crate::store::{StoreError, history, signatures};

/// Commits to be judged on arrival.
pub(super) struct Arriving<'a> {
    /// All commits to judge.
    pub range: Range<'a>,
    pub extent: Extent,
    /// Those of them that arrive now.
    pub new: BTreeSet<String>,
    /// The commit that the record names before; `None` if there is no record yet.
    pub record: Option<&'a str>,
    /// The policy that the record has after them.
    pub tip: &'a Policy,
    pub begins: Beginning,
}

impl Arriving<'_> {
    /// Judges them.
    ///
    /// # Errors
    /// `complaint.now` is not a time, or git fails.
    pub(super) fn judge(self, git: &Repo) -> Result<Audit, Failure> {
        let mut history = history::read(git, self.range, self.extent).map_err(StoreError::from)?;
        signatures::verify(git, &mut history, self.tip).map_err(StoreError::from)?;
        let now = context::of_repository(git, self.tip.organisation.time_zone)?;
        let (before, replaced) = match self.record {
            Some(record) => (
                policy_at(git, record)?,
                history::replaced_policies(git, record, &history).map_err(StoreError::from)?,
            ),
            None => Default::default(),
        };
        history.arrival = Some(Arrival {
            at: now,
            commits: self.new,
            before,
            replaced,
        });
        let terms = Terms {
            tip: self.tip,
            begins: self.begins,
            now,
        };
        Ok(history::judge(git, &history, terms).map_err(StoreError::from)?)
    }
}

/// The policy of a revision, if it has a valid one.
pub(super) fn policy_at(git: &Repo, revision: &str) -> Result<Option<Policy>, Failure> {
    let Some(bytes) = git
        .blob(revision, Path::new(POLICY))
        .map_err(StoreError::from)?
    else {
        return Ok(None);
    };
    Ok(policy::parse_bytes(&bytes).0)
}
