//! `import`.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::Context;
use crate::cli::failure::{Exit, Failure, print, say};
use crate::cli::globals::Format;
use crate::commands::listing::require_format;
use crate::domain::finding::Spot;
use crate::domain::import::{
    self, Intake, Ledger, Mapping, TakeError, decode, new_categories, take_in,
};
use crate::domain::message::{Message, ToArgument, message, text};
use crate::domain::names::{CaseId, StaffId};
use crate::domain::policy::Policy;
use crate::domain::time::Instant;
use crate::render::{Diagnostic, import as render};
use crate::store::{Inventory, StoreError, files};

/// The largest ledger that can be imported.
const MAX_SIZE: u64 = 32 << 20;

/// Import an existing ledger from a CSV file
///
/// A mapping says which column is which fact, how dates are written, and what statuses mean.
/// Invalid rows are listed with line and reason; the others are imported in one commit. Importing
/// again adds only new rows. JSON and CSV also have what was guessed about the file, and the sums.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint import ledger.csv --map ledger.toml --dry-run\n  complaint import ledger.csv --map ledger.toml\n\nExit code 1: some rows are invalid; the others are imported all the same. How to write a mapping: docs/import.md"
)]
pub(crate) struct Import {
    /// The ledger: CSV, with any of the usual delimiters and encodings
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The mapping of its columns
    #[arg(long, value_name = "MAP.toml")]
    map: PathBuf,
    /// Print what would be imported, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Print the categories of the ledger that the policy lacks, to be added to policy.toml
    #[arg(long, conflicts_with = "dry_run")]
    categories: bool,
}

impl Import {
    /// Imports the valid rows and lists the others.
    ///
    /// # Errors
    /// The ledger or its mapping cannot be read, the actor may not import, the cases cannot be
    /// written, or rows are invalid.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        require_format(context, &[Format::Table, Format::Json, Format::Csv])?;
        if context.at().is_some() {
            return Err(Failure::usage(text!(
                "--at cannot be used with import: the ledger has the times"
            )));
        }
        let mapping = self.mapping()?;
        let ledger = self.ledger(&mapping)?;
        let name = self.name(&mapping)?;
        let repository = context.repository()?;
        if self.categories {
            let new = new_categories(&mapping, &ledger, repository.policy());
            let new = new
                .map_err(|findings| Failure::Refused(Diagnostic::findings(&findings, &self.map)))?;
            return print(&render::categories(&new));
        }
        let recorder = context.recorder(&repository)?;
        let by = recorder.by().clone();
        let source = Source {
            mapping: &mapping,
            ledger: &ledger,
            name: &name,
            map: &self.map,
            policy: repository.policy(),
            by: &by,
            now: context.now(repository.policy())?,
        };
        let intake = if self.dry_run {
            source.take(Inventory::of(&repository))?
        } else {
            let batch = recorder.import_batch()?;
            let mut intake = source.take(Inventory::of(&repository))?;
            let extended = batch.extended(&mut intake)?;
            let drafts = intake.drafts.iter();
            let cases: Vec<_> = drafts.map(|draft| draft.case.clone()).collect();
            batch.record(&cases, (&intake.additions, &extended), &name)?;
            intake
        };
        // The ledger's own have been said.
        say(&render::guesses(
            &intake.guesses[ledger.guesses.len()..],
            &self.file,
        ));
        self.report(&intake, &name, context)
    }

    fn mapping(&self) -> Result<Mapping, Failure> {
        let text = String::from_utf8(read(&self.map)?)
            .map_err(|_| unreadable(&self.map, text!("it is not UTF-8")))?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        Mapping::parse(text)
            .map_err(|findings| Failure::Refused(Diagnostic::findings(&findings, &self.map)))
    }

    /// The ledger; what was guessed about it is said.
    fn ledger(&self, mapping: &Mapping) -> Result<Ledger, Failure> {
        let bytes = read(&self.file)?;
        let decoded = decode(&bytes, mapping.file.encoding)
            .map_err(|error| self.refused(error.message(), error.hint()))?;
        let ledger = mapping
            .ledger(&decoded.text)
            .map_err(|error| self.refused(error.message(), error.hint()))?
            .with_guess(decoded.guess);
        say(&render::guesses(&ledger.guesses, &self.file));
        Ok(ledger)
    }

    fn refused(&self, message: Message, hint: Message) -> Failure {
        let diagnostic = Diagnostic::error(message).at(&self.file, Spot::default());
        Failure::Refused(vec![diagnostic.hint(hint)])
    }

    /// The ledger's name for `source:`.
    fn name(&self, mapping: &Mapping) -> Result<String, Failure> {
        if let Some(name) = &mapping.source {
            return Ok(name.clone());
        }
        match self.file.file_name() {
            Some(name) => Ok(name.to_string_lossy().into_owned()),
            None => Err(Failure::usage(text!("the ledger has no name"))),
        }
    }

    fn report(&self, intake: &Intake, name: &str, context: &Context) -> Result<(), Failure> {
        say(&render::remarks(intake, &self.file));
        let tense = if self.dry_run {
            render::Tense::WouldCome
        } else {
            render::Tense::Came
        };
        print(&match context.format() {
            Format::Table | Format::Md => render::summary(intake, name, tense),
            Format::Json => render::json(intake, name, tense),
            Format::Csv => render::csv(intake, name),
        })?;
        if intake.refused.is_empty() {
            Ok(())
        } else {
            Err(Failure::Silent(Exit::Refused))
        }
    }
}

/// A ledger to import, with its mapping.
struct Source<'a> {
    mapping: &'a Mapping,
    ledger: &'a Ledger,
    name: &'a str,
    /// The file of the mapping.
    map: &'a Path,
    policy: &'a Policy,
    by: &'a StaffId,
    now: Instant,
}

impl Source<'_> {
    /// Converts the rows into cases.
    fn take(&self, mut known: Inventory) -> Result<Intake, Failure> {
        let rows = std::mem::take(&mut known.rows);
        say(&render::unread(&known.unread));
        let import = import::Import {
            name: self.name,
            by: self.by,
            now: self.now,
            known: &rows,
        };
        let mut failed = None;
        let intake = take_in(self.mapping, self.ledger, self.policy, &import, |date| {
            known.new_id(date).unwrap_or_else(|error| {
                failed.get_or_insert(error);
                CaseId::new(date, 0)
            })
        });
        if let Some(error) = failed {
            return Err(StoreError::into(error));
        }
        intake.map_err(|error| match error {
            TakeError::Refused(findings) => Failure::Refused(Diagnostic::findings(&findings, Path::new(""))),
            TakeError::Mapping(findings) => Failure::Refused(Diagnostic::findings(&findings, self.map)),
            TakeError::Unaccounted => {
                let problem = text!("the rows and lines of the ledger do not add up; nothing is imported");
                let hint = text!("this is a fault of the program: report it with the ledger's line breaks and quotes");
                Failure::Refused(vec![Diagnostic::error(problem).hint(hint)])
            }
        })
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    match files::read_up_to(path, MAX_SIZE) {
        Ok(Some(bytes)) => Ok(bytes),
        Ok(None) => Err(unreadable(
            path,
            text!("it is larger than 32 MiB; import it in parts"),
        )),
        Err(error) => Err(unreadable(path, error)),
    }
}

fn unreadable(path: &Path, reason: impl ToArgument) -> Failure {
    Failure::usage(message!("{path} cannot be read: {reason}", path, reason))
}
