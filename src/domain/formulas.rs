//! Texts in cells that a spreadsheet would run as formulas.
//!
//! Which character separates the cells of a CSV file depends on the country of the reader, so any
//! part of a text may become a cell of its own: `a;=b` is two where the separator is `;`.

/// Characters that separate cells and rows, in any country.
const SEPARATORS: [char; 6] = [',', ';', '\t', '|', '\n', '\r'];

/// Characters with which a formula begins. Chinese and Japanese spreadsheets also accept the
/// full-width ones.
const SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// Characters that some spreadsheets skip before a formula: blanks and quotes.
const SKIPPED: [char; 5] = [' ', '\u{a0}', '\u{3000}', '"', '\''];

/// Stops a formula.
const MARK: char = '\'';

/// The text with an apostrophe before each part that a spreadsheet would take for a formula.
pub(crate) fn defused(text: &str) -> String {
    let mark = |part: Part<'_>| match part.is_formula() {
        true => format!("{MARK}{}", part.text),
        false => part.text.to_owned(),
    };
    parts(text).map(mark).collect()
}

/// The text without the apostrophes that [`defused`] adds.
pub(crate) fn restored(text: &str) -> String {
    let unmark = |part: Part<'_>| match part.text.strip_prefix(MARK) {
        Some(text) if (Part { text, ..part }).is_formula() => text.to_owned(),
        Some(_) | None => part.text.to_owned(),
    };
    parts(text).map(unmark).collect()
}

/// What may become a cell of its own.
#[derive(Clone, Copy)]
struct Part<'t> {
    /// With the separator behind it.
    text: &'t str,
    is_first: bool,
}

impl Part<'_> {
    /// Whether a spreadsheet would run it. A cell that begins with a tab or a line end is suspect,
    /// too.
    fn is_formula(self) -> bool {
        let begins = self.text.trim_start_matches(SKIPPED);
        begins.starts_with(SIGNS) || (self.is_first && begins.starts_with(['\t', '\r', '\n']))
    }
}

fn parts(text: &str) -> impl Iterator<Item = Part<'_>> {
    let parts = text.split_inclusive(SEPARATORS).enumerate();
    parts.map(|(place, text)| Part {
        text,
        is_first: place == 0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_that_may_become_a_cell_is_defused() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("+86 138", "'+86 138"),
            ("-1", "'-1"),
            ("@x", "'@x"),
            ("＝1", "'＝1"),
            ("＠x", "'＠x"),
            ("  =1", "'  =1"),
            ("\u{3000}＋1", "'\u{3000}＋1"),
            ("\"=1", "'\"=1"),
            ("'=1", "''=1"),
            ("\t=1", "'\t'=1"),
            ("\r=1", "'\r'=1"),
            ("\nx", "'\nx"),
            (";=HYPERLINK(\"x\")", ";'=HYPERLINK(\"x\")"),
            ("a;=b", "a;'=b"),
            ("a; \"-b", "a;' \"-b"),
            ("a\t@b|+c,－d", "a\t'@b|'+c,'－d"),
            ("a\n=b\r\n-c", "a\n'=b\r\n'-c"),
            ("a\",\"=b", "a\",'\"=b"),
            (";;=b", ";;'=b"),
        ] {
            assert_eq!(defused(text), cell, "{text:?}");
            assert_eq!(restored(cell), text, "{cell:?}");
        }
    }

    #[test]
    fn other_texts_stay_as_they_are() {
        for text in [
            "", "a=1", "王芳", "1+1", "'tis", "a; b", "a;'b", "x\n\ny", "a, 'b'", ";",
        ] {
            assert_eq!(defused(text), text);
            assert_eq!(restored(text), text);
        }
    }

    #[test]
    fn what_was_defused_comes_back_as_it_was() {
        let characters = ['\'', '=', ';', '"', ' ', 'a', '\n'];
        let count = characters.len();
        for number in 0..count.pow(6) {
            let digits = (0..6).map(|place| characters[number / count.pow(place) % count]);
            let text: String = digits.collect();
            assert_eq!(restored(&defused(&text)), text, "{text:?}");
        }
    }
}
