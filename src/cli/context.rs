//! What every command works in: the flags, the clock and the environment, read once.

use std::io::IsTerminal;
use std::path::PathBuf;

use chrono::{DateTime, FixedOffset, SubsecRound, Utc};
use chrono_tz::Tz;

use crate::cli::failure::{Failure, say};
use crate::cli::globals::{Format, Globals};
use crate::domain::case::Event;
use crate::domain::names::StaffId;
use crate::domain::policy::Policy;
use crate::domain::rules::alerts;
use crate::domain::time::{self, Instant, TypedTime};
use crate::git::Repo;
use crate::render::table::{self, Sheet};
use crate::render::{Diagnostic, Style};
use crate::store::repository::POLICY;
use crate::store::{Actor, CommitMode, Recorded, Recorder, Repository, Session};

/// The flags, the clock and the environment of one run.
#[derive(Debug)]
pub struct Context {
    globals: Globals,
    clock: Clock,
    login: Option<String>,
}

/// Where the time comes from.
#[derive(Debug)]
enum Clock {
    /// The system's, read once.
    System(Instant),
    /// `COMPLAINT_NOW` as it was typed: the zone that it means is the policy's.
    Simulated(String),
}

impl Context {
    /// Reads the clock and the environment.
    pub fn new(globals: Globals) -> Self {
        // Fractions are for the order of events, not for a clock that is never that right.
        let system = || Clock::System(Utc::now().trunc_subsecs(0));
        let clock = variable("COMPLAINT_NOW").map_or_else(system, Clock::Simulated);
        let login = ["USER", "LOGNAME", "USERNAME"]
            .into_iter()
            .find_map(variable);
        Self {
            globals,
            clock,
            login,
        }
    }

    /// The clock, whose zone is the policy's.
    ///
    /// # Errors
    /// `COMPLAINT_NOW` is not a time.
    pub fn now(&self, policy: &Policy) -> Result<Instant, Failure> {
        self.now_in(policy.organisation.time_zone)
    }

    /// The clock, whose zone is `zone`.
    ///
    /// # Errors
    /// `COMPLAINT_NOW` is not a time.
    pub fn now_in(&self, zone: Tz) -> Result<Instant, Failure> {
        let typed = match &self.clock {
            Clock::System(now) => return Ok(*now),
            Clock::Simulated(typed) => typed,
        };
        match time::parse_time(typed, zone) {
            Ok(TypedTime::Instant(instant)) => Ok(instant),
            Ok(TypedTime::Date(date)) => Ok(time::midnight(zone, date)),
            Err(error) => Err(Failure::usage(format!("COMPLAINT_NOW: {error}"))),
        }
    }

    /// `--at` as it was typed.
    pub fn at(&self) -> Option<&str> {
        self.globals.at.as_deref()
    }

    /// The form of the output.
    pub fn format(&self) -> Format {
        self.globals.format
    }

    /// The style of messages on stderr.
    pub fn style(&self) -> Style {
        self.globals.style()
    }

    /// The style of results on stdout.
    pub fn output_style(&self) -> Style {
        self.globals.output_style()
    }

    /// How tables are shown: as wide as `COLUMNS` says, else as the terminal is. A width of 0 says that nobody knows it.
    pub fn sheet(&self) -> Sheet {
        let columns = variable("COLUMNS").and_then(|columns| columns.parse().ok());
        let width = columns
            .filter(|columns| *columns > 0)
            .or_else(table::terminal_width);
        Sheet {
            style: self.output_style(),
            width: width.filter(|width| *width > 0),
        }
    }

    /// `-C` or `COMPLAINT_REPO`, else the current folder.
    pub fn folder(&self) -> PathBuf {
        self.globals.folder()
    }

    /// The date that commits get in a zone, if not from git's clock.
    ///
    /// # Errors
    /// `COMPLAINT_NOW` is not a time.
    pub fn dated(&self, zone: Tz) -> Result<Option<DateTime<FixedOffset>>, Failure> {
        match self.clock {
            Clock::System(_) => Ok(None),
            Clock::Simulated(_) => Ok(Some(self.now_in(zone)?.with_timezone(&zone).fixed_offset())),
        }
    }

    /// Whether the commit is left to the next command.
    pub fn leaves_commit(&self) -> bool {
        self.globals.no_commit
    }

    /// The name that the system knows the user by.
    pub fn login(&self) -> Option<&str> {
        self.login.as_deref()
    }

    /// The repository that the command is about.
    ///
    /// # Errors
    /// There is none, or its policy has errors.
    pub fn repository(&self) -> Result<Repository, Failure> {
        Ok(Repository::find(&self.folder())?)
    }

    /// The repository, for whoever acts to put something on record in it.
    ///
    /// # Errors
    /// Nobody can tell who acts, `--at` is not a time, or a merge is under way.
    pub fn recorder<'r>(&self, repository: &'r Repository) -> Result<Recorder<'r>, Failure> {
        let happened = self
            .at()
            .map(|typed| self.instant(repository, typed))
            .transpose()?;
        let commit = if self.globals.no_commit {
            CommitMode::Later
        } else {
            CommitMode::Now
        };
        let by = self.actor(repository)?;
        let (clock, dated) = (
            self.now(repository.policy())?,
            self.dated(repository.policy().organisation.time_zone)?,
        );
        let actor = Actor {
            by,
            clock,
            happened,
            commit,
            dated,
            on_wait: waiting,
        };
        Ok(Recorder::new(repository, actor)?)
    }

    /// Puts an event on record.
    ///
    /// # Errors
    /// No case or several fit, nobody can tell who acts, the rules refuse it, or it cannot be written.
    pub fn record(&self, part: &str, event: Event) -> Result<(), Failure> {
        self.record_with(part, |_| Ok(event))
    }

    /// Puts an event on record that depends on how the case stands.
    ///
    /// # Errors
    /// As [`Context::record`], and what `event` finds.
    pub fn record_with(
        &self,
        part: &str,
        event: impl FnOnce(&Session) -> Result<Event, Failure>,
    ) -> Result<(), Failure> {
        let repository = self.repository()?;
        let session = self.recorder(&repository)?.take(part)?;
        let event = event(&session)?;
        let is_told = alerts::is_told(&event);
        let recorded = session.record(event)?;
        self.done(&repository, &recorded);
        if is_told {
            self.alert(&repository, &recorded)?;
        }
        Ok(())
    }

    /// Puts a file on record as evidence; `kind` is what it is.
    ///
    /// # Errors
    /// As [`Context::record`].
    pub fn record_evidence(
        &self,
        part: &str,
        name: &str,
        bytes: &[u8],
        kind: Option<String>,
    ) -> Result<(), Failure> {
        let repository = self.repository()?;
        let session = self.recorder(&repository)?.take(part)?;
        self.done(&repository, &session.record_evidence(name, bytes, kind)?);
        Ok(())
    }

    /// Says what is doubtful since something was put on record.
    pub fn warn(&self, repository: &Repository, recorded: &Recorded) {
        for warning in &recorded.warnings {
            say(
                &Diagnostic::finding(warning, &recorded.path, POLICY.as_ref()).render(self.style()),
            );
        }
        if !self.leaves_commit() && repository.git().is_some_and(Repo::is_detached) {
            let what =
                "HEAD is on no branch, so this commit is in none, and no push takes it along";
            say(&Diagnostic::warning(what)
                .hint("git switch -c NAME makes a branch of it")
                .render(self.style()));
        }
    }

    /// Says who is to be told at once of a case as it stands now, where the policy wants somebody to be.
    ///
    /// # Errors
    /// `COMPLAINT_NOW` is not a time.
    pub fn alert(&self, repository: &Repository, recorded: &Recorded) -> Result<(), Failure> {
        let now = self.now(repository.policy())?;
        let Ok(snapshot) = repository.snapshot(repository.read(recorded.path.clone()), now) else {
            return Ok(());
        };
        let addressees = alerts::addressees(snapshot.state(), repository.policy(), now);
        if !addressees.is_empty() {
            say(&format!("tell at once: {}\n", alerts::told(&addressees)));
        }
        Ok(())
    }

    /// A point of time that was typed; a date alone means its beginning.
    ///
    /// # Errors
    /// It is not a time.
    pub fn instant(&self, repository: &Repository, typed: &str) -> Result<Instant, Failure> {
        instant(repository.policy(), typed)
    }

    fn done(&self, repository: &Repository, recorded: &Recorded) {
        self.warn(repository, recorded);
        say(&format!("{}\n", recorded.subject));
    }

    /// Who acts: `--as`, else the staff member with git's e-mail; where there is no staff, git's or the system's user.
    ///
    /// # Errors
    /// Nobody can tell.
    pub fn actor(&self, repository: &Repository) -> Result<StaffId, Failure> {
        if let Some(named) = self
            .globals
            .acting_as
            .as_ref()
            .filter(|named| !named.is_empty())
        {
            return named
                .parse()
                .map_err(|error| Failure::usage(format!("--as: {error}")));
        }
        let identity = match repository.git() {
            Some(git) => git.identity().map_err(crate::store::StoreError::from)?,
            None => None,
        };
        let email = identity
            .map(|identity| identity.email)
            .filter(|email| !email.is_empty());
        if repository.policy().staff.is_empty() {
            let local = email.as_deref().and_then(staff_id_of);
            return local
                .or_else(|| self.login()?.parse().ok())
                .ok_or_else(|| unknown_actor(None));
        }
        let found = email
            .as_deref()
            .and_then(|email| repository.policy().staff_by_email(email));
        found
            .map(|(id, _)| id.clone())
            .ok_or_else(|| unknown_actor(email.as_deref()))
    }
}

impl Session<'_> {
    /// A point of time that was typed; a date alone means its beginning.
    ///
    /// # Errors
    /// It is not a time.
    pub fn instant(&self, typed: &str) -> Result<Instant, Failure> {
        instant(self.policy(), typed)
    }

    /// A point of time by which something is to be done; a date alone means its end.
    ///
    /// # Errors
    /// It is not a time.
    pub fn by_the_end_of(&self, typed: &str) -> Result<Instant, Failure> {
        match typed_time(self.policy(), typed)? {
            TypedTime::Instant(instant) => Ok(instant),
            TypedTime::Date(date) => Ok(self.policy().calendar.end(date)),
        }
    }
}

/// Says to whoever sits at the terminal why nothing happens yet.
fn waiting(holder: &str) {
    if std::io::stderr().is_terminal() {
        let whom = if holder.is_empty() {
            String::new()
        } else {
            format!(" ({holder})")
        };
        say(&format!(
            "waiting for another complaint that is writing here{whom} …\n"
        ));
    }
}

/// The part of an e-mail address before the @, as the name of somebody who acts.
pub(crate) fn staff_id_of(email: &str) -> Option<StaffId> {
    email.split('@').next()?.parse().ok()
}

/// A point of time that was typed, in the zone of the policy; a date alone means its beginning.
pub(crate) fn instant(policy: &Policy, typed: &str) -> Result<Instant, Failure> {
    match typed_time(policy, typed)? {
        TypedTime::Instant(instant) => Ok(instant),
        TypedTime::Date(date) => Ok(time::midnight(policy.organisation.time_zone, date)),
    }
}

fn typed_time(policy: &Policy, typed: &str) -> Result<TypedTime, Failure> {
    time::parse_time(typed, policy.organisation.time_zone)
        .map_err(|error| Failure::usage(error.to_string()))
}

fn unknown_actor(email: Option<&str>) -> Failure {
    let message = match email {
        Some(email) => format!(
            "no staff member of the policy has git's e-mail {email}, so nobody knows who acts"
        ),
        None => "nobody knows who acts: git has no user.email here".to_owned(),
    };
    let hint = "say who with --as STAFF or COMPLAINT_USER, or set user.email in git to the address in policy.toml";
    Failure::Usage(Diagnostic::error(message).hint(hint))
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
