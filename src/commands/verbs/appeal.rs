//! `appeal` and `decide`.

use clap::Args;

use crate::cli::Context;
use crate::cli::arguments::{self, Text};
use crate::cli::failure::Failure;
use crate::domain::case::Event;
use crate::domain::case::event;
use crate::domain::case::event::Ruling;

/// Put the complainant's or a regulator's appeal on record; a new round begins
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  complaint appeal K7QM2X --reason \"the refund is too low\"\n  complaint appeal K7QM2X --regulator \"Market Regulation Bureau\" --reference MR-118 --cutoff 2026-12-01 --reason \"no answer\""
)]
pub struct Appeal {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
    /// Why
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    reason: Text,
    /// From which regulator or association [default: from the complainant]
    #[arg(long, value_name = "NAME", allow_hyphen_values = true)]
    regulator: Option<Text>,
    /// Its reference there
    #[arg(
        long,
        value_name = "REFERENCE",
        requires = "regulator",
        allow_hyphen_values = true
    )]
    reference: Option<Text>,
    /// By when they want it decided; a date alone means the end of that day
    #[arg(long, value_name = "TIME", requires = "regulator")]
    cutoff: Option<String>,
}

impl Appeal {
    /// Records it.
    ///
    /// # Errors
    /// As [`Context::record`].
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        context.record_with(&self.id, |case| {
            Ok(Event::Appeal(event::Appeal {
                reason: self.reason.into_string(),
                regulator: arguments::text(self.regulator),
                reference: arguments::text(self.reference),
                cutoff: self
                    .cutoff
                    .map(|typed| case.by_the_end_of(&typed))
                    .transpose()?,
            }))
        })
    }
}

/// Decide the appeal that stands
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  complaint decide K7QM2X --outcome upheld --text \"the outlet had promised the higher sum\""
)]
pub struct Decide {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
    /// upheld: we are responsible; handled-before: properly handled before; dismissed: not for us to decide; own-cause: the
    /// complainant's own cause
    #[arg(long, value_name = "OUTCOME", value_parser = ruling)]
    outcome: Ruling,
    /// Cause, place of responsibility, an authority's opinion; `-` reads it from stdin
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    text: Option<Text>,
}

impl Decide {
    /// Records it.
    ///
    /// # Errors
    /// As [`Context::record`].
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        let text = self.text.map(Text::or_stdin).transpose()?;
        context.record(
            &self.id,
            Event::Decide(event::Decide {
                outcome: self.outcome,
                text,
            }),
        )
    }
}

fn ruling(text: &str) -> Result<Ruling, &'static str> {
    text.parse()
        .map_err(|_| "an outcome is upheld, handled-before, dismissed or own-cause")
}
