//! Splits a text into rows of cells (RFC 4180), and names the rows whose quotes do not fit.

use super::{Flaw, Row, clean};
use crate::domain::characters::is_invisible;

/// A text with the places where its lines begin. A lone CR ends a line, too; CR CR LF, from a file
/// that was converted twice, ends one.
pub(super) struct Text<'t> {
    pub text: &'t str,
    starts: Vec<usize>,
}

/// The characters that separate and quote cells.
#[derive(Debug, Clone, Copy)]
pub(super) struct Marks {
    pub delimiter: u8,
    pub quote: Option<u8>,
}

/// Whether a row is one of a ledger, by its cells: a line within a quoted cell that is one was
/// swallowed by a quote that closes too late.
pub(super) type IsRow<'a> = &'a dyn Fn(&Row) -> bool;

/// The rows of a text, in order.
pub(super) struct Records<'l> {
    text: &'l Text<'l>,
    marks: Marks,
    is_row: IsRow<'l>,
    at: usize,
}

/// A cell, and where it ends: at a delimiter, a line end or the end of the text.
struct Cell {
    text: String,
    end: usize,
}

impl<'t> Text<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let (bytes, mut starts, mut at) = (text.as_bytes(), vec![0], 0);
        while at < bytes.len() {
            match line_end(bytes, at) {
                Some(after) => {
                    starts.push(after);
                    at = after;
                }
                None => at += 1,
            }
        }
        Self { text, starts }
    }

    /// The number of lines.
    pub(super) fn count(&self) -> usize {
        let starts = self.starts.iter();
        starts.filter(|start| **start < self.text.len()).count()
    }

    /// The number of the line at an offset, from 1.
    fn number(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at)
    }

    /// Where the line after this one begins.
    fn after(&self, line: usize) -> usize {
        self.starts.get(line).copied().unwrap_or(self.text.len())
    }

    /// The text of a line, without its end.
    fn line(&self, line: usize) -> &'t str {
        let from = self
            .starts
            .get(line - 1)
            .copied()
            .unwrap_or(self.text.len());
        self.text[from..self.after(line)].trim_end_matches(['\r', '\n'])
    }

    /// The rows, as the marks split them.
    pub(super) fn records<'l>(&'l self, marks: Marks, is_row: IsRow<'l>) -> Records<'l> {
        Records {
            text: self,
            marks,
            is_row,
            at: 0,
        }
    }
}

impl Iterator for Records<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        if self.at >= self.text.text.len() {
            return None;
        }
        let (line, begin) = (self.text.number(self.at), self.at);
        let mut row = self.row(line);
        if row.flaw.is_none() {
            row.flaw = self.swallowed(&row).map(|line| Flaw::Swallows { line });
        }
        if row.flaw.is_some() {
            // The lines below are read for themselves.
            row.lines = 1;
            self.at = self.text.after(line);
        } else if self.text.text[begin..self.at].contains('\0') {
            row.flaw = Some(Flaw::ZeroByte);
        }
        Some(row)
    }
}

impl Records<'_> {
    /// The row that begins on a line; up to the cell with the flaw, if it has one.
    fn row(&mut self, line: usize) -> Row {
        let mut row = Row {
            line,
            lines: 1,
            cells: Vec::new(),
            flaw: None,
        };
        loop {
            let cell = match self.cell(self.at) {
                Ok(cell) => cell,
                Err(flaw) => {
                    row.flaw = Some(flaw);
                    return row;
                }
            };
            row.cells.push(clean(&cell.text));
            match line_end(self.bytes(), cell.end) {
                _ if self.bytes().get(cell.end) == Some(&self.marks.delimiter) => {
                    self.at = cell.end + 1;
                }
                end => {
                    self.at = end.unwrap_or(cell.end);
                    row.lines = self.text.number(cell.end) + 1 - line;
                    return row;
                }
            }
        }
    }

    /// The line of a row that a cell of this one swallows.
    fn swallowed(&self, row: &Row) -> Option<usize> {
        let mut inside = row.line + 1..row.line + row.lines;
        inside.find(|line| {
            let inner = Text::new(self.text.line(*line));
            let first = inner.records(self.marks, &|_| false).next();
            first.is_some_and(|inner| inner.flaw.is_none() && (self.is_row)(&inner))
        })
    }

    fn bytes(&self) -> &[u8] {
        self.text.text.as_bytes()
    }

    fn cell(&self, at: usize) -> Result<Cell, Flaw> {
        let text = self.text.text;
        let is_quote = |at: usize| {
            self.marks
                .quote
                .is_some_and(|quote| self.bytes().get(at) == Some(&quote))
        };
        let seen = skip(text, at, is_invisible);
        if is_quote(seen) {
            return self.quoted(seen);
        }
        // A quote behind blanks is one only if it closes as it should.
        let filled = skip(text, at, |c| self.is_gap(c));
        if filled > at
            && is_quote(filled)
            && let Ok(cell) = self.quoted(filled)
            && self.text.number(cell.end) == self.text.number(at)
        {
            return Ok(cell);
        }
        let ends = |byte: &u8| *byte == self.marks.delimiter || matches!(byte, b'\r' | b'\n');
        let length = self.bytes()[at..].iter().position(ends);
        let end = length.map_or(text.len(), |length| at + length);
        Ok(Cell {
            text: text[at..end].to_owned(),
            end,
        })
    }

    /// The quoted cell whose quote stands at `open`.
    fn quoted(&self, open: usize) -> Result<Cell, Flaw> {
        let text = self.text.text;
        let quote = char::from(self.bytes()[open]);
        let (mut kept, mut from) = (String::new(), open + 1);
        loop {
            let close = from + text[from..].find(quote).ok_or(Flaw::Open)?;
            kept.push_str(&text[from..close]);
            from = close + 1;
            if !text[from..].starts_with(quote) {
                break;
            }
            kept.push(quote);
            from += 1;
        }
        let end = skip(text, from, |c| self.is_gap(c));
        let ends = |byte: &u8| *byte == self.marks.delimiter || matches!(byte, b'\r' | b'\n');
        match self.bytes().get(end) {
            Some(byte) if ends(byte) => Ok(Cell { text: kept, end }),
            None => Ok(Cell { text: kept, end }),
            // A quote that closes on a line below, before text, is one that opens there.
            Some(_) if self.text.number(end) != self.text.number(open) => Err(Flaw::Open),
            Some(_) => Err(Flaw::TextBehind),
        }
    }

    /// A blank or invisible character that does not end the cell.
    fn is_gap(&self, c: char) -> bool {
        is_invisible(c)
            || (c.is_whitespace()
                && !matches!(c, '\r' | '\n')
                && c != char::from(self.marks.delimiter))
    }
}

fn skip(text: &str, at: usize, skipped: impl Fn(char) -> bool) -> usize {
    text.len() - text[at..].trim_start_matches(skipped).len()
}

/// The place after the line end at `at`, if there is one.
fn line_end(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at..)? {
        [b'\r', b'\r', b'\n', ..] => Some(at + 3),
        [b'\r', b'\n', ..] => Some(at + 2),
        [b'\r' | b'\n', ..] => Some(at + 1),
        _ => None,
    }
}
