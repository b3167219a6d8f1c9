//! `retract`.

use clap::Args;

use super::Context;
use crate::cli::arguments::Text;
use crate::domain::case::Event;
use crate::domain::names::Digest;
use crate::failure::Failure;
use crate::render::Diagnostic;
use crate::store::Session;

/// Take back an event that was recorded by mistake; it stays readable
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  complaint retract K7QM2X --event 4 --reason \"meant for another case\"")]
pub struct Retract {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
    /// Which event: its number in `show` and `log`
    #[arg(long, value_name = "N")]
    event: usize,
    /// Why
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    reason: Text,
}

impl Retract {
    /// Records it.
    ///
    /// # Errors
    /// As [`Context::record`]; also where there is no event of that number.
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        context.record_with(&self.id, |case| {
            Ok(Event::Retract { event: numbered(case, self.event)?, reason: self.reason.into_string() })
        })
    }
}

/// The event of that number, counted from 1 in the order of time.
fn numbered(case: &Session, number: usize) -> Result<Digest, Failure> {
    let entries = case.case().in_order();
    let entry = number.checked_sub(1).and_then(|index| entries.get(index));
    entry.map(|entry| entry.digest).ok_or_else(|| {
        let message = format!("{} has no event {number}", case.id());
        let hint = format!("its events are numbered 1 to {}; complaint show {} lists them", entries.len(), case.id());
        Failure::Usage(Diagnostic::error(message).hint(hint))
    })
}
