//! `acknowledge`.

use clap::Args;

use crate::cli::Context;
use crate::cli::arguments::{self, Text};
use crate::cli::failure::Failure;
use crate::domain::case::Event;
use crate::domain::case::event;

/// Record that the complainant was told that the complaint was received
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  complaint acknowledge K7QM2X --via phone")]
pub struct Acknowledge {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
    /// By which channel
    #[arg(long, value_name = "CHANNEL", allow_hyphen_values = true)]
    via: Option<Text>,
}

impl Acknowledge {
    /// Records it.
    ///
    /// # Errors
    /// As [`Context::record`].
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        context.record(
            &self.id,
            Event::Acknowledge(event::Acknowledge {
                via: arguments::text(self.via),
            }),
        )
    }
}
