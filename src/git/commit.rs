//! Committing exactly the files of one command.

use std::fs::File;
use std::path::PathBuf;
use std::process::Command;
use std::thread;
use std::time::Duration;

use chrono::{DateTime, FixedOffset};

use super::error::Finished;
use super::run::finish_holding;
use super::{GitError, Identity, Repo};

/// Attempts at a commit while another git process holds a lock, and the pause between them.
const RETRIES: (u32, Duration) = (20, Duration::from_millis(75));

/// Number of files from which a commit is prepared in a second index: git matches every path of a
/// partial commit with every file it tracks.
const BULK_FILES: usize = 200;

/// Loose objects in one of git's 256 folders beyond which git's maintenance runs (git's own
/// threshold: `gc.auto` of 6,700).
const LOOSE_OBJECTS: usize = 27;

/// A commit to be made.
#[derive(Debug, Clone, Default)]
pub struct CommitRequest<'a> {
    /// Tracked files.
    pub changed: &'a [PathBuf],
    /// New files; committed even if ignore rules cover them.
    pub created: &'a [PathBuf],
    /// Subject, an empty line, body, an empty line, trailers.
    pub message: &'a str,
    /// The person who acted, if not the user of this git.
    pub author: Option<&'a Identity>,
    /// The author and committer date; `None` for the current time.
    pub when: Option<DateTime<FixedOffset>>,
    /// The text of a hook `pre-commit` that only reads, so that it may run twice.
    pub own_hook: Option<&'a str>,
    /// The program's lock; git holds it until it has finished, even if the program is killed.
    pub lock: Option<&'a File>,
}

impl Repo {
    /// Commits the files as they are in the work tree, and nothing else: other changes, staged or
    /// not, stay as they are. Returns the commit's id. Hooks and signing apply, no editor opens; a
    /// detached HEAD and the first commit of a repository are supported.
    ///
    /// # Errors
    /// On error the index is as it was before; the caller must restore the files.
    pub fn commit(&self, request: &CommitRequest) -> Result<String, GitError> {
        if let Some(operation) = self.in_progress() {
            return Err(GitError::InProgress(operation));
        }
        if request.changed.len() + request.created.len() >= BULK_FILES {
            return with_retries(|| self.commit_many(request));
        }
        if !self.maintenance_is_due()
            && let Some(id) = self.commit_plainly(request)?
        {
            return Ok(id);
        }
        self.commit_by_porcelain(request)
    }

    /// Commits with `git commit`, which honours whatever the repository uses.
    fn commit_by_porcelain(&self, request: &CommitRequest) -> Result<String, GitError> {
        match self.commit_with(request.changed, request.created, request) {
            Err(GitError::Unknown { .. }) => {
                let all = [request.changed, request.created].concat();
                self.commit_with(&[], &all, request)
            }
            result => result,
        }
    }

    fn commit_with(
        &self,
        changed: &[PathBuf],
        created: &[PathBuf],
        request: &CommitRequest,
    ) -> Result<String, GitError> {
        let announced = match created {
            [] => None,
            _ => Some(self.announce(created, request.lock)?),
        };
        let result = with_retries(|| {
            let mut command = self.commit_command(request);
            command.args(["--only", "--"]);
            for path in changed.iter().chain(created) {
                command.arg(self.pathspec(path)?);
            }
            self.finish_commit(command, request)
        });
        if let Some(announced) = announced {
            self.settle(created, &announced, result.is_ok());
        }
        result
    }

    /// `git commit` with all arguments except the files. The message comes through stdin.
    pub(super) fn commit_command(&self, request: &CommitRequest) -> Command {
        let mut command = self.acting(request);
        if !self.maintenance_is_due() {
            command.args(["-c", "maintenance.auto=false", "-c", "gc.auto=0"]);
        }
        command.args(["-c", "i18n.commitEncoding=UTF-8"]);
        command.args(["commit", "--quiet", "--no-verbose", "--no-edit"]);
        command.args(["--cleanup=whitespace", "--file=-"]);
        command
    }

    /// Runs a commit and returns its id, or the reason for its failure.
    pub(super) fn finish_commit(
        &self,
        command: Command,
        request: &CommitRequest,
    ) -> Result<String, GitError> {
        let finished = finish_holding(command, request.message.as_bytes(), request.lock)?;
        // git prints this after making the commit, so it is not a failure.
        let made = finished.stderr.contains("repository has been updated");
        if finished.code == Some(0) || made {
            return self.head()?.ok_or(GitError::Garbled("git commit"));
        }
        Err(self.refusal(request, &finished))
    }

    fn refusal(&self, request: &CommitRequest, finished: &Finished) -> GitError {
        let error = GitError::recognise(&self.git_dir, finished);
        let GitError::Failed { said } = error else {
            return error;
        };
        if finished.code != Some(1) && !said.contains("aborted by hook") {
            return GitError::Failed { said };
        }
        let all = [request.changed, request.created].concat();
        if self
            .changed_against_head(&all)
            .is_ok_and(|changes| changes.is_empty())
        {
            return GitError::NothingToCommit;
        }
        match self.refusing_hooks() {
            hooks if hooks.is_empty() => GitError::Failed { said },
            hooks => GitError::HookRefused { hooks, said },
        }
    }

    /// The installed hooks that can refuse a commit.
    pub(super) fn refusing_hooks(&self) -> Vec<String> {
        let mut command = self.git_read();
        command.args(["rev-parse", "--git-path", "hooks"]);
        let Ok(answer) = self.run(command, &[]) else {
            return Vec::new();
        };
        let folder = PathBuf::from(String::from_utf8_lossy(&answer).trim_end());
        let is_there = |name: &str| {
            [&self.base, &self.work_tree]
                .iter()
                .any(|top| top.join(&folder).join(name).exists())
        };
        [
            "pre-commit",
            "prepare-commit-msg",
            "commit-msg",
            "reference-transaction",
        ]
        .into_iter()
        .filter(|name| is_there(name))
        .map(str::to_owned)
        .collect()
    }

    /// Whether git's automatic maintenance is due. git itself spawns a process at each commit to
    /// find out.
    fn maintenance_is_due(&self) -> bool {
        let folder = self.common_dir.join("objects/17");
        folder
            .read_dir()
            .is_ok_and(|entries| entries.count() > LOOSE_OBJECTS)
    }
}

/// Retries while another git process holds a lock.
pub(super) fn with_retries<T>(attempt: impl Fn() -> Result<T, GitError>) -> Result<T, GitError> {
    let (times, pause) = RETRIES;
    for _ in 1..times {
        match attempt() {
            Err(error) if error.is_locked() => thread::sleep(pause),
            result => return result,
        }
    }
    attempt()
}
