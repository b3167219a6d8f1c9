//! `appeal` and `decide`.

use clap::Args;

use super::VerbArgs;
use crate::cli::arguments::{self, Text, read_stdin, time, word};
use crate::cli::failure::Failure;
use crate::domain::case::event::{self, Event, Ruling};
use crate::store::Session;

/// Record an appeal of the complainant or a regulator; a new round begins
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  complaint appeal K7QM2X --reason \"the refund is too low\"\n  complaint appeal K7QM2X --regulator \"Market Regulation Bureau\" --reference MR-118 --cutoff 2026-12-01 --reason \"no answer\""
)]
pub(crate) struct Appeal {
    /// The reason
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    reason: Text,
    /// The regulator or association that appeals [default: the complainant]
    #[arg(long, value_name = "NAME", allow_hyphen_values = true)]
    regulator: Option<Text>,
    /// The regulator's reference
    #[arg(
        long,
        value_name = "REFERENCE",
        requires = "regulator",
        allow_hyphen_values = true
    )]
    reference: Option<Text>,
    /// The regulator's deadline for a decision; a date alone means the end of that day
    #[arg(long, value_name = "TIME", value_parser = time, requires = "regulator")]
    cutoff: Option<String>,
}

impl VerbArgs for Appeal {
    fn event(self, session: &Session<'_>) -> Result<Event, Failure> {
        Ok(Event::Appeal(event::Appeal {
            reason: self.reason.into_string(),
            regulator: arguments::text(self.regulator),
            reference: arguments::text(self.reference),
            cutoff: self
                .cutoff
                .map(|typed| session.by_the_end_of("--cutoff", &typed))
                .transpose()?,
        }))
    }
}

/// Decide the pending appeal
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  complaint decide K7QM2X --outcome upheld --text \"the outlet had promised the higher sum\""
)]
pub(crate) struct Decide {
    /// upheld: we are responsible; handled-before: properly handled before; dismissed: not for us
    /// to decide; own-cause: the complainant's own cause
    #[arg(long, value_name = "OUTCOME", value_parser = word::<Ruling>)]
    outcome: Ruling,
    /// Cause, place of responsibility, an authority's opinion; `-` reads it from stdin
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    text: Option<Text>,
}

impl VerbArgs for Decide {
    fn prepare(&mut self) -> Result<(), Failure> {
        read_stdin(&mut self.text)
    }

    fn event(self, _: &Session<'_>) -> Result<Event, Failure> {
        Ok(Event::Decide(event::Decide {
            outcome: self.outcome,
            text: arguments::text(self.text),
        }))
    }
}
