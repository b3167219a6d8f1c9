//! Audits a whole history: each event is judged by the policy in the tree of the commit that brought
//! it on record. Dated losses of a role in the policy at the tip bind all commits; those that arrive
//! at a server are judged again with its present staff, so that nobody acts through an old commit.

mod arrival;
mod attributes;
mod authorship;
mod births;
mod cases;
mod checkpoint;
mod commits;
mod entries;
mod evidence;
mod excess;
mod fault;
mod file_names;
mod history;
mod late_arrival;
mod places;
mod policies;
mod revision;
mod signature;
mod signatures;
mod versions;

use std::collections::{BTreeSet, HashMap};

use super::law::Laws;
use super::names::{CaseId, Digest};
use super::policy::Policy;
use super::time::Instant;

pub(crate) use checkpoint::Checkpoint;
pub(crate) use entries::{OddEntry, has_same_names, odd_entries};
pub(crate) use fault::Fault;
pub(crate) use history::{Arrival, Commit, Delta, Evidence, Excess, History};
pub(crate) use signature::{KeyKind, Signature, Signatures, Validity};
pub(crate) use signatures::{Signers, to_be_signed};

/// The terms of an audit, besides the history.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terms<'a> {
    /// The policy at the tip; its staff list applies to all commits.
    pub tip: &'a Policy,
    /// Where the history begins.
    pub begins: Beginning,
    /// The current time; nothing may be dated later.
    pub now: Instant,
}

/// Where a history begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Beginning {
    /// At its only root.
    Root,
    /// At a commit that is assumed to be valid: the events up to it count.
    Given,
    /// At the record so far, which its present policy judges; where that objects, its laws do.
    Record,
}

/// The result of an audit.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Audit {
    /// Errors and warnings, parents before children.
    pub faults: Vec<Fault>,
    /// The number of commits judged.
    pub commits: usize,
    /// The number of cases that the commits touch.
    pub cases: usize,
    /// The events that the commits added, each with its case.
    pub events: BTreeSet<(String, Digest)>,
    /// The committers with a verified signature, by kind of key.
    pub signers: Signers,
}

impl Audit {
    /// Whether there are no errors; warnings do not count.
    pub(crate) fn is_clean(&self) -> bool {
        !self.faults.iter().any(Fault::is_error)
    }
}

/// The contents of files, by blob id.
pub(crate) type Contents = HashMap<String, Vec<u8>>;

/// What an audit reads on demand, from several threads.
pub(crate) trait Archive: Sync {
    type Error: Send;

    /// The sizes of case files in bytes, by blob id.
    fn sizes(&self, ids: &[&str]) -> Result<HashMap<String, u64>, Self::Error>;

    /// Case files by blob id, in batches: a long history need not be in memory as a whole.
    fn contents(&self, ids: &[&str]) -> Result<Contents, Self::Error>;

    /// The SHA-256 of evidence, by its blob id; `None` if it is too large.
    fn fingerprint(&self, id: &str) -> Result<Option<String>, Self::Error>;

    /// Whether the history ends with a case.
    fn has_case(&self, id: &CaseId) -> Result<bool, Self::Error>;

    /// The laws of the events that the record has of a case.
    fn laws(&self, path: &str) -> Result<Laws, Self::Error>;
}

/// Judges a history.
///
/// # Errors
/// Those of the archive.
pub(crate) fn audit<A: Archive>(
    history: &History,
    terms: Terms<'_>,
    archive: &A,
) -> Result<Audit, A::Error> {
    if let Some(excess) = &history.excess {
        let faults = vec![excess::fault(excess)];
        return Ok(Audit {
            faults,
            ..Audit::default()
        });
    }
    let policies = policies::Policies::read(history, terms.tip);
    let mut faults = commits::check(history, &policies, terms);
    faults.extend(policies::check(history, &policies));
    faults.extend(births::check(history));
    let (unsigned, signers) = signatures::check(history, &policies);
    faults.extend(unsigned);
    let judged = cases::check(history, &policies, terms.begins, archive)?;
    faults.extend(judged.faults);
    let place = history.places();
    faults.sort_by_key(|fault| {
        (
            place.get(fault.commit.as_str()).copied(),
            fault.path.clone(),
            fault.finding.spot,
        )
    });
    Ok(Audit {
        faults,
        commits: history.commits.len(),
        cases: judged.cases,
        events: judged.events,
        signers,
    })
}
