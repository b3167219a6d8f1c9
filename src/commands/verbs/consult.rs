//! `consult`.

use clap::Args;

use crate::cli::Context;
use crate::cli::arguments::Text;
use crate::cli::failure::Failure;
use crate::domain::case::event::{self, Event};

/// Put on record that an expert was asked, of whatever level or department
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  complaint consult K7QM2X --expert zhou.lan --text \"is it the panel? She says: yes, a known fault\""
)]
pub struct Consult {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
    /// Who was asked: a staff member, or somebody from outside
    #[arg(long, value_name = "STAFF|NAME", allow_hyphen_values = true)]
    expert: Text,
    /// What was asked, and what they said; `-` reads it from stdin
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    text: Text,
}

impl Consult {
    /// Records it.
    ///
    /// # Errors
    /// As [`Context::record`].
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        context.record(
            &self.id,
            Event::Consult(event::Consult {
                expert: self.expert.into_string(),
                text: self.text.or_stdin()?,
            }),
        )
    }
}
