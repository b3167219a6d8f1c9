//! Recording events, in the steps listed in [`crate::store`]: read the case, judge the event, write
//! the file, commit it with git, confirm the commit.

mod clock;
mod compare_head;
mod confirm_commit;
mod import_batch;
mod inventory;
mod new_case;
mod recorder;
mod session;
mod working_copy;

use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use confirm_commit::CommitAttempt;
use recorder::{ATTEMPTS, PAUSE, evidence_of, warnings};
use working_copy::{Appended, take_up};

use super::evidence::{Attachment, Provisional};
use super::repository::POLICY;
use super::{StoreError, law, message, write};
use crate::domain::case::event::Attach;
use crate::domain::case::{Case, Entry, Event};
use crate::domain::finding::{Finding, Severity};
use crate::domain::law::Law;
use crate::domain::rules::together::{self, Counted};
use crate::domain::rules::{self, Setting};
use crate::domain::state::{Proposal, State};
use crate::git::Repo;

pub(crate) use inventory::Inventory;
pub(crate) use recorder::{Actor, CommitMode, Recorded, Recorder};
pub(crate) use session::Session;

impl Session<'_> {
    /// Records an event.
    ///
    /// # Errors
    /// When the rules refuse it, or it cannot be written or committed; the file is then as it was.
    pub(crate) fn record(self, event: Event) -> Result<Recorded, StoreError> {
        self.record_with(event, None)
    }

    /// Records a file as evidence: copies it into the repository, and records its name, hash and
    /// `kind`.
    pub(crate) fn record_evidence(
        self,
        name: &str,
        bytes: &[u8],
        kind: Option<String>,
    ) -> Result<Recorded, StoreError> {
        let attachment = Attachment::new(&self.located.path, name, bytes);
        let event = Event::Attach(Attach {
            file: attachment.name(),
            sha256: attachment.sha256.clone(),
            kind,
        });
        self.record_with(event, Some((&attachment, bytes)))
    }

    fn record_with(
        mut self,
        event: Event,
        attachment: Option<(&Attachment, &[u8])>,
    ) -> Result<Recorded, StoreError> {
        let mut left = ATTEMPTS;
        loop {
            left -= 1;
            match self.attempt(&event, attachment) {
                Err(error) if error.is_passing() && left > 0 => thread::sleep(PAUSE),
                result => return result,
            }
            self.take_up_again()?;
        }
    }

    /// Reads and judges the case again, including concurrent changes.
    fn take_up_again(&mut self) -> Result<(), StoreError> {
        if !self.repository().has_its_policy() {
            return Err(StoreError::Moving(PathBuf::from(POLICY)));
        }
        self.copy = take_up(&self.recorder, &self.located)?;
        let clock = self.recorder.actor.clock;
        self.judged = self
            .repository()
            .judge(self.path(), &self.copy.case, clock)?;
        Ok(())
    }

    /// Takes the steps once, each on disk before the next begins.
    fn attempt(
        &self,
        event: &Event,
        attachment: Option<(&Attachment, &[u8])>,
    ) -> Result<Recorded, StoreError> {
        let entry = self.entry(event)?;
        let warnings = self.judge(&entry)?;
        let appended = self.append(&entry)?;

        let evidence = self.copy_in(attachment)?;
        self.recorder.note(self.path(), &entry)?;
        if let Err(error) = self.write(&appended.bytes) {
            drop(evidence);
            self.recorder.strike(self.path(), &entry)?;
            return Err(error);
        }
        if let Some(git) = self.recorder.committing_git() {
            let tried = self.commit(git, &entry);
            if let Err(error) = self.confirm(git, &entry, &appended.case, tried) {
                self.take_back(&entry, &appended.added, evidence);
                return Err(error);
            }
            evidence.keep();
            self.recorder.sync(git)?;
            // The commit counts; a leftover note does no harm.
            let _ = self.recorder.strike(self.path(), &entry);
        } else {
            evidence.keep();
        }
        Ok(self.recorded(&entry, warnings))
    }

    fn entry(&self, event: &Event) -> Result<Entry, StoreError> {
        let (at, recorded) = self.recorder.instants(&self.copy.case, self.path())?;
        let by = self.recorder.actor.by.clone();
        Ok(Entry::new(at, by, event.clone()).recorded(recorded))
    }

    /// Judges the case before and after the event, at the same instant. Returns the new warnings.
    fn judge(&self, entry: &Entry) -> Result<Vec<Finding>, StoreError> {
        let mut after = self.copy.case.clone();
        after.entries.push(entry.clone());
        let mut laws = Arc::clone(&self.judged.laws);
        let uncommitted = self.repository().uncommitted_laws()?;
        let edited = (!uncommitted.is_empty()).then(law::edited_policy);
        for policy in uncommitted {
            let law = Law {
                policy,
                committed: None,
            };
            Arc::make_mut(&mut laws).add(entry.digest, law);
        }
        let judged = rules::judge_by(&laws, &after, self.policy(), self.recorder.actor.clock);
        let mut objections = judged.refusals(Some(&self.judged));
        let together = self.together(entry, &judged.state)?;
        objections.extend(
            together
                .iter()
                .filter(|finding| finding.severity == Severity::Error)
                .cloned(),
        );
        if !objections.is_empty() {
            objections.extend(edited);
            return Err(StoreError::Refused {
                path: self.path().to_path_buf(),
                findings: objections,
            });
        }
        let known = warnings(&self.judged.findings);
        let mut new = warnings(&judged.findings);
        new.retain(|new| {
            !known
                .iter()
                .any(|old| (old.code, old.event) == (new.code, new.event))
        });
        new.extend(edited);
        new.extend(warnings(&together));
        Ok(new)
    }

    /// The findings about what other cases of the order or complainant were granted. Other cases
    /// are read only for events about an amount.
    fn together(&self, entry: &Entry, after: &State) -> Result<Vec<Finding>, StoreError> {
        let Some(rule) = &self.policy().together else {
            return Ok(Vec::new());
        };
        let remedies = together::concerned(entry, self.state(), after, rule);
        let counted = |remedy: &&Proposal| {
            Counted::for_remedy(&remedy.terms.proposal, self.state(), entry.at)
        };
        let counted: Vec<Counted> = remedies.iter().map(counted).collect();
        let setting = Setting::of_now(self.state(), self.policy(), self.clock());
        let elsewhere = self.elsewhere(&counted)?;
        let found = remedies
            .into_iter()
            .zip(&elsewhere)
            .filter_map(|(remedy, sum)| together::objection(entry, remedy, sum, &setting));
        Ok(found
            .map(|finding| finding.about(entry.digest).in_case(self.id()))
            .collect())
    }

    /// Appends the missing events of HEAD and the new event, verified by parsing the result.
    fn append(&self, entry: &Entry) -> Result<Appended, StoreError> {
        let mut entries = self.copy.missing.clone();
        entries.push(entry.clone());
        let zone = self.policy().organisation.time_zone;
        self.copy.append(self.path(), &entries, zone)
    }

    fn copy_in(&self, attachment: Option<(&Attachment, &[u8])>) -> Result<Provisional, StoreError> {
        match attachment {
            Some((attachment, bytes)) => Ok(attachment.copy_in(self.repository().root(), bytes)?),
            None => Ok(Provisional::default()),
        }
    }

    /// Writes the file, if neither it nor HEAD changed since the case was read.
    fn write(&self, bytes: &[u8]) -> Result<(), StoreError> {
        let git = self.repository().git();
        let head = git.map(Repo::head).transpose()?.flatten();
        if head != self.copy.head {
            return Err(StoreError::Moving(self.path().to_path_buf()));
        }
        let root = self.repository().root();
        Ok(write::replace_old(
            root,
            self.path(),
            &self.copy.bytes,
            bytes,
        )?)
    }

    /// Commits the file, if HEAD has not moved since the case was read.
    fn commit(&self, git: &Repo, entry: &Entry) -> Result<(), StoreError> {
        if git.head()? != self.copy.head {
            return Err(StoreError::Moving(self.path().to_path_buf()));
        }
        self.recorder.commit(git, self.id(), self.path(), entry)
    }

    /// Confirms the commit, whatever git reported.
    fn confirm(
        &self,
        git: &Repo,
        entry: &Entry,
        written: &Case,
        tried: Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let file = self.path().to_path_buf();
        let files: Vec<PathBuf> = [file].into_iter().chain(evidence_of(entry)).collect();
        let attempt = CommitAttempt {
            git,
            file: self.path(),
            head: self.copy.head.as_deref(),
            written,
            entry,
            files: &files,
        };
        attempt.confirm(tried)
    }

    /// Undoes the changes of the file and the evidence. If that fails, the note stays in the
    /// journal, so that the next command commits the event.
    fn take_back(&self, entry: &Entry, added: &[u8], evidence: Provisional) {
        let root = self.repository().root();
        if write::take_out(root, self.path(), added).is_err() {
            evidence.keep();
        } else if evidence.undo().is_ok() {
            let _ = self.recorder.strike(self.path(), entry);
        }
    }

    fn recorded(&self, entry: &Entry, warnings: Vec<Finding>) -> Recorded {
        let now = self.clock().max(entry.at);
        self.repository().remember(self.path(), now);
        Recorded {
            id: self.id().clone(),
            path: self.path().to_path_buf(),
            subject: message::subject(self.id(), entry, self.policy()),
            warnings,
        }
    }
}
