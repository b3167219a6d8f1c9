//! The flags, the clock and the environment of one run, read once.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;

use crate::cli::clock::{self, Clock};
pub(crate) use crate::cli::clock::{instant, of_repository};
use crate::cli::failure::{Failure, tell};
use crate::cli::globals::{Format, Globals};
use crate::domain::finding::Finding;
use crate::domain::message::{day_and_time, message};
use crate::domain::policy::Policy;
use crate::domain::time::Instant;
use crate::render::Style;
use crate::render::table::{self, Sheet};
use crate::store::{Repository, source};

/// The flags, the clock and the environment of one run.
#[derive(Debug)]
pub(crate) struct Context {
    globals: Globals,
    clock: Clock,
    login: Option<String>,
}

impl Context {
    /// Reads the clock and the environment.
    pub(crate) fn new(globals: Globals) -> Self {
        Self {
            globals,
            clock: Clock::read(variable("COMPLAINT_NOW")),
            login: ["USER", "LOGNAME", "USERNAME"]
                .into_iter()
                .find_map(variable),
        }
    }

    /// The current time; a simulated one is parsed in the policy's time zone.
    ///
    /// # Errors
    /// `COMPLAINT_NOW` is not a time.
    pub(crate) fn now(&self, policy: &Policy) -> Result<Instant, Failure> {
        self.now_in(policy.organisation.time_zone)
    }

    /// The current time; a simulated one is parsed in `zone`.
    ///
    /// # Errors
    /// `COMPLAINT_NOW` is not a time.
    pub(crate) fn now_in(&self, zone: Tz) -> Result<Instant, Failure> {
        self.clock.now(zone)
    }

    /// The date for commits; `None`: git uses the system clock.
    ///
    /// # Errors
    /// `COMPLAINT_NOW` is not a time.
    pub(crate) fn commit_date(&self, zone: Tz) -> Result<Option<DateTime<FixedOffset>>, Failure> {
        self.clock.commit_date(zone)
    }

    /// `--at` as typed.
    pub(crate) fn at(&self) -> Option<&str> {
        self.globals.at.as_deref()
    }

    /// Parses the time of a flag; a date alone means the start of that day, and the user is told.
    ///
    /// # Errors
    /// Not a time.
    pub(crate) fn instant(
        &self,
        repository: &Repository,
        flag: &str,
        typed: &str,
    ) -> Result<Instant, Failure> {
        let policy = repository.policy();
        let instant = instant(policy, flag, typed)?;
        if clock::is_date(policy, typed) {
            let at = day_and_time(instant, policy.organisation.time_zone);
            tell(&message!(
                "note: {flag} {typed} has no time of day, so it is {at}",
                flag,
                typed,
                at
            ));
        }
        Ok(instant)
    }

    /// `--as` or `COMPLAINT_USER` as typed.
    pub(crate) fn acting_as(&self) -> Option<&str> {
        let typed = self.globals.acting_as.as_deref();
        typed.filter(|typed| !typed.is_empty())
    }

    /// Where [`Context::acting_as`] comes from, for messages.
    pub(crate) fn acting_by(&self) -> &'static str {
        match variable("COMPLAINT_USER") {
            Some(set) if self.globals.acting_as.as_ref() == Some(&set) => "COMPLAINT_USER",
            Some(_) | None => "--as",
        }
    }

    /// The system user.
    pub(crate) fn login(&self) -> Option<&str> {
        self.login.as_deref()
    }

    /// Whether the commit is left to the next command.
    pub(crate) fn leaves_commit(&self) -> bool {
        self.globals.no_commit
    }

    /// The output format.
    pub(crate) fn format(&self) -> Format {
        self.globals.format.unwrap_or(Format::Table)
    }

    /// `--format`, if it is given.
    pub(crate) fn format_given(&self) -> Option<Format> {
        self.globals.format
    }

    /// The style of messages on stderr.
    pub(crate) fn style(&self) -> Style {
        self.globals.style()
    }

    /// The style of results on stdout.
    pub(crate) fn output_style(&self) -> Style {
        self.globals.output_style()
    }

    /// The style and width of tables: the width from `COLUMNS`, else of the terminal. `COLUMNS=0`
    /// is ignored.
    pub(crate) fn sheet(&self) -> Sheet {
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
    pub(crate) fn folder(&self) -> PathBuf {
        self.globals.folder()
    }

    /// `-C`, else the current folder, for a hook: `COMPLAINT_REPO` may be set by whoever pushes.
    pub(crate) fn folder_of_hook(&self) -> PathBuf {
        let set = std::env::var_os("COMPLAINT_REPO").map(PathBuf::from);
        match self.globals.repo.as_ref() {
            Some(folder) if Some(folder) != set.as_ref() => folder.clone(),
            Some(_) | None => PathBuf::from("."),
        }
    }

    /// `--rev` as typed.
    pub(crate) fn revision(&self) -> Option<&str> {
        self.globals.rev.as_deref()
    }

    /// The repository to read: with `--rev` or in a bare repository, a revision.
    ///
    /// # Errors
    /// No repository or no such revision, or a policy with errors.
    pub(crate) fn readable(&self) -> Result<Repository, Failure> {
        Ok(Repository::read_at(&self.folder(), self.revision())?)
    }

    /// As [`Self::readable`], also where the policy has errors; these are returned, too.
    ///
    /// # Errors
    /// No repository or no such revision.
    pub(crate) fn readable_anyhow(&self) -> Result<(Repository, Vec<Finding>), Failure> {
        Ok(Repository::read_anyhow(&self.folder(), self.revision())?)
    }

    /// Whether commands read a revision: with `--rev`, and in a bare repository.
    pub(crate) fn reads_revision(&self) -> bool {
        let opened = source::open(&self.folder(), self.revision());
        opened.is_ok_and(|opened| !opened.source.is_working_tree())
    }

    /// The repository to work on.
    ///
    /// # Errors
    /// No repository, or a policy with errors.
    pub(crate) fn repository(&self) -> Result<Repository, Failure> {
        Ok(Repository::find(&self.folder())?)
    }
}

/// An environment variable; an empty one counts as unset.
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
