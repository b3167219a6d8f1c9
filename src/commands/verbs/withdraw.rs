//! `withdraw` and `invalidate`: ends without a solution.

use clap::Args;

use super::VerbArgs;
use crate::cli::arguments::{self, Text};
use crate::cli::failure::Failure;
use crate::domain::case::event::{self, Event};
use crate::store::Session;

/// Record that the complainant takes the complaint back
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  complaint withdraw K7QM2X --reason \"it works after all\"")]
pub(crate) struct Withdraw {
    /// Why
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    reason: Text,
}

impl VerbArgs for Withdraw {
    fn event(self, _: &Session<'_>) -> Result<Event, Failure> {
        Ok(Event::Withdraw(event::Withdraw {
            reason: self.reason.into_string(),
        }))
    }
}

/// Record that the complaint is not a valid one
///
/// Where the policy has `grounds`, the reason is one of them; `--text` is what the submitter is
/// told.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  complaint invalidate K7QM2X --reason not-ours --text \"we do not make this product\""
)]
pub(crate) struct Invalidate {
    /// Why: one of the policy's grounds
    #[arg(long, value_name = "GROUND", allow_hyphen_values = true)]
    reason: Text,
    /// What the submitter is told
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    text: Option<Text>,
    /// It is malicious or false
    #[arg(long)]
    malicious: bool,
}

impl VerbArgs for Invalidate {
    fn event(self, _: &Session<'_>) -> Result<Event, Failure> {
        Ok(Event::Invalidate(event::Invalidate {
            reason: self.reason.into_string(),
            text: arguments::text(self.text),
            malicious: self.malicious,
        }))
    }
}
