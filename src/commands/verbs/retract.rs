//! `retract`.

use clap::Args;

use crate::cli::Context;
use crate::cli::arguments::Text;
use crate::cli::failure::Failure;
use crate::domain::case::Event;
use crate::domain::case::event;
use crate::domain::names::Digest;
use crate::render::Diagnostic;
use crate::store::Session;

/// Take back an event that was recorded by mistake; it stays readable
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  complaint retract K7QM2X --event 4 --reason \"meant for another case\""
)]
pub struct Retract {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
    /// Which event: its number in `show` and `log`, or its digest
    #[arg(long, value_name = "N", value_parser = named)]
    event: Named,
    /// Why
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    reason: Text,
}

/// What the command line calls an event by.
#[derive(Debug, Clone, Copy)]
enum Named {
    Number(usize),
    Digest(Digest),
}

fn named(text: &str) -> Result<Named, String> {
    match text.parse() {
        Ok(digest) => Ok(Named::Digest(digest)),
        Err(_) => text
            .parse()
            .map(Named::Number)
            .map_err(|_| "neither a number nor a digest".to_owned()),
    }
}

impl Retract {
    /// Records it.
    ///
    /// # Errors
    /// As [`Context::record`]; also where there is no event of that number.
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        context.record_with(&self.id, |case| {
            Ok(Event::Retract(event::Retract {
                event: found(case, self.event)?,
                reason: self.reason.into_string(),
            }))
        })
    }
}

/// The event of that number, counted from 1 in the order of time, or of that digest.
fn found(case: &Session, named: Named) -> Result<Digest, Failure> {
    let entries = case.case().in_order();
    let (entry, message) = match named {
        Named::Number(number) => {
            let entry = number.checked_sub(1).and_then(|index| entries.get(index));
            (entry, format!("{} has no event {number}", case.id()))
        }
        Named::Digest(digest) => (
            entries.iter().find(|entry| entry.digest == digest),
            format!("{} has no event {digest}", case.id()),
        ),
    };
    entry.map(|entry| entry.digest).ok_or_else(|| {
        let hint = format!(
            "its events are numbered 1 to {}; complaint show {} lists them",
            entries.len(),
            case.id()
        );
        Failure::Usage(Diagnostic::error(message).hint(hint))
    })
}
