//! `import`.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::Args;

use crate::cli::Context;
use crate::cli::failure::{Exit, Failure, print, say};
use crate::cli::globals::Format;
use crate::domain::finding::{Finding, Spot};
use crate::domain::import::{Import as Job, Intake, Ledger, Mapping, TakeError, decode, take_in};
use crate::domain::names::{CaseId, StaffId};
use crate::domain::policy::Policy;
use crate::render::{Diagnostic, import as render};
use crate::store::repository::POLICY;
use crate::store::{Inventory, StoreError};

/// The largest ledger that is brought in at once.
const MAX_SIZE: u64 = 32 << 20;

/// Bring in a ledger that exists already, from a CSV file
///
/// A mapping says which column is which fact, how dates are written, and what statuses mean. Rows that cannot be taken
/// are listed with line and reason; the others come in, in one commit. Importing again adds only what is new.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint import ledger.csv --map ledger.toml --dry-run\n  complaint import ledger.csv --map ledger.toml\n\nExit code 1: rows could not be taken; the others came in all the same. How mappings are written: docs/import.md"
)]
pub struct Import {
    /// The ledger: CSV in UTF-8 or GB18030, with any of the usual delimiters
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What its columns mean
    #[arg(long, value_name = "MAP.toml")]
    map: PathBuf,
    /// Say what would come in, and write nothing
    #[arg(long)]
    dry_run: bool,
}

impl Import {
    /// Takes in what can be, and lists what cannot.
    ///
    /// # Errors
    /// The ledger or its mapping cannot be read, whoever imports may not, nothing can be written, or rows are left out.
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        if context.at().is_some() {
            return Err(Failure::usage(
                "--at is not for import: the ledger says when things happened",
            ));
        }
        let mapping = self.mapping()?;
        let ledger = self.ledger(&mapping)?;
        let name = self.name(&mapping)?;
        let repository = context.repository()?;
        let recorder = context.recorder(&repository)?;
        let by = recorder.by().clone();
        let take = |known: Inventory| {
            self.take(
                &Reading {
                    mapping: &mapping,
                    ledger: &ledger,
                    name: &name,
                },
                known,
                &by,
                repository.policy(),
                context,
            )
        };
        let intake = if self.dry_run {
            take(Inventory::of(&repository))?
        } else {
            let batch = recorder.import_batch()?;
            let intake = take(Inventory::of(&repository))?;
            let cases: Vec<_> = intake
                .drafts
                .iter()
                .map(|draft| draft.case.clone())
                .collect();
            batch.record(&cases, &name)?;
            intake
        };
        self.report(&intake, &name, context)
    }

    fn take(
        &self,
        reading: &Reading,
        mut known: Inventory,
        by: &StaffId,
        policy: &Policy,
        context: &Context,
    ) -> Result<Intake, Failure> {
        let sources = std::mem::take(&mut known.sources);
        let job = Job {
            name: reading.name,
            by,
            now: context.now(policy)?,
            known: &sources,
        };
        let mut failed = None;
        let id = |date: NaiveDate| {
            known.new_id(date).unwrap_or_else(|error| {
                failed.get_or_insert(error);
                CaseId::new(date, 0)
            })
        };
        let intake = take_in(reading.mapping, reading.ledger, policy, &job, id);
        if let Some(error) = failed {
            return Err(StoreError::into(error));
        }
        intake.map_err(|error| match error {
            TakeError::Refused(findings) => Failure::Refused(said(&findings, Path::new(""))),
            TakeError::Mapping(findings) => Failure::Refused(said(&findings, &self.map)),
        })
    }

    fn mapping(&self) -> Result<Mapping, Failure> {
        let text = String::from_utf8(read(&self.map)?)
            .map_err(|_| unreadable(&self.map, "it is not UTF-8"))?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        Mapping::parse(text).map_err(|findings| Failure::Refused(said(&findings, &self.map)))
    }

    fn ledger(&self, mapping: &Mapping) -> Result<Ledger, Failure> {
        let refused = |reason: String, hint: &'static str| {
            let diagnostic = Diagnostic::error(reason).at(&self.file, Spot::default());
            Failure::Refused(vec![diagnostic.hint(hint)])
        };
        let bytes = read(&self.file)?;
        let (text, _) = decode(&bytes, mapping.file.encoding.as_deref()).map_err(|error| {
            refused(
                error.to_string(),
                "set encoding under [file] in the mapping, or save the file as UTF-8",
            )
        })?;
        Ledger::read(&text, &mapping.file).map_err(|error| {
            refused(
                error.to_string(),
                "set header under [file] in the mapping: the row that names the columns",
            )
        })
    }

    /// The ledger's name in `source:`.
    fn name(&self, mapping: &Mapping) -> Result<String, Failure> {
        let of_file = || {
            self.file
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
        };
        mapping
            .source
            .clone()
            .or_else(of_file)
            .ok_or_else(|| Failure::usage("the ledger has no name"))
    }

    fn report(&self, intake: &Intake, name: &str, context: &Context) -> Result<(), Failure> {
        say(&render::remarks(intake, &self.file));
        let coming = if self.dry_run {
            render::Tense::WouldCome
        } else {
            render::Tense::Came
        };
        print(&match context.format() {
            Format::Table | Format::Md => render::summary(intake, name, coming),
            Format::Json => render::json(intake, name, coming),
            Format::Csv => render::csv(intake, name),
        })?;
        if intake.refused.is_empty() {
            Ok(())
        } else {
            Err(Failure::Silent(Exit::Refused))
        }
    }
}

struct Reading<'a> {
    mapping: &'a Mapping,
    ledger: &'a Ledger,
    name: &'a str,
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(MAX_SIZE + 1).read_to_end(&mut bytes));
    read.map_err(|error| unreadable(path, &error.to_string()))?;
    let is_small = bytes.len() as u64 <= MAX_SIZE;
    is_small
        .then_some(bytes)
        .ok_or_else(|| unreadable(path, "it is larger than 32 MiB; bring it in by parts"))
}

fn unreadable(path: &Path, why: &str) -> Failure {
    Failure::usage(format!("{} cannot be read: {why}", path.display()))
}

fn said(findings: &[Finding], file: &Path) -> Vec<Diagnostic> {
    findings
        .iter()
        .map(|finding| Diagnostic::finding(finding, file, Path::new(POLICY)))
        .collect()
}
