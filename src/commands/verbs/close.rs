//! `close` and `reopen`.

use clap::Args;

use crate::cli::Context;
use crate::cli::arguments::{self, Text};
use crate::cli::failure::Failure;
use crate::domain::case::Event;
use crate::domain::case::event;

/// Close the file; the policy says what must be done before
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  complaint close K7QM2X --outcome satisfied")]
pub struct Close {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
    /// How it ended
    #[arg(long, value_name = "OUTCOME", allow_hyphen_values = true)]
    outcome: Option<Text>,
}

impl Close {
    /// Records it.
    ///
    /// # Errors
    /// As [`Context::record`].
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        context.record(
            &self.id,
            Event::Close(event::Close {
                outcome: arguments::text(self.outcome),
            }),
        )
    }
}

/// Take a case up again; a new round begins
///
/// A case that is not over can be taken up again once the complainant, asked afterwards, is dissatisfied with the
/// handling (`follow-up --because handling`).
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint reopen K7QM2X --reason \"the new screen fails too\"\n  complaint reopen K7QM2X --rework --reason \"nobody had called her\""
)]
pub struct Reopen {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
    /// Why
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    reason: Text,
    /// The handling is done again, as the complainant was dissatisfied with it
    #[arg(long)]
    rework: bool,
}

impl Reopen {
    /// Records it.
    ///
    /// # Errors
    /// As [`Context::record`].
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        context.record(
            &self.id,
            Event::Reopen(event::Reopen {
                reason: self.reason.into_string(),
                rework: self.rework,
            }),
        )
    }
}
