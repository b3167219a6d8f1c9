//! Putting on record: who does it and when, the lock, and the birth of a case.

use crate::domain::message::{Command, message};
use std::fs::File;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset, TimeDelta};

use crate::domain::case::{Case, Entry, Event, Facts, document, emit, path};
use crate::domain::finding::{Code, Finding, Severity, Spot};
use crate::domain::names::{CaseId, StaffId};
use crate::domain::policy::Policy;
use crate::domain::rules;
use crate::domain::time::{Instant, format_short};
use crate::git::{CommitRequest, GitError, Identity, Repo};
use crate::store::Journal;
use crate::store::landing::Landing;
use crate::store::session::Session;
use crate::store::{Lock, Repository, StoreError, evidence, leftovers, lock, message, write};

/// How often the commit of new cases is tried because something else came in between.
pub(in crate::store) const ATTEMPTS: usize = 8;

/// Who puts something on record, and when.
#[derive(Debug, Clone)]
pub struct Act {
    /// Who acts.
    pub by: StaffId,
    /// The clock, read once.
    pub clock: Instant,
    /// When it happened, if not now.
    pub happened: Option<Instant>,
    /// Whether it is committed.
    pub commit: Commit,
    /// The date of the commit, if not the clock of git.
    pub dated: Option<DateTime<FixedOffset>>,
    /// Told once whom the act waits for (empty where unknown), if another writer keeps it waiting.
    pub waiting: fn(&str),
}

/// Whether what is written is committed at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Commit {
    /// It is, where there is git.
    Now,
    /// It is left to the next command.
    Later,
}

/// What was put on record.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// The case.
    pub id: CaseId,
    /// Its file, relative to the repository.
    pub path: PathBuf,
    /// What was done, in one line.
    pub subject: String,
    /// What is doubtful since.
    pub warnings: Vec<Finding>,
}

/// The right hand of one person, in one repository, at one time.
#[derive(Debug)]
pub struct Recorder<'r> {
    pub(in crate::store) repository: &'r Repository,
    pub(in crate::store) act: Act,
    lock: Option<Lock>,
}

impl<'r> Recorder<'r> {
    /// Whoever acts, in a repository.
    ///
    /// # Errors
    /// A merge, rebase or the like is under way.
    pub fn new(repository: &'r Repository, act: Act) -> Result<Self, StoreError> {
        match repository.git().and_then(Repo::in_progress) {
            Some(operation) => Err(GitError::InProgress(operation).into()),
            None => Ok(Self {
                repository,
                act,
                lock: None,
            }),
        }
    }

    /// Who acts.
    pub fn by(&self) -> &StaffId {
        &self.act.by
    }

    /// Takes up the one case that fits `part`: nobody else writes until it is put down.
    ///
    /// # Errors
    /// No case or several fit, its file cannot be read or added to, or holds changes of unknown origin.
    pub fn take(self, part: &str) -> Result<Session<'r>, StoreError> {
        let recorder = self.alone()?;
        let located = recorder.repository.locate(part)?;
        Session::open(recorder, located)
    }

    /// Puts a new case on record.
    ///
    /// # Errors
    /// The rules refuse it, or it cannot be written or committed; nothing is then left behind.
    pub fn register(self, facts: Facts) -> Result<Recorded, StoreError> {
        self.alone()?.bear(facts)
    }

    fn bear(self, facts: Facts) -> Result<Recorded, StoreError> {
        let policy = self.policy();
        let file = PathBuf::from(path::of_case(&facts.id, &facts.category));
        let entry = Entry::new(self.act.clock, self.act.by.clone(), Event::Register);
        let case = Case {
            facts,
            entries: vec![entry],
        };
        let judged = rules::judge(&case, policy, self.act.clock);
        let objections = judged.refusals(None);
        if !objections.is_empty() {
            // There is no such file, and will be none.
            return Err(StoreError::Refused {
                path: PathBuf::new(),
                findings: objections,
            });
        }
        let text = emit::case(&case.facts, &case.entries, policy.organisation.time_zone);
        let read = document::parse(text.as_bytes());
        if let Some(too_large) = read
            .findings
            .into_iter()
            .find(|finding| finding.code == Code::TooLarge)
        {
            let finding = Finding {
                spot: Spot::default(),
                ..too_large
            }
            .hint(message!(
                "leave the long text out, and put it into evidence afterwards: {command}",
                command = Command::new("attach").this().with("FILE")
            ));
            return Err(StoreError::Refused {
                path: PathBuf::new(),
                findings: vec![finding],
            });
        }
        if emit::verify_appended(&case, &[], text.as_bytes()).is_err() {
            return Err(StoreError::Unfaithful(file));
        }
        let entry = &case.entries[0];
        self.clear_beside(&file);
        self.note(&file, entry)?;
        let created = write::create_new(self.repository.root(), &file, text.as_bytes())?;
        if let (Some(git), Commit::Now) = (self.repository.git(), self.act.commit) {
            let committed = self.commit_birth(git, &file, &case, entry);
            // As with any event: the commit is what to tell of, and a note that stays does no harm.
            if committed.is_ok() || created.undo().is_ok() {
                let _ = self.strike(&file, entry);
            }
            committed?;
        }
        Ok(Recorded {
            subject: message::subject(&case.facts.id, entry, policy),
            id: case.facts.id,
            path: file,
            warnings: warnings(&judged.findings),
        })
    }

    /// Whatever else is committed in between is no concern of a new case's.
    fn commit_birth(
        &self,
        git: &Repo,
        file: &Path,
        case: &Case,
        entry: &Entry,
    ) -> Result<(), StoreError> {
        let mut left = ATTEMPTS;
        loop {
            left -= 1;
            let head = git.head()?;
            let tried = self.commit(git, &case.facts.id, file, entry);
            let files = [file.to_path_buf()];
            let landing = Landing {
                git,
                file,
                head: head.as_deref(),
                whole: case,
                entry,
                files: &files,
            };
            match landing.settle(tried) {
                Err(error) if error.is_passing() && left > 0 => {}
                settled => return settled,
            }
        }
    }

    pub(in crate::store) fn policy(&self) -> &'r Policy {
        self.repository.policy()
    }

    /// The journal of what is written and not committed yet.
    pub(in crate::store) fn journal(&self) -> Option<Journal> {
        self.repository.git().map(|git| Journal::of(git.git_dir()))
    }

    /// Notes that an event is about to be written.
    pub(in crate::store) fn note(&self, file: &Path, entry: &Entry) -> Result<(), StoreError> {
        match self.journal() {
            Some(journal) => Ok(journal.record(file, &[entry.digest.to_string()])?),
            None => Ok(()),
        }
    }

    /// Strikes the note out: the event is committed, and that is on disk, or was not written after all.
    pub(in crate::store) fn strike(&self, file: &Path, entry: &Entry) -> Result<(), StoreError> {
        let Some(git) = self.repository.git() else {
            return Ok(());
        };
        git.sync_head()?;
        Ok(Journal::of(git.git_dir()).forget(file, &[entry.digest.to_string()])?)
    }

    /// One commit of the case's file, and of the evidence that the event names.
    pub(in crate::store) fn commit(
        &self,
        git: &Repo,
        id: &CaseId,
        file: &Path,
        entry: &Entry,
    ) -> Result<(), StoreError> {
        let (changed, mut created) = match &entry.event {
            Event::Register => (vec![], vec![file.to_path_buf()]),
            _ => (vec![file.to_path_buf()], vec![]),
        };
        created.extend(evidence_of(entry));
        self.with_request(id, entry, &changed, &created, |request| git.commit(request))
    }

    /// The same with the file as it was when the event was its last.
    pub(in crate::store) fn commit_content(
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
            when: self.act.dated,
            lock: self.lock_file(),
        })?;
        Ok(())
    }

    /// The name and address that the policy knows somebody by.
    pub(in crate::store) fn author(&self, by: &StaffId) -> Option<Identity> {
        let staff = self.policy().staff.get(by)?;
        let name = staff.name.clone().unwrap_or_else(|| by.to_string());
        // git takes an author without an address; whose git it was is the committer all the same.
        Some(Identity {
            name,
            email: staff.email.clone().unwrap_or_default(),
        })
    }

    /// The same with the lock: nobody else writes as long as it lives.
    pub(in crate::store) fn alone(mut self) -> Result<Self, StoreError> {
        let git = self.repository.git();
        self.lock = Some(lock::take(self.repository.root(), git, self.act.waiting)?);
        if let Some(git) = git {
            git.clear_second_index();
            leftovers::clear(Journal::of(git.git_dir()).folder());
        }
        Ok(self)
    }

    /// Removes what killed commands left in the folder of a case's file, and in that of its evidence.
    pub(in crate::store) fn clear_beside(&self, file: &Path) {
        let folders = file
            .parent()
            .map(Path::to_path_buf)
            .into_iter()
            .chain([evidence::folder(file)]);
        let inside =
            folders.filter_map(|folder| write::below(self.repository.root(), &folder).ok());
        inside.for_each(|folder| leftovers::clear(&folder));
    }

    /// The open lock file, for a git that commits.
    pub(in crate::store) fn lock_file(&self) -> Option<&File> {
        self.lock.as_ref().map(Lock::file)
    }

    /// `at` and `recorded` of the next event of a case.
    pub(in crate::store) fn instants(
        &self,
        case: &Case,
        file: &Path,
    ) -> Result<(Instant, Option<Instant>), StoreError> {
        let clock = self.act.clock;
        if let Some(happened) = self.act.happened {
            let at = free_from(happened, case);
            return Ok((at, (at < clock).then_some(clock)));
        }
        let Some(last) = case.entries.iter().max_by_key(|entry| entry.at) else {
            return Ok((clock, None));
        };
        let at = clock.max(last.at + TimeDelta::milliseconds(1));
        if at > latest(clock, self.policy()) {
            return Err(StoreError::Refused {
                path: file.to_path_buf(),
                findings: vec![self.ahead(last)],
            });
        }
        Ok((at, None))
    }

    /// The refusal to go on after an event that lies ahead of the clock.
    fn ahead(&self, last: &Entry) -> Finding {
        let zone = self.policy().organisation.time_zone;
        let (theirs, ours) = (
            format_short(last.at, zone),
            format_short(self.act.clock, zone),
        );
        let verb = last.event.name();
        let message = format!(
            "{} has a '{verb}' at {theirs}, but the clock here shows {ours}",
            last.by
        );
        let hint = format!(
            "one of the two clocks is wrong: the one here, or that of {}",
            last.by
        );
        Finding::error(Code::Future, Spot::line(last.line), message).hint(hint)
    }
}

/// The evidence that an event names, relative to the repository.
pub(in crate::store) fn evidence_of(entry: &Entry) -> Option<PathBuf> {
    match &entry.event {
        Event::Attach { file, .. } => Some(Path::new(evidence::EVIDENCE).join(file)),
        _ => None,
    }
}

/// The findings that do not block.
pub(in crate::store) fn warnings(findings: &[Finding]) -> Vec<Finding> {
    findings
        .iter()
        .filter(|finding| finding.severity == Severity::Warning)
        .cloned()
        .collect()
}

/// The instant, or the first millisecond after it at which the case has no event.
fn free_from(instant: Instant, case: &Case) -> Instant {
    let mut at = instant;
    while case.entries.iter().any(|entry| entry.at == at) {
        at += TimeDelta::milliseconds(1);
    }
    at
}

/// How far ahead of the clock an event may lie.
fn latest(clock: Instant, policy: &Policy) -> Instant {
    use crate::domain::calendar::{Pauses, Roll};
    policy
        .calendar
        .add(clock, policy.skew, Roll::Keep, Pauses::NONE)
        .unwrap_or(clock)
}
