//! `withdraw` and `invalidate`: ends without a solution.

use clap::Args;

use super::VerbArgs;
use crate::cli::arguments::{self, Text};
use crate::cli::failure::Failure;
use crate::domain::case::event::{self, Event};
use crate::store::Session;

/// Record that the complainant withdraws the complaint
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  complaint withdraw K7QM2X --reason \"it works after all\"")]
pub(crate) struct Withdraw {
    /// The reason
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

/// Record that the complaint is invalid
///
/// If the policy lists `grounds`, the reason must be one of them; `--text` is the explanation for
/// the submitter.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  complaint invalidate K7QM2X --reason not-ours --text \"we do not make this product\""
)]
pub(crate) struct Invalidate {
    /// The reason: one of the policy's grounds
    #[arg(long, value_name = "GROUND", allow_hyphen_values = true)]
    reason: Text,
    /// The explanation for the submitter
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    text: Option<Text>,
    /// The complaint is malicious or false
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
