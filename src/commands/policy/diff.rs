//! `policy diff`.

use clap::Args;

use super::source::{self, NAMES};
use crate::cli::failure::{Failure, print};
use crate::cli::globals::Format;
use crate::commands::Context;
use crate::commands::listing::require_format;
use crate::domain::policy;
use crate::render;

/// Describe in plain words how two policies differ; prints nothing if they do not
#[derive(Debug, Args)]
#[command(
    after_help = format!("{NAMES}\n\nExamples:\n  complaint policy diff HEAD\n  complaint policy diff standard ./draft.toml\n  complaint policy diff HEAD~5:policy.toml HEAD")
)]
pub(crate) struct Diff {
    /// The first policy
    #[arg(value_name = "A")]
    from: String,
    /// The policy to compare it with [default: policy.toml in the working copy]
    #[arg(value_name = "B")]
    to: Option<String>,
}

impl Diff {
    /// Prints the differences.
    ///
    /// # Errors
    /// No such policy, or one with errors.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        require_format(context, &[Format::Table, Format::Json, Format::Md])?;
        let from = source::named(context, &self.from)?;
        let to = match &self.to {
            Some(name) => source::named(context, name)?,
            None => source::in_force(context)?,
        };
        let differences = policy::diff(&from, &to);
        print(&match context.format() {
            Format::Json => render::policy::differences_json(&differences),
            Format::Md => render::policy::differences_markdown(&differences),
            Format::Table | Format::Csv => {
                render::policy::differences(&differences, context.output_style())
            }
        })
    }
}
