//! Instants, and the times that people type. (Placeholder: the calendar work replaces this file whole.)

use chrono::{DateTime, Utc};

/// A point of absolute time, to the millisecond.
pub type Instant = DateTime<Utc>;

/// An instant with its offset.
pub fn parse_rfc3339(text: &str) -> Result<Instant, chrono::ParseError> {
    DateTime::parse_from_rfc3339(text).map(|t| t.to_utc())
}
