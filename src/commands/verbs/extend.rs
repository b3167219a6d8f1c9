//! `extend`.

use clap::Args;

use super::VerbArgs;
use crate::cli::arguments::{Text, time};
use crate::cli::failure::Failure;
use crate::domain::calendar::Span;
use crate::domain::case::event::{self, Event};
use crate::domain::message::{message, text};
use crate::domain::time::Instant;
use crate::render::Diagnostic;
use crate::store::Session;

/// Give one deadline a later date, before it has run out
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  complaint extend K7QM2X --deadline resolve --until 2026-12-05 --reason \"the part is on order\"\n  complaint extend K7QM2X --deadline resolve --for 2bd --reason \"the part is on order\""
)]
pub(crate) struct Extend {
    /// The deadline's name in the policy
    #[arg(long, value_name = "NAME", allow_hyphen_values = true)]
    deadline: Text,
    /// The new due time; a date alone means the end of that day
    #[arg(
        long,
        value_name = "TIME",
        value_parser = time,
        required_unless_present = "length",
        conflicts_with = "length"
    )]
    until: Option<String>,
    /// The extension from the current due time: a number and min, h, bh, d, bd or mo
    #[arg(long = "for", id = "length", value_name = "DURATION")]
    length: Option<Span>,
    /// The reason
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    reason: Text,
}

impl VerbArgs for Extend {
    fn event(self, session: &Session<'_>) -> Result<Event, Failure> {
        let deadline = self.deadline.into_string();
        let until = match (self.until, self.length) {
            (Some(until), _) => session.by_the_end_of("--until", &until)?,
            (None, Some(length)) => extended_due(session, &deadline, length)?,
            (None, None) => return Err(Failure::usage(text!("give --until or --for"))),
        };
        Ok(Event::Extend(event::Extend {
            deadline,
            until,
            reason: self.reason.into_string(),
        }))
    }
}

fn extended_due(case: &Session, deadline: &str, length: Span) -> Result<Instant, Failure> {
    if !case.policy().deadline_names().contains(&deadline) {
        // The judge refuses an unknown name, whatever the date.
        return Ok(case.state().facts.received);
    }
    let due = case.due(deadline);
    due.and_then(|due| case.policy().calendar.extend_by(due, length))
        .ok_or_else(|| {
            let message = message!(
                "the deadline '{deadline}' of {id} has no due instant to count from",
                deadline,
                id = case.id()
            );
            let hint = text!("give the new date with --until");
            Failure::Refused(vec![Diagnostic::error(message).hint(hint)])
        })
}
