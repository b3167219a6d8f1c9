//! A history read from git for the audit.

use std::collections::{BTreeSet, HashMap};

use crate::domain::audit::{Commit, Delta, History, Signature};
use crate::git::{FileChange, GitError, Repo, Signed, Step};

/// Whether signatures are asked for: each costs git a process of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signatures {
    /// They are.
    Asked,
    /// They are not.
    Ignored,
}

/// The commits that `revisions` select, with the contents of policy, cases and what says how they are merged.
///
/// # Errors
/// There is no such revision, or git fails.
pub fn read(git: &Repo, revisions: &[&str], signatures: Signatures) -> Result<History, GitError> {
    let steps = git.walk(revisions)?;
    let mut signed = match signatures {
        Signatures::Asked => git.signatures(revisions)?,
        Signatures::Ignored => HashMap::new(),
    };
    let is_read = |change: &&FileChange| is_read(&change.path);
    let changes = || steps.iter().flat_map(|step| &step.changes).flatten().filter(is_read);
    let wanted: BTreeSet<&str> = changes()
        .flat_map(|change| change.before.iter().chain(&change.after))
        .map(|object| object.id.as_str())
        .collect();
    let wanted: Vec<&str> = wanted.into_iter().collect();
    let read = git.objects(&wanted)?;
    let contents = wanted.iter().zip(read).filter_map(|(id, content)| Some(((*id).to_owned(), content?))).collect();
    let commits = steps.into_iter().map(|step| {
        let signature = (signatures == Signatures::Asked).then(|| signature(signed.remove(&step.id)));
        commit(step, signature)
    });
    Ok(History { commits: commits.collect(), contents })
}

/// Whether the audit looks into a file; of evidence its id is enough.
fn is_read(path: &str) -> bool {
    path == "policy.toml" || path == ".gitattributes" || path.starts_with("cases/")
}

fn commit(step: Step, signature: Option<Signature>) -> Commit {
    let delta = |change: FileChange| {
        let is_plain = change.after.as_ref().is_none_or(|object| object.is_plain);
        let id = |object: Option<crate::git::Object>| object.map(|object| object.id);
        Delta { path: change.path, before: id(change.before), after: id(change.after), is_plain }
    };
    Commit {
        id: step.id,
        parents: step.parents,
        author: step.author.email,
        committer: step.committer.email,
        committed: step.committed.to_utc(),
        built_on: step.built_on.map(|built_on| built_on.to_utc()),
        signature,
        changes: step.changes.into_iter().map(|changes| changes.into_iter().map(delta).collect()).collect(),
    }
}

fn signature(signed: Option<Signed>) -> Signature {
    match signed {
        Some(Signed { verdict: 'G', signer }) => Signature::Good(signer),
        None | Some(Signed { verdict: 'N', .. }) => Signature::Missing,
        Some(_) => Signature::Bad,
    }
}
