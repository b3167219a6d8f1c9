//! Recording events: by whom, when, and what is printed afterwards.

use std::io::IsTerminal;

use crate::cli::Context;
use crate::cli::failure::{Failure, say, tell};
use crate::domain::case::Event;
use crate::domain::message::{Command, Message, message, text};
use crate::domain::period::Period;
use crate::domain::rules::alerts;
use crate::domain::time::Instant;
use crate::git::Repo;
use crate::render::Diagnostic;
use crate::store::{
    Actor, AllCases, CommitMode, Outlines, Recorded, Recorder, Repository, Session, StoreError,
    recovery,
};

impl Context {
    /// A recorder for the acting person.
    ///
    /// # Errors
    /// The acting person is unknown, `--at` is not a time, or a merge is in progress.
    pub(crate) fn recorder<'r>(&self, repository: &'r Repository) -> Result<Recorder<'r>, Failure> {
        let policy = repository.policy();
        let happened = self
            .at()
            .map(|typed| self.instant(repository, "--at", typed))
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
            on_wait: report_wait,
            on_repair: tell,
        };
        Ok(Recorder::new(repository, actor)?)
    }

    /// Records an event of one case and prints its subject. `case` is any unambiguous part of the
    /// id.
    ///
    /// # Errors
    /// No case or several cases match, the acting person is unknown, the rules refuse the event, or
    /// it cannot be written; also errors of `event`.
    pub(crate) fn record(
        &self,
        case: &str,
        event: impl FnOnce(&Session<'_>) -> Result<Event, Failure>,
    ) -> Result<Recorded, Failure> {
        let repository = self.repository()?;
        let session = self.recorder(&repository)?.take(case)?;
        let event = event(&session)?;
        let has_alert = alerts::triggers_alert(&event);
        let recorded = session.record(event)?;
        self.report(&repository, &recorded);
        if has_alert {
            self.alert(&repository, &recorded)?;
        }
        Ok(recorded)
    }

    /// Prints the warnings and the subject of a recorded event.
    pub(crate) fn report(&self, repository: &Repository, recorded: &Recorded) {
        self.warn(repository, recorded);
        say(&format!("{}\n", recorded.subject));
    }

    /// Every case at `now`, with a warning if git could not be asked for the law of some.
    pub(crate) fn all_cases(&self, repository: &Repository, now: Instant) -> AllCases {
        tell_damage(repository.git());
        let all = repository.all_cases(now);
        self.tell_without_law(all.without_law.as_ref());
        all
    }

    /// The cases received or ended in a period, with warnings as in [`Context::all_cases`].
    pub(crate) fn cases_of(
        &self,
        repository: &Repository,
        period: &Period,
        now: Instant,
    ) -> AllCases {
        let (damage, cases) = rayon::join(
            || damage(repository.git()),
            || repository.cases_of(period, now),
        );
        tell_of(damage);
        self.tell_without_law(cases.without_law.as_ref());
        cases
    }

    /// The outlines of every case at `now`, with warnings as in [`Context::all_cases`].
    pub(crate) fn outlines(&self, repository: &Repository, now: Instant) -> Outlines {
        let (damage, outlines) =
            rayon::join(|| damage(repository.git()), || repository.outlines(now));
        tell_of(damage);
        self.tell_without_law(outlines.without_law.as_ref());
        outlines
    }

    fn tell_without_law(&self, error: Option<&StoreError>) {
        if let Some(error) = error {
            let message = message!(
                "the history cannot be read, so today's policy judges what earlier ones allowed: \
                 {error}",
                error = error.message()
            );
            say(&Diagnostic::warning(message).render(self.style()));
        }
    }

    /// Prints the warnings about a recorded event.
    pub(crate) fn warn(&self, repository: &Repository, recorded: &Recorded) {
        for warning in &recorded.warnings {
            let warning = Diagnostic::finding(warning, &recorded.path);
            say(&warning.render(self.style()));
        }
        if !self.leaves_commit() && repository.git().is_some_and(Repo::is_detached) {
            let detached = text!(
                "HEAD is on no branch, so no branch has this commit, and no push includes it"
            );
            let switch = message!(
                "{switch} creates a branch from it",
                switch = Command::git("switch -c NAME")
            );
            say(&Diagnostic::warning(detached)
                .hint(switch)
                .render(self.style()));
        }
    }

    /// Prints whom to notify at once of a case, if the policy has an alert for it.
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

/// Says what an interrupted command left of git's files. A reader goes by HEAD where it can.
pub(crate) fn tell_damage(git: Option<&Repo>) {
    tell_of(damage(git));
}

/// What an interrupted command left of git's files.
fn damage(git: Option<&Repo>) -> Option<Message> {
    let damaged = |git: &Repo| {
        let index = git.index_damage().ok().flatten().map(recovery::damaged);
        let is_incomplete = recovery::is_incomplete(git).unwrap_or(false);
        index.or_else(|| is_incomplete.then(recovery::incomplete))
    };
    // A revision is read without the index.
    git.filter(|git| !git.is_pinned()).and_then(damaged)
}

fn tell_of(damage: Option<Message>) {
    if let Some(damaged) = damage {
        tell(&message!(
            "note: {damaged}; {fix} repairs it",
            damaged,
            fix = Command::new("doctor").with("--fix")
        ));
    }
}

/// Prints on a terminal that another process holds the lock; `holder` names it, or is empty.
fn report_wait(holder: &str) {
    if !std::io::stderr().is_terminal() {
        return;
    }
    tell(&if holder.is_empty() {
        text!("waiting for another complaint command to finish writing …")
    } else {
        message!(
            "waiting for another complaint command to finish writing ({holder}) …",
            holder
        )
    });
}
