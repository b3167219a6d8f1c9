//! `policy show`.

use clap::Args;

use super::source;
use crate::cli::failure::{Failure, print};
use crate::cli::globals::Format;
use crate::commands::Context;
use crate::commands::listing::require_format;
use crate::domain::message::{listed, message};
use crate::domain::policy::Topic;
use crate::domain::policy::describe::{dead_ends, describe};
use crate::domain::word::Word;
use crate::render::{policy, say};

/// Describe the policy in force in plain words: deadlines, approvals, permissions, conditions for
/// closing
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint policy show\n  complaint policy show approvals --format md\n  complaint policy show deadlines --of standard"
)]
pub(crate) struct Show {
    /// Show only one section: organisation, calendar, values, categories, levels, staff, intake,
    /// windows, deadlines, approvals, permissions, responsibilities, alerts, priorities,
    /// separation, closing, sanctions, liability, records, targets, dead-ends
    #[arg(value_parser = topic)]
    section: Option<Topic>,
    /// Show another policy: a preset, a file, or a git revision
    #[arg(long, value_name = "POLICY")]
    of: Option<String>,
}

impl Show {
    /// Prints the statements.
    ///
    /// # Errors
    /// No such policy, or one with errors.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        require_format(context, &[Format::Table, Format::Json, Format::Md])?;
        let shown = match &self.of {
            Some(name) => source::named(context, name)?,
            None => source::in_force(context)?,
        };
        let mut statements = describe(&shown);
        statements.extend(dead_ends(&shown, context.now(&shown)?));
        statements.retain(|statement| self.section.is_none_or(|topic| statement.topic == topic));
        print(&match context.format() {
            Format::Json => policy::statements_json(&statements),
            Format::Md => policy::statements_markdown(&statements),
            Format::Table | Format::Csv => policy::statements(&statements, context.output_style()),
        })
    }
}

fn topic(text: &str) -> Result<Topic, String> {
    text.parse().map_err(|()| {
        let topics = listed(Topic::ALL);
        say(&message!("a section is one of {topics}", topics))
    })
}
