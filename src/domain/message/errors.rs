//! Messages for errors of names and times. They are here because `Argument` contains names and
//! times, so those modules cannot depend on messages.

use super::{Message, day_and_time};
use crate::domain::names::NameError;
use crate::domain::time::TimeError;
use crate::message;

impl NameError {
    /// Describes the problem.
    pub(crate) fn message(&self) -> Message {
        match self {
            Self::CaseId(text) => message!("'{text}' is not a case id like 20261121-K7QM2X", text),
            Self::StaffId(text) => message!(
                "'{text}' is not a staff id: letters, digits, '.', '_', '-' and no blanks",
                text
            ),
            Self::Handle(text) => message!("'{text}' is not a proposal handle like 7Q2M", text),
            Self::Digest(text) => message!(
                "'{text}' is not the digest of an event: 16 hexadecimal digits",
                text
            ),
        }
    }
}

impl From<NameError> for Message {
    fn from(error: NameError) -> Self {
        error.message()
    }
}

impl TimeError {
    /// Describes the problem.
    pub(crate) fn message(&self) -> Message {
        match self {
            Self::Form(text) => message!(
                "`{text}` is not a time: write 2026-11-21T09:00, 2026-11-21 09:00, 2026-11-21 or \
                 RFC 3339 like 2026-11-21T09:00:00+08:00",
                text
            ),
            Self::NoSuchTime(text) => message!(
                "`{text}` is not a time: there is no such date or time of day",
                text
            ),
            Self::Skipped { text, zone, until } => message!(
                "`{text}` does not exist in {zone}: the clocks go forward to {until} there; write \
                 that, or an offset",
                text,
                zone = zone.name(),
                until = day_and_time(*until, *zone)
            ),
            Self::Rfc3339(text) => message!(
                "`{text}` is not an RFC 3339 time like 2026-11-21T09:00:00+08:00",
                text
            ),
        }
    }
}
