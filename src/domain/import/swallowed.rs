//! Reads the ledger of a mapping, which tells the rows that a stray quote swallowed.

use super::bind::Binding;
use super::dates::is_date;
use super::ledger::{Ledger, LedgerError, Row};
use super::mapping::Mapping;

impl Mapping {
    /// The ledger in a text. A line within a quoted cell that is a row, with a key and a date of
    /// receipt, is taken for one that a stray quote swallowed.
    ///
    /// # Errors
    /// As [`Ledger::read`].
    pub fn ledger(&self, text: &str) -> Result<Ledger, LedgerError> {
        Ledger::read_rows(text, &self.file, &|columns, row| self.is_row(columns, row))
    }

    fn is_row(&self, columns: &[String], row: &Row) -> bool {
        let Ok(binding) = Binding::new(self, columns) else {
            return false;
        };
        let mut keys = self.key.iter();
        let has_key = keys.any(|column| !binding.cell(column, row).is_empty());
        let mut dates = self
            .received
            .sources
            .iter()
            .filter(|source| source.has_columns());
        has_key
            && dates.any(|source| is_date(&binding.parts(source, row), &self.received, &self.dates))
    }
}
