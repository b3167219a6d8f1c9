//! `escalate`.

use clap::Args;

use super::Context;
use crate::cli::arguments::{self, Text};
use crate::domain::case::Event;
use crate::domain::policy::Policy;
use crate::failure::Failure;
use crate::render::Diagnostic;

/// Move a case up to another level
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  complaint escalate K7QM2X --reason \"not solved in time\"\n  complaint escalate K7QM2X --to director --reason \"the press has called\""
)]
pub struct Escalate {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
    /// To which level [default: the next one]
    #[arg(long, value_name = "LEVEL", allow_hyphen_values = true)]
    to: Option<Text>,
    /// Why
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    reason: Text,
}

impl Escalate {
    /// Records it.
    ///
    /// # Errors
    /// As [`Context::record`].
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        context.record_with(&self.id, |case| {
            let from = case.state().level.clone();
            let to = match arguments::text(self.to) {
                Some(level) => level,
                None => next_level(case.policy(), &from)?,
            };
            Ok(Event::Escalate { from, to, reason: self.reason.into_string() })
        })
    }
}

fn next_level(policy: &Policy, level: &str) -> Result<String, Failure> {
    let next = policy.level_index(level).and_then(|index| policy.levels.get(index + 1));
    let message = || format!("there is no level above '{level}'");
    let hint = "name the level with --to; policy.toml has them as [[level]]";
    next.map(|level| level.name.clone()).ok_or_else(|| Failure::Usage(Diagnostic::error(message()).hint(hint)))
}
