//! `pause` and `resume`: waiting for the complainant.

use clap::Args;

use crate::cli::Context;
use crate::cli::arguments::Text;
use crate::cli::failure::Failure;
use crate::domain::case::Event;
use crate::domain::case::event;

/// Record that we wait for the complainant; the clocks stand still
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  complaint pause K7QM2X --reason \"waiting for the photos\"")]
pub struct Pause {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
    /// Why
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    reason: Text,
}

impl Pause {
    /// Records it.
    ///
    /// # Errors
    /// As [`Context::record`].
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        context.record(
            &self.id,
            Event::Pause(event::Pause {
                reason: self.reason.into_string(),
            }),
        )
    }
}

/// Record that waiting is over; the clocks go on
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  complaint resume K7QM2X --reason \"the photos are here\"")]
pub struct Resume {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
    /// Why
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    reason: Text,
}

impl Resume {
    /// Records it.
    ///
    /// # Errors
    /// As [`Context::record`].
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        context.record(
            &self.id,
            Event::Resume(event::Resume {
                reason: self.reason.into_string(),
            }),
        )
    }
}
