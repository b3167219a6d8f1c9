//! The law of record, read from git: the policy in the tree of the commit that brought an event on
//! record.
//!
//! Cases are judged by today's policy first. Only those that it objects to are judged again, each
//! event by its own law, and only then is git asked.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::paths::POLICY;
use super::source::bytes_of;
use super::{Repository, StoreError};
use crate::domain::case::{Case, document};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::law::{Law, Laws};
use crate::domain::message::{Command, message, text};
use crate::domain::names::Digest;
use crate::domain::policy::{self, Policy};
use crate::domain::rules::{self, Judged};
use crate::domain::snapshot::Snapshot;
use crate::domain::time::Instant;
use crate::git::{FileChange, GitError, MAX_CONTENT, Object, Range, Repo, Walk, WalkedCommit};

/// Judges the snapshots again that today's policy objects to, each event by its own law.
///
/// # Errors
/// When git fails. Outside git, and where git cannot be asked, today's policy judges everything.
pub(crate) fn rejudge<'s>(
    snapshots: impl Iterator<Item = &'s mut Snapshot>,
    git: Option<&Repo>,
    policy: &Policy,
    now: Instant,
) -> Result<(), StoreError> {
    let mut objected: Vec<&mut Snapshot> = snapshots
        .filter(|snapshot| snapshot.judged.depends_on_law())
        .collect();
    let cases: Vec<(&Path, &Case)> = objected
        .iter()
        .map(|snapshot| (Path::new(&snapshot.path), &snapshot.case))
        .collect();
    let Some(laws) = laws(&cases, git, policy)? else {
        return Ok(());
    };
    for (snapshot, laws) in objected.iter_mut().zip(laws) {
        let (path, case) = (snapshot.path.clone(), snapshot.case.clone());
        let judged = rules::judge_again(&snapshot.judged, &Arc::new(laws), &case, policy, now);
        **snapshot = Snapshot::of(path, case, judged, policy, now);
    }
    Ok(())
}

impl Repository {
    /// Judges one case: by today's policy, or if that objects, each event by its own law.
    ///
    /// # Errors
    /// As [`rejudge`].
    pub(crate) fn judge(
        &self,
        path: &Path,
        case: &Case,
        now: Instant,
    ) -> Result<Judged, StoreError> {
        let judged = rules::judge(case, self.policy(), now);
        if !judged.depends_on_law() {
            return Ok(judged);
        }
        let laws = laws(&[(path, case)], self.git(), self.policy())?;
        Ok(match laws.and_then(|mut laws| laws.pop()) {
            Some(laws) => rules::judge_again(&judged, &Arc::new(laws), case, self.policy(), now),
            None => judged,
        })
    }
}

/// The warning that the working tree's policy is not HEAD's, as for the laws of a new event.
pub(super) fn edited_policy() -> Finding {
    let message = text!("policy.toml was edited, but the change is not committed");
    let finding = Finding::warning(Code::PolicyEdited, Spot::default(), message);
    finding.hint(message!(
        "{commit}; until then an event has to be right by both policies",
        commit = Command::git("commit").with("policy.toml")
    ))
}

impl Repository {
    /// The policies for a new event while the working tree's is not committed: HEAD's and that. The
    /// event has to be right by both, as its commit has HEAD's. Otherwise none, and the policy
    /// judges it alone.
    ///
    /// # Errors
    /// When git fails.
    pub(super) fn uncommitted_laws(&self) -> Result<Vec<Arc<Policy>>, StoreError> {
        let Some(git) = self.git() else {
            return Ok(Vec::new());
        };
        let edited = asked(edited(git, self.policy()))?;
        Ok(edited.map_or(Vec::new(), Vec::from))
    }
}

/// The laws of the events of each case; `None` if today's policy judges them all.
fn laws(
    cases: &[(&Path, &Case)],
    git: Option<&Repo>,
    today: &Policy,
) -> Result<Option<Vec<Laws>>, StoreError> {
    let Some(git) = git.filter(|_| !cases.is_empty()) else {
        return Ok(None);
    };
    asked(read(git, cases, today))
}

/// What git says; `None`, as outside git, where it cannot be asked.
fn asked<T>(answer: Result<Option<T>, GitError>) -> Result<Option<T>, StoreError> {
    match answer {
        Ok(answer) => Ok(answer),
        Err(GitError::NotInstalled | GitError::Untrusted { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn read(
    git: &Repo,
    cases: &[(&Path, &Case)],
    today: &Policy,
) -> Result<Option<Vec<Laws>>, GitError> {
    let of_head = edited(git, today)?;
    if of_head.is_none() && !git.is_shallow() && git.log(&[POLICY.into()])?.len() < 2 {
        return Ok(None);
    }
    let paths: Vec<PathBuf> = cases.iter().map(|(path, _)| path.to_path_buf()).collect();
    let heads = git.heads()?;
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let mut laws = committed(git, &paths, &heads, today)?;
    let uncommitted: Vec<Arc<Policy>> = of_head.map_or(Vec::new(), Vec::from);
    let of_case = |(path, case): &(&Path, &Case)| {
        let mut laws = laws.remove(*path).unwrap_or_default();
        for entry in &case.entries {
            if !laws.has(entry.digest) {
                for policy in &uncommitted {
                    let policy = Arc::clone(policy);
                    laws.add(
                        entry.digest,
                        Law {
                            policy,
                            committed: None,
                        },
                    );
                }
            }
        }
        laws
    };
    Ok(Some(cases.iter().map(of_case).collect()))
}

/// The commit as of which the laws of the committed events can be kept; `None` if they depend on
/// more, as in a shallow clone or during a merge, or if git cannot be asked.
pub(super) fn as_of(git: &Repo) -> Option<String> {
    let heads = git.heads().ok()?;
    let [head] = heads.as_slice() else {
        return None;
    };
    let head = git.commit_id(head).ok()??;
    (!git.is_shallow()).then_some(head)
}

/// The files whose events have got further laws from a commit to a later one; `None` if all may
/// have.
pub(super) fn changed_between(git: &Repo, commit: &str, head: &str) -> Option<HashSet<PathBuf>> {
    /// More changes are not worth the time.
    const ROOM: usize = 2_048;
    if head == commit {
        return Some(HashSet::new());
    }
    if !git.is_ancestor(commit, head).ok()? {
        return None;
    }
    let range = format!("{commit}..{head}");
    match git.walk(Range::Of(&range), ROOM).ok()? {
        Walk::Whole(commits) => {
            let changes = commits.into_iter().flat_map(|commit| commit.changes);
            let files: HashSet<PathBuf> = changes.flatten().map(|it| it.path.into()).collect();
            // By HEAD's policy, too, are the events judged that are not committed.
            (!files.contains(Path::new(POLICY))).then_some(files)
        }
        Walk::TooManyChanges | Walk::TooManyParents(_) => None,
    }
}

/// HEAD's policy and today's, if the working tree's differs from HEAD's.
fn edited(git: &Repo, today: &Policy) -> Result<Option<[Arc<Policy>; 2]>, GitError> {
    if git.is_pinned() {
        return Ok(None);
    }
    let head = git.head_blob(Path::new(POLICY))?;
    if head == bytes_of(git.base(), Path::new(POLICY)).ok() {
        return Ok(None);
    }
    let head = head.and_then(|bytes| policy::parse_bytes(&bytes).0);
    Ok(head.map(|head| [head, today.clone()].map(Arc::new)))
}

/// The laws of the committed events, by file. Every commit whose file has an event that its parent
/// lacks brought it on record: the first one, and those that repeat it, as after a cherry-pick.
fn committed(
    git: &Repo,
    paths: &[PathBuf],
    tips: &[&str],
    today: &Policy,
) -> Result<HashMap<PathBuf, Laws>, GitError> {
    let versions = versions(git, paths, tips)?;
    let policies = policies(git, &versions, today)?;
    let events = events(git, &versions)?;
    let cut_off = git.oldest_of_shallow();
    let events_of = |file: Option<&Object>| file.and_then(|file| events.get(&file.id));
    let mut laws: HashMap<PathBuf, Laws> = HashMap::new();
    for ((commit, change), policy) in versions.iter().zip(policies) {
        let laws = laws.entry(PathBuf::from(&change.path)).or_default();
        let before = events_of(change.before.as_ref());
        for event in events_of(change.after.as_ref()).into_iter().flatten() {
            if before.is_some_and(|before| before.contains(event)) {
                continue;
            }
            if cut_off.contains(&commit.id) {
                laws.grant(*event);
                continue;
            }
            let policy = Arc::clone(&policy);
            let committed = commit.committed;
            laws.add(*event, Law { policy, committed });
        }
    }
    Ok(laws)
}

/// The laws of the events that the history up to some commits has of a case.
///
/// # Errors
/// When git fails.
pub(super) fn of_record(
    git: &Repo,
    path: &Path,
    tips: &[&str],
    today: &Policy,
) -> Result<Laws, GitError> {
    let path = path.to_path_buf();
    let mut laws = committed(git, std::slice::from_ref(&path), tips, today)?;
    Ok(laws.remove(&path).unwrap_or_default())
}

/// The commits up to `tips` that changed one of the files, with the change.
pub(super) fn versions(
    git: &Repo,
    paths: &[PathBuf],
    tips: &[&str],
) -> Result<Vec<(WalkedCommit, FileChange)>, GitError> {
    let wanted: HashSet<&Path> = paths.iter().map(PathBuf::as_path).collect();
    let mut versions = Vec::new();
    for mut commit in git.touching(tips, paths)? {
        let changes = std::mem::take(&mut commit.changes);
        let changes = changes.into_iter().flatten();
        let wanted = changes.filter(|change| wanted.contains(Path::new(&change.path)));
        versions.extend(wanted.map(|change| (commit.clone(), change)));
    }
    Ok(versions)
}

/// The policy in the tree of each commit, bound by the dated losses of today's. Where it cannot be
/// read, the one before it holds.
fn policies(
    git: &Repo,
    versions: &[(WalkedCommit, FileChange)],
    today: &Policy,
) -> Result<Vec<Arc<Policy>>, GitError> {
    let commits: Vec<&str> = versions
        .iter()
        .map(|(commit, _)| commit.id.as_str())
        .collect();
    let ids = git.file_ids(&commits, POLICY)?;
    let distinct: BTreeSet<&str> = ids.iter().flatten().map(String::as_str).collect();
    let distinct: Vec<&str> = distinct.into_iter().collect();
    let contents = git.contents(&distinct, MAX_CONTENT)?;
    let parsed = contents.into_iter().map(|content| {
        let mut policy = policy::parse_bytes(&content?).0?;
        policy.bind(today);
        Some(Arc::new(policy))
    });
    let parsed: HashMap<&str, Option<Arc<Policy>>> = distinct.iter().copied().zip(parsed).collect();
    let mut last = Arc::new(today.clone());
    let in_tree = |id: &Option<String>| {
        if let Some(policy) = id.as_deref().and_then(|id| parsed[id].clone()) {
            last = policy;
        }
        Arc::clone(&last)
    };
    Ok(ids.iter().map(in_tree).collect())
}

/// The events of each version, by blob id.
fn events(
    git: &Repo,
    versions: &[(WalkedCommit, FileChange)],
) -> Result<HashMap<String, BTreeSet<Digest>>, GitError> {
    let files = versions
        .iter()
        .flat_map(|(_, change)| change.before.iter().chain(&change.after));
    let ids: BTreeSet<&str> = files.map(|file| file.id.as_str()).collect();
    let ids: Vec<&str> = ids.into_iter().collect();
    let digests = |content: &mut dyn Read| {
        let mut bytes = Vec::new();
        content.read_to_end(&mut bytes)?;
        let entries = document::parse(&bytes).case.map(|case| case.entries);
        let entries = entries.into_iter().flatten();
        Ok(entries.map(|entry| entry.digest).collect::<BTreeSet<_>>())
    };
    let sizes = git.blob_sizes(&ids)?.into_iter().flatten();
    let readable: Vec<String> = sizes
        .filter(|blob| blob.size <= MAX_CONTENT as u64)
        .map(|blob| blob.id)
        .collect();
    let asked: Vec<&str> = readable.iter().map(String::as_str).collect();
    let events = git.map_blobs(&asked, digests)?;
    let mut found: HashMap<String, BTreeSet<Digest>> = ids
        .iter()
        .map(|id| ((*id).to_owned(), BTreeSet::new()))
        .collect();
    found.extend(readable.iter().cloned().zip(events.into_iter().flatten()));
    Ok(found)
}
