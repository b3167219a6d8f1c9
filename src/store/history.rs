//! Reads a history from git for the audit.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::OnceLock;

use super::evidence::{self, EVIDENCE};
use super::law;
use super::paths::{CASES, POLICY};
use super::trees;
use crate::domain::audit::{
    self, Archive, Audit, Commit, Contents, Delta, Evidence, Excess, History, Terms,
};
use crate::domain::case::{bounds, path};
use crate::domain::law::Laws;
use crate::domain::names::CaseId;
use crate::domain::policy::Policy;
use crate::domain::time::Instant;
use crate::git::{
    BlobSize, FileChange, GitError, Identity, MAX_CONTENT, MAX_PARENTS, Object, Range, Repo, Walk,
    WalkedCommit,
};

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

/// The most that policies and attributes have together, in MiB: they are in memory at once.
const MAX_SETTINGS: u64 = 24;

/// The most parents of a merge that are asked for changes of the policy.
const MAX_ASKED: usize = 16;

/// The commits of a range, with the contents of policies and .gitattributes files.
///
/// # Errors
/// When there is no such revision, or git fails.
pub(crate) fn read(git: &Repo, range: Range<'_>, extent: Extent) -> Result<History, GitError> {
    let most = extent.changes();
    let steps = match git.walk(range, most)? {
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
    let odd_entries = trees::odd_entries(git, range, &commits)?;
    Ok(History {
        commits,
        policies_before,
        policies_kept,
        odd_entries,
        ..files
    })
}

fn exceeding(excess: Excess) -> History {
    History {
        excess: Some(excess),
        ..History::default()
    }
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

/// Audits a history.
///
/// # Errors
/// When git fails.
pub(crate) fn judge(git: &Repo, history: &History, terms: Terms<'_>) -> Result<Audit, GitError> {
    let archive = GitArchive {
        git,
        record: history.record(),
        tips: history.tips(),
        today: terms.tip,
        cases: OnceLock::new(),
    };
    audit::audit(history, terms, &archive)
}

/// The case files and the record of a git repository.
struct GitArchive<'a> {
    git: &'a Repo,
    /// The commits that the history begins after.
    record: Vec<&'a str>,
    /// The commits that it ends with.
    tips: Vec<&'a str>,
    /// The policy at the tip.
    today: &'a Policy,
    cases: OnceLock<BTreeSet<CaseId>>,
}

impl Archive for GitArchive<'_> {
    type Error = GitError;

    fn sizes(&self, ids: &[&str]) -> Result<HashMap<String, u64>, GitError> {
        let sizes = self.git.blob_sizes(ids)?.into_iter().flatten();
        Ok(sizes.map(|blob| (blob.id, blob.size)).collect())
    }

    fn contents(&self, ids: &[&str]) -> Result<Contents, GitError> {
        let contents = self.git.contents(ids, bounds::MAX_SIZE)?;
        let contents = ids.iter().zip(contents);
        Ok(contents
            .filter_map(|(id, content)| Some(((*id).to_owned(), content?)))
            .collect())
    }

    fn fingerprint(&self, id: &str) -> Result<Option<String>, GitError> {
        let sizes = self.git.blob_sizes(&[id])?;
        if !sizes.iter().flatten().all(is_evidence_size) {
            return Ok(None);
        }
        let found = self.git.map_blobs(&[id], evidence::fingerprint)?;
        Ok(found.into_iter().flatten().next())
    }

    fn cases(&self) -> Result<&BTreeSet<CaseId>, GitError> {
        if let Some(known) = self.cases.get() {
            return Ok(known);
        }
        let folder = BTreeSet::from([format!("{CASES}/")]);
        let mut ids = BTreeSet::new();
        for tip in &self.tips {
            let files = match tip.is_empty() {
                true => self.git.prepared_below(CASES)?,
                false => {
                    let files = self.git.files_below(tip, &folder)?.into_iter();
                    files.map(|(path, _)| path).collect()
                }
            };
            ids.extend(files.iter().filter_map(|file| path::id_of_path(file)));
        }
        Ok(self.cases.get_or_init(|| ids))
    }

    fn laws(&self, path: &str) -> Result<Laws, GitError> {
        law::of_record(self.git, Path::new(path), &self.record, self.today)
    }
}

fn is_evidence_size(blob: &BlobSize) -> bool {
    blob.size <= evidence::MAX_SIZE
}

/// Contents needed by the audit besides the commits; `older` are the commits that hold the files
/// from before the range.
fn files(
    git: &Repo,
    changes: &[&FileChange],
    older: &[String],
    policies_before: &HashMap<String, String>,
    extent: Extent,
) -> Result<History, GitError> {
    let read = changes.iter().filter(|change| is_read(&change.path));
    let objects = read
        .flat_map(|change| change.before.iter().chain(&change.after))
        .map(|object| object.id.as_str());
    let wanted: BTreeSet<&str> = objects
        .chain(policies_before.values().map(String::as_str))
        .collect();
    let wanted: Vec<&str> = wanted.into_iter().collect();
    let sizes = git.blob_sizes(&wanted)?.into_iter().flatten();
    let total: u64 = sizes.map(|blob| blob.size.min(MAX_CONTENT as u64)).sum();
    if total > MAX_SETTINGS << 20 {
        return Ok(exceeding(Excess::Settings { most: MAX_SETTINGS }));
    }
    let contents = wanted.iter().zip(git.contents(&wanted, MAX_CONTENT)?);
    let contents = contents
        .filter_map(|(id, content)| Some(((*id).to_owned(), content?)))
        .collect();
    let (older, neighbours): (Vec<_>, Vec<_>) = files_near_cases(git, changes, older)?
        .into_iter()
        .partition(|(path, _)| is_evidence(path));
    let older = older.into_iter().filter(|(_, object)| object.is_plain);
    let mut evidence: HashMap<String, Evidence> = older
        .map(|(path, object)| (path, Evidence::Older(object.id)))
        .collect();
    match fingerprints(git, attached(changes), extent)? {
        Ok(new) => evidence.extend(new),
        Err(excess) => return Ok(exceeding(excess)),
    }
    let neighbours = neighbours.into_iter().map(|(path, _)| path).collect();
    Ok(History {
        folder: git.prefix(),
        contents,
        evidence,
        neighbours,
        ..History::default()
    })
}

/// The case files in the folders of new cases, and the evidence of new and changed cases.
fn files_near_cases(
    git: &Repo,
    changes: &[&FileChange],
    older: &[String],
) -> Result<BTreeMap<String, Object>, GitError> {
    let cases = changes
        .iter()
        .filter(|change| path::id_of_path(&change.path).is_some());
    let folders = cases.flat_map(|change| {
        let (folder, name) = change.path.rsplit_once('/').unwrap_or_default();
        let stem = name.strip_suffix(".yaml").unwrap_or(name);
        let born = change.before.is_none().then(|| format!("{folder}/"));
        born.into_iter().chain([format!("{EVIDENCE}/{stem}/")])
    });
    let folders: BTreeSet<String> = folders.collect();
    let mut files = BTreeMap::new();
    for commit in older {
        files.extend(git.files_below(commit, &folders)?);
    }
    Ok(files)
}

/// Newly added evidence.
fn attached<'c>(changes: &'c [&FileChange]) -> impl Iterator<Item = (String, Object)> + 'c {
    let new = changes
        .iter()
        .filter(|change| change.before.is_none() && is_evidence(&change.path));
    new.filter_map(|change| Some((change.path.clone(), change.after.clone()?)))
}

/// The SHA-256 of new files, by path; or that they are too much.
fn fingerprints(
    git: &Repo,
    files: impl Iterator<Item = (String, Object)>,
    extent: Extent,
) -> Result<Result<HashMap<String, Evidence>, Excess>, GitError> {
    let files: BTreeMap<String, Object> = files.filter(|(_, object)| object.is_plain).collect();
    let ids: Vec<&str> = files.values().map(|object| object.id.as_str()).collect();
    let sizes = git.blob_sizes(&ids)?;
    let (small, large): (Vec<BlobSize>, Vec<BlobSize>) =
        sizes.into_iter().flatten().partition(is_evidence_size);
    let total: u64 = small.iter().map(|blob| blob.size).sum();
    if let Some(most) = extent.evidence().filter(|most| total > most << 20) {
        return Ok(Err(Excess::Evidence { most }));
    }
    let asked: Vec<&str> = small.iter().map(|blob| blob.id.as_str()).collect();
    let read = git.map_blobs(&asked, evidence::fingerprint)?;
    let read = asked.iter().copied().zip(read);
    let read = read.filter_map(|(id, found)| Some((id, Evidence::Read(found?))));
    let large = large
        .iter()
        .map(|blob| (blob.id.as_str(), Evidence::TooLarge));
    let by_id: HashMap<&str, Evidence> = read.chain(large).collect();
    let found = files
        .iter()
        .filter_map(|(path, object)| Some((path.clone(), by_id.get(object.id.as_str())?.clone())));
    Ok(Ok(found.collect()))
}

fn is_evidence(path: &str) -> bool {
    Path::new(path).starts_with(EVIDENCE)
}

/// Whether the content is needed up front: that of the policy, and of attributes at the top and
/// above it. Cases are read later, one by one, and evidence needs only its hash.
fn is_read(path: &str) -> bool {
    path == POLICY || path.trim_start_matches("../") == ".gitattributes"
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
