//! `attach`.

use std::fs::{File, metadata};
use std::io::Read;
use std::path::PathBuf;

use clap::Args;

use crate::cli::Context;
use crate::cli::arguments::{Text, text};
use crate::cli::failure::Failure;
use crate::render::Diagnostic;

/// The largest file that is taken in: the most that many git servers take.
const MAX_SIZE: u64 = 100 << 20;

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
        let bytes = self.bytes()?;
        let name = self.file.file_name().unwrap_or_default().to_string_lossy();
        context.record_evidence(&self.id, &name, &bytes, text(self.kind))
    }

    fn bytes(&self) -> Result<Vec<u8>, Failure> {
        // A pipe would be waited for, and a device read without end.
        if metadata(&self.file).is_ok_and(|there| !there.is_file()) {
            return Err(Failure::usage(format!(
                "{} is not a plain file",
                self.file.display()
            )));
        }
        let mut bytes = Vec::new();
        let read =
            File::open(&self.file).and_then(|file| file.take(MAX_SIZE + 1).read_to_end(&mut bytes));
        read.map_err(|error| {
            Failure::usage(format!("{} cannot be read: {error}", self.file.display()))
        })?;
        if bytes.len() as u64 > MAX_SIZE {
            let said = Diagnostic::error(format!("{} is larger than 100 MiB", self.file.display()));
            return Err(Failure::Usage(said.hint(
                "keep it elsewhere, and say where: complaint note ID --text …",
            )));
        }
        Ok(bytes)
    }
}
