//! `schema`.

use clap::{Args, ValueEnum};

use crate::cli::Context;
use crate::cli::failure::{Failure, print};
use crate::cli::globals::Format;
use crate::commands::listing::require_format;
use crate::render::{json, reference, schema};

/// Print the JSON Schema of policy.toml or of case files, so that editors complete and check them
///
/// With --format md it prints the reference: every key with its values, its default and an example.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint schema policy > policy.schema.json\n  complaint schema case > case.schema.json\n  complaint schema policy --format md"
)]
pub(crate) struct Schema {
    /// The kind of file
    #[arg(value_enum)]
    file: File,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum File {
    /// policy.toml
    Policy,
    /// The files below cases/
    Case,
}

impl Schema {
    /// Prints the schema.
    ///
    /// # Errors
    /// The output cannot be written.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        require_format(context, &[Format::Table, Format::Json, Format::Md])?;
        let text = match (self.file, context.format()) {
            (File::Policy, Format::Md) => reference::policy(),
            (File::Case, Format::Md) => reference::case(),
            (File::Policy, Format::Table | Format::Json | Format::Csv) => {
                json::document(&schema::policy())
            }
            (File::Case, Format::Table | Format::Json | Format::Csv) => {
                json::document(&schema::case())
            }
        };
        print(&text)
    }
}
