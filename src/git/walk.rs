//! A whole history: every commit with its changes relative to each parent.

use std::collections::{BTreeSet, HashMap};
use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::process::Command;

use chrono::{DateTime, Utc};

use super::dates;
use super::difference::{FileChange, changes};
use super::stream::Output;
use super::tokens::Tokens;
use super::{GitError, Identity, Repo};

const FORMAT: &str =
    "--format=%H%x00%P%x00%T%x00%an%x00%ae%x00%cn%x00%ce%x00%at%x00%ad%x00%ct%x00%cd";
const FIELDS: usize = 11;

/// The most parents of a commit.
pub const MAX_PARENTS: usize = 1_000;

/// The commits of a range, or why they are too many.
#[derive(Debug)]
pub enum Walk {
    Whole(Vec<WalkedCommit>),
    /// As many as there was room for, and more.
    TooManyChanges,
    /// The commit with more than [`MAX_PARENTS`].
    TooManyParents(String),
}

/// The commits to walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Range<'a> {
    /// All ancestors of a revision and itself, or `A..B`.
    Of(&'a str),
    /// A commit and its ancestors, without those of existing branches and tags, and of `besides`.
    New {
        commit: &'a str,
        besides: &'a [String],
    },
}

impl Range<'_> {
    pub(super) fn select(self, command: &mut Command) {
        match self {
            Self::Of(revision) => command.args(["--end-of-options", revision, "--"]),
            Self::New { commit, besides } => {
                let known = [commit, "--not", "--all"];
                command.args(known).args(besides).arg("--")
            }
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
    /// The commits of a range, parents before children, with at most `room` changes of files,
    /// counted for each parent of a commit.
    ///
    /// # Errors
    /// When there is no such revision, or git cannot be run or fails.
    pub fn walk(&self, range: Range<'_>, mut room: usize) -> Result<Walk, GitError> {
        let mut command = self.walking();
        range.select(&mut command);
        let mut known = HashMap::new();
        let mut steps = self.walked(command, &mut room, |step, tree| {
            let root = Root {
                tree: tree.to_owned(),
                committed: step.committed,
            };
            known.insert(step.id.clone(), root);
        })?;
        if room == 0 {
            return Ok(Walk::TooManyChanges);
        }
        let merges = steps.iter().filter(|step| step.parents.len() > 1);
        if let Some(octopus) = merges.into_iter().find(|it| it.parents.len() > MAX_PARENTS) {
            return Ok(Walk::TooManyParents(octopus.id.clone()));
        }
        let parents = steps.iter().flat_map(|step: &WalkedCommit| &step.parents);
        let outside: Vec<&str> = parents
            .map(String::as_str)
            .filter(|parent| !known.contains_key(*parent))
            .collect();
        known.extend(self.roots(&outside)?);
        let pairs = pairs(&mut steps, &mut known)?;
        let Some(changes) = self.differences(&pairs, &mut room)? else {
            return Ok(Walk::TooManyChanges);
        };
        let mut changes = changes.into_iter();
        for step in steps.iter_mut().filter(|step| step.parents.len() > 1) {
            step.changes = changes.by_ref().take(step.parents.len()).collect();
        }
        Ok(Walk::Whole(steps))
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
            .args(self.bounds(tips, paths)?)
            .arg("--")
            .args(self.pathspecs(paths)?);
        let mut room = usize::MAX;
        self.walked(command, &mut room, |_, _| {})
    }

    /// The commits that changed a file along the first parents of `tip`, parents before children,
    /// with just this change: what each brought to the branch.
    ///
    /// # Errors
    /// When git cannot be run or fails, or the path is not below the base.
    pub(crate) fn first_parent_changes(
        &self,
        tip: &str,
        path: &Path,
    ) -> Result<Vec<WalkedCommit>, GitError> {
        let mut command = self.walking();
        command
            .args(["--first-parent", "-m", "--end-of-options", tip, "--"])
            .arg(self.pathspec(path)?);
        let mut room = usize::MAX;
        self.walked(command, &mut room, |_, _| {})
    }

    /// `git log` with the format that [`record`] parses.
    fn walking(&self) -> Command {
        let mut command = self.git_log(FORMAT);
        command
            .args(["--topo-order", "--raw", "--root", "--no-abbrev"])
            .arg("--ignore-submodules=none");
        command
    }

    /// Runs [`Repo::walking`], as long as there is room for the changes; `each` gets every commit
    /// with its tree.
    fn walked(
        &self,
        command: Command,
        room: &mut usize,
        mut each: impl FnMut(&WalkedCommit, &str),
    ) -> Result<Vec<WalkedCommit>, GitError> {
        let prefix = self.prefix();
        self.stream(command, &[], |mut answer| {
            let mut tokens = Tokens::new(&mut answer);
            let mut steps = Vec::new();
            while !tokens.is_at_end()? {
                let (step, tree) = record(&mut tokens, &prefix, room)?;
                each(&step, &tree);
                steps.push(step);
                if *room == 0 {
                    return Ok(Output::Part(steps));
                }
            }
            Ok(Output::Whole(steps))
        })
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

/// Parses the next commit of `git log -z --raw` output. Returns the commit, with its changes unless
/// it is a merge, and its tree.
fn record<R: BufRead>(
    tokens: &mut Tokens<R>,
    prefix: &str,
    room: &mut usize,
) -> Result<(WalkedCommit, String), GitError> {
    let mut fields = Vec::with_capacity(FIELDS);
    for _ in 0..FIELDS {
        fields.push(tokens.next()?);
    }
    let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
    let step = step(&fields);
    tokens.skip_break()?;
    let changes = changes(tokens, prefix, room)?;
    let changes = vec![changes];
    Ok((WalkedCommit { changes, ..step }, fields[2].to_owned()))
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
