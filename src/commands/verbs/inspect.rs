//! `inspect`.

use clap::Args;

use crate::cli::Context;
use crate::cli::arguments::Text;
use crate::cli::failure::Failure;
use crate::domain::case::Event;
use crate::domain::case::event;
use crate::domain::case::event::{Fault, Quality};

/// Put on record what a spot check of the work order found
///
/// `complaint list --all --sample N --seed S` draws the cases to check: the same ones for everybody who draws them.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint inspect K7QM2X --result right\n  complaint inspect K7QM2X --result wrong --fault routed --text \"belongs to logistics\""
)]
pub struct Inspect {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
    /// What was found: right or wrong
    #[arg(long, value_name = "RESULT", value_parser = quality)]
    result: Quality,
    /// What is wrong: filled (in wrongly, or not in full) or routed (to the wrong place); may be repeated
    #[arg(long, value_name = "FAULT", value_parser = fault)]
    fault: Vec<Fault>,
    /// Remarks; `-` reads them from stdin
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    text: Option<Text>,
}

impl Inspect {
    /// Records it.
    ///
    /// # Errors
    /// As [`Context::record`].
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        let text = self.text.map(Text::or_stdin).transpose()?;
        context.record(
            &self.id,
            Event::Inspect(event::Inspect {
                result: self.result,
                faults: self.fault,
                text,
            }),
        )
    }
}

fn quality(text: &str) -> Result<Quality, &'static str> {
    text.parse()
        .map_err(|_| "a spot check finds a work order right or wrong")
}

fn fault(text: &str) -> Result<Fault, &'static str> {
    text.parse().map_err(|_| "a fault is filled or routed")
}
