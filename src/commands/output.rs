//! `--output`: results in a file instead of on stdout.

use std::env;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::Context;
use crate::cli::failure::{Failure, print};
use crate::cli::globals::Format;
use crate::domain::message::{message, text};
use crate::render::table::Sheet;
use crate::render::{Diagnostic, Style};
use crate::store::repository::{CASES, POLICY, Repository};
use crate::store::{StoreError, write};

/// The layout of tables in files: plain, of any width.
const FILE_SHEET: Sheet = Sheet {
    style: Style::Plain,
    width: None,
};

/// Where results go.
#[derive(Debug, Args)]
pub(super) struct Output {
    /// Write to a file; its ending, .csv, .json, .md or .txt, sets the format. CSV in a file begins
    /// with a byte-order mark, so that Excel reads it as UTF-8
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Where results go, and in which format.
pub(super) struct Destination<'a> {
    pub format: Format,
    file: Option<&'a Path>,
}

impl Output {
    /// The format: that of the file's ending, else of `--format`.
    ///
    /// # Errors
    /// An ending without a format, or of another format than `--format`.
    pub(super) fn destination(&self, context: &Context) -> Result<Destination<'_>, Failure> {
        let file = self.output.as_deref();
        let format = match file {
            Some(file) => format_of(file, context.format_given())?,
            None => context.format(),
        };
        Ok(Destination { format, file })
    }
}

impl Destination<'_> {
    /// Prints results or writes them to the file.
    ///
    /// # Errors
    /// The file cannot be written, or belongs to the records.
    pub(super) fn write(
        &self,
        context: &Context,
        repository: &Repository,
        content: impl FnOnce(Format, Sheet) -> String,
    ) -> Result<(), Failure> {
        match self.file {
            None => print(&content(self.format, context.sheet())),
            Some(file) => {
                let content = content(self.format, FILE_SHEET);
                let marked = self.format == Format::Csv && !content.is_empty();
                let mark = if marked { "\u{feff}" } else { "" };
                save(file, repository, &format!("{mark}{content}"))
            }
        }
    }
}

/// The format of a file's ending; without an ending, the given one.
fn format_of(file: &Path, given: Option<Format>) -> Result<Format, Failure> {
    let ending = file
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase());
    let by_ending = match ending.as_deref() {
        Some("json") => Some(Format::Json),
        Some("csv") => Some(Format::Csv),
        Some("md" | "markdown") => Some(Format::Md),
        Some("txt") => Some(Format::Table),
        Some(_) => None,
        None => given,
    };
    let format = by_ending.ok_or_else(|| {
        let diagnostic = Diagnostic::error(message!(
            "--output: {file} has no ending that names a format",
            file
        ));
        Failure::Usage(diagnostic.hint(text!("files can end in .csv, .json, .md or .txt")))
    })?;
    match given.filter(|given| *given != format) {
        None => Ok(format),
        Some(given) => Err(Failure::usage(message!(
            "--format {given} contradicts the ending of {file}",
            given = given.word(),
            file
        ))),
    }
}

/// Writes a file atomically. An existing file is replaced, unless it belongs to the records.
fn save(file: &Path, repository: &Repository, text: &str) -> Result<(), Failure> {
    let unfit = || {
        Failure::usage(message!(
            "--output: {file} is not a file in an existing folder",
            file
        ))
    };
    let absolute = env::current_dir()
        .map(|folder| folder.join(file))
        .map_err(|_| unfit())?;
    let name = absolute.file_name().ok_or_else(unfit)?;
    let folder = absolute
        .parent()
        .and_then(|folder| folder.canonicalize().ok())
        .ok_or_else(unfit)?;
    let path = folder.join(name);
    if is_record(&path, repository) {
        let diagnostic =
            Diagnostic::error(message!("--output: {file} belongs to the records", file));
        let hint = text!("write reports elsewhere, for example to reports/");
        return Err(Failure::Usage(diagnostic.hint(hint)));
    }
    let written = match path.exists() {
        true => write::replace(&folder, Path::new(name), text.as_bytes()),
        false => write::create_new(&folder, Path::new(name), text.as_bytes()).map(|_| ()),
    };
    written.map_err(|error| StoreError::from(error).into())
}

fn is_record(path: &Path, repository: &Repository) -> bool {
    let inside = path
        .strip_prefix(repository.root())
        .ok()
        .and_then(|inside| inside.iter().next());
    let kept = [
        CASES,
        "evidence",
        "templates",
        POLICY,
        ".git",
        ".gitattributes",
        ".gitignore",
    ];
    inside.is_some_and(|first| kept.iter().any(|kept| first.eq_ignore_ascii_case(kept)))
}
