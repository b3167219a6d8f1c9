//! History, replication and authorship through the installed `git`. It makes all changes to the
//! repository, so that hooks, signing and identities work as the user configured them.
//!
//! Whatever the git directory holds as plain files (the repository's location, HEAD, a merge in
//! progress) is read directly: a command spawns `git` only to compare with HEAD and to commit.
//!
//! Paths given to a [`Repo`] are relative to the directory from which it was discovered, or
//! absolute inside it.

mod announced;
mod birth;
mod blobs;
mod bulk;
mod commit;
mod customs;
mod dates;
mod difference;
mod discover;
mod driver;
mod durable;
mod error;
mod files;
mod graph;
mod history;
mod identity;
mod index;
mod index_entries;
mod interrupted;
mod kept_index;
mod new_trees;
mod objects;
mod operation;
mod plumbing;
pub mod run;
mod settings;
mod signatures;
mod state;
mod status;
mod stream;
mod tip;
mod tokens;
mod tree;
mod trees;
mod versions;
mod walk;

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Component, Path, PathBuf};

pub(crate) use blobs::MAX_CONTENT;
pub use commit::CommitRequest;
pub(crate) use difference::{FileChange, Object};
pub(crate) use driver::Sides;
pub use error::GitError;
pub(crate) use history::{CommitInfo, FileVersion};
pub use identity::Identity;
pub(crate) use index::IndexDamage;
use objects::Objects;
pub use operation::Operation;
pub use run::Environment;
pub(crate) use signatures::{KeySource, KeySources, Scheme, SecretKey, Signed};
pub use status::ChangeKind;
pub use status::FileStatus;
pub(crate) use stream::BlobSize;
pub(crate) use tip::Tip;
pub(crate) use tree::{TreeEntry, TreeKind};
pub(crate) use trees::TreeAt;
pub use walk::{MAX_PARENTS, Range, Walk, WalkedCommit};

/// Prefix and suffix of the names of temporary files, by which leftovers are known.
pub(crate) const TEMPORARY: (&str, &str) = (".complaint-", ".tmp");

/// A directory inside the work tree of a git repository.
#[derive(Debug, Clone)]
pub struct Repo {
    base: PathBuf,
    work_tree: PathBuf,
    git_dir: PathBuf,
    common_dir: PathBuf,
    environment: Environment,
    /// The commit at which the history ends; else at HEAD.
    pinned: Option<String>,
    /// Answers questions about single objects.
    objects: Objects,
}

impl Repo {
    /// The same repository with a history that ends at a commit. For reading only.
    #[must_use]
    pub(crate) fn at(mut self, commit: String) -> Self {
        self.pinned = Some(commit);
        self
    }

    /// Whether the history ends at a commit of its own, whatever HEAD and the work tree are.
    pub(crate) fn is_pinned(&self) -> bool {
        self.pinned.is_some()
    }

    /// The revision at which the history ends.
    pub(crate) fn end(&self) -> &str {
        self.pinned.as_deref().unwrap_or("HEAD")
    }

    /// The git directory of this work tree; a linked worktree has its own, below
    /// [`Repo::common_dir`].
    pub fn git_dir(&self) -> &Path {
        &self.git_dir
    }

    /// The git directory shared by all worktrees.
    pub fn common_dir(&self) -> &Path {
        &self.common_dir
    }

    /// Whether this is a shallow clone.
    pub(crate) fn is_shallow(&self) -> bool {
        self.common_dir.join("shallow").exists()
    }

    /// The commits at which a shallow clone ends: their parents are not in it.
    pub(crate) fn oldest_of_shallow(&self) -> BTreeSet<String> {
        let list = fs::read_to_string(self.common_dir.join("shallow")).unwrap_or_default();
        list.lines().map(str::to_owned).collect()
    }

    /// The top of the work tree.
    pub fn work_tree(&self) -> &Path {
        &self.work_tree
    }

    /// The directory from which the repository was discovered, with symbolic links resolved.
    pub fn base(&self) -> &Path {
        &self.base
    }

    /// `path` relative to [`Repo::base`], without `.` and `..`.
    ///
    /// # Errors
    /// [`GitError::Outside`] for a path that is not below the base.
    pub fn relative(&self, path: &Path) -> Result<PathBuf, GitError> {
        let outside = || GitError::Outside(path.to_path_buf());
        let inside = if path.is_absolute() {
            self.strip_base(path).ok_or_else(outside)?
        } else {
            path.to_path_buf()
        };
        let mut relative = PathBuf::new();
        for component in inside.components() {
            match component {
                Component::Normal(name) => relative.push(name),
                Component::CurDir => {}
                Component::ParentDir | Component::RootDir | Component::Prefix(_) => {
                    return Err(outside());
                }
            }
        }
        if relative.as_os_str().is_empty() {
            return Err(outside());
        }
        Ok(relative)
    }

    fn strip_base(&self, path: &Path) -> Option<PathBuf> {
        if let Ok(relative) = path.strip_prefix(&self.base) {
            return Some(relative.to_path_buf());
        }
        let folder = path.parent()?.canonicalize().ok()?;
        let folder = folder.strip_prefix(&self.base).ok()?;
        Some(folder.join(path.file_name()?))
    }

    /// The path as spelled in git's trees: from the top of the work tree, with `/`.
    fn tree_path(&self, path: &Path) -> Result<Vec<u8>, GitError> {
        let relative = self.relative(path)?;
        let prefix = self
            .base
            .strip_prefix(&self.work_tree)
            .unwrap_or(Path::new(""));
        Ok(slashed(&prefix.join(relative)))
    }

    /// The path as a literal pathspec, which matches only this file or folder whatever characters
    /// its name has.
    fn pathspec(&self, path: &Path) -> Result<OsString, GitError> {
        let mut pathspec = OsString::from(":(literal)");
        pathspec.push(self.relative(path)?);
        Ok(pathspec)
    }

    /// A pathspec for the files whose name begins with `name`, anywhere below a folder.
    fn pathspec_of_name(folder: &str, name: &str) -> String {
        format!(":(glob){folder}/**/{name}*")
    }

    /// The paths relative to the base, each terminated by a NUL, as expected by `-z --stdin`.
    fn nul_separated(&self, paths: &[PathBuf]) -> Result<Vec<u8>, GitError> {
        let mut list = Vec::new();
        for path in paths {
            list.extend(slashed(&self.relative(path)?));
            list.push(0);
        }
        Ok(list)
    }
}

fn slashed(path: &Path) -> Vec<u8> {
    let names: Vec<&[u8]> = path.iter().map(|name| name.as_encoded_bytes()).collect();
    names.join(&b'/')
}
