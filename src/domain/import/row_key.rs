//! The key of a row, and how it is written in `source`.

use std::fmt::Write;

use sha2::{Digest as _, Sha256};
use unicode_normalization::UnicodeNormalization;

use super::draft::one_line;
use crate::domain::characters::{is_invisible, trimmed};

/// Number of hexadecimal digits of a row's digest in `source`.
const DIGITS: usize = 8;

/// The cells that identify a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RowKey {
    parts: Vec<String>,
}

impl RowKey {
    pub(super) fn new<'c>(cells: impl Iterator<Item = &'c str>) -> Self {
        let part = |cell: &str| one_line(trimmed(cell));
        Self {
            parts: cells.map(part).collect(),
        }
    }

    /// Whether it has columns, and all are empty.
    pub(super) fn is_empty(&self) -> bool {
        !self.parts.is_empty() && self.parts.iter().all(String::is_empty)
    }

    /// The key in `source`: `17`, or `2026-17` of several columns, with hyphens within one escaped.
    pub(super) fn written(&self) -> String {
        match self.parts.as_slice() {
            [part] => part.clone(),
            parts => {
                let escape = |part: &String| part.replace('\\', "\\\\").replace('-', "\\-");
                parts.iter().map(escape).collect::<Vec<_>>().join("-")
            }
        }
    }

    /// The key as earlier versions wrote it: without escapes and empty columns.
    pub(super) fn formerly_written(&self) -> String {
        let filled = self.parts.iter().filter(|part| !part.is_empty());
        filled.map(String::as_str).collect::<Vec<_>>().join("-")
    }
}

/// The text of a source after the ledger's name: `17`, or with the digest of the row's content
/// where keys repeat: `17~3f2a91c0`, and `17~3f2a91c0~2` for the second of two equal rows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct RowName {
    /// The whole text, folded for comparison.
    pub whole: String,
    /// The key without the mark, if it has one.
    pub marked: Option<(String, Mark)>,
}

/// What tells rows of one key apart in their sources.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Mark {
    /// The digest of the content.
    Content(String),
    /// The place among the rows of the key, as earlier versions counted it.
    Place,
}

impl RowName {
    pub(super) fn parse(text: &str) -> Self {
        let whole = folded(text);
        Self {
            marked: marked(&whole),
            whole,
        }
    }

    /// Whether it is a row of this folded key.
    pub(super) fn is_of(&self, key: &str) -> bool {
        self.whole == key || self.marked.as_ref().is_some_and(|(of, _)| of == key)
    }

    /// Whether it is a row of this folded key, told from others by its content.
    pub(super) fn has_any_content(&self, key: &str) -> bool {
        matches!(&self.marked, Some((of, Mark::Content(_))) if of == key)
    }

    /// Whether it is a row of this folded key with this content.
    pub(super) fn has_content(&self, key: &str, digest: &str) -> bool {
        matches!(&self.marked, Some((of, Mark::Content(content))) if of == key && content == digest)
    }
}

fn marked(whole: &str) -> Option<(String, Mark)> {
    let (rest, last) = whole.rsplit_once('~')?;
    if is_digest(last) {
        return Some((rest.to_owned(), Mark::Content(last.to_owned())));
    }
    if !is_place(last) {
        return None;
    }
    Some(match rest.rsplit_once('~') {
        Some((key, digest)) if is_digest(digest) => {
            (key.to_owned(), Mark::Content(digest.to_owned()))
        }
        _ => (rest.to_owned(), Mark::Place),
    })
}

fn is_digest(text: &str) -> bool {
    text.len() == DIGITS
        && text
            .bytes()
            .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

fn is_place(text: &str) -> bool {
    text.parse::<usize>().is_ok_and(|place| place > 1) && !text.starts_with(['0', '+'])
}

/// The digest of named cells, whatever their order.
pub(super) fn digest(mut cells: Vec<(String, String)>) -> String {
    cells.sort();
    let mut hasher = Sha256::new();
    for (column, cell) in cells {
        hasher.update(format!(
            "{}\u{1f}{}\u{1e}",
            folded(&column),
            folded(&one_line(cell))
        ));
    }
    let mut digits = String::new();
    for byte in hasher.finalize().iter().take(DIGITS / 2) {
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

/// The `source` of a row: the ledger's name, with `#` escaped, and the row's name.
pub(super) fn source(ledger: &str, row: &str) -> String {
    format!("{}#{row}", ledger.replace('#', "\\#"))
}

/// The row that a `source` of the ledger names.
pub(crate) fn row_of<'s>(source: &'s str, ledger: &str) -> Option<&'s str> {
    let of = |name: &str| source.strip_prefix(name)?.strip_prefix('#');
    of(&ledger.replace('#', "\\#")).or_else(|| of(ledger))
}

/// Normalizes a text for comparison: composed, narrow, without invisible characters.
pub(super) fn folded(text: &str) -> String {
    let visible = text.chars().filter(|c| !is_invisible(*c));
    let mut narrow = String::with_capacity(text.len());
    for c in visible {
        match c {
            '\u{3000}' | '\u{ff01}'..='\u{ffee}' => narrow.extend(std::iter::once(c).nfkc()),
            c => narrow.push(c),
        }
    }
    narrow.nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(parts: &[&str]) -> RowKey {
        RowKey::new(parts.iter().copied())
    }

    #[test]
    fn keys_of_several_columns_never_run_together() {
        for (parts, written, formerly) in [
            (&["17"][..], "17", "17"),
            (&["NY-1"], "NY-1", "NY-1"),
            (&["2026", "17"], "2026-17", "2026-17"),
            (&["NY-1", "2"], "NY\\-1-2", "NY-1-2"),
            (&["NY", "1-2"], "NY-1\\-2", "NY-1-2"),
            (&["A", ""], "A-", "A"),
            (&["", "A"], "-A", "A"),
            (&["A\\", "B"], "A\\\\-B", "A\\-B"),
        ] {
            let key = key(parts);
            assert_eq!(key.written(), written, "{parts:?}");
            assert_eq!(key.formerly_written(), formerly, "{parts:?}");
        }
        assert!(key(&["", "\u{feff} "]).is_empty());
    }

    #[test]
    fn what_nobody_sees_does_not_make_another_key() {
        for (one, other) in [
            ("2", "\u{feff}2"),
            ("2", "2\u{200b}"),
            ("A2", "A\u{ad}2"),
            ("caf\u{e9}", "cafe\u{301}"),
            ("17", "１７"),
            ("A-17", "Ａ－１７"),
            ("カ", "ｶ"),
        ] {
            assert_eq!(folded(one), folded(other));
        }
        for (one, other) in [("a1", "A1"), ("①", "1"), ("2", "²"), ("ß", "ss")] {
            assert_ne!(folded(one), folded(other));
        }
        assert_eq!(key(&["\u{feff}2\u{200e} "]).written(), "2");
    }

    #[test]
    fn a_source_says_how_rows_of_one_key_are_told_apart() {
        let content =
            |key: &str, digest: &str| Some((key.to_owned(), Mark::Content(digest.to_owned())));
        for (text, marked) in [
            ("17", None),
            ("17~x", None),
            ("17~1", None),
            ("17~02", None),
            ("17~2", Some(("17".to_owned(), Mark::Place))),
            ("17~2~3", Some(("17~2".to_owned(), Mark::Place))),
            ("17~3f2a91c0", content("17", "3f2a91c0")),
            ("17~3f2a91c0~2", content("17", "3f2a91c0")),
            ("17~2~3f2a91c0", content("17~2", "3f2a91c0")),
            ("~3f2a91c0", content("", "3f2a91c0")),
        ] {
            assert_eq!(RowName::parse(text).marked, marked, "{text}");
        }
    }

    #[test]
    fn the_name_of_the_ledger_ends_at_the_first_plain_hash() {
        assert_eq!(source("a#b", "1"), "a\\#b#1");
        assert_eq!(source("a", "b#1"), "a#b#1");
        assert_eq!(row_of("a#b#1", "a"), Some("b#1"));
        assert_eq!(row_of("a\\#b#1", "a"), None);
        assert_eq!(row_of("a\\#b#1", "a#b"), Some("1"));
        // as earlier versions wrote it
        assert_eq!(row_of("a#b#1", "a#b"), Some("1"));
        assert_eq!(row_of("ab#1", "a"), None);
    }

    #[test]
    fn a_digest_does_not_depend_on_the_order_of_columns() {
        let cell = |column: &str, cell: &str| (column.to_owned(), cell.to_owned());
        let one = digest(vec![cell("A", "1"), cell("B", "two  words")]);
        assert_eq!(
            one,
            digest(vec![cell("B", "two words"), cell("A", "\u{feff}1")])
        );
        assert_ne!(one, digest(vec![cell("A", "two words"), cell("B", "1")]));
        assert!(is_digest(&one));
    }
}
