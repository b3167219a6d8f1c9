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
    /// The lines of the file.
    pub lines: Lines,
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
    /// The number of lines that no earlier row is on; more than one if a cell has line breaks.
    pub lines: usize,
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

impl Row {
    fn is_blank(&self) -> bool {
        self.cells.iter().all(String::is_empty)
    }
}

impl Ledger {
    /// Whether every line of the file is one of the header, of a row, or blank.
    pub(crate) fn is_accounted_for(&self) -> bool {
        let of_rows: usize = self.rows.iter().map(|row| row.lines).sum();
        self.lines.header + of_rows + self.lines.blank == self.lines.total
    }

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
        let mut lines = Lines {
            total: line_starts(text).len(),
            header: 0,
            blank: lines_between(text, &rows),
        };
        let columns = match form.header {
            0 => vec![String::new(); rows.first().map_or(0, |row| row.cells.len())],
            nth if rows.len() >= nth => {
                let above: Vec<Row> = rows.drain(..nth).collect();
                lines.header = above.iter().map(|row| row.lines).sum();
                above
                    .into_iter()
                    .next_back()
                    .map_or_else(Vec::new, |row| row.cells)
            }
            _ => return Err(LedgerError::Empty),
        };
        let blank = rows.iter().filter(|row| row.is_blank());
        lines.blank += blank.map(|row| row.lines).sum::<usize>();
        rows.retain(|row| !row.is_blank());
        Ok(Self {
            columns,
            rows,
            delimiter: char::from(delimiter),
            lines,
        })
    }
}

fn records(text: &str, delimiter: u8, quote: Option<u8>, limit: usize) -> Vec<Row> {
    let starts = line_starts(text);
    let mut builder = csv::ReaderBuilder::new();
    builder
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .quoting(quote.is_some());
    builder.quote(quote.unwrap_or(b'"'));
    let mut reader = builder.from_reader(text.as_bytes());
    let line_of = |offset: usize| starts.partition_point(|start| *start <= offset);
    let (mut rows, mut record, mut counted) = (Vec::new(), csv::StringRecord::new(), 0);
    while rows.len() < limit && reader.read_record(&mut record).unwrap_or(false) {
        let offset = record
            .position()
            .map_or(0, |position| position.byte() as usize);
        let blank = text[offset..]
            .bytes()
            .take_while(|byte| matches!(byte, b'\r' | b'\n'))
            .count();
        let line = line_of(offset + blank);
        let last = line_of((reader.position().byte() as usize).saturating_sub(1));
        rows.push(Row {
            line,
            lines: (last + 1).saturating_sub(line.max(counted + 1)),
            cells: record.iter().map(clean).collect(),
        });
        counted = counted.max(last);
    }
    rows
}

/// Where the lines of a text begin.
fn line_starts(text: &str) -> Vec<usize> {
    let end = if text.contains('\n') { '\n' } else { '\r' };
    let after_ends = text.match_indices(end).map(|(at, _)| at + 1);
    let starts = std::iter::once(0).chain(after_ends);
    starts.filter(|start| *start < text.len()).collect()
}

/// The number of blank lines between rows.
fn lines_between(text: &str, rows: &[Row]) -> usize {
    let starts = line_starts(text);
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let is_blank = |start: usize, end: usize| text[start..end].trim().is_empty();
    let is_of_row = |line: usize| {
        let before = rows.partition_point(|row| row.line <= line);
        before > 0 && line < rows[before - 1].line + rows[before - 1].lines
    };
    let lines = starts.iter().zip(ends).zip(1..);
    lines
        .filter(|((start, end), line)| is_blank(**start, *end) && !is_of_row(*line))
        .count()
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
    fn every_line_is_of_the_header_of_a_row_or_blank() {
        for (text, header, of_rows, blank) in [
            ("a,b\n1,2\n", 1, 1, 0),
            ("a,b\n1,2", 1, 1, 0),
            ("a,b\r\n\r\n1,\"two\r\nlines\"\r\n2,x\r\n,\r\n3,y", 1, 4, 2),
            ("\n\na,\"b\nc\"\n\n1,2\n\n  \n\n", 2, 1, 6),
            ("a,b\r1,2\r3,4\r", 1, 2, 0),
            ("a,b\r\r\n1,2\r\r\n", 1, 1, 0),
            ("a,b\n1,2\r3,4\n", 1, 1, 0),
            ("a,b\n\"\n\",\"\n\n\"\n1,2\n", 1, 1, 4),
        ] {
            let ledger = read(text);
            let of = ledger.rows.iter().map(|row| row.lines).sum::<usize>();
            let Lines {
                header: above,
                blank: empty,
                ..
            } = ledger.lines;
            assert_eq!((above, of, empty), (header, of_rows, blank), "{text:?}");
            assert!(ledger.is_accounted_for(), "{text:?}");
        }
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
