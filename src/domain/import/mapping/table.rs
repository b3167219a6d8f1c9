//! The readers of a mapping's tables.

use std::cell::RefCell;

use super::Column;
use super::names::column_name;
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{Message, message, text};
use crate::domain::table::{self, FileKind};
use crate::domain::word::{self, Word};

pub(super) type MappingReader<'t> = table::Reader<'t, MappingFile>;
pub(super) type Section<'a> = table::Section<'a, MappingFile>;
pub(super) type Item<'a> = table::Item<'a, MappingFile>;

/// The file kind of mappings; collects the columns that a mapping names, with their places.
#[derive(Default)]
pub(super) struct MappingFile {
    pub columns: RefCell<Vec<(Column, Spot)>>,
}

impl FileKind for MappingFile {
    const NAME: Message = text!("the mapping");
}

impl MappingReader<'_> {
    /// Records a column that the mapping names.
    pub(crate) fn column(&self, column: Column, spot: Spot) -> Column {
        let column = match column {
            Column::Name(name) => Column::Name(column_name(&name)),
            number @ Column::Number(_) => number,
        };
        self.kind.columns.borrow_mut().push((column.clone(), spot));
        column
    }
}

impl Item<'_> {
    /// A text, or a possibly empty list of texts.
    pub(crate) fn texts(&self) -> Option<Vec<String>> {
        self.one_or_more(Item::written)
    }

    /// A whole number, at least `least`, of rows or columns.
    pub(crate) fn count(&self, least: u32) -> Option<usize> {
        usize::try_from(self.whole(least)?).ok()
    }

    /// A text that must be one of the words of `W`.
    pub(crate) fn word<W: Word>(&self) -> Option<W> {
        let written = self.written()?;
        let word = written.parse().ok();
        if word.is_none() {
            let message = message!("'{key}' cannot be '{written}'", key = self.key, written);
            let known = word::words::<W>().into_iter();
            self.reader.report(
                Finding::error(Code::BadValue, self.spot, message).did_you_mean(&written, known),
            );
        }
        word
    }
}
