//! The actor and the time of a record; the lock, the journal, and commits of events.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, FixedOffset};

use crate::domain::case::event::Attach;
use crate::domain::case::{Entry, Event};
use crate::domain::finding::{Finding, Severity};
use crate::domain::message::Message;
use crate::domain::names::{CaseId, StaffId};
use crate::domain::policy::Policy;
use crate::domain::time::Instant;
use crate::git::{CommitRequest, GitError, Identity, Repo};
use crate::store::clock::require_head_in_past;
use crate::store::clone_setup::hooks;
use crate::store::{
    Journal, Lock, Repository, StoreError, clone_setup, evidence, lock, message, recovery, write,
};

/// Number of attempts in case of concurrent changes.
pub(super) const ATTEMPTS: usize = 8;

/// The pause before a case is read again.
pub(super) const PAUSE: Duration = Duration::from_millis(50);

/// The person who records something, and the time.
#[derive(Debug, Clone)]
pub(crate) struct Actor {
    pub by: StaffId,
    /// The current time, read once.
    pub clock: Instant,
    /// The time of the event, if not now.
    pub happened: Option<Instant>,
    /// Whether to commit.
    pub commit: CommitMode,
    /// The date of the commit; `None` for git's clock.
    pub dated: Option<DateTime<FixedOffset>>,
    /// Called once with the holder of the lock (empty if unknown), if the command has to wait.
    pub on_wait: fn(&str),
    /// Called with what was repaired after an interrupted command.
    pub on_repair: fn(&Message),
}

/// Whether to commit at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CommitMode {
    /// Commit, if there is a git repository.
    Now,
    /// Leave it to the next command.
    Later,
}

/// A recorded event.
#[derive(Debug, Clone)]
pub(crate) struct Recorded {
    pub id: CaseId,
    /// The case file, relative to the repository.
    pub path: PathBuf,
    /// A summary in one line.
    pub subject: String,
    /// The new warnings.
    pub warnings: Vec<Finding>,
}

/// Records events of one actor in one repository.
#[derive(Debug)]
pub(crate) struct Recorder<'r> {
    pub(super) repository: &'r Repository,
    pub(super) actor: Actor,
    lock: Option<Lock>,
}

impl<'r> Recorder<'r> {
    /// A recorder for an actor.
    ///
    /// # Errors
    /// When a merge, rebase or similar operation is in progress.
    pub(crate) fn new(repository: &'r Repository, actor: Actor) -> Result<Self, StoreError> {
        match repository.git().and_then(Repo::in_progress) {
            Some(operation) => Err(GitError::InProgress(operation).into()),
            None => Ok(Self {
                repository,
                actor,
                lock: None,
            }),
        }
    }

    pub(crate) fn by(&self) -> &StaffId {
        &self.actor.by
    }

    pub(super) fn policy(&self) -> &'r Policy {
        self.repository.policy()
    }

    /// git, if events are committed at once.
    pub(super) fn committing_git(&self) -> Option<&'r Repo> {
        match self.actor.commit {
            CommitMode::Now => self.repository.git(),
            CommitMode::Later => None,
        }
    }

    /// The journal of uncommitted events.
    pub(super) fn journal(&self) -> Option<Journal> {
        self.repository.git().map(|git| Journal::of(git.git_dir()))
    }

    /// Notes that an event is about to be written.
    pub(super) fn note(&self, file: &Path, entry: &Entry) -> Result<(), StoreError> {
        self.note_all([(file, entry.digest.to_string())].into_iter())
    }

    /// Notes that events are about to be written, and committed if they are committed at once.
    pub(super) fn note_all<'a>(
        &self,
        notes: impl Iterator<Item = (&'a Path, String)>,
    ) -> Result<(), StoreError> {
        let Some(journal) = self.journal() else {
            return Ok(());
        };
        let head = self.committing_git().map(Repo::head).transpose()?;
        let before = head.as_ref().map(Option::as_deref);
        Ok(journal.record_all(notes, before)?)
    }

    /// Removes the note: the event is committed, and the commit is on disk, or it was not written
    /// after all.
    pub(super) fn strike(&self, file: &Path, entry: &Entry) -> Result<(), StoreError> {
        match self.journal() {
            Some(journal) => Ok(journal.forget(file, &[entry.digest.to_string()])?),
            None => Ok(()),
        }
    }

    /// Syncs the newest commit to disk.
    pub(super) fn sync(&self, git: &Repo) -> Result<(), StoreError> {
        Ok(git.sync_commit(self.lock_file())?)
    }

    /// Commits the case file and the evidence named by the event.
    pub(super) fn commit(
        &self,
        git: &Repo,
        id: &CaseId,
        file: &Path,
        entry: &Entry,
    ) -> Result<(), StoreError> {
        let (changed, mut created) = match matches!(entry.event, Event::Register(_)) {
            true => (vec![], vec![file.to_path_buf()]),
            false => (vec![file.to_path_buf()], vec![]),
        };
        created.extend(evidence_of(entry));
        self.with_request(id, entry, &changed, &created, |request| git.commit(request))
    }

    /// As [`Recorder::commit`], with the file's content up to this event.
    pub(super) fn commit_content(
        &self,
        git: &Repo,
        id: &CaseId,
        file: &Path,
        content: &[u8],
        entry: &Entry,
    ) -> Result<(), StoreError> {
        let created: Vec<PathBuf> = evidence_of(entry).into_iter().collect();
        self.with_request(id, entry, &[], &created, |request| {
            git.commit_content(file, content, request)
        })
    }

    fn with_request(
        &self,
        id: &CaseId,
        entry: &Entry,
        changed: &[PathBuf],
        created: &[PathBuf],
        commit: impl FnOnce(&CommitRequest) -> Result<String, GitError>,
    ) -> Result<(), StoreError> {
        let author = self.author(&entry.by);
        let message = message::of(id, entry, self.policy());
        commit(&CommitRequest {
            changed,
            created,
            message: &message,
            author: author.as_ref(),
            when: self.actor.dated,
            own_hook: Some(&hooks::script(hooks::PRE_COMMIT)),
            lock: self.lock_file(),
        })?;
        Ok(())
    }

    /// A staff member's name and address in the policy.
    pub(super) fn author(&self, by: &StaffId) -> Option<Identity> {
        let staff = self.policy().staff.get(by)?;
        let name = staff.name.clone().unwrap_or_else(|| by.to_string());
        // git accepts an author without an address; the committer still identifies the user.
        Some(Identity {
            name,
            email: staff.email.clone().unwrap_or_default(),
        })
    }

    /// Acquires the lock for the lifetime of the recorder, repairs what an interrupted command left
    /// of git's files, and requires a clock that is not behind HEAD.
    pub(super) fn locked(mut self) -> Result<Self, StoreError> {
        let git = self.repository.git();
        self.lock = Some(lock::take(self.repository.root(), git, self.actor.on_wait)?);
        if let Some(git) = self.committing_git() {
            clone_setup::clear(Journal::of(git.git_dir()).folder());
            for repaired in recovery::recover(git)? {
                (self.actor.on_repair)(&repaired);
            }
            require_head_in_past(git, self.actor.clock, self.policy())?;
        }
        Ok(self)
    }

    /// Removes leftovers of killed commands in the folders of a case's file and its evidence.
    pub(super) fn clear_beside(&self, file: &Path) {
        let folders = file
            .parent()
            .map(Path::to_path_buf)
            .into_iter()
            .chain([evidence::folder(file)]);
        let inside =
            folders.filter_map(|folder| write::below(self.repository.root(), &folder).ok());
        inside.for_each(|folder| clone_setup::clear(&folder));
    }

    /// The open lock file, to be inherited by `git commit`.
    pub(super) fn lock_file(&self) -> Option<&File> {
        self.lock.as_ref().map(Lock::file)
    }
}

/// The evidence named by an event, relative to the repository.
pub(super) fn evidence_of(entry: &Entry) -> Option<PathBuf> {
    let Event::Attach(Attach { file, .. }) = &entry.event else {
        return None;
    };
    Some(Path::new(evidence::EVIDENCE).join(file))
}

/// The findings that are only warnings.
pub(super) fn warnings(findings: &[Finding]) -> Vec<Finding> {
    findings
        .iter()
        .filter(|finding| finding.severity == Severity::Warning)
        .cloned()
        .collect()
}
