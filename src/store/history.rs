//! A history read from git for the audit.

use std::collections::{BTreeSet, HashMap};

use super::repository::POLICY;
use crate::domain::audit::{Commit, Delta, History};
use crate::domain::time::Instant;
use crate::git::{FileChange, GitError, Identity, Object, Range, Repo, Step};

/// The commits of a range, with the contents of policy, cases and what says how they are merged.
///
/// # Errors
/// There is no such revision, or git fails.
pub fn read(git: &Repo, range: Range<'_>) -> Result<History, GitError> {
    let steps = git.walk(range)?;
    let inside: BTreeSet<&str> = steps.iter().map(|step| step.id.as_str()).collect();
    let parents = steps.iter().flat_map(|step| &step.parents).map(String::as_str);
    let outside: BTreeSet<&str> = parents.filter(|parent| !inside.contains(parent)).collect();
    let outside: Vec<&str> = outside.into_iter().collect();
    let policies = git.file_ids(&outside, POLICY)?;
    let policies_before: HashMap<String, String> =
        outside.iter().zip(policies).filter_map(|(parent, id)| Some(((*parent).to_owned(), id?))).collect();
    let contents = contents(git, steps.iter().flat_map(|step| &step.changes).flatten(), policies_before.values())?;
    let commits = steps.into_iter().map(commit).collect();
    Ok(History { commits, contents, policies_before, signatures: None })
}

/// What is staged, as the one commit that it would become.
///
/// # Errors
/// When git fails.
pub fn staged(git: &Repo, author: &Identity, committer: &Identity, now: Instant) -> Result<History, GitError> {
    let head = git.commit_id("HEAD")?;
    // Where a merge is under way, the commit will have those parents, too.
    let parents: Vec<String> = head.into_iter().chain(git.merge_heads()).collect();
    let beside: Vec<Option<&str>> = match parents.as_slice() {
        [] => vec![None],
        parents => parents.iter().map(|parent| Some(parent.as_str())).collect(),
    };
    let changes: Vec<Vec<FileChange>> = beside.iter().map(|parent| git.staged(*parent)).collect::<Result<_, _>>()?;
    let policies = git.file_ids(&parents.iter().map(String::as_str).collect::<Vec<_>>(), POLICY)?;
    let policies_before: HashMap<String, String> =
        parents.iter().zip(policies).filter_map(|(parent, id)| Some((parent.clone(), id?))).collect();
    let contents = contents(git, changes.iter().flatten(), policies_before.values())?;
    let commit = Commit {
        id: String::new(),
        parents,
        author: author.email.clone(),
        committer: committer.email.clone(),
        committed: now,
        built_on: None,
        changes: changes.into_iter().map(|changes| changes.into_iter().map(delta).collect()).collect(),
    };
    Ok(History { commits: vec![commit], contents, policies_before, signatures: None })
}

/// The contents of the files that the audit looks into.
fn contents<'a>(
    git: &Repo,
    changes: impl Iterator<Item = &'a FileChange>,
    further: impl Iterator<Item = &'a String>,
) -> Result<HashMap<String, Vec<u8>>, GitError> {
    let objects =
        changes.filter(|change| is_read(&change.path)).flat_map(|change| change.before.iter().chain(&change.after));
    let wanted: BTreeSet<&str> = objects.map(|object| object.id.as_str()).chain(further.map(String::as_str)).collect();
    let wanted: Vec<&str> = wanted.into_iter().collect();
    let read = git.objects(&wanted)?;
    Ok(wanted.iter().zip(read).filter_map(|(id, content)| Some(((*id).to_owned(), content?))).collect())
}

/// Whether the audit looks into a file; of evidence its id is enough.
fn is_read(path: &str) -> bool {
    path == POLICY || path.ends_with(".gitattributes") || path.starts_with("cases/")
}

fn commit(step: Step) -> Commit {
    Commit {
        id: step.id,
        parents: step.parents,
        author: step.author.email,
        committer: step.committer.email,
        committed: step.committed.to_utc(),
        built_on: step.built_on.map(|built_on| built_on.to_utc()),
        changes: step.changes.into_iter().map(|changes| changes.into_iter().map(delta).collect()).collect(),
    }
}

fn delta(change: FileChange) -> Delta {
    let is_plain = change.after.as_ref().is_none_or(|object| object.is_plain);
    let id = |object: Option<Object>| object.map(|object| object.id);
    Delta { path: change.path, before: id(change.before), after: id(change.after), is_plain }
}
