//! `note` and `chase`: remarks and reminders.

use clap::Args;

use super::VerbArgs;
use crate::cli::Context;
use crate::cli::arguments::{self, Text, text_or_stdin};
use crate::cli::failure::Failure;
use crate::commands::scheduled;
use crate::domain::case::event::{self, Event};
use crate::domain::reminder;
use crate::render::say;
use crate::store::Session;

/// Add a remark to a case, or put a step of your own process on record
///
/// A remark changes nothing. A step is one of the policy's `steps`: deadlines can start and stop
/// with it, and closing can ask for it.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint note K7QM2X --text \"called twice, nobody answered\"\n  complaint note K7QM2X --step papers"
)]
pub(crate) struct Note {
    /// The remark; `-` reads it from stdin
    #[arg(
        long,
        value_name = "TEXT",
        allow_hyphen_values = true,
        value_parser = text_or_stdin,
        required_unless_present = "step"
    )]
    text: Option<Text>,
    /// The step that was taken
    #[arg(long, value_name = "STEP")]
    step: Option<String>,
}

impl VerbArgs for Note {
    fn event(self, _: &Session<'_>) -> Result<Event, Failure> {
        Ok(Event::Note(event::Note {
            text: arguments::text(self.text),
            step: self.step,
        }))
    }
}

/// Remind the holder of a case; chases are counted
///
/// With --due: remind the holder of every deadline that is past its warning point and of which
/// nobody was reminded yet in this way. What is paused is left alone. The reminders are printed,
/// nothing where there is nothing to remind of; cron needs somebody on the staff with the role
/// "system", and it the permission: chase = ["clerk", "system"].
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint chase K7QM2X --text \"the customer asked again\"\n  complaint chase --due --as cron\n\nWith --due, the exit code is the worst of all cases; one that fails does not keep the others from their reminders."
)]
pub(crate) struct Chase {
    /// The case: any part of its id that fits no other
    #[arg(
        value_name = "ID",
        required_unless_present = "due",
        conflicts_with = "due"
    )]
    id: Option<String>,
    /// Every deadline past its warning point
    #[arg(long)]
    due: bool,
    /// What the holder is told; `-` reads it from stdin
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true, value_parser = text_or_stdin)]
    #[arg(required_unless_present = "due", conflicts_with = "due")]
    text: Option<Text>,
}

impl Chase {
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        let (Some(id), Some(text)) = (self.id, self.text) else {
            return scheduled::record(context, |snapshot, policy| {
                Some(reminder::due(snapshot, policy)?.event(say))
            });
        };
        let recorded = context.record(&id, |_| {
            Ok(Event::Chase(event::Chase {
                text: text.into_string(),
                deadline: None,
            }))
        });
        recorded.map(drop)
    }
}
