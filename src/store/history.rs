//! Reads a history from git for the audit.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Read;
use std::path::Path;

use super::evidence::{self, EVIDENCE};
use super::law;
use super::paths::{CASES, POLICY};
use crate::domain::audit::{self, Archive, Audit, Commit, Contents, Delta, History, Terms};
use crate::domain::case::{bounds, path};
use crate::domain::law::Laws;
use crate::domain::policy::Policy;
use crate::domain::time::Instant;
use crate::git::{FileChange, GitError, Identity, Object, Range, Repo, WalkedCommit};

/// The commits of a range, with the contents of policies and .gitattributes files.
///
/// # Errors
/// When there is no such revision, or git fails.
pub(crate) fn read(git: &Repo, range: Range<'_>) -> Result<History, GitError> {
    let steps = git.walk(range)?;
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
    let files = files(git, &changes, tip.as_slice(), &policies_before)?;
    let commits: Vec<Commit> = steps.into_iter().map(commit).collect();
    let policies_apart = policies_apart(git, &commits)?;
    let doubled = find_doubled(git, &commits)?;
    Ok(History {
        commits,
        policies_before,
        policies_apart,
        doubled,
        ..files
    })
}

/// Paths that occur twice in a commit's tree, by commit and path. git creates no such tree, but
/// accepts it from others. The diff then shows the path twice, or shows it as added although the
/// parent has it.
fn find_doubled(git: &Repo, commits: &[Commit]) -> Result<BTreeSet<(String, String)>, GitError> {
    let (mut doubled, mut added) = (BTreeSet::new(), Vec::new());
    for commit in commits {
        for (parent, changes) in commit
            .parents
            .iter()
            .map(Some)
            .chain([None])
            .zip(&commit.changes)
        {
            let mut seen = BTreeSet::new();
            for change in changes.iter().filter(|change| is_audited(&change.path)) {
                if !seen.insert(&change.path) {
                    doubled.insert((commit.id.clone(), change.path.clone()));
                }
                let parent = parent.filter(|_| change.before.is_none());
                added.extend(
                    parent.map(|parent| (&commit.id, (parent.as_str(), change.path.as_str()))),
                );
            }
        }
    }
    let asked: Vec<(&str, &str)> = added.iter().map(|(_, file)| *file).collect();
    let known = added
        .iter()
        .zip(git.are_there(&asked)?)
        .filter(|(_, is_there)| *is_there);
    doubled.extend(known.map(|((commit, (_, path)), _)| ((*commit).clone(), (*path).to_owned())));
    Ok(doubled)
}

/// Whether the audit checks the file.
fn is_audited(path: &str) -> bool {
    is_read(path) || Path::new(path).starts_with(CASES) || is_evidence(path)
}

/// For merges that take the policy of one side: whether the other side changed it, too. The change
/// can be anywhere back to the point where the sides diverged, so git is queried.
fn policies_apart(git: &Repo, commits: &[Commit]) -> Result<BTreeSet<(String, String)>, GitError> {
    let mut apart = BTreeSet::new();
    for (other, taken) in commits.iter().flat_map(|commit| commit.takes_over(POLICY)) {
        let pair = (other.to_owned(), taken.to_owned());
        if !apart.contains(&pair) && git.changes_beyond(other, taken, POLICY)? {
            apart.insert(pair);
        }
    }
    Ok(apart)
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
    let files = files(git, &all, &parents, &policies_before)?;
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
    let policies_apart = policies_apart(git, &commits)?;
    Ok(History {
        commits,
        policies_before,
        policies_apart,
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
    let archive = GitArchive {
        git,
        record: history.record(),
        today: terms.tip,
    };
    audit::audit(history, terms, &archive)
}

/// The case files and the record of a git repository.
struct GitArchive<'a> {
    git: &'a Repo,
    /// The commits that the history begins after.
    record: Vec<&'a str>,
    /// The policy at the tip.
    today: &'a Policy,
}

impl Archive for GitArchive<'_> {
    type Error = GitError;

    fn contents(&self, ids: &[&str]) -> Result<Contents, GitError> {
        let read = |content: &mut dyn Read| {
            let mut bytes = Vec::new();
            // One byte beyond the limit is enough to see that it is too large for a case.
            content
                .take(bounds::MAX_SIZE as u64 + 1)
                .read_to_end(&mut bytes)?;
            Ok(bytes)
        };
        let contents = ids.iter().zip(self.git.map_blobs(ids, read)?);
        Ok(contents
            .filter_map(|(id, content)| Some(((*id).to_owned(), content?)))
            .collect())
    }

    fn laws(&self, path: &str) -> Result<Laws, GitError> {
        law::of_record(self.git, Path::new(path), &self.record, self.today)
    }
}

/// Contents needed by the audit besides the commits; `older` are the commits that hold the files
/// from before the range.
fn files(
    git: &Repo,
    changes: &[&FileChange],
    older: &[String],
    policies_before: &HashMap<String, String>,
) -> Result<History, GitError> {
    let read = changes.iter().filter(|change| is_read(&change.path));
    let objects = read
        .flat_map(|change| change.before.iter().chain(&change.after))
        .map(|object| object.id.as_str());
    let wanted: BTreeSet<&str> = objects
        .chain(policies_before.values().map(String::as_str))
        .collect();
    let wanted: Vec<&str> = wanted.into_iter().collect();
    let contents = wanted.iter().zip(git.objects(&wanted)?);
    let contents = contents
        .filter_map(|(id, content)| Some(((*id).to_owned(), content?)))
        .collect();
    let (evidence, neighbours): (Vec<_>, Vec<_>) = files_near_cases(git, changes, older)?
        .into_iter()
        .partition(|(path, _)| is_evidence(path));
    let evidence = fingerprints(git, evidence.into_iter().chain(attached(changes)))?;
    let neighbours = neighbours.into_iter().map(|(path, _)| path).collect();
    Ok(History {
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

/// The SHA-256 of files, by path. Includes existing files, because a later event may name one.
fn fingerprints(
    git: &Repo,
    files: impl Iterator<Item = (String, Object)>,
) -> Result<HashMap<String, String>, GitError> {
    let files: BTreeMap<String, Object> = files.filter(|(_, object)| object.is_plain).collect();
    let ids: Vec<&str> = files.values().map(|object| object.id.as_str()).collect();
    let found = git.map_blobs(&ids, evidence::fingerprint)?;
    Ok(files
        .keys()
        .zip(found)
        .filter_map(|(path, found)| Some((path.clone(), found?)))
        .collect())
}

fn is_evidence(path: &str) -> bool {
    Path::new(path).starts_with(EVIDENCE)
}

/// Whether the content is needed up front. Cases are read later, one by one, and evidence needs
/// only its hash.
fn is_read(path: &str) -> bool {
    path == POLICY || path.ends_with(".gitattributes")
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
