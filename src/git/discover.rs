//! Finding the repository, without spawning anything.

use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::objects::Objects;
use super::{Environment, GitError, Repo};

impl Repo {
    /// The repository whose work tree contains `dir`, or `None` outside any.
    ///
    /// Looks upward for `.git` as git does, honouring `GIT_CEILING_DIRECTORIES`. `GIT_DIR` and the
    /// like are ignored: a hook sets them to its own repository, which may be a different one. Does
    /// not check whether git is installed; the first command that needs git does
    /// ([`GitError::NotInstalled`]).
    ///
    /// # Errors
    /// When `dir` does not exist or a `.git` cannot be read.
    pub fn discover(dir: &Path) -> Result<Option<Repo>, GitError> {
        Repo::discover_with(dir, Environment::default())
    }

    /// As [`Repo::discover`], with environment variables for every git process of this repository.
    pub fn discover_with(dir: &Path, environment: Environment) -> Result<Option<Repo>, GitError> {
        let base = dir.canonicalize().map_err(|e| GitError::io(dir, e))?;
        let ceilings = ceilings(&environment);
        for folder in base.ancestors() {
            if let Some(git_dir) = git_dir_of(folder)? {
                return Ok(Some(Repo {
                    common_dir: common_dir_of(&git_dir)?,
                    work_tree: folder.to_path_buf(),
                    git_dir,
                    environment,
                    pinned: None,
                    objects: Objects::default(),
                    base,
                }));
            }
            if folder
                .parent()
                .is_some_and(|parent| ceilings.iter().any(|c| c == parent))
            {
                break;
            }
        }
        Ok(None)
    }

    /// A bare repository, as a server hook finds it. Pushed objects that are still in quarantine
    /// are visible, too.
    ///
    /// The environment of a hook can be that of whoever pushes. git reads the repository's and the
    /// system's configuration only, and keys from the repository's own folder.
    ///
    /// # Errors
    /// When `dir` is not a git directory.
    pub(crate) fn bare(dir: &Path) -> Result<Option<Repo>, GitError> {
        let Some(repo) = Self::bare_as_found(dir)? else {
            return Ok(None);
        };
        let handed_on = [
            "GIT_OBJECT_DIRECTORY",
            "GIT_ALTERNATE_OBJECT_DIRECTORIES",
            "GIT_QUARANTINE_PATH",
        ];
        let pairs = handed_on
            .iter()
            .filter_map(|name| Some((name, std::env::var_os(name)?)));
        // With an explicit `GIT_DIR`, as git sets it for its hooks, git trusts the repository
        // whatever its settings say about bare repositories.
        let named = Environment::without_user(&repo.base).set("GIT_DIR", &repo.base);
        let environment = pairs.fold(named, |all, (name, value)| all.set(name, value));
        Ok(Some(Repo {
            environment,
            objects: Objects::default(),
            ..repo
        }))
    }

    /// A bare repository that somebody names or is in. git decides whether to trust it.
    ///
    /// # Errors
    /// When `dir` does not exist.
    pub(crate) fn bare_as_found(dir: &Path) -> Result<Option<Repo>, GitError> {
        let base = dir.canonicalize().map_err(|e| GitError::io(dir, e))?;
        if !base.join("HEAD").is_file() || !base.join("objects").is_dir() {
            return Ok(None);
        }
        Ok(Some(Repo {
            common_dir: base.clone(),
            work_tree: base.clone(),
            git_dir: base.clone(),
            environment: Environment::default(),
            pinned: None,
            objects: Objects::default(),
            base,
        }))
    }

    /// The same repository with its base at `folder`, a path from the top of its trees, with `/`.
    #[must_use]
    pub(crate) fn within(mut self, folder: &str) -> Repo {
        self.base = self.work_tree.join(folder);
        self
    }

    /// Makes an empty repository in `dir`, which must exist, or completes one that an interrupted
    /// command began. It is on disk when this returns.
    ///
    /// # Errors
    /// Whatever `git init` reports.
    pub(crate) fn init(dir: &Path) -> Result<Repo, GitError> {
        Repo::init_with(dir, Environment::default())
    }

    /// As [`Repo::init`], with environment variables for every git process of this repository.
    pub fn init_with(dir: &Path, environment: Environment) -> Result<Repo, GitError> {
        let base = dir.canonicalize().map_err(|e| GitError::io(dir, e))?;
        let repo = Repo {
            git_dir: base.join(".git"),
            common_dir: base.join(".git"),
            work_tree: base.clone(),
            base,
            environment,
            pinned: None,
            objects: Objects::default(),
        };
        repo.clear_begun();
        let mut command = repo.git_write();
        command.args(["init", "-q"]);
        repo.run(command, &[])?;
        repo.sync_everything()?;
        Ok(repo)
    }

    /// Whether nothing was ever recorded here, as after an interrupted `git init`.
    pub(crate) fn is_blank(&self) -> bool {
        let is_empty = |folder: &str| {
            let entries = WalkDir::new(self.common_dir.join(folder)).into_iter();
            !entries.flatten().any(|entry| entry.file_type().is_file())
        };
        let is_own = self.git_dir == self.base.join(".git") && self.git_dir == self.common_dir;
        let is_there = |name: &str| self.git_dir.join(name).exists();
        is_own
            && ["objects", "refs", "complaint"].into_iter().all(is_empty)
            && !["index", "packed-refs"].into_iter().any(is_there)
    }

    /// Removes what an interrupted `git init` left unusable.
    fn clear_begun(&self) {
        if !self.is_blank() {
            return;
        }
        let torn = ["HEAD", "config"].map(|name| self.git_dir.join(name));
        let torn = torn.into_iter().filter(|file| {
            fs::read(file).is_ok_and(|bytes| bytes.is_empty() || bytes.contains(&0))
        });
        for file in torn.chain(self.orphaned_locks()) {
            let _ = fs::remove_file(file);
        }
    }
}

fn ceilings(environment: &Environment) -> Vec<PathBuf> {
    let list = environment
        .get("GIT_CEILING_DIRECTORIES")
        .unwrap_or_default();
    std::env::split_paths(&list)
        .filter(|path| path.is_absolute())
        .map(|path| path.canonicalize().unwrap_or(path))
        .collect()
}

/// The git directory: `folder/.git` itself, or the directory that it names in a linked worktree or
/// submodule.
fn git_dir_of(folder: &Path) -> Result<Option<PathBuf>, GitError> {
    let dot_git = folder.join(".git");
    let Ok(metadata) = fs::metadata(&dot_git) else {
        return Ok(None);
    };
    if metadata.is_dir() {
        let head = dot_git.join("HEAD");
        let is_repository = head.try_exists().map_err(|e| GitError::io(&head, e))?;
        return Ok(is_repository.then_some(dot_git));
    }
    let text = fs::read_to_string(&dot_git).map_err(|e| GitError::io(&dot_git, e))?;
    let named = text
        .strip_prefix("gitdir:")
        .map(|rest| folder.join(rest.trim()));
    match named {
        Some(path) => path
            .canonicalize()
            .map(Some)
            .map_err(|e| GitError::io(&dot_git, e)),
        None => Ok(None),
    }
}

fn common_dir_of(git_dir: &Path) -> Result<PathBuf, GitError> {
    match fs::read_to_string(git_dir.join("commondir")) {
        Ok(text) => {
            let common = git_dir.join(text.trim());
            common.canonicalize().map_err(|e| GitError::io(&common, e))
        }
        Err(_) => Ok(git_dir.to_path_buf()),
    }
}
