//! Commits prepared in a second index: of many files, in time linear in their number, or of content
//! that differs from the work tree's.
//!
//! Many files are staged in the real index first, so that an interruption leaves no more behind
//! than `git add` does. The commit is then made from a second index that holds HEAD and these
//! files, so that other staged changes stay out of it.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{CommitRequest, GitError, Repo};

impl Repo {
    pub(super) fn commit_many(&self, request: &CommitRequest) -> Result<String, GitError> {
        let index = self.git_dir.join("index");
        let all = [request.changed, request.created].concat();
        let files = self.nul_separated(&all)?;
        let before = read_index(&index)?;
        self.stage(&index, &files, request)?;
        let staged = read_index(&index)?;
        let result = self.commit_staged(&index, &files, request);
        // A git that was killed may have made the commit: without them in the index, the next commit
        // would remove the files.
        if result.is_err() && !self.head_has(&all).unwrap_or(true) {
            // Report the first error; files left staged do no harm.
            let _ = restore_index(&index, before, staged);
        }
        result
    }

    /// Commits `content` as the file at `path`, regardless of the work tree's version, and the
    /// request's files as they are in the work tree. Changes neither the work tree nor the index.
    pub fn commit_content(
        &self,
        path: &Path,
        content: &[u8],
        request: &CommitRequest,
    ) -> Result<String, GitError> {
        if let Some(operation) = self.in_progress() {
            return Err(GitError::InProgress(operation));
        }
        let scratch = self.head_index(&self.git_dir.join("index"))?;
        let files = self.nul_separated(&[request.changed, request.created].concat())?;
        self.stage(&scratch.0, &files, request)?;
        self.stage_content(&scratch.0, path, content)?;
        let mut commit = self.commit_command(request);
        commit.env("GIT_INDEX_FILE", &scratch.0);
        self.finish_commit(commit, request)
    }

    /// The paths of the second index and its lock, whether or not they exist.
    pub(crate) fn second_index(&self) -> [PathBuf; 2] {
        let index = self.git_dir.join("complaint-index");
        [index.with_extension("lock"), index]
    }

    /// Removes the second index left by a killed command. The caller must hold the lock that keeps
    /// others from committing.
    pub(crate) fn clear_second_index(&self) {
        for left in self.second_index() {
            let _ = remove_if_there(&left);
        }
    }

    fn stage_content(&self, index: &Path, path: &Path, content: &[u8]) -> Result<(), GitError> {
        let relative = self.relative(path)?;
        let below_top = self
            .base
            .strip_prefix(&self.work_tree)
            .unwrap_or(Path::new(""))
            .join(relative);
        let mut hash = self.git_write();
        hash.args(["hash-object", "-w", "--stdin", "--path"])
            .arg(&below_top)
            .current_dir(&self.work_tree);
        let id = self.run(hash, content)?;
        let entry = [
            b"100644 ",
            id.trim_ascii_end(),
            b"\t",
            &super::slashed(&below_top),
            b"\0",
        ]
        .concat();
        let mut update = self.with_index(index);
        update
            .args(["update-index", "--add", "-z", "--index-info"])
            .current_dir(&self.work_tree);
        self.run(update, &entry).map(drop)
    }

    /// Creates a second index with HEAD's content.
    fn head_index(&self, index: &Path) -> Result<Scratch, GitError> {
        let [lock, index_of_ours] = self.second_index();
        let scratch = Scratch::new(index_of_ours, &lock)?;
        if self.head()?.is_some() {
            fs::copy(index, &scratch.0).map_err(|e| GitError::io(&scratch.0, e))?;
            let mut reset = self.with_index(&scratch.0);
            // Keeps the cached stat data of unchanged files; touches no file of the work tree.
            reset.args(["read-tree", "--reset", "HEAD"]);
            self.run(reset, &[])?;
        }
        Ok(scratch)
    }

    fn commit_staged(
        &self,
        index: &Path,
        files: &[u8],
        request: &CommitRequest,
    ) -> Result<String, GitError> {
        let scratch = self.head_index(index)?;
        self.stage(&scratch.0, files, request)?;
        let mut commit = self.commit_command(request);
        commit.env("GIT_INDEX_FILE", &scratch.0);
        self.finish_commit(commit, request)
    }

    fn stage(&self, index: &Path, files: &[u8], request: &CommitRequest) -> Result<(), GitError> {
        let mut update = self.with_index(index);
        // As safe as one fsync per object, and much faster for many objects.
        update.args(["-c", "core.fsyncMethod=batch"]);
        update.args(["update-index", "--add", "--remove", "-z", "--stdin"]);
        self.run_holding(update, files, request.lock)
    }

    fn with_index(&self, index: &Path) -> Command {
        let mut command = self.git_write();
        command.env("GIT_INDEX_FILE", index);
        command
    }
}

fn read_index(index: &Path) -> Result<Option<Vec<u8>>, GitError> {
    match fs::read(index) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(GitError::io(index, error)),
    }
}

/// Restores the index's former bytes, under git's own lock, unless another git process has changed
/// it since.
fn restore_index(
    index: &Path,
    before: Option<Vec<u8>>,
    staged: Option<Vec<u8>>,
) -> Result<(), GitError> {
    let lock = index.with_extension("lock");
    File::create_new(&lock).map_err(|e| GitError::io(&lock, e))?;
    let lock = Scratch(lock);
    if read_index(index)? != staged {
        return Ok(());
    }
    let done = match before {
        Some(bytes) => fs::write(&lock.0, bytes).and_then(|()| fs::rename(&lock.0, index)),
        None => fs::remove_file(index),
    };
    done.map_err(|e| GitError::io(index, e))
}

/// A file in the git directory, removed on drop.
struct Scratch(PathBuf);

impl Scratch {
    /// Removes leftovers of an interrupted commit first.
    fn new(path: PathBuf, lock: &Path) -> Result<Scratch, GitError> {
        for left in [path.as_path(), lock] {
            remove_if_there(left).map_err(|e| GitError::io(left, e))?;
        }
        Ok(Scratch(path))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = remove_if_there(&self.0);
    }
}

pub(super) fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}
