//! Whether a whole history keeps to the rules: every commit judged by the policy in its own tree, with the people as the
//! policy at the tip has them, so that nobody who was demoted acts from an old commit.

mod arrival;
mod attributes;
mod authorship;
mod births;
mod cases;
mod checkpoint;
mod commits;
mod evidence;
mod fault;
mod history;
mod places;
mod policies;
mod revision;
mod signature;
mod signatures;
mod versions;

use std::collections::{BTreeSet, HashMap};

use super::finding::Severity;
use super::names::Digest;
use super::policy::Policy;
use super::time::Instant;

pub(crate) use checkpoint::Checkpoint;
pub(crate) use fault::Fault;
pub(crate) use history::{Arrival, Commit, Delta, History};
pub(crate) use signature::{KeyKind, Signature, Signatures, Validity};
pub(crate) use signatures::{Signers, to_be_signed};

/// What an audit is held against beside the history.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terms<'a> {
    /// The policy at the tip: who its people are counts for all commits.
    pub tip: &'a Policy,
    /// Where the history is taken up.
    pub begins: Beginning,
    /// By whose clock nothing may lie in the future.
    pub now: Instant,
}

/// Where a history is taken up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Beginning {
    /// At its one root.
    Root,
    /// At a commit that is taken for granted.
    Given,
}

/// What an audit came to.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Audit {
    /// What is wrong or doubtful, parents before children.
    pub faults: Vec<Fault>,
    /// How many commits were judged.
    pub commits: usize,
    /// The cases that they are about.
    pub cases: usize,
    /// The events that they brought.
    pub events: BTreeSet<(String, Digest)>,
    /// Who is proven to have committed, by which kind of key.
    pub signers: Signers,
}

impl Audit {
    /// Whether nothing is wrong; what is merely doubtful does not count.
    pub(crate) fn is_clean(&self) -> bool {
        self.faults
            .iter()
            .all(|fault| fault.finding.severity == Severity::Warning)
    }
}

/// The contents of files, by their ids.
pub(crate) type Contents = HashMap<String, Vec<u8>>;

/// Judges a history. `contents` gives what case files hold, by their ids: it is asked for some at a time, by several threads,
/// so that a long history need not be in memory as a whole.
///
/// # Errors
/// Those of `contents`.
pub(crate) fn audit<E: Send>(
    history: &History,
    terms: Terms<'_>,
    contents: impl Fn(&[&str]) -> Result<Contents, E> + Sync,
) -> Result<Audit, E> {
    let policies = policies::Policies::read(history, terms.tip);
    let mut faults = commits::check(history, &policies, terms);
    faults.extend(policies::check(history, &policies));
    faults.extend(births::check(history));
    let (unsigned, signers) = signatures::check(history, &policies);
    faults.extend(unsigned);
    let judged = cases::check(history, &policies, &contents)?;
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
