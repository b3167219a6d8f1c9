//! `note` and `chase`: remarks and reminders.

use clap::Args;

use crate::cli::Context;
use crate::cli::arguments::Text;
use crate::cli::failure::Failure;
use crate::commands::scheduled;
use crate::domain::case::Event;
use crate::domain::case::event;
use crate::domain::reminder;
use crate::render::say;

/// Add a remark to a case, or put a step of your own process on record
///
/// A remark changes nothing. A step is one of the policy's `steps`: deadlines can start and stop with it, and closing can ask
/// for it.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint note K7QM2X --text \"called twice, nobody answered\"\n  complaint note K7QM2X --step papers"
)]
pub struct Note {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
    /// The remark; `-` reads it from stdin
    #[arg(
        long,
        value_name = "TEXT",
        allow_hyphen_values = true,
        required_unless_present = "step"
    )]
    text: Option<Text>,
    /// The step that was taken
    #[arg(long, value_name = "STEP")]
    step: Option<String>,
}

impl Note {
    /// Records it.
    ///
    /// # Errors
    /// As [`Context::record`].
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        let text = self.text.map(Text::or_stdin).transpose()?;
        context.record(
            &self.id,
            Event::Note(event::Note {
                text,
                step: self.step,
            }),
        )
    }
}

/// Remind the holder of a case; chases are counted
///
/// With --due: remind the holder of every deadline that is past its warning point and of which nobody was reminded yet in
/// this way. What is paused is left alone. The reminders are printed, nothing where there is nothing to remind of; cron
/// needs somebody on the staff with the role "system", and it the permission: chase = ["clerk", "system"].
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint chase K7QM2X --text \"the customer asked again\"\n  complaint chase --due --as cron\n\nWith --due, the exit code is the worst of all cases; one that fails does not keep the others from their reminders."
)]
pub struct Chase {
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
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    #[arg(required_unless_present = "due", conflicts_with = "due")]
    text: Option<Text>,
}

impl Chase {
    /// Records it.
    ///
    /// # Errors
    /// As [`Context::record`]; with `--due`, the worst of all cases.
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        let (Some(id), Some(text)) = (self.id, self.text) else {
            return scheduled::record(context, |snapshot, policy| {
                Some(reminder::due(snapshot, policy)?.event(say))
            });
        };
        context.record(
            &id,
            Event::Chase(event::Chase {
                text: text.or_stdin()?,
                deadline: None,
            }),
        )
    }
}
