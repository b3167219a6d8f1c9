//! `pause` and `resume`: waiting for the complainant.

use clap::Args;

use super::VerbArgs;
use crate::cli::arguments::Text;
use crate::cli::failure::Failure;
use crate::domain::case::event::{self, Event};
use crate::store::Session;

/// Record that we wait for the complainant; the clocks stand still
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  complaint pause K7QM2X --reason \"waiting for the photos\"")]
pub struct Pause {
    /// Why
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

/// Record that waiting is over; the clocks go on
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  complaint resume K7QM2X --reason \"the photos are here\"")]
pub(crate) struct Resume {
    /// Why
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
