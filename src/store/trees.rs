//! Reads the trees that commits bring, as they are stored.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{self, Read};

use super::evidence::EVIDENCE;
use super::paths::CASES;
use crate::domain::audit::{Commit, OddEntry, odd_entries as odd_entries_of};
use crate::git::{GitError, Range, Repo, TreeAt};

/// The largest tree that is read, in bytes: hundreds of thousands of files in one folder.
const MAX_TREE: u64 = 32 << 20;

/// The entries that a clone cannot live with, by commit, each with its folder from the top. Entries
/// that a parent has in the same folder are left out: the commit does not bring them.
///
/// # Errors
/// When git fails.
pub(super) fn odd_entries(
    git: &Repo,
    range: Range<'_>,
    commits: &[Commit],
) -> Result<BTreeMap<String, Vec<(String, OddEntry)>>, GitError> {
    let trees = git.new_trees(range)?;
    let found = read(git, &trees)?;
    let odd = trees.into_iter().zip(found);
    let odd = odd.filter(|(_, entries)| !entries.is_empty());
    let parents: HashMap<&str, &Vec<String>> = commits
        .iter()
        .map(|commit| (commit.id.as_str(), &commit.parents))
        .collect();
    let mut by_commit: BTreeMap<String, Vec<(String, OddEntry)>> = BTreeMap::new();
    for (tree, entries) in odd {
        let parents = parents.get(tree.commit.as_str());
        let known = known(git, parents.map_or(&[][..], |them| them), &tree.path)?;
        let new = entries.into_iter().filter(|entry| !known.contains(entry));
        let new = new.map(|entry| (tree.path.clone(), entry));
        by_commit.entry(tree.commit).or_default().extend(new);
    }
    Ok(by_commit)
}

/// The odd entries of a folder of the parents.
fn known(git: &Repo, parents: &[String], path: &str) -> Result<BTreeSet<OddEntry>, GitError> {
    let parents: Vec<&str> = parents.iter().map(String::as_str).collect();
    let ids = git.tree_ids(&parents, path)?.into_iter().flatten();
    let at = |id: String| TreeAt {
        commit: String::new(),
        id,
        path: path.to_owned(),
    };
    let trees: Vec<TreeAt> = ids.map(at).collect();
    Ok(read(git, &trees)?.into_iter().flatten().collect())
}

/// The odd entries of each tree.
fn read(git: &Repo, trees: &[TreeAt]) -> Result<Vec<Vec<OddEntry>>, GitError> {
    let ours = [CASES, EVIDENCE].map(|folder| git.spelled(folder));
    let ids: Vec<&str> = trees.iter().map(|tree| tree.id.as_str()).collect();
    let of_tree = |index: usize, content: &mut dyn Read| -> io::Result<Vec<OddEntry>> {
        let tree = &trees[index];
        let mut bytes = Vec::new();
        content.take(MAX_TREE).read_to_end(&mut bytes)?;
        let is_ours = ours.iter().any(|folder| {
            let rest = tree.path.strip_prefix(folder.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
        Ok(odd_entries_of(
            &bytes,
            &tree.path,
            tree.id.len() / 2,
            is_ours,
        ))
    };
    let found = git.map_trees(&ids, of_tree)?;
    Ok(found.into_iter().map(Option::unwrap_or_default).collect())
}
