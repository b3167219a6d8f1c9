//! Instants, and the times that people type.

use chrono::{DateTime, Utc};

/// A point of absolute time, to the millisecond (clock.md S1).
pub type Instant = DateTime<Utc>;
