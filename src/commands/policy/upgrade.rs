//! `policy upgrade`. What it would change: `LEARNED` in `domain/policy/format_version.rs`.

use clap::Args;

use crate::cli::failure::{Failure, print};
use crate::cli::globals::Format;
use crate::commands::Context;
use crate::commands::listing::{broken, require_format};
use crate::domain::policy::{LEARNED, LearnedRule, PolicyFormat};
use crate::domain::snapshot::Snapshot;
use crate::render::policy::{self, LearnedLine};

/// Say what a newer format of policy.toml would change
///
/// Rules that the program learned after a policy was written are warnings under it, and errors from
/// the newer format on. Prints these rules, each with the cases that it warns of. Nothing is
/// written, and what is on record stays as it was judged.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  complaint policy upgrade")]
pub(crate) struct Upgrade {}

impl Upgrade {
    /// Prints the rules.
    ///
    /// # Errors
    /// Once all is printed, case files that cannot be read.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        require_format(context, &[Format::Table, Format::Json, Format::Md])?;
        let repository = context.readable()?;
        let format = repository.policy().format;
        let survey = context.all_cases(&repository, context.now(repository.policy())?);
        let learned = LEARNED.iter().filter(|rule| rule.since > format);
        let lines: Vec<LearnedLine<'_>> = learned
            .map(|rule| LearnedLine {
                rule,
                cases: warned(rule, format, &survey.snapshots),
            })
            .collect();
        print(&match context.format() {
            Format::Json => policy::learned_json(format, &lines),
            Format::Md => policy::learned(&lines).markdown(),
            Format::Table | Format::Csv if lines.is_empty() => policy::is_newest(format),
            Format::Table | Format::Csv => {
                policy::learned_introduction(format)
                    + &policy::learned(&lines).on_terminal(context.sheet())
            }
        })?;
        broken(&survey.broken)
    }
}

/// The ids of the cases that a learned rule warns of.
fn warned<'s>(rule: &LearnedRule, format: PolicyFormat, snapshots: &'s [Snapshot]) -> Vec<&'s str> {
    let severity = format.severity_of(rule);
    let is_warned = |snapshot: &&Snapshot| {
        let mut findings = snapshot.judged.findings.iter();
        findings.any(|finding| finding.code == rule.code && finding.severity == severity)
    };
    let warned = snapshots.iter().filter(is_warned);
    warned
        .map(|snapshot| snapshot.case.facts.id.as_str())
        .collect()
}
