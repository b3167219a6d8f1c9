//! State read from plain files of the git directory.

use std::fs;
use std::path::Path;

use super::{GitError, Operation, Repo};

impl Repo {
    /// The merge, rebase or similar operation in progress in this work tree.
    pub fn in_progress(&self) -> Option<Operation> {
        let has = |name: &str| self.git_dir.join(name).exists();
        if has("rebase-merge") {
            Some(Operation::Rebase)
        } else if has("rebase-apply") {
            let mail = has("rebase-apply/applying");
            Some(if mail {
                Operation::Am
            } else {
                Operation::Rebase
            })
        } else if has("MERGE_HEAD") {
            Some(Operation::Merge)
        } else if has("CHERRY_PICK_HEAD") {
            Some(Operation::CherryPick)
        } else if has("REVERT_HEAD") {
            Some(Operation::Revert)
        } else {
            self.sequence()
        }
    }

    /// The ids of the commits being merged into HEAD; empty if no merge is in progress.
    pub(crate) fn merge_heads(&self) -> Vec<String> {
        if self.is_pinned() {
            return Vec::new();
        }
        let heads = fs::read_to_string(self.git_dir.join("MERGE_HEAD")).unwrap_or_default();
        let heads: Vec<String> = heads.lines().map(str::to_owned).collect();
        if heads.is_empty() {
            return heads_of_driver();
        }
        heads
    }

    /// Between two picks of a sequence, only the to-do list shows the operation.
    fn sequence(&self) -> Option<Operation> {
        let todo = fs::read_to_string(self.git_dir.join("sequencer/todo")).ok()?;
        Some(if todo.starts_with("revert") {
            Operation::Revert
        } else {
            Operation::CherryPick
        })
    }

    /// The id of the commit at which the history ends, HEAD's; `None` before the first one.
    ///
    /// # Errors
    /// When HEAD cannot be read.
    pub fn head(&self) -> Result<Option<String>, GitError> {
        if self.is_pinned() {
            return Ok(self.pinned.clone());
        }
        let path = self.git_dir.join("HEAD");
        let head = fs::read_to_string(&path).map_err(|e| GitError::io(&path, e))?;
        match head.trim().strip_prefix("ref: ") {
            None if is_id(head.trim()) => Ok(Some(head.trim().to_owned())),
            Some(name) => match self.loose_ref(name) {
                Some(id) => Ok(Some(id)),
                None => self.resolve_head(),
            },
            None => self.resolve_head(),
        }
    }

    /// Whether HEAD is detached, so that new commits are on no branch.
    pub(crate) fn is_detached(&self) -> bool {
        fs::read_to_string(self.git_dir.join("HEAD")).is_ok_and(|head| is_id(head.trim()))
    }

    fn loose_ref(&self, name: &str) -> Option<String> {
        if !name.starts_with("refs/") || Path::new(name).components().any(|c| c.as_os_str() == "..")
        {
            return None;
        }
        let id = fs::read_to_string(self.common_dir.join(name)).ok()?;
        is_id(id.trim()).then(|| id.trim().to_owned())
    }

    /// Asks git, which handles packed references, other reference stores, and a branch without a
    /// commit.
    fn resolve_head(&self) -> Result<Option<String>, GitError> {
        let mut command = self.git_read();
        command.args(["rev-parse", "--quiet", "--verify", "HEAD^{commit}"]);
        let finished = super::run::finish(command, &[])?;
        let id = String::from_utf8_lossy(&finished.stdout).trim().to_owned();
        match finished.code {
            Some(0) if is_id(&id) => Ok(Some(id)),
            Some(1) => Ok(None),
            _ => Err(GitError::recognise(&self.git_dir, &finished)),
        }
    }
}

fn is_id(text: &str) -> bool {
    text.len() >= 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The commits that git merges while it runs a merge driver: it names them in the environment, and
/// writes `MERGE_HEAD` only later.
fn heads_of_driver() -> Vec<String> {
    let names = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    names
        .filter_map(|name| name.strip_prefix("GITHEAD_").map(str::to_owned))
        .filter(|id| is_id(id))
        .collect()
}
