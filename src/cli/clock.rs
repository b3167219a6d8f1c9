//! The clock of a run, and times given on the command line.

use chrono::{DateTime, FixedOffset, SubsecRound, Utc};
use chrono_tz::Tz;

use crate::cli::failure::Failure;
use crate::domain::message::{Message, message};
use crate::domain::policy::Policy;
use crate::domain::time::{self, Instant, TypedTime};
use crate::git::Repo;
use crate::store::paths::NOW_SETTING;
use crate::store::{Session, StoreError};

/// The source of the current time.
#[derive(Debug)]
pub(super) enum Clock {
    /// The system clock, read once.
    System(Instant),
    /// A simulated time as typed, with the variable or setting that holds it; parsed in the
    /// policy's time zone.
    Simulated { source: &'static str, typed: String },
}

impl Clock {
    /// The clock of the process; `simulated` is the value of `COMPLAINT_NOW`.
    pub(crate) fn read(simulated: Option<String>) -> Self {
        Self::simulated("COMPLAINT_NOW", simulated)
    }

    fn simulated(source: &'static str, typed: Option<String>) -> Self {
        match typed {
            Some(typed) => Self::Simulated { source, typed },
            // Whole seconds: milliseconds are reserved for ordering the events of a case.
            None => Self::System(Utc::now().trunc_subsecs(0)),
        }
    }

    /// The current time; a simulated one is parsed in `zone`.
    ///
    /// # Errors
    /// The simulated time is not a time.
    pub(crate) fn now(&self, zone: Tz) -> Result<Instant, Failure> {
        match self {
            Self::System(now) => Ok(*now),
            Self::Simulated { source, typed } => parse(typed, zone)
                .map(|typed| start(typed, zone))
                .map_err(|error| wrong(source, &error)),
        }
    }

    /// The date for commits; `None`: git uses the system clock.
    ///
    /// # Errors
    /// `COMPLAINT_NOW` is not a time.
    pub(crate) fn commit_date(&self, zone: Tz) -> Result<Option<DateTime<FixedOffset>>, Failure> {
        match self {
            Self::System(_) => Ok(None),
            Self::Simulated { .. } => Ok(Some(self.now(zone)?.with_timezone(&zone).fixed_offset())),
        }
    }
}

/// The current time by the clock of a repository that commits arrive in. It is the machine's: for
/// tests, the setting `complaint.now` in the repository's own configuration file fixes it, but
/// nothing that whoever pushes can set.
///
/// # Errors
/// The setting is not a time, or the file cannot be read.
pub(crate) fn of_repository(git: &Repo, zone: Tz) -> Result<Instant, Failure> {
    let fixed = git.own_setting(NOW_SETTING).map_err(StoreError::from)?;
    Clock::simulated(NOW_SETTING, fixed).now(zone)
}

/// Parses the time of a flag in the policy's time zone; a date alone means the start of that day.
///
/// # Errors
/// Not a time; the message names the flag.
pub(crate) fn instant(policy: &Policy, flag: &str, typed: &str) -> Result<Instant, Failure> {
    let zone = policy.organisation.time_zone;
    match parse(typed, zone) {
        Ok(typed) => Ok(start(typed, zone)),
        Err(error) => Err(wrong(flag, &error)),
    }
}

/// Whether a typed time is a date alone.
pub(crate) fn is_date(policy: &Policy, typed: &str) -> bool {
    let typed = parse(typed, policy.organisation.time_zone);
    matches!(typed, Ok(TypedTime::Date(_)))
}

fn wrong(flag: &str, error: &Message) -> Failure {
    Failure::usage(message!("{flag}: {error}", flag, error))
}

impl Session<'_> {
    /// Parses the time of a flag; a date alone means the start of that day.
    ///
    /// # Errors
    /// Not a time.
    pub(crate) fn instant(&self, flag: &str, typed: &str) -> Result<Instant, Failure> {
        instant(self.policy(), flag, typed)
    }

    /// Parses the time limit of a flag; a date alone means the end of that day.
    ///
    /// # Errors
    /// Not a time.
    pub(crate) fn by_the_end_of(&self, flag: &str, typed: &str) -> Result<Instant, Failure> {
        let policy = self.policy();
        match parse(typed, policy.organisation.time_zone) {
            Ok(TypedTime::Instant(instant)) => Ok(instant),
            Ok(TypedTime::Date(date)) => Ok(policy.calendar.end(date)),
            Err(error) => Err(wrong(flag, &error)),
        }
    }
}

fn start(typed: TypedTime, zone: Tz) -> Instant {
    match typed {
        TypedTime::Instant(instant) => instant,
        TypedTime::Date(date) => time::midnight(zone, date),
    }
}

fn parse(typed: &str, zone: Tz) -> Result<TypedTime, Message> {
    time::parse_time(typed, zone).map_err(|error| error.message())
}
