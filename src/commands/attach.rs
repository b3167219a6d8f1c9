//! `attach`.

use std::path::PathBuf;

use clap::Args;

use super::Context;
use crate::cli::arguments::{Text, text};
use crate::failure::Failure;

/// Add a file as evidence: it is copied into the repository, and its SHA-256 goes on record
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  complaint attach K7QM2X photo.jpg --kind photo")]
pub struct Attach {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What it is, of the policy's documents
    #[arg(long, value_name = "KIND", allow_hyphen_values = true)]
    kind: Option<Text>,
}

impl Attach {
    /// Records it.
    ///
    /// # Errors
    /// As [`Context::record`]; also where the file cannot be read.
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        let bytes = std::fs::read(&self.file)
            .map_err(|error| Failure::usage(format!("{} cannot be read: {error}", self.file.display())))?;
        let name = self.file.file_name().unwrap_or_default().to_string_lossy();
        context.record_evidence(&self.id, &name, &bytes, text(self.kind))
    }
}
