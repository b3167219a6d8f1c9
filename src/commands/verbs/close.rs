//! `close` and `reopen`.

use clap::Args;

use super::VerbArgs;
use crate::cli::arguments::{self, Text};
use crate::cli::failure::Failure;
use crate::domain::case::event::{self, Event};
use crate::store::Session;

/// Close a case; the policy says what must be done before
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  complaint close K7QM2X --outcome solved")]
pub(crate) struct Close {
    /// How it ended
    #[arg(long, value_name = "OUTCOME", allow_hyphen_values = true)]
    outcome: Option<Text>,
}

impl VerbArgs for Close {
    fn event(self, _: &Session<'_>) -> Result<Event, Failure> {
        Ok(Event::Close(event::Close {
            outcome: arguments::text(self.outcome),
        }))
    }
}

/// Reopen a case; a new round begins
///
/// A case that is not over can be reopened once the complainant is dissatisfied with the handling
/// (`follow-up --because handling`).
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint reopen K7QM2X --reason \"the new screen fails too\"\n  complaint reopen K7QM2X --rework --reason \"nobody had called her\""
)]
pub(crate) struct Reopen {
    /// The reason
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    reason: Text,
    /// Repeat the handling, because the complainant was dissatisfied with it
    #[arg(long)]
    rework: bool,
}

impl VerbArgs for Reopen {
    fn event(self, _: &Session<'_>) -> Result<Event, Failure> {
        Ok(Event::Reopen(event::Reopen {
            reason: self.reason.into_string(),
            rework: self.rework,
        }))
    }
}
