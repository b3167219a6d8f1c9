//! Reads a history from git for the audit.

mod archive;
mod files;

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use super::paths::POLICY;
use super::trees;
use crate::domain::audit::{self, Audit, Commit, Delta, Excess, History, Terms};
use crate::domain::time::Instant;
use crate::git::{
    FileChange, GitError, Identity, MAX_PARENTS, Object, Range, Repo, Walk, WalkedCommit,
};
use archive::GitArchive;
use files::{exceeding, files};

/// How much is read at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// What a push brings, while others wait.
    Push,
    /// A history of years.
    Whole,
}

impl Extent {
    /// The most changes of files, counted for each parent of a commit.
    fn changes(self) -> usize {
        match self {
            Self::Push => 400_000,
            Self::Whole => 4_000_000,
        }
    }

    /// The most new evidence, in MiB; `None` without limit.
    fn evidence(self) -> Option<u64> {
        match self {
            Self::Push => Some(4 << 10),
            Self::Whole => None,
        }
    }
}

/// The most parents of a merge that are asked for changes of the policy.
const MAX_ASKED: usize = 16;

/// The commits of a range, with the contents of policies and .gitattributes files.
///
/// # Errors
/// When there is no such revision, or git fails.
pub(crate) fn read(git: &Repo, range: Range<'_>, extent: Extent) -> Result<History, GitError> {
    let most = extent.changes();
    let (walked, odd) = match extent {
        // What is too much for a push is refused before anything else is read.
        Extent::Push => (git.walk(range, most), None),
        Extent::Whole => {
            let (walked, odd) =
                rayon::join(|| git.walk(range, most), || trees::odd_trees(git, range));
            (walked, Some(odd))
        }
    };
    let steps = match walked? {
        Walk::Whole(steps) => steps,
        Walk::TooManyChanges => return Ok(exceeding(Excess::Changes { most })),
        Walk::TooManyParents(commit) => {
            let most = MAX_PARENTS;
            return Ok(exceeding(Excess::Parents { commit, most }));
        }
    };
    let inside: BTreeSet<&str> = steps.iter().map(|step| step.id.as_str()).collect();
    let parents = steps
        .iter()
        .flat_map(|step| &step.parents)
        .map(String::as_str);
    let outside: BTreeSet<&str> = parents.filter(|parent| !inside.contains(parent)).collect();
    let outside: Vec<&str> = outside.into_iter().collect();
    let policies = git.file_ids(&outside, POLICY)?;
    let policies_before: HashMap<String, String> = outside
        .iter()
        .zip(policies)
        .filter_map(|(parent, id)| Some(((*parent).to_owned(), id?)))
        .collect();
    // Files older than the range are in the tree of its last commit.
    let tip = steps
        .last()
        .filter(|_| !outside.is_empty())
        .map(|step| step.id.clone());
    let changes: Vec<&FileChange> = steps
        .iter()
        .flat_map(|step| &step.changes)
        .flatten()
        .collect();
    let files = files(git, &changes, tip.as_slice(), &policies_before, extent)?;
    if files.excess.is_some() {
        return Ok(files);
    }
    let commits: Vec<Commit> = steps.into_iter().map(commit).collect();
    let policies_kept = policies_kept(git, &commits)?;
    let odd = odd.unwrap_or_else(|| trees::odd_trees(git, range))?;
    let odd_entries = trees::with_commits(git, odd, &commits)?;
    Ok(History {
        commits,
        policies_before,
        policies_kept,
        odd_entries,
        ..files
    })
}

/// The merges that have the policy of a parent whose history has all changes of the policy of the
/// others. The changes can be anywhere back to the point where they diverged, so git is asked.
fn policies_kept(git: &Repo, commits: &[Commit]) -> Result<BTreeSet<String>, GitError> {
    let mut kept = BTreeSet::new();
    for commit in commits.iter().filter(|commit| commit.is_merge()) {
        let (others, own) = commit.sides(POLICY);
        if others.is_empty() {
            continue;
        }
        for parent in own.into_iter().take(MAX_ASKED) {
            if !git.changes_beyond(&others, parent, POLICY)? {
                kept.insert(commit.id.clone());
                break;
            }
        }
    }
    Ok(kept)
}

/// The staged changes as the commit that they would become.
///
/// # Errors
/// When git fails.
pub(crate) fn staged(
    git: &Repo,
    author: &Identity,
    committer: &Identity,
    now: Instant,
) -> Result<History, GitError> {
    let head = git.commit_id("HEAD")?;
    // If a merge is in progress, the commit will have its heads as parents, too.
    let parents: Vec<String> = head.into_iter().chain(git.merge_heads()).collect();
    let bases: Vec<Option<&str>> = match parents.as_slice() {
        [] => vec![None],
        parents => parents.iter().map(|parent| Some(parent.as_str())).collect(),
    };
    let changes: Vec<Vec<FileChange>> = bases
        .iter()
        .map(|parent| git.staged(*parent))
        .collect::<Result<_, _>>()?;
    let policies = git.file_ids(
        &parents.iter().map(String::as_str).collect::<Vec<_>>(),
        POLICY,
    )?;
    let policies_before: HashMap<String, String> = parents
        .iter()
        .zip(policies)
        .filter_map(|(parent, id)| Some((parent.clone(), id?)))
        .collect();
    let all: Vec<&FileChange> = changes.iter().flatten().collect();
    let files = files(git, &all, &parents, &policies_before, Extent::Push)?;
    let commit = Commit {
        id: String::new(),
        parents,
        author: author.email.clone(),
        committer: committer.email.clone(),
        committed: now,
        odd_date: None,
        built_on: Vec::new(),
        changes: changes
            .into_iter()
            .map(|changes| changes.into_iter().map(delta).collect())
            .collect(),
    };
    let commits = vec![commit];
    let policies_kept = policies_kept(git, &commits)?;
    Ok(History {
        commits,
        policies_before,
        policies_kept,
        ..files
    })
}

/// When the record replaced each policy that it no longer has, by blob id: the date of the commit
/// that brought another one to its first-parent line. Empty where a history begins with the policy
/// that the record has.
///
/// # Errors
/// When git fails.
pub(crate) fn replaced_policies(
    git: &Repo,
    record: &str,
    history: &History,
) -> Result<HashMap<String, Instant>, GitError> {
    let present = git.file_ids(&[record], POLICY)?.pop().flatten();
    let is_present = |id: &String| present.as_ref() == Some(id);
    let mut replaced = HashMap::new();
    if history.policies_before.values().all(is_present) {
        return Ok(replaced);
    }
    let mut latest = Instant::default();
    for commit in git.first_parent_changes(record, Path::new(POLICY))? {
        latest = commit.committed.unwrap_or(latest);
        for change in commit.changes.into_iter().flatten() {
            replaced.extend(change.before.map(|before| (before.id, latest)));
            if let Some(after) = change.after {
                replaced.remove(&after.id);
            }
        }
    }
    Ok(replaced)
}

/// Audits a history.
///
/// # Errors
/// When git fails.
pub(crate) fn judge(git: &Repo, history: &History, terms: Terms<'_>) -> Result<Audit, GitError> {
    audit::audit(history, terms, &GitArchive::new(git, history, terms.tip))
}

fn commit(step: WalkedCommit) -> Commit {
    Commit {
        id: step.id,
        parents: step.parents,
        author: step.author.email,
        committer: step.committer.email,
        committed: step.committed.unwrap_or_default(),
        odd_date: step.odd_date,
        built_on: step.built_on,
        changes: step
            .changes
            .into_iter()
            .map(|changes| changes.into_iter().map(delta).collect())
            .collect(),
    }
}

fn delta(change: FileChange) -> Delta {
    let is_plain = change.after.as_ref().is_none_or(|object| object.is_plain);
    let id = |object: Option<Object>| object.map(|object| object.id);
    Delta {
        path: change.path,
        before: id(change.before),
        after: id(change.after),
        is_plain,
    }
}
