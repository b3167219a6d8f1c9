//! `note` and `chase`: remarks and reminders.

use clap::Args;

use super::VerbArgs;
use crate::cli::Context;
use crate::cli::arguments::{self, Text, read_stdin};
use crate::cli::failure::Failure;
use crate::commands::scheduled;
use crate::domain::case::event::{self, Event};
use crate::domain::reminder;
use crate::store::Session;

/// Add a remark to a case, or record a step of your own process
///
/// A remark changes nothing. A step is one of the policy's `steps`: deadlines can start and stop
/// with it, and closing can require it.
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
        required_unless_present = "step"
    )]
    text: Option<Text>,
    /// The step
    #[arg(long, value_name = "STEP")]
    step: Option<String>,
}

impl VerbArgs for Note {
    fn prepare(&mut self) -> Result<(), Failure> {
        read_stdin(&mut self.text)
    }

    fn event(self, _: &Session<'_>) -> Result<Event, Failure> {
        Ok(Event::Note(event::Note {
            text: arguments::text(self.text),
            step: self.step,
        }))
    }
}

/// Remind the holder of a case; reminders are counted
///
/// With --due, remind the holder of every deadline that is past its warning point and has had no
/// such reminder yet. Paused deadlines are skipped. Prints the reminders, or nothing if there are
/// none. For cron, give a staff member the role "system", and that role the permission: chase =
/// ["clerk", "system"].
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint chase K7QM2X --text \"the customer asked again\"\n  complaint chase --due --as cron\n\nWith --due, the exit code is the worst of all cases; a failing case does not stop the others."
)]
pub(crate) struct Chase {
    /// The case: any unambiguous part of its id
    #[arg(
        value_name = "ID",
        required_unless_present = "due",
        conflicts_with = "due"
    )]
    id: Option<String>,
    /// Every deadline past its warning point
    #[arg(long)]
    due: bool,
    /// The reminder; `-` reads it from stdin
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    #[arg(required_unless_present = "due", conflicts_with = "due")]
    text: Option<Text>,
}

impl Chase {
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        let (Some(id), Some(mut text)) = (self.id, self.text) else {
            return scheduled::record(context, reminder::due);
        };
        read_stdin([&mut text])?;
        let recorded = context.record(&id, |_| {
            Ok(Event::Chase(event::Chase {
                text: text.into_string(),
                deadline: None,
            }))
        });
        recorded.map(drop)
    }
}
