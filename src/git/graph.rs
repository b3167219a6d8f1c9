//! git's commit-graph with changed paths: with it, git finds the commits of one file without
//! comparing the trees of all others.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use super::{GitError, Repo};

/// The name of the part of a commit-graph that lists changed paths.
const CHANGED_PATHS: &[u8] = b"BIDX";

/// The bytes of a commit-graph within which its parts are named.
const NAMES: u64 = 1 << 10;

impl Repo {
    /// Whether there is a commit-graph with changed paths. git updates it in its maintenance.
    pub(crate) fn has_commit_graph(&self) -> bool {
        let info = self.common_dir.join("objects/info");
        let chain = fs::read_dir(info.join("commit-graphs"));
        let parts = chain.into_iter().flatten().flatten();
        let parts = parts.map(|entry| entry.path());
        parts
            .chain([info.join("commit-graph")])
            .any(|graph| has_changed_paths(&graph).unwrap_or(false))
    }

    /// The number of commits up to HEAD, as far as `most`.
    ///
    /// # Errors
    /// When git cannot be run or fails.
    pub(crate) fn count_commits(&self, most: usize) -> Result<usize, GitError> {
        if self.head()?.is_none() {
            return Ok(0);
        }
        let mut command = self.git_read();
        command.args(["rev-list", "--count", "--max-count", &most.to_string()]);
        command.arg(self.end());
        let answer = self.run(command, &[])?;
        let count = String::from_utf8_lossy(&answer).trim().parse();
        count.map_err(|_| GitError::Garbled("git rev-list"))
    }

    /// Writes a commit-graph with changed paths.
    ///
    /// # Errors
    /// When git cannot be run or fails.
    pub(crate) fn write_commit_graph(&self) -> Result<(), GitError> {
        let mut command = self.git_write();
        command.args(["commit-graph", "write", "--reachable", "--changed-paths"]);
        self.run(command, &[]).map(drop)
    }
}

fn has_changed_paths(graph: &Path) -> std::io::Result<bool> {
    let mut names = Vec::new();
    File::open(graph)?.take(NAMES).read_to_end(&mut names)?;
    let mut parts = names.windows(CHANGED_PATHS.len());
    Ok(parts.any(|part| part == CHANGED_PATHS))
}
