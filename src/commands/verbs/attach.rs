//! `attach`.

use std::path::PathBuf;

use clap::Args;

use super::CaseArg;
use crate::cli::Context;
use crate::cli::arguments::{Text, text};
use crate::cli::failure::Failure;
use crate::domain::message::{Command, message};
use crate::render::Diagnostic;
use crate::store::evidence::MAX_SIZE;
use crate::store::files;

/// Add a file as evidence: it is copied into the repository, and its SHA-256 is recorded
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  complaint attach K7QM2X photo.jpg --kind photo")]
pub(crate) struct Attach {
    #[command(flatten)]
    case: CaseArg,
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The kind of document, from the policy's list
    #[arg(long, value_name = "KIND", allow_hyphen_values = true)]
    kind: Option<Text>,
}

impl Attach {
    /// Records the evidence.
    ///
    /// # Errors
    /// The file cannot be read, or [`Context::record`] fails.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        let bytes = self.bytes()?;
        let name = self.file.file_name().unwrap_or_default().to_string_lossy();
        let repository = context.repository()?;
        let session = context.recorder(&repository)?.take(&self.case.id)?;
        let recorded = session.record_evidence(&name, &bytes, text(self.kind))?;
        context.report(&repository, &recorded);
        Ok(())
    }

    fn bytes(&self) -> Result<Vec<u8>, Failure> {
        let file = &self.file;
        // Reading a pipe may block forever, and reading a device may never end.
        if files::is_special(file) {
            return Err(Failure::usage(message!("{file} is not a plain file", file)));
        }
        match files::read_up_to(file, MAX_SIZE) {
            Ok(Some(bytes)) => Ok(bytes),
            Ok(None) => {
                let too_large = Diagnostic::error(message!("{file} is larger than 100 MiB", file));
                let note = Command::new("note").this().with("--text …");
                Err(Failure::Usage(too_large.hint(message!(
                    "keep it elsewhere, and record the place: {note}",
                    note
                ))))
            }
            Err(error) => Err(Failure::usage(message!(
                "{file} cannot be read: {error}",
                file,
                error
            ))),
        }
    }
}
