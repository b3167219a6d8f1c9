//! `retract`.

use clap::Args;

use super::VerbArgs;
use crate::cli::arguments::{Text, Unfit};
use crate::cli::failure::Failure;
use crate::domain::case::event::{self, Event};
use crate::domain::message::{Command, message, text};
use crate::domain::names::Digest;
use crate::render::Diagnostic;
use crate::store::Session;

/// Retract an event that was recorded by mistake; it stays readable
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  complaint retract K7QM2X --event 4 --reason \"meant for another case\""
)]
pub(crate) struct Retract {
    /// The event: its number in `show` and `log`, or its digest
    #[arg(long, value_name = "N", value_parser = event_ref)]
    event: EventRef,
    /// The reason
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    reason: Text,
}

/// A reference to an event on the command line.
#[derive(Debug, Clone, Copy)]
enum EventRef {
    Number(usize),
    Digest(Digest),
}

fn event_ref(text: &str) -> Result<EventRef, Unfit> {
    match (text.parse(), text.parse()) {
        (Ok(digest), _) => Ok(EventRef::Digest(digest)),
        (Err(_), Ok(number)) => Ok(EventRef::Number(number)),
        (Err(_), Err(_)) => Err(text!("neither a number nor a digest").into()),
    }
}

impl VerbArgs for Retract {
    fn event(self, session: &Session<'_>) -> Result<Event, Failure> {
        Ok(Event::Retract(event::Retract {
            event: resolve(session, self.event)?,
            reason: self.reason.into_string(),
        }))
    }
}

/// The event with a number, counted from 1 in order of time, or with a digest.
fn resolve(case: &Session, event: EventRef) -> Result<Digest, Failure> {
    let entries = case.case().in_order();
    let id = case.id();
    let (entry, message) = match event {
        EventRef::Number(number) => (
            number.checked_sub(1).and_then(|index| entries.get(index)),
            message!("{id} has no event {number}", id, number),
        ),
        EventRef::Digest(digest) => (
            entries.iter().find(|entry| entry.digest == digest),
            message!("{id} has no event {digest}", id, digest),
        ),
    };
    entry.map(|entry| entry.digest).ok_or_else(|| {
        let hint = message!(
            "its events are numbered 1 to {count}; {show} lists them",
            count = entries.len(),
            show = Command::new("show").this()
        );
        Failure::Usage(Diagnostic::error(message).hint(hint).of_case(id))
    })
}
