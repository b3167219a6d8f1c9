//! `dispute` and `settle`.

use clap::Args;

use super::VerbArgs;
use crate::cli::arguments::{Text, read_stdin, word};
use crate::cli::failure::Failure;
use crate::domain::case::event::{self, Event, Matter, Means};
use crate::store::Session;

/// Record a dispute between two departments
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint dispute K7QM2X --between quality --and logistics --text \"whose fault the crack is\"\n  complaint dispute K7QM2X --between factory --and sales --about liability --text \"70 % is too much\""
)]
pub(crate) struct Dispute {
    /// One side: a department or another party
    #[arg(long, value_name = "PARTY", allow_hyphen_values = true)]
    between: Text,
    /// The other side
    #[arg(long, value_name = "PARTY", allow_hyphen_values = true)]
    and: Text,
    /// The subject, if settling it has its own permission in the policy: liability
    #[arg(long, value_name = "MATTER", value_parser = word::<Matter>)]
    about: Option<Matter>,
    /// What they do not agree on; `-` reads it from stdin
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    text: Text,
}

impl VerbArgs for Dispute {
    fn prepare(&mut self) -> Result<(), Failure> {
        read_stdin([&mut self.text])
    }

    fn event(self, _: &Session<'_>) -> Result<Event, Failure> {
        Ok(Event::Dispute(event::Dispute {
            between: self.between.into_string(),
            and: self.and.into_string(),
            about: self.about,
            text: self.text.into_string(),
        }))
    }
}

/// Settle the open dispute, or record that mediation failed
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint settle K7QM2X --by mediation --failed --text \"no agreement after two meetings\"\n  complaint settle K7QM2X --by arbitration --text \"logistics bears it\""
)]
pub(crate) struct Settle {
    /// How: mediation; or arbitration, once mediation has failed
    #[arg(long, value_name = "MEANS", value_parser = word::<Means>)]
    by: Means,
    /// The mediation failed
    #[arg(long)]
    failed: bool,
    /// What was agreed or decided; `-` reads it from stdin
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    text: Text,
}

impl VerbArgs for Settle {
    fn prepare(&mut self) -> Result<(), Failure> {
        read_stdin([&mut self.text])
    }

    fn event(self, _: &Session<'_>) -> Result<Event, Failure> {
        Ok(Event::Settle(event::Settle {
            means: self.by,
            failed: self.failed,
            text: self.text.into_string(),
        }))
    }
}
