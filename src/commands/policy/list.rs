//! `policy list`.

use clap::Args;

use crate::cli::failure::{Failure, print};
use crate::cli::globals::Format;
use crate::commands::Context;
use crate::commands::listing::require_format;
use crate::domain::policy::PRESETS;
use crate::render::policy;

/// List the policies that come with the program, for `init --policy NAME` and `policy diff`
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  complaint policy list")]
pub(crate) struct List {}

impl List {
    /// Lists the presets.
    ///
    /// # Errors
    /// The output cannot be written.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        require_format(context, &[Format::Table, Format::Json, Format::Md])?;
        print(&match context.format() {
            Format::Json => policy::presets_json(PRESETS),
            Format::Md => policy::presets(PRESETS).markdown(),
            Format::Table | Format::Csv => policy::presets(PRESETS).on_terminal(context.sheet()),
        })
    }
}
