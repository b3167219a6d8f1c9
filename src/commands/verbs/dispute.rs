//! `dispute` and `settle`.

use clap::Args;

use crate::cli::Context;
use crate::cli::arguments::Text;
use crate::cli::failure::Failure;
use crate::domain::case::Event;
use crate::domain::case::event;
use crate::domain::case::event::{Matter, Means};

/// Put on record that two departments do not agree
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint dispute K7QM2X --between quality --and logistics --text \"whose fault the crack is\"\n  complaint dispute K7QM2X --between factory --and sales --about liability --text \"70 % is too much\""
)]
pub struct Dispute {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
    /// Who does not agree: a department, or another party
    #[arg(long, value_name = "PARTY", allow_hyphen_values = true)]
    between: Text,
    /// With whom
    #[arg(long, value_name = "PARTY", allow_hyphen_values = true)]
    and: Text,
    /// What about, where the policy has a permission of its own for settling that: liability
    #[arg(long, value_name = "MATTER", value_parser = matter)]
    about: Option<Matter>,
    /// What they do not agree on; `-` reads it from stdin
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    text: Text,
}

impl Dispute {
    /// Records it.
    ///
    /// # Errors
    /// As [`Context::record`].
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        let (between, and) = (self.between.into_string(), self.and.into_string());
        let event = Event::Dispute(event::Dispute {
            between,
            and,
            about: self.about,
            text: self.text.or_stdin()?,
        });
        context.record(&self.id, event)
    }
}

/// Settle the dispute that stands, or put on record that mediating it failed
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint settle K7QM2X --by mediation --failed --text \"no agreement after two meetings\"\n  complaint settle K7QM2X --by arbitration --text \"logistics bears it\""
)]
pub struct Settle {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
    /// How: mediation; or arbitration, once mediation has failed
    #[arg(long, value_name = "MEANS", value_parser = means)]
    by: Means,
    /// The mediation failed
    #[arg(long)]
    failed: bool,
    /// What was agreed or decided; `-` reads it from stdin
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    text: Text,
}

impl Settle {
    /// Records it.
    ///
    /// # Errors
    /// As [`Context::record`].
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        context.record(
            &self.id,
            Event::Settle(event::Settle {
                means: self.by,
                failed: self.failed,
                text: self.text.or_stdin()?,
            }),
        )
    }
}

fn matter(text: &str) -> Result<Matter, &'static str> {
    text.parse().map_err(|_| "a dispute can be about liability")
}

fn means(text: &str) -> Result<Means, &'static str> {
    text.parse()
        .map_err(|_| "disputes are settled by mediation or arbitration")
}
