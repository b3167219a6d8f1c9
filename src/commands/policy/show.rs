//! `policy show`.

use clap::Args;

use super::source;
use crate::cli::failure::{Failure, print};
use crate::cli::globals::Format;
use crate::commands::Context;
use crate::commands::listing::only;
use crate::domain::message::{listed, message};
use crate::domain::policy::Topic;
use crate::domain::policy::describe::describe;
use crate::domain::word::Word;
use crate::render::{policy, say};

/// Say in plain words what the policy in force says: deadlines, approvals, permissions, what closing asks for
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint policy show\n  complaint policy show approvals --format md\n  complaint policy show deadlines --of standard"
)]
pub(crate) struct Show {
    /// One section: organisation, calendar, values, categories, levels, staff, intake, windows, deadlines, approvals, permissions, responsibilities, alerts, priorities, separation, closing, sanctions, records, targets
    #[arg(value_parser = topic)]
    section: Option<Topic>,
    /// Another policy: a preset, a file, or a revision of git
    #[arg(long, value_name = "POLICY")]
    of: Option<String>,
}

impl Show {
    /// Says it.
    ///
    /// # Errors
    /// There is no such policy, or it has errors.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        only(context, &[Format::Table, Format::Json, Format::Md])?;
        let shown = match &self.of {
            Some(name) => source::named(context, name)?,
            None => source::in_force(context)?,
        };
        let mut statements = describe(&shown);
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
