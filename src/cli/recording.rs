//! Putting events on record: who does it and when, and what is said afterwards.

use std::io::IsTerminal;
use std::path::Path;

use crate::cli::Context;
use crate::cli::failure::{Failure, say, tell};
use crate::domain::case::Event;
use crate::domain::message::{Command, message, text};
use crate::domain::rules::alerts;
use crate::git::Repo;
use crate::render::Diagnostic;
use crate::store::paths::POLICY;
use crate::store::{Actor, CommitMode, Recorded, Recorder, Repository, Session};

impl Context {
    /// The recorder of the person who acts.
    ///
    /// # Errors
    /// Nobody knows who acts, `--at` is not a time, or a merge is under way.
    pub(crate) fn recorder<'r>(&self, repository: &'r Repository) -> Result<Recorder<'r>, Failure> {
        let policy = repository.policy();
        let happened = self
            .at()
            .map(|typed| self.instant(repository, typed))
            .transpose()?;
        let by = self.actor(repository)?;
        let actor = Actor {
            by,
            clock: self.now(policy)?,
            happened,
            commit: if self.leaves_commit() {
                CommitMode::Later
            } else {
                CommitMode::Now
            },
            dated: self.commit_date(policy.organisation.time_zone)?,
            on_wait: waiting,
        };
        Ok(Recorder::new(repository, actor)?)
    }

    /// Puts an event of one case on record, and says what was done. `case` is any part of the id
    /// that fits no other.
    ///
    /// # Errors
    /// No case or several fit, nobody knows who acts, the rules refuse the event, or it cannot be
    /// written; also what `event` finds.
    pub(crate) fn record(
        &self,
        case: &str,
        event: impl FnOnce(&Session<'_>) -> Result<Event, Failure>,
    ) -> Result<Recorded, Failure> {
        let repository = self.repository()?;
        let session = self.recorder(&repository)?.take(case)?;
        let event = event(&session)?;
        let is_told = alerts::triggers_alert(&event);
        let recorded = session.record(event)?;
        self.report(&repository, &recorded);
        if is_told {
            self.alert(&repository, &recorded)?;
        }
        Ok(recorded)
    }

    /// Says what was put on record, and what is doubtful since.
    pub(crate) fn report(&self, repository: &Repository, recorded: &Recorded) {
        self.warn(repository, recorded);
        say(&format!("{}\n", recorded.subject));
    }

    /// Says what is doubtful since something was put on record.
    pub(crate) fn warn(&self, repository: &Repository, recorded: &Recorded) {
        for warning in &recorded.warnings {
            let warning = Diagnostic::finding(warning, &recorded.path, Path::new(POLICY));
            say(&warning.render(self.style()));
        }
        if !self.leaves_commit() && repository.git().is_some_and(Repo::is_detached) {
            let detached = text!(
                "HEAD is on no branch, so this commit is in none, and no push takes it along"
            );
            let switch = message!(
                "{switch} makes a branch of it",
                switch = Command::git("switch -c NAME")
            );
            say(&Diagnostic::warning(detached)
                .hint(switch)
                .render(self.style()));
        }
    }

    /// Says who is to be told at once of a case, if the policy has an alert for it.
    ///
    /// # Errors
    /// `COMPLAINT_NOW` is not a time.
    pub(crate) fn alert(
        &self,
        repository: &Repository,
        recorded: &Recorded,
    ) -> Result<(), Failure> {
        let now = self.now(repository.policy())?;
        let Ok(snapshot) = repository.snapshot(repository.read(recorded.path.clone()), now) else {
            return Ok(());
        };
        let addressees = alerts::addressees(snapshot.state(), repository.policy(), now);
        if !addressees.is_empty() {
            let addressees = alerts::told(&addressees);
            tell(&message!("tell at once: {addressees}", addressees));
        }
        Ok(())
    }
}

/// Says on a terminal that another process holds the lock; `holder` names it, if it is known.
fn waiting(holder: &str) {
    if !std::io::stderr().is_terminal() {
        return;
    }
    tell(&if holder.is_empty() {
        text!("waiting for another complaint that is writing here …")
    } else {
        message!(
            "waiting for another complaint that is writing here ({holder}) …",
            holder
        )
    });
}
