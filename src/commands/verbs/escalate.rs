//! `escalate`.

use clap::Args;

use crate::cli::Context;
use crate::cli::arguments::{self, Text};
use crate::cli::failure::Failure;
use crate::commands::scheduled;
use crate::domain::case::event::{self, Event};
use crate::domain::escalation;
use crate::domain::message::{message, text};
use crate::domain::policy::Policy;
use crate::render::Diagnostic;

/// Move a case up to another level
///
/// With --due, move every case that has exceeded the time of its level (`within` of its [[level]])
/// to the next level. A level with only = "dissatisfied" is reached only if the complainant is
/// dissatisfied; paused cases are skipped. Prints the moves, or nothing if there are none. Several
/// clones may run it; they agree after merging. For cron, give a staff member the role "system",
/// and that role the permission: escalate = ["clerk", "system"].
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint escalate K7QM2X --reason \"not solved in time\"\n  complaint escalate K7QM2X --to head-office --reason \"the press has called\"\n  complaint escalate --due --as cron\n\nWith --due, the exit code is the worst of all cases; a failing case does not stop the others."
)]
pub(crate) struct Escalate {
    /// The case: any unambiguous part of its id
    #[arg(
        value_name = "ID",
        required_unless_present = "due",
        conflicts_with = "due"
    )]
    id: Option<String>,
    /// Every case that has exceeded the time of its level
    #[arg(long)]
    due: bool,
    /// The new level [default: the next one]
    #[arg(
        long,
        value_name = "LEVEL",
        allow_hyphen_values = true,
        conflicts_with = "due"
    )]
    to: Option<Text>,
    /// The reason
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    #[arg(required_unless_present = "due", conflicts_with = "due")]
    reason: Option<Text>,
}

impl Escalate {
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        let (Some(id), Some(reason)) = (self.id, self.reason) else {
            return scheduled::record(context, escalation::due);
        };
        let recorded = context.record(&id, |case| {
            let from = case.state().level.clone();
            let to = match arguments::text(self.to) {
                Some(level) => level,
                None => next_level(case.policy(), &from)?,
            };
            Ok(Event::Escalate(event::Escalate {
                from,
                to,
                reason: reason.into_string(),
            }))
        });
        recorded.map(drop)
    }
}

fn next_level(policy: &Policy, level: &str) -> Result<String, Failure> {
    match policy.level_above(level) {
        Some(above) => Ok(above.name.clone()),
        None => {
            let highest = Diagnostic::error(message!("there is no level above '{level}'", level));
            Err(Failure::Usage(highest.hint(text!(
                "name a level with --to; policy.toml lists them as [[level]]"
            ))))
        }
    }
}
