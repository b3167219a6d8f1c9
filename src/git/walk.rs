//! A whole history: every commit with its changes relative to each parent.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::process::Command;

use chrono::{DateTime, Utc};

use super::blobs::parse_batch;
use super::dates;
use super::difference::{FileChange, changes};
use super::tree::legible;
use super::{GitError, Identity, Repo};

const FORMAT: &str =
    "--format=%H%x00%P%x00%T%x00%an%x00%ae%x00%cn%x00%ce%x00%at%x00%ad%x00%ct%x00%cd";
const FIELDS: usize = 11;

/// The commits to walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Range<'a> {
    /// All ancestors of a revision and itself, or `A..B`.
    Of(&'a str),
    /// A commit and its ancestors, without those of existing branches and tags.
    New(&'a str),
}

impl Range<'_> {
    fn select(self, command: &mut Command) {
        match self {
            Self::Of(revision) => command.args(["--end-of-options", revision, "--"]),
            Self::New(commit) => command.args([commit, "--not", "--all", "--"]),
        };
    }
}

/// A commit with its changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WalkedCommit {
    pub id: String,
    /// The ids of the parents.
    pub parents: Vec<String>,
    pub author: Identity,
    /// The user whose git made the commit.
    pub committer: Identity,
    /// The committer date, whatever its zone; if invalid, the date of the latest parent.
    pub committed: Option<DateTime<Utc>>,
    /// The raw text of an invalid committer or author date; empty if git reads nothing.
    pub odd_date: Option<String>,
    /// The valid committer dates of the parents.
    pub built_on: Vec<DateTime<Utc>>,
    /// The changes relative to each parent, in order; for a root commit, to the empty tree.
    pub changes: Vec<Vec<FileChange>>,
}

impl Repo {
    /// The commits of a range, parents before children.
    ///
    /// # Errors
    /// When there is no such revision, or git cannot be run or fails.
    pub fn walk(&self, range: Range<'_>) -> Result<Vec<WalkedCommit>, GitError> {
        let mut command = self.walking();
        range.select(&mut command);
        let mut known = HashMap::new();
        let mut steps = self.walked(command, |step, tree| {
            let root = Root {
                tree: tree.to_owned(),
                committed: step.committed,
            };
            known.insert(step.id.clone(), root);
        })?;
        let parents = steps.iter().flat_map(|step: &WalkedCommit| &step.parents);
        let outside: Vec<&str> = parents
            .map(String::as_str)
            .filter(|parent| !known.contains_key(*parent))
            .collect();
        known.extend(self.roots(&outside)?);
        let pairs = pairs(&mut steps, &mut known)?;
        let mut changes = self.differences(&pairs)?.into_iter();
        for step in steps.iter_mut().filter(|step| step.parents.len() > 1) {
            step.changes = changes.by_ref().take(step.parents.len()).collect();
        }
        Ok(steps)
    }

    /// HEAD, if it has a commit, and the heads of a merge in progress.
    ///
    /// # Errors
    /// When git cannot be run or fails.
    pub(crate) fn heads(&self) -> Result<Vec<String>, GitError> {
        Ok(match self.head()? {
            Some(_) => [self.end().to_owned()]
                .into_iter()
                .chain(self.merge_heads())
                .collect(),
            None => Vec::new(),
        })
    }

    /// The commits up to `tips` that changed one of `paths`, parents before children, with just these changes; those of merges are left out. No commit
    /// is left out because another branch has the same content.
    ///
    /// # Errors
    /// When git cannot be run or fails, or a path is not below the base.
    pub(crate) fn touching(
        &self,
        tips: &[&str],
        paths: &[PathBuf],
    ) -> Result<Vec<WalkedCommit>, GitError> {
        if tips.is_empty() {
            return Ok(Vec::new());
        }
        let mut command = self.walking();
        command
            .args(["--full-history", "--no-merges"])
            .args(tips)
            .arg("--")
            .args(self.pathspecs(paths)?);
        self.walked(command, |_, _| {})
    }

    /// `git log` with the format that [`record`] parses.
    fn walking(&self) -> Command {
        let mut command = self.git_log(FORMAT);
        command
            .args(["--topo-order", "--raw", "--root", "--no-abbrev"])
            .arg("--ignore-submodules=none");
        command
    }

    /// Runs [`Repo::walking`]; `each` gets every commit with its tree.
    fn walked(
        &self,
        command: Command,
        mut each: impl FnMut(&WalkedCommit, &str),
    ) -> Result<Vec<WalkedCommit>, GitError> {
        let answer = self.run(command, &[])?;
        let prefix = self.prefix();
        let mut steps = Vec::new();
        let mut rest: &str = &legible(&answer);
        while !rest.is_empty() {
            let (step, tree, after) = record(rest, &prefix)?;
            each(&step, tree);
            steps.push(step);
            rest = after;
        }
        Ok(steps)
    }

    /// The ids of the commits of a range.
    pub(crate) fn ids(&self, range: Range<'_>) -> Result<BTreeSet<String>, GitError> {
        let mut command = self.git_read();
        command.arg("rev-list");
        range.select(&mut command);
        let answer = self.run(command, &[])?;
        Ok(String::from_utf8_lossy(&answer)
            .lines()
            .map(str::to_owned)
            .collect())
    }

    /// The contents of objects, in the order of their ids.
    ///
    /// # Errors
    /// When git cannot be run or fails.
    pub(crate) fn objects(&self, ids: &[&str]) -> Result<Vec<Option<Vec<u8>>>, GitError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut command = self.git_read();
        command.args(["cat-file", "--batch", "--buffer"]);
        let answer = self.run(command, (ids.join("\n") + "\n").as_bytes())?;
        parse_batch(&answer, ids.len(), "blob")
    }

    /// The id of the commit that a revision names; `None` if there is none.
    ///
    /// # Errors
    /// When git cannot be run.
    pub(crate) fn commit_id(&self, revision: &str) -> Result<Option<String>, GitError> {
        let mut command = self.git_read();
        command
            .args(["rev-parse", "--verify", "--quiet", "--end-of-options"])
            .arg(format!("{revision}^{{commit}}"));
        let finished = super::run::finish(command, &[])?;
        let id = String::from_utf8_lossy(&finished.stdout).trim().to_owned();
        Ok((finished.code == Some(0) && !id.is_empty()).then_some(id))
    }

    /// Whether a commit is part of the history of a revision.
    ///
    /// # Errors
    /// When git cannot be run.
    pub(crate) fn is_ancestor(&self, commit: &str, revision: &str) -> Result<bool, GitError> {
        if self.commit_id(commit)?.is_none() {
            return Ok(false);
        }
        let mut command = self.git_read();
        command.args(["merge-base", "--is-ancestor", commit, revision]);
        Ok(super::run::finish(command, &[])?.code == Some(0))
    }

    /// Trees and dates of commits outside the walk.
    fn roots(&self, commits: &[&str]) -> Result<Vec<(String, Root)>, GitError> {
        if commits.is_empty() {
            return Ok(Vec::new());
        }
        let mut command = self.git_log("--format=%H%x00%T%x00%ct%x00%cd");
        command.args(["--no-walk=unsorted", "--stdin"]);
        let answer = self.run(command, (commits.join("\n") + "\n").as_bytes())?;
        let text = String::from_utf8_lossy(&answer);
        let fields: Vec<&str> = text.split('\0').collect();
        let root = |record: &[&str]| {
            let committed = dates::instant(record[2], record[3]);
            (
                record[0].to_owned(),
                Root {
                    tree: record[1].to_owned(),
                    committed,
                },
            )
        };
        Ok(fields.chunks_exact(4).map(root).collect())
    }
}

/// The tree and date of a commit, for comparing with its children.
struct Root {
    tree: String,
    committed: Option<DateTime<Utc>>,
}

/// The pairs of trees to compare, in order: for each merge, one pair per parent. Also fills in the
/// dates of each commit's parents.
fn pairs(
    steps: &mut [WalkedCommit],
    known: &mut HashMap<String, Root>,
) -> Result<Vec<(String, String)>, GitError> {
    let garbled = || GitError::Garbled("git log");
    let mut pairs = Vec::new();
    for step in steps {
        let parents: Option<Vec<&Root>> = step.parents.iter().map(|id| known.get(id)).collect();
        let parents = parents.ok_or_else(garbled)?;
        step.built_on = parents
            .iter()
            .filter_map(|parent| parent.committed)
            .collect();
        step.committed = step.committed.or(step.built_on.iter().max().copied());
        let trees: Vec<String> = parents
            .into_iter()
            .map(|parent| parent.tree.clone())
            .collect();
        let own = known.get_mut(&step.id).ok_or_else(garbled)?;
        own.committed = step.committed;
        if trees.len() > 1 {
            pairs.extend(trees.into_iter().map(|tree| (tree, own.tree.clone())));
        }
    }
    Ok(pairs)
}

/// Parses the first commit of `git log -z --raw` output. Returns the commit, with its changes
/// unless it is a merge, its tree, and the rest of the text.
fn record<'t>(text: &'t str, prefix: &str) -> Result<(WalkedCommit, &'t str, &'t str), GitError> {
    let mut fields = [""; FIELDS];
    let mut rest = text;
    for field in &mut fields {
        (*field, rest) = rest.split_once('\0').ok_or(GitError::Garbled("git log"))?;
    }
    let step = step(&fields);
    let Some(raw) = rest.strip_prefix('\n') else {
        return Ok((step, fields[2], rest));
    };
    let (changes, end) = changes(raw, prefix)?;
    Ok((
        WalkedCommit {
            changes: vec![changes],
            ..step
        },
        fields[2],
        &raw[end..],
    ))
}

fn step(fields: &[&str]) -> WalkedCommit {
    let (authored, committed) = (
        dates::read(fields[7], fields[8]),
        dates::read(fields[9], fields[10]),
    );
    let invalid = |date: Option<_>, at: usize| {
        date.is_none()
            .then(|| dates::raw_text(fields[at], fields[at + 1]))
    };
    let identity = |name: usize, email: usize| Identity {
        name: fields[name].to_owned(),
        email: fields[email].to_owned(),
    };
    WalkedCommit {
        id: fields[0].to_owned(),
        parents: fields[1].split_whitespace().map(str::to_owned).collect(),
        author: identity(3, 4),
        committer: identity(5, 6),
        committed: dates::instant(fields[9], fields[10]),
        odd_date: invalid(committed, 9).or_else(|| invalid(authored, 7)),
        built_on: Vec::new(),
        changes: vec![Vec::new()],
    }
}
