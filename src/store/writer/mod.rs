//! One case taken up for writing: read, compared with HEAD, judged; then one event put on record.

pub(in crate::store) mod compare_head;
pub(in crate::store) mod confirm_commit;
pub mod import_batch;
pub mod recorder;
pub(in crate::store) mod working_copy;

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use crate::domain::case::{Case, Entry, Event, emit};
use crate::domain::deadline::{self, Deadline};
use crate::domain::finding::Finding;
use crate::domain::names::CaseId;
use crate::domain::policy::Policy;
use crate::domain::rules::{self, Judged};
use crate::domain::state::State;
use crate::domain::time::Instant;
use crate::git::Repo;
use crate::store::evidence::Exhibit;
use crate::store::landing::Landing;
use crate::store::page::{Page, take_up};
use crate::store::record::{Commit, Recorded, Recorder, evidence_of, warnings};
use crate::store::repository::POLICY;
use crate::store::write::{self, Provisional};
use crate::store::{Located, Repository, StoreError, message};

/// How often a case is taken up anew because something else came in between, and the pause before.
const ATTEMPTS: (usize, Duration) = (8, Duration::from_millis(50));

/// A file as it is about to be.
struct Draft {
    /// What is added to the bytes there.
    added: Vec<u8>,
    /// All of it.
    bytes: Vec<u8>,
    /// What it says.
    whole: Case,
}

/// A case that is being written to.
#[derive(Debug)]
pub struct Session<'r> {
    recorder: Recorder<'r>,
    located: Located,
    page: Page,
    judged: Judged,
}

impl<'r> Session<'r> {
    pub(in crate::store) fn open(
        recorder: Recorder<'r>,
        located: Located,
    ) -> Result<Self, StoreError> {
        recorder.clear_beside(&located.path);
        let page = take_up(&recorder, &located)?;
        let judged = rules::judge(&page.case, recorder.policy(), recorder.act.clock);
        Ok(Self {
            recorder,
            located,
            page,
            judged,
        })
    }

    /// The case's id.
    pub fn id(&self) -> &CaseId {
        &self.located.id
    }

    /// Its file, relative to the repository.
    pub fn path(&self) -> &Path {
        &self.located.path
    }

    /// The case as it stands.
    pub fn case(&self) -> &Case {
        &self.page.case
    }

    /// What the case has come to.
    pub fn state(&self) -> &State {
        &self.judged.state
    }

    /// The policy that it is judged by.
    pub fn policy(&self) -> &'r Policy {
        self.recorder.policy()
    }

    /// The repository that it lies in.
    pub fn repository(&self) -> &'r Repository {
        self.recorder.repository
    }

    /// When the newest clock of that name is due.
    pub fn due(&self, deadline: &str) -> Option<Instant> {
        deadline::newest(&self.clocks(), self.state())
            .into_iter()
            .find(|clock| clock.name == deadline)?
            .due
    }

    /// Every clock of every round, at the time of the act.
    pub fn clocks(&self) -> Vec<Deadline> {
        let act = &self.recorder.act;
        deadline::deadlines(
            self.state(),
            self.policy(),
            act.happened.unwrap_or(act.clock),
        )
    }

    /// Puts an event on record.
    ///
    /// # Errors
    /// The rules refuse it, or it cannot be written or committed; the file is then as it was.
    pub fn record(self, event: Event) -> Result<Recorded, StoreError> {
        self.record_with(event, None)
    }

    /// Puts a file on record as evidence: copies it in, and names it with its hash; `kind` is what it is.
    ///
    /// # Errors
    /// As [`Session::record`]; the copy is then removed.
    pub fn record_evidence(
        self,
        name: &str,
        bytes: &[u8],
        kind: Option<String>,
    ) -> Result<Recorded, StoreError> {
        let exhibit = Exhibit::new(&self.located.path, name, bytes);
        let event = Event::Attach {
            file: exhibit.name(),
            sha256: exhibit.sha256.clone(),
            kind,
        };
        self.record_with(event, Some((&exhibit, bytes)))
    }

    fn record_with(
        mut self,
        event: Event,
        evidence: Option<(&Exhibit, &[u8])>,
    ) -> Result<Recorded, StoreError> {
        let (mut left, pause) = ATTEMPTS;
        loop {
            left -= 1;
            match self.attempt(&event, evidence) {
                Err(error) if error.is_passing() && left > 0 => thread::sleep(pause),
                result => return result,
            }
            self.look_again()?;
        }
    }

    /// Takes the case up anew, with what came in between; the event is judged anew then.
    fn look_again(&mut self) -> Result<(), StoreError> {
        if !self.repository().has_its_policy() {
            return Err(StoreError::Moving(PathBuf::from(POLICY)));
        }
        self.page = take_up(&self.recorder, &self.located)?;
        self.judged = rules::judge(
            &self.page.case,
            self.recorder.policy(),
            self.recorder.act.clock,
        );
        Ok(())
    }

    fn attempt(
        &self,
        event: &Event,
        evidence: Option<(&Exhibit, &[u8])>,
    ) -> Result<Recorded, StoreError> {
        let file = &self.located.path;
        let (at, recorded) = self.recorder.instants(&self.page.case, file)?;
        let entry = Entry::new(at, self.recorder.act.by.clone(), event.clone()).recorded(recorded);
        let warnings = self.judge_with(&entry, file)?;
        let draft = self.draft(&entry, file)?;

        let copy = match evidence {
            Some((exhibit, content)) => self.copy_in(exhibit, content)?,
            None => Provisional::new(None),
        };
        self.recorder.note(file, &entry)?;
        if let Err(error) = self.replace(file, &draft.bytes) {
            copy.undo()?;
            self.recorder.strike(file, &entry)?;
            return Err(error);
        }
        self.commit_or_put_back(&entry, &draft, copy)?;
        let subject = message::subject(self.id(), &entry, self.policy());
        Ok(Recorded {
            id: self.id().clone(),
            path: file.clone(),
            subject,
            warnings,
        })
    }

    /// Judges the case before and after, at one instant; gives the warnings that are new.
    fn judge_with(&self, entry: &Entry, file: &Path) -> Result<Vec<Finding>, StoreError> {
        let now = self.recorder.act.clock;
        let mut after = self.page.case.clone();
        after.entries.push(entry.clone());
        let judged = rules::judge(&after, self.policy(), now);
        let objections = judged.refusals(Some(&self.judged));
        if !objections.is_empty() {
            return Err(StoreError::Refused {
                path: file.to_path_buf(),
                findings: objections,
            });
        }
        let known = warnings(&self.judged.findings);
        let is_new = |new: &Finding| {
            !known
                .iter()
                .any(|old| (old.code, old.event) == (new.code, new.event))
        };
        Ok(warnings(&judged.findings)
            .into_iter()
            .filter(is_new)
            .collect())
    }

    /// The whole file with what HEAD had beside it and the event, read back.
    fn draft(&self, entry: &Entry, file: &Path) -> Result<Draft, StoreError> {
        let unfit = |finding| StoreError::Unfit {
            path: file.to_path_buf(),
            findings: vec![finding],
        };
        let mut entries = self.page.missing.clone();
        entries.push(entry.clone());
        let zone = self.policy().organisation.time_zone;
        let added = emit::append(&self.page.bytes, &self.page.document.layout, &entries, zone)
            .map_err(unfit)?;
        let bytes = [self.page.bytes.as_slice(), &added].concat();
        let before = self.page.document.case.as_ref().unwrap_or(&self.page.case);
        let whole = emit::verify_appended(before, &entries, &bytes).map_err(unfit)?;
        Ok(Draft {
            added,
            bytes,
            whole,
        })
    }

    /// Writes the file, if neither it nor HEAD changed since it was taken up.
    fn replace(&self, file: &Path, bytes: &[u8]) -> Result<(), StoreError> {
        let head = self
            .repository()
            .git()
            .map(Repo::head)
            .transpose()?
            .flatten();
        if head != self.page.head {
            return Err(StoreError::Moving(file.to_path_buf()));
        }
        Ok(write::replace_old(
            self.repository().root(),
            file,
            &self.page.bytes,
            bytes,
        )?)
    }

    /// Commits what was written, if HEAD has not moved since the case was taken up; else takes it out again.
    fn commit_or_put_back(
        &self,
        entry: &Entry,
        draft: &Draft,
        copy: Provisional,
    ) -> Result<(), StoreError> {
        let (Some(git), Commit::Now) = (self.repository().git(), self.recorder.act.commit) else {
            copy.keep();
            return Ok(());
        };
        let file = &self.located.path;
        let tried = match git.head() {
            Ok(head) if head == self.page.head => self.recorder.commit(git, self.id(), file, entry),
            Ok(_) => Err(StoreError::Moving(file.to_path_buf())),
            Err(error) => Err(error.into()),
        };
        let files: Vec<PathBuf> = [file.clone()]
            .into_iter()
            .chain(evidence_of(entry))
            .collect();
        let head = self.page.head.as_deref();
        let committed = Landing {
            git,
            file,
            head,
            whole: &draft.whole,
            entry,
            files: &files,
        }
        .settle(tried);
        // What happened to the commit is what to tell. What cannot be put back stays noted in the journal, so that the
        // next command commits it; a note of what is committed says nothing.
        let is_settled = if committed.is_ok() {
            copy.keep();
            true
        } else if write::take_out(self.repository().root(), file, &draft.added).is_ok() {
            copy.undo().is_ok()
        } else {
            copy.keep();
            false
        };
        if is_settled {
            let _ = self.recorder.strike(file, entry);
        }
        committed
    }

    /// Copies evidence in; the same file is there only once.
    fn copy_in(&self, exhibit: &Exhibit, bytes: &[u8]) -> Result<Provisional, StoreError> {
        let root = self.repository().root();
        let place = write::below(root, &exhibit.path)?;
        let is_file = fs::symlink_metadata(&place).is_ok_and(|there| there.is_file());
        match is_file.then(|| fs::read(place)) {
            Some(Ok(there)) if there == bytes => Ok(Provisional::new(None)),
            _ => write::create_new(root, &exhibit.path, bytes)
                .map(|created| Provisional::new(Some(created)))
                .map_err(StoreError::from),
        }
    }
}
