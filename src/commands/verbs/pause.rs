//! `pause` and `resume`: waiting for the complainant.

use clap::Args;

use super::VerbArgs;
use crate::cli::arguments::Text;
use crate::cli::failure::Failure;
use crate::domain::case::event::{self, Event};
use crate::store::Session;

/// Record that the case waits for the complainant; its clocks stop
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  complaint pause K7QM2X --reason \"waiting for the photos\"")]
pub struct Pause {
    /// The reason
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    reason: Text,
}

impl VerbArgs for Pause {
    fn event(self, _: &Session<'_>) -> Result<Event, Failure> {
        Ok(Event::Pause(event::Pause {
            reason: self.reason.into_string(),
        }))
    }
}

/// Record that the wait is over; the clocks go on
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  complaint resume K7QM2X --reason \"the photos are here\"")]
pub(crate) struct Resume {
    /// The reason
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    reason: Text,
}

impl VerbArgs for Resume {
    fn event(self, _: &Session<'_>) -> Result<Event, Failure> {
        Ok(Event::Resume(event::Resume {
            reason: self.reason.into_string(),
        }))
    }
}
