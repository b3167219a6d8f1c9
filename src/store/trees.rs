//! Reads the trees that commits bring, as they are stored.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{self, Read};

use super::evidence::EVIDENCE;
use super::paths::CASES;
use crate::domain::audit::{Commit, OddEntry, has_same_names, odd_entries as odd_entries_of};
use crate::git::{GitError, Range, Repo, TreeAt};

/// The largest tree that is read, in bytes: hundreds of thousands of files in one folder.
const MAX_TREE: u64 = 32 << 20;

/// The most bytes of trees that are kept to compare the next ones with.
const KEPT: usize = 32 << 20;

/// A tree with its odd entries.
pub(super) type OddTree = (TreeAt, Vec<OddEntry>);

/// The trees that the commits of a range bring and that have odd entries.
///
/// # Errors
/// When git fails.
pub(super) fn odd_trees(git: &Repo, range: Range<'_>) -> Result<Vec<OddTree>, GitError> {
    let trees = git.new_trees(range)?;
    let found = read(git, &trees)?;
    let odd = trees.into_iter().zip(found);
    Ok(odd.filter(|(_, entries)| !entries.is_empty()).collect())
}

/// The entries that a clone cannot live with, by commit, each with its folder from the top. Entries
/// that a parent has in the same folder are left out: the commit does not bring them.
///
/// # Errors
/// When git fails.
pub(super) fn with_commits(
    git: &Repo,
    odd: Vec<OddTree>,
    commits: &[Commit],
) -> Result<BTreeMap<String, Vec<(String, OddEntry)>>, GitError> {
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
    let ids: Vec<&str> = trees.iter().map(|tree| tree.id.as_str()).collect();
    let mut reader = Reader::new(git);
    let found = git.map_trees(&ids, |index, content| reader.read(&trees[index], content))?;
    Ok(found.into_iter().map(Option::unwrap_or_default).collect())
}

/// Reads trees, of which most differ from the last one of their folder in the contents of files only.
struct Reader<'t> {
    /// The folders of cases and of evidence.
    ours: [String; 2],
    /// The last tree of each folder, and its odd entries.
    last: HashMap<&'t str, (Vec<u8>, Vec<OddEntry>)>,
    /// The bytes of these trees.
    kept: usize,
}

impl<'t> Reader<'t> {
    fn new(git: &Repo) -> Self {
        Self {
            ours: [CASES, EVIDENCE].map(|folder| git.spelled(folder)),
            last: HashMap::new(),
            kept: 0,
        }
    }

    fn read(&mut self, tree: &'t TreeAt, content: &mut dyn Read) -> io::Result<Vec<OddEntry>> {
        let mut bytes = Vec::new();
        content.take(MAX_TREE).read_to_end(&mut bytes)?;
        let id = tree.id.len() / 2;
        let last = self.last.remove(tree.path.as_str());
        self.kept -= last.as_ref().map_or(0, |(last, _)| last.len());
        let odd = match last {
            Some((last, odd)) if has_same_names(&last, &bytes, id) => odd,
            Some(_) | None => odd_entries_of(&bytes, &tree.path, id, self.is_ours(&tree.path)),
        };
        self.kept += bytes.len();
        if self.kept > KEPT {
            self.last.clear();
            self.kept = 0;
        } else {
            self.last.insert(&tree.path, (bytes, odd.clone()));
        }
        Ok(odd)
    }

    fn is_ours(&self, path: &str) -> bool {
        self.ours.iter().any(|folder| {
            let rest = path.strip_prefix(folder.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }
}
