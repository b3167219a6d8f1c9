//! `acknowledge`.

use clap::Args;

use super::VerbArgs;
use crate::cli::arguments::{self, Text};
use crate::cli::failure::Failure;
use crate::domain::case::event::{self, Event};
use crate::store::Session;

/// Record that receipt of the complaint was confirmed to the complainant
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  complaint acknowledge K7QM2X --via phone")]
pub(crate) struct Acknowledge {
    /// The channel
    #[arg(long, value_name = "CHANNEL", allow_hyphen_values = true)]
    via: Option<Text>,
}

impl VerbArgs for Acknowledge {
    fn event(self, _: &Session<'_>) -> Result<Event, Failure> {
        Ok(Event::Acknowledge(event::Acknowledge {
            via: arguments::text(self.via),
        }))
    }
}
