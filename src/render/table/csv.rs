//! Tables for spreadsheets.

use super::{Readers, Table};
use crate::domain::formulas::defused;

impl Table {
    /// CSV: RFC 4180 with line feeds; empty without columns. What a spreadsheet would run as a
    /// formula is prefixed with an apostrophe, whatever separates its cells.
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
