//! The files of a history that its judgement needs besides the cases.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use super::Extent;
use crate::domain::audit::{Evidence, Excess, History};
use crate::domain::case::path;
use crate::git::{BlobSize, FileChange, GitError, MAX_CONTENT, Object, Repo};
use crate::store::evidence::{self, EVIDENCE};
use crate::store::paths::POLICY;

/// The most that policies and attributes have together, in MiB: they are in memory at once.
const MAX_SETTINGS: u64 = 24;

/// Contents needed by the audit besides the commits; `older` are the commits that hold the files
/// from before the range.
pub(super) fn files(
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

pub(super) fn exceeding(excess: Excess) -> History {
    History {
        excess: Some(excess),
        ..History::default()
    }
}

pub(super) fn is_evidence_size(blob: &BlobSize) -> bool {
    blob.size <= evidence::MAX_SIZE
}
