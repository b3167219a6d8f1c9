//! Splits the text of a ledger into rows of cells; delimiter and quotes are detected if not set.

use super::FileForm;
use crate::domain::message::{Message, text};

/// The delimiters to detect.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// The number of rows used to detect the delimiter.
const SAMPLE: usize = 200;

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
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line of the file where it begins, from 1.
    pub line: usize,
    /// The cells, trimmed and without control characters other than newline and tab.
    pub cells: Vec<String>,
}

/// Why a text is not a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LedgerError {
    /// The file is empty or ends before the header row.
    Empty,
}

impl LedgerError {
    pub(crate) fn message(&self) -> Message {
        match self {
            Self::Empty => text!("the file has no header row"),
        }
    }
}

impl Ledger {
    /// Parses the rows of a text.
    ///
    /// # Errors
    /// The header row that the mapping requires is missing.
    pub fn read(text: &str, form: &FileForm) -> Result<Self, LedgerError> {
        let quote = form.quote.unwrap_or_else(|| likely_quote(text));
        let delimiter = form
            .delimiter
            .unwrap_or_else(|| likely_delimiter(text, quote));
        let mut rows = records(text, delimiter, quote, usize::MAX);
        let columns = match form.header {
            0 => vec![String::new(); rows.first().map_or(0, |row| row.cells.len())],
            nth if rows.len() >= nth => rows
                .drain(..nth)
                .next_back()
                .map_or_else(Vec::new, |row| row.cells),
            _ => return Err(LedgerError::Empty),
        };
        rows.retain(|row| row.cells.iter().any(|cell| !cell.is_empty()));
        Ok(Self {
            columns,
            rows,
            delimiter: char::from(delimiter),
        })
    }
}

fn records(text: &str, delimiter: u8, quote: Option<u8>, limit: usize) -> Vec<Row> {
    let starts: Vec<usize> = std::iter::once(0)
        .chain(text.match_indices('\n').map(|(at, _)| at + 1))
        .collect();
    let mut builder = csv::ReaderBuilder::new();
    builder
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .quoting(quote.is_some());
    builder.quote(quote.unwrap_or(b'"'));
    let mut reader = builder.from_reader(text.as_bytes());
    let line_at = |record: &csv::StringRecord| {
        let offset = record
            .position()
            .map_or(0, |position| position.byte() as usize);
        let blank = text[offset..]
            .bytes()
            .take_while(|byte| matches!(byte, b'\r' | b'\n'))
            .count();
        starts.partition_point(|start| *start <= offset + blank)
    };
    let row = |record: csv::StringRecord| Row {
        line: line_at(&record),
        cells: record.iter().map(clean).collect(),
    };
    reader
        .records()
        .map_while(Result::ok)
        .take(limit)
        .map(row)
        .collect()
}

/// Removes what spreadsheets add around text: `="00123"` keeps leading zeros, a leading `'` stops a
/// text from being run as a formula.
fn clean(cell: &str) -> String {
    let kept: String = cell
        .replace("\r\n", "\n")
        .chars()
        .filter(|c| !c.is_control() || "\n\t".contains(*c))
        .collect();
    let text = kept.trim();
    if let Some(inside) = text
        .strip_prefix("=\"")
        .and_then(|text| text.strip_suffix('"'))
    {
        return inside.replace("\"\"", "\"");
    }
    match text.strip_prefix('\'') {
        Some(defused) if defused.starts_with(['=', '+', '-', '@']) => defused.to_owned(),
        _ => text.to_owned(),
    }
}

/// Single quotes, if the text has no double quote and the first line starts and ends with a single
/// one.
fn likely_quote(text: &str) -> Option<u8> {
    let first = text.lines().next().unwrap_or_default();
    let single =
        !text.contains('"') && first.len() > 1 && first.starts_with('\'') && first.ends_with('\'');
    Some(if single { b'\'' } else { b'"' })
}

/// The delimiter that gives the most rows as many cells as the first row, then the one with the
/// most cells.
fn likely_delimiter(text: &str, quote: Option<u8>) -> u8 {
    let score = |delimiter: &u8| {
        let rows = records(text, *delimiter, quote, SAMPLE);
        let width = rows.first().map_or(0, |row| row.cells.len());
        let alike = rows.iter().filter(|row| row.cells.len() == width).count();
        (width > 1).then_some((alike, width))
    };
    let scored = DELIMITERS
        .into_iter()
        .rev()
        .filter_map(|delimiter| Some((score(&delimiter)?, delimiter)));
    scored
        .max_by_key(|(score, _)| *score)
        .map_or(b',', |(_, delimiter)| delimiter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Ledger {
        Ledger::read(text, &FileForm::default()).expect("a ledger")
    }

    #[test]
    fn delimiter_and_quotes_are_found_out() {
        for (text, delimiter) in [
            ("a,b\n1,2\n", ','),
            ("a;b\n1,5;2,5\n3,5;4\n", ';'),
            ("a\tb\n1, one\t2\n", '\t'),
            ("a|b\n1|2, 3; 4\n", '|'),
            ("'a','b'\n'1, one','2'\n", ','),
            ("\"a;x\",\"b\"\n\"1\",\"2;3;4\"\n", ','),
            ("a\n1\n", ','),
        ] {
            let ledger = read(text);
            assert_eq!(ledger.delimiter, delimiter, "{text}");
            assert!(
                ledger
                    .rows
                    .iter()
                    .all(|row| row.cells.len() == ledger.columns.len()),
                "{text}"
            );
        }
    }

    #[test]
    fn a_row_knows_the_line_it_begins_on() {
        let ledger = read("a,b\r\n\r\n1,\"two\r\nlines\"\r\n2,x\r\n,\r\n3,y");
        let lines: Vec<_> = ledger
            .rows
            .iter()
            .map(|row| (row.line, row.cells[1].as_str()))
            .collect();
        assert_eq!(lines, [(3, "two\nlines"), (5, "x"), (7, "y")]);
    }

    #[test]
    fn what_spreadsheets_put_around_a_text_is_taken_off() {
        for (cell, text) in [
            ("=\"00123\"", "00123"),
            ("'=1+1", "=1+1"),
            ("=1+1", "=1+1"),
            ("'tis", "'tis"),
            (" x \u{7}", "x"),
            ("5\" pipe", "5\" pipe"),
        ] {
            assert_eq!(clean(cell), text);
        }
    }

    #[test]
    fn the_header_may_stand_lower_or_be_missing() {
        let form = FileForm {
            header: 2,
            ..FileForm::default()
        };
        let ledger = Ledger::read("Complaints 2015,\na,b\n1,2\n", &form).expect("a ledger");
        assert_eq!(
            (ledger.columns, ledger.rows.len()),
            (vec!["a".to_owned(), "b".to_owned()], 1)
        );
        let form = FileForm {
            header: 0,
            ..FileForm::default()
        };
        assert_eq!(
            Ledger::read("1,2\n3,4\n", &form)
                .expect("a ledger")
                .rows
                .len(),
            2
        );
        assert_eq!(
            Ledger::read("", &FileForm::default()),
            Err(LedgerError::Empty)
        );
    }
}
