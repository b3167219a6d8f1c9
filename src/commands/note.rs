//! `note` and `chase`: remarks and reminders.

use clap::Args;

use super::Context;
use crate::cli::arguments::Text;
use crate::domain::case::Event;
use crate::failure::Failure;

/// Add a remark to a case; it changes nothing
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  complaint note K7QM2X --text \"called twice, nobody answered\"")]
pub struct Note {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
    /// The remark; `-` reads it from stdin
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    text: Text,
}

impl Note {
    /// Records it.
    ///
    /// # Errors
    /// As [`Context::record`].
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        context.record(&self.id, Event::Note { text: self.text.or_stdin()? })
    }
}

/// Remind the holder of a case; chases are counted
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  complaint chase K7QM2X --text \"the customer asked again\"")]
pub struct Chase {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
    /// What the holder is told; `-` reads it from stdin
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    text: Text,
}

impl Chase {
    /// Records it.
    ///
    /// # Errors
    /// As [`Context::record`].
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        context.record(&self.id, Event::Chase { text: self.text.or_stdin()? })
    }
}
