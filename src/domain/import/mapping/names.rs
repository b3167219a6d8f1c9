//! The names of columns, as mapping and ledger are compared.

use crate::domain::characters::is_invisible;
use crate::domain::import::draft::one_line;

/// The name of a column on one line, without invisible characters.
pub(crate) fn column_name(written: &str) -> String {
    let visible: String = written.chars().filter(|c| !is_invisible(*c)).collect();
    one_line(visible)
}
