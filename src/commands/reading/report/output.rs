//! Output of a report to stdout or a file.

use std::env;
use std::path::Path;

use crate::cli::failure::Failure;
use crate::cli::globals::Format;
use crate::domain::message::{message, text};
use crate::render::report::ReportPage;
use crate::render::table::Sheet;
use crate::render::{Diagnostic, Style};
use crate::store::repository::{CASES, POLICY, Repository};
use crate::store::{StoreError, write};

/// The layout of tables in files: plain, of any width.
const FILE_SHEET: Sheet = Sheet {
    style: Style::Plain,
    width: None,
};

/// A report in a format.
pub(super) fn text(page: &ReportPage, format: Format, sheet: Sheet) -> String {
    match format {
        Format::Table => page.on_terminal(sheet),
        Format::Json => page.json(),
        Format::Csv => page.csv(),
        Format::Md => page.markdown(),
    }
}

/// The content of a report file. CSV starts with a byte-order mark, so that Excel detects UTF-8.
fn file_content(page: &ReportPage, format: Format) -> String {
    let mark = if format == Format::Csv {
        "\u{feff}"
    } else {
        ""
    };
    format!("{mark}{}", text(page, format, FILE_SHEET))
}

/// The format given by `--format`, else by the file's extension.
fn format_of(file: &Path, format: Format) -> Format {
    let extension = file
        .extension()
        .map(|extension| extension.to_string_lossy().to_lowercase());
    match (format, extension.as_deref()) {
        (Format::Table, Some("json")) => Format::Json,
        (Format::Table, Some("csv")) => Format::Csv,
        (Format::Table, Some("md" | "markdown")) => Format::Md,
        (format, _) => format,
    }
}

/// Writes a report atomically. An existing file is replaced, unless it belongs to the records.
pub(super) fn save(
    file: &Path,
    repository: &Repository,
    page: &ReportPage,
    format: Format,
) -> Result<(), Failure> {
    let text = file_content(page, format_of(file, format));
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
