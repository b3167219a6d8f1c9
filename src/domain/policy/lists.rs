//! The lists of values that facts and events choose from.

use std::collections::BTreeMap;
use std::ops::Index;

use crate::domain::case::FactField;
use crate::domain::list::List;

/// The lists of values, each in the organisation's order; an empty list accepts any value. A value
/// that was removed from a list can be kept in `retired`: old cases with it get a warning, new
/// cases cannot use it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lists {
    /// The values of each list.
    pub values: BTreeMap<List, Vec<String>>,
    /// Values removed from any of the lists.
    pub retired: Vec<String>,
}

impl Index<List> for Lists {
    type Output = [String];

    fn index(&self, list: List) -> &[String] {
        self.values.get(&list).map_or(&[], Vec::as_slice)
    }
}

impl Lists {
    /// The allowed values of a fact; `None` if the fact has no list or the list is empty.
    pub(crate) fn of(&self, field: FactField) -> Option<&[String]> {
        let values = &self[field.list()?];
        (!values.is_empty()).then_some(values)
    }
}
