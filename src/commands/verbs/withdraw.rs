//! `withdraw` and `invalidate`: ends without a solution.

use clap::Args;

use crate::cli::Context;
use crate::cli::arguments::{self, Text};
use crate::cli::failure::Failure;
use crate::domain::case::Event;
use crate::domain::case::event;

/// Record that the complainant takes the complaint back
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  complaint withdraw K7QM2X --reason \"it works after all\"")]
pub struct Withdraw {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
    /// Why
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    reason: Text,
}

impl Withdraw {
    /// Records it.
    ///
    /// # Errors
    /// As [`Context::record`].
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        context.record(
            &self.id,
            Event::Withdraw(event::Withdraw {
                reason: self.reason.into_string(),
            }),
        )
    }
}

/// Record that the complaint is not a valid one
///
/// Where the policy has `grounds`, the reason is one of them; `--text` is what the submitter is told.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  complaint invalidate K7QM2X --reason not-ours --text \"we do not make this product\""
)]
pub struct Invalidate {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
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

impl Invalidate {
    /// Records it.
    ///
    /// # Errors
    /// As [`Context::record`].
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        let (reason, text) = (self.reason.into_string(), arguments::text(self.text));
        context.record(
            &self.id,
            Event::Invalidate(event::Invalidate {
                reason,
                text,
                malicious: self.malicious,
            }),
        )
    }
}
