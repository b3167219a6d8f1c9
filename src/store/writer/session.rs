//! A case taken up for writing: the file, the case and its judgement.

use std::path::Path;

use super::recorder::Recorder;
use super::working_copy::{WorkingCopy, take_up};
use crate::domain::case::Case;
use crate::domain::deadline::{self, Deadline};
use crate::domain::names::CaseId;
use crate::domain::policy::Policy;
use crate::domain::rules::{self, Judged};
use crate::domain::state::State;
use crate::domain::time::Instant;
use crate::store::{Located, Repository, StoreError};

/// A case that is being written to.
#[derive(Debug)]
pub(crate) struct Session<'r> {
    pub(super) recorder: Recorder<'r>,
    pub(super) located: Located,
    pub(super) copy: WorkingCopy,
    pub(super) judged: Judged,
}

impl<'r> Recorder<'r> {
    /// Takes up the one case that fits `part`: nobody else writes until the session ends.
    ///
    /// # Errors
    /// No case or several fit, its file cannot be read or added to, or holds changes of unknown
    /// origin.
    pub(crate) fn take(self, part: &str) -> Result<Session<'r>, StoreError> {
        let recorder = self.locked()?;
        let located = recorder.repository.locate(part)?;
        recorder.clear_beside(&located.path);
        let copy = take_up(&recorder, &located)?;
        let judged = rules::judge(&copy.case, recorder.policy(), recorder.actor.clock);
        Ok(Session {
            recorder,
            located,
            copy,
            judged,
        })
    }
}

impl<'r> Session<'r> {
    pub(crate) fn id(&self) -> &CaseId {
        &self.located.id
    }

    /// Its file, relative to the repository.
    pub(crate) fn path(&self) -> &Path {
        &self.located.path
    }

    /// The case as it stands.
    pub(crate) fn case(&self) -> &Case {
        &self.copy.case
    }

    /// What the case has come to.
    pub(crate) fn state(&self) -> &State {
        &self.judged.state
    }

    /// The policy that it is judged by.
    pub(crate) fn policy(&self) -> &'r Policy {
        self.recorder.policy()
    }

    /// The repository that it lies in.
    pub(crate) fn repository(&self) -> &'r Repository {
        self.recorder.repository
    }

    /// The time of the act.
    pub(crate) fn clock(&self) -> Instant {
        self.recorder.actor.clock
    }

    /// When the newest clock of that name is due.
    pub(crate) fn due(&self, deadline: &str) -> Option<Instant> {
        deadline::newest(&self.clocks(), self.state())
            .into_iter()
            .find(|clock| clock.name == deadline)?
            .due
    }

    /// Every clock of every round, at the time of the event.
    pub(crate) fn clocks(&self) -> Vec<Deadline> {
        let actor = &self.recorder.actor;
        deadline::deadlines(
            self.state(),
            self.policy(),
            actor.happened.unwrap_or(actor.clock),
        )
    }
}
