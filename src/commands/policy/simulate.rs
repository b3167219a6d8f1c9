//! `policy simulate`.

use chrono::NaiveDate;
use clap::Args;

use super::source::{self, NAMES};
use crate::cli::failure::{Failure, print};
use crate::cli::globals::Format;
use crate::commands::Context;
use crate::commands::listing::{broken, require_format};
use crate::domain::simulation::simulate;
use crate::domain::snapshot::Snapshot;
use crate::render::simulation::{self, Detail, Frame};

/// Apply another policy to the existing cases, to see its effects before it is adopted
///
/// Prints how many deadlines would be late, whose approval proposals would have needed, and
/// which cases could not have been closed, as if the policy had always been in force. Nothing is
/// written.
#[derive(Debug, Args)]
#[command(
    after_help = format!("{NAMES}\n\nExamples:\n  complaint policy simulate ./draft.toml\n  complaint policy simulate ./draft.toml --since 2026-10-01 --cases")
)]
pub(crate) struct Simulate {
    /// The other policy: a file, a preset, or a git revision
    #[arg(value_name = "FILE")]
    policy: String,
    /// Only cases received on this day or later
    #[arg(long, value_name = "DATE")]
    since: Option<NaiveDate>,
    /// List the cases, too
    #[arg(long)]
    cases: bool,
}

impl Simulate {
    /// Prints the simulation.
    ///
    /// # Errors
    /// No such policy, or one with errors; or, once all is printed, files that cannot be read.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        require_format(context, &[Format::Table, Format::Json, Format::Md])?;
        let repository = context.readable()?;
        let policy = repository.policy();
        let other = source::named(context, &self.policy)?;
        let now = context.now(policy)?;
        let survey = context.all_cases(&repository, now);
        let from_day = |snapshot: &&Snapshot| {
            self.since
                .is_none_or(|since| policy.calendar.date(snapshot.state().facts.received) >= since)
        };
        let snapshots: Vec<&Snapshot> = survey.snapshots.iter().filter(from_day).collect();
        let simulated = simulate(&snapshots, policy, &other, now);
        let detail = if self.cases {
            Detail::Cases
        } else {
            Detail::Totals
        };
        let frame = Frame {
            name: &self.policy,
            policy,
            now,
            detail,
        };
        print(&match context.format() {
            Format::Json => simulation::json(&simulated, &frame),
            Format::Md => simulation::markdown(&simulated, &frame),
            Format::Table | Format::Csv => simulation::table(&simulated, &frame, context.sheet()),
        })?;
        broken(&survey.broken)
    }
}
