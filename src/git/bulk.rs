//! A commit of many files, in time proportional to their number.
//!
//! As `git commit --only` does, it holds `index.lock` throughout, prepares in it the index as it shall be afterwards,
//! and commits from a second index that is HEAD and the files.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{CommitRequest, GitError, Repo};

impl Repo {
    pub(super) fn commit_many(&self, request: &CommitRequest) -> Result<String, GitError> {
        let all = [request.changed, request.created].concat();
        let files = self.nul_separated(&all)?;
        let index = self.git_dir.join("index");
        let after = Scratch::lock(&self.git_dir, "index.lock")?;
        let next = Scratch::lock(&self.git_dir, "complaint-index")?;
        if index.exists() {
            fs::copy(&index, &after.0).map_err(|e| GitError::io(&after.0, e))?;
            fs::copy(&index, &next.0).map_err(|e| GitError::io(&next.0, e))?;
        } else {
            self.read_tree(&after.0, "--empty")?;
        }
        match self.head()? {
            Some(_) if index.exists() => self.reset(&next.0)?,
            Some(_) => self.read_tree(&next.0, "HEAD")?,
            None => self.read_tree(&next.0, "--empty")?,
        }
        for scratch in [&next.0, &after.0] {
            let mut update = self.with_index(scratch);
            update.args(["update-index", "--add", "--remove", "-z", "--stdin"]);
            self.run(update, &files)?;
        }
        let mut commit = self.commit_command(request);
        commit.env("GIT_INDEX_FILE", &next.0);
        let id = self.finish_commit(commit, request)?;
        after.become_file(&index)?;
        Ok(id)
    }

    fn with_index(&self, index: &Path) -> Command {
        let mut command = self.git();
        command.env("GIT_INDEX_FILE", index);
        command
    }

    fn read_tree(&self, index: &Path, tree: &str) -> Result<(), GitError> {
        let mut command = self.with_index(index);
        command.args(["read-tree", tree]);
        self.run(command, &[]).map(drop)
    }

    /// Makes the index HEAD's, keeping what it knows of unchanged files.
    fn reset(&self, index: &Path) -> Result<(), GitError> {
        let mut command = self.with_index(index);
        command.args(["read-tree", "--reset", "HEAD"]);
        self.run(command, &[]).map(drop)
    }
}

/// A file in the git directory that goes away with this value.
struct Scratch(PathBuf);

impl Scratch {
    fn lock(git_dir: &Path, name: &str) -> Result<Scratch, GitError> {
        let path = git_dir.join(name);
        if name != "index.lock" {
            remove_if_there(&path).map_err(|e| GitError::io(&path, e))?;
        }
        match File::create_new(&path) {
            Ok(_) => Ok(Scratch(path)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(GitError::index_locked(git_dir)),
            Err(error) => Err(GitError::io(&path, error)),
        }
    }

    fn become_file(self, path: &Path) -> Result<(), GitError> {
        fs::rename(&self.0, path).map_err(|e| GitError::io(path, e))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = remove_if_there(&self.0);
    }
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}
