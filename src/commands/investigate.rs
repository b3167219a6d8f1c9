//! `investigate`.

use clap::Args;
use rust_decimal::Decimal;

use super::Context;
use crate::cli::arguments::{self, Text};
use crate::domain::case::Event;
use crate::domain::case::event::Verdict;
use crate::domain::names::StaffId;
use crate::failure::Failure;

/// Record what was found out: the verdict, the cause, who is responsible
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  complaint investigate K7QM2X --verdict substantiated --cause material --liable supplier=80 --liable sales=20"
)]
pub struct Investigate {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
    /// Whether the complaint is justified: substantiated, partly or unsubstantiated
    #[arg(long, value_name = "VERDICT", value_parser = verdict)]
    verdict: Verdict,
    /// Why it came about, of the policy's list
    #[arg(long, value_name = "CAUSE", allow_hyphen_values = true)]
    cause: Option<Text>,
    /// What was found; `-` reads it from stdin
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    finding: Option<Text>,
    /// A responsible party and its share in per cent; may be repeated
    #[arg(long, value_name = "PARTY=PERCENT", value_parser = arguments::share)]
    liable: Vec<(String, Decimal)>,
    /// Who led the investigation
    #[arg(long, value_name = "STAFF")]
    lead: Option<StaffId>,
}

impl Investigate {
    /// Records it.
    ///
    /// # Errors
    /// As [`Context::record`].
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        let finding = self.finding.map(Text::or_stdin).transpose()?;
        let cause = arguments::text(self.cause);
        let Self { id, verdict, liable, lead, .. } = self;
        context.record(&id, Event::Investigate { verdict, cause, finding, liable, lead })
    }
}

fn verdict(text: &str) -> Result<Verdict, &'static str> {
    text.parse().map_err(|()| "a verdict is substantiated, partly or unsubstantiated")
}
