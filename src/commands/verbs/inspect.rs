//! `inspect`.

use clap::Args;

use super::VerbArgs;
use crate::cli::arguments::{self, Text, read_stdin, word};
use crate::cli::failure::Failure;
use crate::domain::case::event::{self, Event, Fault, Quality};
use crate::store::Session;

/// Record the result of a spot check of the work order
///
/// `complaint list --all --sample N --seed S` draws the cases to check, the same cases for
/// everybody.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint inspect K7QM2X --result right\n  complaint inspect K7QM2X --result wrong --fault routed --text \"belongs to logistics\""
)]
pub(crate) struct Inspect {
    /// The result: right or wrong
    #[arg(long, value_name = "RESULT", value_parser = word::<Quality>)]
    result: Quality,
    /// The fault: filled (filled in wrongly or incompletely) or routed (to the wrong place); can be
    /// repeated
    #[arg(long, value_name = "FAULT", value_parser = word::<Fault>)]
    fault: Vec<Fault>,
    /// Remarks; `-` reads them from stdin
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    text: Option<Text>,
}

impl VerbArgs for Inspect {
    fn prepare(&mut self) -> Result<(), Failure> {
        read_stdin(&mut self.text)
    }

    fn event(self, _: &Session<'_>) -> Result<Event, Failure> {
        Ok(Event::Inspect(event::Inspect {
            result: self.result,
            faults: self.fault,
            text: arguments::text(self.text),
        }))
    }
}
