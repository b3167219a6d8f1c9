//! A calendar as plain data, and its validation.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, Weekday};
use chrono_tz::Tz;

use super::Hours;

/// Dates with optional names.
pub type NamedDates = BTreeMap<NaiveDate, Option<String>>;

/// One table of dates: a policy's own, or a shipped calendar.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dates {
    pub holidays: NamedDates,
    /// Make-up days: working days on any weekday.
    pub workdays: NamedDates,
    /// The years whose dates have been reviewed.
    pub reviewed: BTreeSet<i32>,
}

/// The plain data of a calendar (`[calendar]` of the policy), input of
/// [`Calendar::new`](super::Calendar::new).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarSpec {
    /// The policy's `time_zone`.
    pub zone: Tz,
    /// The working weekdays.
    pub week: Vec<Weekday>,
    /// The business hours of working days.
    pub hours: Hours,
    /// The policy's own dates; they take precedence over `base`.
    pub own: Dates,
    /// The dates of the shipped calendar that the policy uses.
    pub base: Option<Dates>,
}

impl CalendarSpec {
    /// Monday to Friday without hours or dates: the default of a policy.
    pub fn weekdays(zone: Tz) -> Self {
        let week = vec![
            Weekday::Mon,
            Weekday::Tue,
            Weekday::Wed,
            Weekday::Thu,
            Weekday::Fri,
        ];
        Self {
            zone,
            week,
            hours: Hours::default(),
            own: Dates::default(),
            base: None,
        }
    }
}
