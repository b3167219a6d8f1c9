//! Splits the text of a ledger into rows of cells; delimiter and quotes are detected if not set.

mod delimiter;
mod records;
#[cfg(test)]
mod tests;

use super::mapping::column_name;
use super::{FileForm, Guess};
use crate::domain::characters::{is_invisible, plain_lines, trimmed};
use crate::domain::formulas::restored;
use crate::domain::message::{Message, ToArgument, any_of, message, quoted, text};
use delimiter::{declared, likely_delimiter, likely_quote};
use records::{Marks, Text};

/// A ledger: its columns and rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    /// The names of the columns, trimmed; empty for an unnamed one. Without a header row all are
    /// unnamed.
    pub columns: Vec<String>,
    /// The rows below the header, without blank ones.
    pub rows: Vec<Row>,
    /// The delimiter of the cells.
    pub delimiter: char,
    /// The lines of the file.
    pub lines: Lines,
    /// What was detected and differs from a plain CSV file.
    pub guesses: Vec<Guess>,
}

/// The lines of a file, by what is on them. The rest are the lines of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lines {
    /// All lines.
    pub total: usize,
    /// The header, and what is above it.
    pub header: usize,
    /// Lines without a filled cell.
    pub blank: usize,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line of the file where it begins, from 1.
    pub line: usize,
    /// The number of lines; more than one if a cell has line breaks.
    pub lines: usize,
    /// The cells, trimmed and without control characters other than newline and tab. Up to the flaw,
    /// if it has one.
    pub cells: Vec<String>,
    /// Why its line cannot be split into cells.
    pub flaw: Option<Flaw>,
}

/// Why a row is not taken. If its quotes do not fit, the lines below it are read for themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// A quote is never closed.
    Open,
    /// There is text between a closing quote and the delimiter.
    TextBehind,
    /// A quote closes only after another row.
    Swallows {
        /// The line of that row.
        line: usize,
    },
    /// It has a byte that no text has.
    ZeroByte,
}

impl Flaw {
    pub(crate) fn message(self) -> Message {
        match self {
            Self::Open => text!("it has a quote that is never closed"),
            Self::TextBehind => {
                text!(
                    "it has text after a closing quote; a quote within a quoted cell is written twice"
                )
            }
            Self::Swallows { line } => message!(
                "it has a quote that closes only after line {line}, which is a row of its own",
                line
            ),
            Self::ZeroByte => {
                text!("it has a zero byte: the file is damaged; export it again")
            }
        }
    }
}

/// Why a text is not a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LedgerError {
    /// The file is empty or ends before the header row.
    Empty,
    /// The quotes of the header row do not fit.
    Header { line: usize, flaw: Flaw },
    /// These delimiters split the rows equally well.
    Delimiters(Vec<char>),
}

impl LedgerError {
    pub(crate) fn message(&self) -> Message {
        match self {
            Self::Empty => text!("the file has no header row"),
            Self::Header { line, flaw } => {
                message!(
                    "the header row on line {line} cannot be read: {flaw}",
                    line,
                    flaw = flaw.message()
                )
            }
            Self::Delimiters(several) => message!(
                "the cells may be separated by {delimiters}",
                delimiters = any_of(several.iter().map(|it| match it {
                    '\t' => text!("a tab").to_argument(),
                    delimiter => quoted(delimiter),
                }))
            ),
        }
    }

    /// The edit of the mapping that helps.
    pub(crate) fn hint(&self) -> Message {
        match self {
            Self::Empty => {
                text!("set header under [file] in the mapping: the row that names the columns")
            }
            Self::Header { .. } => {
                text!(
                    "mend the quotes, or set quote under [file] in the mapping: quote = \"none\" if there are none"
                )
            }
            Self::Delimiters(_) => text!("set delimiter under [file] in the mapping"),
        }
    }
}

impl Ledger {
    /// The ledger with what was found out about its encoding.
    #[must_use]
    pub fn with_guess(mut self, of_encoding: Option<Guess>) -> Self {
        self.guesses.splice(..0, of_encoding);
        self
    }

    /// Parses the rows of a text.
    ///
    /// # Errors
    /// The header row that the mapping requires is missing or malformed, or the delimiter is
    /// uncertain.
    pub fn read(text: &str, form: &FileForm) -> Result<Self, LedgerError> {
        Self::read_rows(text, form, &|_, _| false)
    }

    /// Parses the rows of a text. `is_row` tells a row of a ledger with these columns from a line of
    /// text within a cell.
    pub(super) fn read_rows(
        text: &str,
        form: &FileForm,
        is_row: &dyn Fn(&[String], &Row) -> bool,
    ) -> Result<Self, LedgerError> {
        let text = Text::new(text.trim_start_matches(is_invisible));
        let (marks, guesses) = marks(&text, form)?;
        let columns = columns(&text, marks, form)?;
        let is_row = |row: &Row| row.cells.len() == columns.len() && is_row(&columns, row);
        let mut lines = Lines {
            total: text.count(),
            ..Lines::default()
        };
        let (mut rows, mut above) = (Vec::new(), form.header);
        for row in text.records(marks, &is_row) {
            if is_blank(&row) {
                lines.blank += row.lines;
            } else if is_declaration(&text, &row) {
                lines.header += row.lines;
            } else if above > 0 {
                lines.header += row.lines;
                above -= 1;
            } else {
                rows.push(row);
            }
        }
        Ok(Self {
            rows,
            delimiter: char::from(marks.delimiter),
            lines,
            guesses,
            columns,
        })
    }

    /// Whether every line of the file is one of the header, of a row, or blank.
    pub(crate) fn is_accounted_for(&self) -> bool {
        let of_rows: usize = self.rows.iter().map(|row| row.lines).sum();
        self.lines.header + of_rows + self.lines.blank == self.lines.total
    }
}

/// Delimiter and quotes, as the mapping or the file says, or as the rows suggest.
fn marks(text: &Text, form: &FileForm) -> Result<(Marks, Vec<Guess>), LedgerError> {
    let mut guesses = Vec::new();
    let quote = form.quote.unwrap_or_else(|| {
        let likely = likely_quote(text.text);
        guesses.extend((likely != b'"').then(|| Guess::of("quote", char::from(likely))));
        Some(likely)
    });
    let delimiter = match form.delimiter.or(declared(text.text)) {
        Some(delimiter) => delimiter,
        None => {
            let likely = likely_delimiter(text, quote, form)?;
            guesses.extend((likely != b',').then(|| Guess::of("delimiter", char::from(likely))));
            likely
        }
    };
    Ok((Marks { delimiter, quote }, guesses))
}

/// The names of the columns, from the header row.
fn columns(text: &Text, marks: Marks, form: &FileForm) -> Result<Vec<String>, LedgerError> {
    let records = text.records(marks, &|_| false);
    let mut rows = records.filter(|row| !is_blank(row) && !is_declaration(text, row));
    let Some(nth) = form.header.checked_sub(1) else {
        let width = rows.next().map_or(0, |row| row.cells.len());
        return Ok(vec![String::new(); width]);
    };
    let header = rows.nth(nth).ok_or(LedgerError::Empty)?;
    match header.flaw {
        Some(flaw) => Err(LedgerError::Header {
            line: header.line,
            flaw,
        }),
        None => Ok(header.cells.iter().map(|cell| column_name(cell)).collect()),
    }
}

/// Whether a row is the line that declares the delimiter.
fn is_declaration(text: &Text, row: &Row) -> bool {
    row.line == 1 && declared(text.text).is_some()
}

/// Whether a row has no text. A row of mere delimiters is blank, above the header and below it.
fn is_blank(row: &Row) -> bool {
    row.flaw.is_none() && row.cells.iter().all(String::is_empty)
}

/// Removes what spreadsheets add around text: `="00123"` keeps leading zeros, a `'` stops a text
/// from being run as a formula.
fn clean(cell: &str) -> String {
    let kept = plain_lines(cell);
    let text = trimmed(&kept);
    if let Some(inside) = text
        .strip_prefix("=\"")
        .and_then(|text| text.strip_suffix('"'))
    {
        return trimmed(&inside.replace("\"\"", "\"")).to_owned();
    }
    trimmed(&restored(text)).to_owned()
}
