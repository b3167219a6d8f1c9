//! `respond` and `resolve`: the answer, and the remedy carried out.

use clap::Args;

use crate::cli::Context;
use crate::cli::arguments::{self, Text};
use crate::cli::failure::Failure;
use crate::domain::case::Event;
use crate::domain::case::event;
use crate::domain::case::event::{Attitude, Reply, ResultClass, Subject};
use crate::render::Diagnostic;
use crate::store::Session;

/// Record an answer to the complainant: the final one and how it was taken, or progress
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  complaint respond K7QM2X --text \"a new screen is on its way\" --result solved\n  complaint respond K7QM2X --interim --promise 2026-11-28 --text \"the laboratory needs a week\""
)]
pub struct Respond {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
    /// What the complainant was told; `-` reads it from stdin [default: the answer as it was approved]
    #[arg(
        long,
        value_name = "TEXT",
        allow_hyphen_values = true,
        required_if_eq("interim", "true")
    )]
    text: Option<Text>,
    /// How it was taken: solved, explained or refused [default: solved]
    #[arg(long, value_name = "RESULT", value_parser = result_class, conflicts_with = "interim")]
    result: Option<ResultClass>,
    /// By which channel; the complainant chooses it
    #[arg(long, value_name = "CHANNEL", allow_hyphen_values = true)]
    via: Option<Text>,
    /// The complainant's attitude: satisfied, neutral or dissatisfied
    #[arg(long, value_name = "ATTITUDE", value_parser = attitude)]
    attitude: Option<Attitude>,
    /// Progress only; the final answer is still to come
    #[arg(long)]
    interim: bool,
    /// By when the answer is promised; a date alone means the end of that day
    #[arg(long, value_name = "TIME", requires = "interim")]
    promise: Option<String>,
}

impl Respond {
    /// Records it.
    ///
    /// # Errors
    /// As [`Context::record`].
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        let text = self.text.map(Text::or_stdin).transpose()?;
        context.record_with(&self.id, |case| {
            let text = text.map_or_else(|| drafted(case), Ok)?;
            let promise = self
                .promise
                .map(|promise| case.by_the_end_of(&promise))
                .transpose()?;
            let reply = match self.interim {
                true => Reply::Interim { promise },
                false => Reply::Final(self.result.unwrap_or(ResultClass::Solved)),
            };
            Ok(Event::Respond(event::Respond {
                text,
                reply,
                via: arguments::text(self.via),
                attitude: self.attitude,
            }))
        })
    }
}

/// Record that the remedy has been carried out
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  complaint resolve K7QM2X --text \"refunded by bank transfer\"")]
pub struct Resolve {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
    /// Remarks; `-` reads them from stdin
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    text: Option<Text>,
}

impl Resolve {
    /// Records it.
    ///
    /// # Errors
    /// As [`Context::record`].
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        let text = self.text.map(Text::or_stdin).transpose()?;
        context.record(&self.id, Event::Resolve(event::Resolve { text }))
    }
}

fn attitude(text: &str) -> Result<Attitude, &'static str> {
    text.parse()
        .map_err(|_| "an attitude is satisfied, neutral or dissatisfied")
}

/// The answer that was proposed. Whether it is approved is for the judge to say.
fn drafted(case: &Session) -> Result<String, Failure> {
    let draft = case
        .state()
        .proposed(Subject::Answer)
        .filter(|draft| draft.is_pending());
    draft.and_then(|draft| draft.text.clone()).ok_or_else(|| {
        let nothing =
            Diagnostic::error("no answer has been proposed, so what it says has to be given");
        Failure::Usage(nothing.hint("say what the complainant was told with --text TEXT"))
    })
}

fn result_class(text: &str) -> Result<ResultClass, &'static str> {
    text.parse()
        .map_err(|_| "an answer is taken as solved, explained or refused")
}
