//! Tables for spreadsheets.

use super::{Readers, Table};

impl Table {
    /// CSV: RFC 4180 with line feeds; empty without columns. Cells that a spreadsheet would run as
    /// formulas are prefixed with an apostrophe.
    pub(crate) fn csv(&self) -> String {
        let places = self.places(Readers::Programs);
        if places.is_empty() {
            return String::new();
        }
        let mut writer = csv::Writer::from_writer(Vec::new());
        let titles = places.iter().map(|place| &self.headings[*place].title);
        // Writing to memory cannot fail.
        let _ = writer.write_record(titles.map(|title| defused(&title.in_english())));
        for cells in self.rows(Readers::Programs) {
            let cells = places.iter().map(|place| cells[*place].for_programs());
            let _ = writer.write_record(cells.map(defused));
        }
        String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
    }
}

/// Prefixes a cell that a spreadsheet would take for a formula. Some spreadsheets skip leading
/// blanks; Chinese and Japanese ones also accept the full-width signs.
pub(super) fn defused(text: &str) -> String {
    let begins = text.trim_start_matches([' ', '\u{a0}', '\u{3000}']);
    if begins.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}
