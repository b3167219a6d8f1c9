//! What a power cut can leave of a git that was writing: a newest commit that lacks objects, and
//! lock files of processes that are gone.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use walkdir::{DirEntry, WalkDir};

use super::run::finish;
use super::{GitError, Repo};

impl Repo {
    /// Whether the newest commit has all its objects, but for those of `before`, an earlier commit.
    ///
    /// # Errors
    /// When git cannot be run.
    pub(crate) fn is_whole(&self, before: Option<&str>) -> Result<bool, GitError> {
        let Some(head) = self.head()? else {
            return Ok(true);
        };
        let mut command = self.git_read();
        command.args(["rev-list", "--objects", "--quiet", &head]);
        if let Some(before) = before {
            command.args(["--not", before]);
        }
        Ok(finish(command, &[])?.code == Some(0))
    }

    /// Puts the branch back to `before`, if the newest commit was made right on top of it. Neither
    /// the index nor the work tree changes. Returns whether it did.
    ///
    /// # Errors
    /// When git fails.
    pub(crate) fn put_back(&self, before: Option<&str>) -> Result<bool, GitError> {
        if !self.is_on_top_of(before)? {
            return Ok(false);
        }
        let mut command = self.git_write();
        command.args(["update-ref", "-m", "complaint: incomplete commit"]);
        match before {
            Some(before) => command.args(["HEAD", before]),
            None => command.args(["-d", "HEAD"]),
        };
        self.run(command, &[])?;
        Ok(true)
    }

    /// Whether `before` is the parent of the newest commit; also if that cannot be read any more.
    fn is_on_top_of(&self, before: Option<&str>) -> Result<bool, GitError> {
        let mut command = self.git_read();
        command.args(["rev-parse", "HEAD^@"]);
        let finished = finish(command, &[])?;
        let parents = String::from_utf8_lossy(&finished.stdout).trim().to_owned();
        Ok(finished.code != Some(0) || parents == before.unwrap_or_default())
    }

    /// The paths of git's lock files, whether or not they exist; for branches only existing ones.
    pub(crate) fn locks(&self) -> Vec<PathBuf> {
        let own = ["index.lock", "HEAD.lock"].map(|name| self.git_dir.join(name));
        let shared = ["packed-refs.lock", "config.lock"].map(|name| self.common_dir.join(name));
        let branches = WalkDir::new(self.common_dir.join("refs/heads"))
            .into_iter()
            .filter_map(Result::ok)
            .map(DirEntry::into_path)
            .filter(|path| path.extension().is_some_and(|end| end == "lock"));
        own.into_iter().chain(shared).chain(branches).collect()
    }

    /// Those lock files that are older than the running system: no process that could hold them is
    /// left. Empty where the start of the system is unknown.
    pub(crate) fn orphaned_locks(&self) -> Vec<PathBuf> {
        let Some(started) = system_start() else {
            return Vec::new();
        };
        let is_older = |lock: &PathBuf| {
            let modified = fs::symlink_metadata(lock).and_then(|it| it.modified());
            modified.is_ok_and(|modified| modified < started)
        };
        self.locks().into_iter().filter(is_older).collect()
    }
}

/// When the running system was started, on Linux.
fn system_start() -> Option<SystemTime> {
    let statistics = fs::read_to_string("/proc/stat").ok()?;
    let line = statistics
        .lines()
        .find_map(|line| line.strip_prefix("btime "))?;
    let seconds = line.trim().parse().ok()?;
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}
