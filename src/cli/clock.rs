//! The clock of a run, and points of time as they are typed.

use chrono::{DateTime, FixedOffset, SubsecRound, Utc};
use chrono_tz::Tz;

use crate::cli::failure::Failure;
use crate::domain::message::{Message, message};
use crate::domain::policy::Policy;
use crate::domain::time::{self, Instant, TypedTime};
use crate::store::Session;

/// Where the time comes from.
#[derive(Debug)]
pub(super) enum Clock {
    /// The system, read once.
    System(Instant),
    /// `COMPLAINT_NOW` as it was typed; its zone is the policy's.
    Simulated(String),
}

impl Clock {
    /// The clock of the process; `simulated` is the value of `COMPLAINT_NOW`.
    pub(crate) fn read(simulated: Option<String>) -> Self {
        match simulated {
            Some(typed) => Self::Simulated(typed),
            // Milliseconds order the events of a case; the clock itself is not that precise.
            None => Self::System(Utc::now().trunc_subsecs(0)),
        }
    }

    /// The time, with a simulated one read in `zone`.
    ///
    /// # Errors
    /// `COMPLAINT_NOW` is not a time.
    pub(crate) fn now(&self, zone: Tz) -> Result<Instant, Failure> {
        match self {
            Self::System(now) => Ok(*now),
            Self::Simulated(typed) => parsed(typed, zone)
                .map(|typed| start(typed, zone))
                .map_err(|error| Failure::usage(message!("COMPLAINT_NOW: {error}", error))),
        }
    }

    /// The date for commits; `None`: git takes it from the system's clock.
    ///
    /// # Errors
    /// `COMPLAINT_NOW` is not a time.
    pub(crate) fn commit_date(&self, zone: Tz) -> Result<Option<DateTime<FixedOffset>>, Failure> {
        match self {
            Self::System(_) => Ok(None),
            Self::Simulated(_) => Ok(Some(self.now(zone)?.with_timezone(&zone).fixed_offset())),
        }
    }
}

/// A point of time as it was typed, in the zone of the policy; a date alone means its beginning.
///
/// # Errors
/// It is not a time.
pub(crate) fn instant(policy: &Policy, typed: &str) -> Result<Instant, Failure> {
    let zone = policy.organisation.time_zone;
    match parsed(typed, zone) {
        Ok(typed) => Ok(start(typed, zone)),
        Err(error) => Err(Failure::usage(error)),
    }
}

impl Session<'_> {
    /// A point of time as it was typed; a date alone means its beginning.
    ///
    /// # Errors
    /// It is not a time.
    pub(crate) fn instant(&self, typed: &str) -> Result<Instant, Failure> {
        instant(self.policy(), typed)
    }

    /// A limit as it was typed; a date alone means its end.
    ///
    /// # Errors
    /// It is not a time.
    pub(crate) fn by_the_end_of(&self, typed: &str) -> Result<Instant, Failure> {
        let policy = self.policy();
        match parsed(typed, policy.organisation.time_zone) {
            Ok(TypedTime::Instant(instant)) => Ok(instant),
            Ok(TypedTime::Date(date)) => Ok(policy.calendar.end(date)),
            Err(error) => Err(Failure::usage(error)),
        }
    }
}

fn start(typed: TypedTime, zone: Tz) -> Instant {
    match typed {
        TypedTime::Instant(instant) => instant,
        TypedTime::Date(date) => time::midnight(zone, date),
    }
}

fn parsed(typed: &str, zone: Tz) -> Result<TypedTime, Message> {
    time::parse_time(typed, zone).map_err(|error| error.message())
}
