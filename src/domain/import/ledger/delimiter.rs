//! Finds the characters that separate and quote the cells of a ledger.

use super::records::{Marks, Text};
use super::{FileForm, LedgerError, is_blank};

/// The delimiters to detect.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// The number of rows used to detect the delimiter.
const SAMPLE: usize = 200;

/// The delimiter that the first line declares to Excel: `sep=;`.
pub(super) fn declared(text: &str) -> Option<u8> {
    let first = text.lines().next()?.trim_matches('"');
    match *first.strip_prefix("sep=")?.as_bytes() {
        [byte] if byte.is_ascii() => Some(byte),
        _ => None,
    }
}

/// Single quotes, if the text has no double quote and the first line starts and ends with a single
/// one.
pub(super) fn likely_quote(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let single =
        !text.contains('"') && first.len() > 1 && first.starts_with('\'') && first.ends_with('\'');
    if single { b'\'' } else { b'"' }
}

/// The delimiter that gives the most rows as many cells as the header, then the one with the most
/// cells. Rows above the header do not count.
///
/// # Errors
/// Two delimiters do equally well.
pub(super) fn likely_delimiter(
    text: &Text,
    quote: Option<u8>,
    form: &FileForm,
) -> Result<u8, LedgerError> {
    let score = |delimiter: u8| {
        let records = text.records(Marks { delimiter, quote }, &|_| false);
        let above = form.header.saturating_sub(1);
        let rows: Vec<_> = records
            .filter(|row| !is_blank(row))
            .skip(above)
            .take(SAMPLE)
            .collect();
        let width = rows.first().map_or(0, |row| row.cells.len());
        let alike = rows.iter().filter(|row| row.cells.len() == width).count();
        (width > 1).then_some((alike, width))
    };
    let scored: Vec<_> = DELIMITERS
        .into_iter()
        .filter_map(|it| Some((score(it)?, it)))
        .collect();
    let Some(best) = scored.iter().map(|(score, _)| *score).max() else {
        return Ok(b',');
    };
    let equal = scored
        .iter()
        .filter(|(score, _)| *score == best)
        .map(|(_, delimiter)| *delimiter);
    match equal.collect::<Vec<_>>().as_slice() {
        [delimiter] => Ok(*delimiter),
        several => Err(LedgerError::Delimiters(
            several.iter().copied().map(char::from).collect(),
        )),
    }
}
