//! `policy simulate`.

use chrono::NaiveDate;
use clap::Args;

use super::source::{self, NAMES};
use crate::cli::failure::{Failure, print};
use crate::cli::globals::Format;
use crate::commands::Context;
use crate::commands::listing::{broken, only};
use crate::domain::simulation::simulate;
use crate::domain::snapshot::Snapshot;
use crate::render::simulation::{self, Detail, Frame};

/// Say what another policy would have made of the cases there are, before anyone adopts it
///
/// How many clocks would be late instead, whose approval proposals would have needed, which cases could not have been
/// closed. The other policy is taken as if it had been in force all along. Nothing is written.
#[derive(Debug, Args)]
#[command(
    after_help = format!("{NAMES}\n\nExamples:\n  complaint policy simulate ./draft.toml\n  complaint policy simulate ./draft.toml --since 2026-10-01 --cases")
)]
pub(crate) struct Simulate {
    /// The other policy: a file, a preset, or a revision of git
    #[arg(value_name = "FILE")]
    policy: String,
    /// Only cases received from this day on
    #[arg(long, value_name = "DATE")]
    since: Option<NaiveDate>,
    /// List the cases, too
    #[arg(long)]
    cases: bool,
}

impl Simulate {
    /// Says it.
    ///
    /// # Errors
    /// There is no such policy, or it has errors; or, after the rest is told, files that cannot be read.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        only(context, &[Format::Table, Format::Json, Format::Md])?;
        let repository = context.repository()?;
        let policy = repository.policy();
        let other = source::named(context, &self.policy)?;
        let now = context.now(policy)?;
        let survey = repository.all_cases(now);
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
