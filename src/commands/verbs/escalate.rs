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
use crate::render::say;

/// Move a case up to another level
///
/// With --due: move up every case whose level has run out of time (`within` of its [[level]]), to
/// the next level. It stops below a level with only = "dissatisfied" unless the complainant is, and
/// leaves alone what is paused. What it moved is printed, nothing where there is nothing to move;
/// where several clones do it, they agree after merging. For cron, give somebody on the staff the
/// role "system", and it the permission: escalate = ["clerk", "system"].
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint escalate K7QM2X --reason \"not solved in time\"\n  complaint escalate K7QM2X --to director --reason \"the press has called\"\n  complaint escalate --due --as cron\n\nWith --due, the exit code is the worst of all cases; one that fails does not keep the others from moving."
)]
pub(crate) struct Escalate {
    /// The case: any part of its id that fits no other
    #[arg(
        value_name = "ID",
        required_unless_present = "due",
        conflicts_with = "due"
    )]
    id: Option<String>,
    /// Every case that is past the limit of its level
    #[arg(long)]
    due: bool,
    /// To which level [default: the next one]
    #[arg(
        long,
        value_name = "LEVEL",
        allow_hyphen_values = true,
        conflicts_with = "due"
    )]
    to: Option<Text>,
    /// Why
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    #[arg(required_unless_present = "due", conflicts_with = "due")]
    reason: Option<Text>,
}

impl Escalate {
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        let (Some(id), Some(reason)) = (self.id, self.reason) else {
            return scheduled::record(context, |snapshot, policy| {
                Some(escalation::due(snapshot, policy)?.event(say))
            });
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
                "name the level with --to; policy.toml has them as [[level]]"
            ))))
        }
    }
}
