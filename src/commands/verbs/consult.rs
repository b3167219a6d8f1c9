//! `consult`.

use clap::Args;

use super::VerbArgs;
use crate::cli::arguments::{Text, read_stdin};
use crate::cli::failure::Failure;
use crate::domain::case::event::{self, Event};
use crate::store::Session;

/// Record that an expert of any level or department was consulted
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  complaint consult K7QM2X --expert zhou.lan --text \"is it the panel? She says: yes, a known fault\""
)]
pub(crate) struct Consult {
    /// The expert: a staff member, or somebody from outside
    #[arg(long, value_name = "STAFF|NAME", allow_hyphen_values = true)]
    expert: Text,
    /// The question and the answer; `-` reads them from stdin
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    text: Text,
}

impl VerbArgs for Consult {
    fn prepare(&mut self) -> Result<(), Failure> {
        read_stdin([&mut self.text])
    }

    fn event(self, _: &Session<'_>) -> Result<Event, Failure> {
        Ok(Event::Consult(event::Consult {
            expert: self.expert.into_string(),
            text: self.text.into_string(),
        }))
    }
}
