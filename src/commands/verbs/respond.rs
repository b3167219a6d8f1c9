//! `respond` and `resolve`: the answer, and carrying out the remedy.

use clap::Args;

use super::VerbArgs;
use crate::cli::arguments::{self, Text, read_stdin, time, word};
use crate::cli::failure::Failure;
use crate::domain::case::event::{self, Attitude, Event, Reply, ResultClass, Subject};
use crate::domain::message::text;
use crate::render::Diagnostic;
use crate::store::Session;

/// Record an answer to the complainant: the final answer, or an interim one
///
/// Without `--result`, nobody knows yet how the complainant took the final answer, and the case is
/// not resolved. `--result` without `--text` says it later.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  complaint respond K7QM2X --text \"a new screen is on its way\" --result solved\n  complaint respond K7QM2X --result refused\n  complaint respond K7QM2X --interim --promise 2026-11-28 --text \"the laboratory needs a week\""
)]
pub(crate) struct Respond {
    /// The text of the answer; `-` reads it from stdin [default: the proposed text]
    #[arg(
        long,
        value_name = "TEXT",
        allow_hyphen_values = true,
        required_if_eq("interim", "true")
    )]
    text: Option<Text>,
    /// How the complainant took the answer: solved, explained or refused
    #[arg(
        long,
        value_name = "RESULT",
        value_parser = word::<ResultClass>,
        conflicts_with = "interim"
    )]
    result: Option<ResultClass>,
    /// The channel, as chosen by the complainant
    #[arg(long, value_name = "CHANNEL", allow_hyphen_values = true)]
    via: Option<Text>,
    /// The complainant's attitude: satisfied, neutral or dissatisfied
    #[arg(long, value_name = "ATTITUDE", value_parser = word::<Attitude>)]
    attitude: Option<Attitude>,
    /// An interim answer; the final one is still to come
    #[arg(long)]
    interim: bool,
    /// The promised time of the answer; a date alone means the end of that day
    #[arg(
        long,
        value_name = "TIME",
        value_parser = time,
        requires = "interim",
        conflicts_with = "result"
    )]
    promise: Option<String>,
}

impl VerbArgs for Respond {
    fn prepare(&mut self) -> Result<(), Failure> {
        read_stdin(&mut self.text)
    }

    fn event(self, session: &Session<'_>) -> Result<Event, Failure> {
        let text = match self.text {
            Some(text) => Some(text.into_string()),
            None => drafted_answer(session),
        };
        let says_result = self.result.is_some() && session.state().responded.is_some();
        if text.is_none() && !says_result {
            return Err(without_text());
        }
        let promise = self
            .promise
            .map(|promise| session.by_the_end_of("--promise", &promise))
            .transpose()?;
        let reply = if self.interim {
            Reply::Interim { promise }
        } else {
            Reply::Final(self.result)
        };
        let carries_remedy = text.is_some() && matches!(reply, Reply::Final(_));
        let remedy = session.state().pending_proposal();
        let remedy = remedy.filter(|_| carries_remedy);
        Ok(Event::Respond(event::Respond {
            text,
            reply,
            proposal: remedy.map(|remedy| remedy.terms.proposal.clone()),
            via: arguments::text(self.via),
            attitude: self.attitude,
        }))
    }
}

/// Record that the remedy has been carried out
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  complaint resolve K7QM2X --text \"refunded by bank transfer\"")]
pub(crate) struct Resolve {
    /// Remarks; `-` reads them from stdin
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    text: Option<Text>,
}

impl VerbArgs for Resolve {
    fn prepare(&mut self) -> Result<(), Failure> {
        read_stdin(&mut self.text)
    }

    fn event(self, session: &Session<'_>) -> Result<Event, Failure> {
        let remedy = session.state().to_carry_out();
        Ok(Event::Resolve(event::Resolve {
            text: arguments::text(self.text),
            proposal: remedy.map(|remedy| remedy.terms.proposal.clone()),
        }))
    }
}

/// The text of the proposed answer. The judge decides whether it is approved.
fn drafted_answer(case: &Session) -> Option<String> {
    let draft = case.state().proposed(Subject::Answer)?;
    draft.text.clone().filter(|_| draft.is_pending())
}

fn without_text() -> Failure {
    let nothing = Diagnostic::error(text!(
        "no answer has been proposed, so its text is required"
    ));
    Failure::Usage(nothing.hint(text!("give the text of the answer with --text TEXT")))
}
