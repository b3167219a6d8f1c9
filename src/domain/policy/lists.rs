//! The lists of values that facts and events choose from.

use std::collections::BTreeMap;
use std::ops::Index;

use crate::domain::case::FactField;
use crate::domain::list::List;

/// The lists of values, each in the organisation's order; a list that is empty takes any value. A
/// value dropped from `channels`, `remedies`, … that earlier versions had may be listed in
/// `retired`: a warning on old cases, refused on new ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lists {
    /// The values of each list.
    pub values: BTreeMap<List, Vec<String>>,
    /// Values that the policy once had, by no list in particular.
    pub retired: Vec<String>,
}

impl Index<List> for Lists {
    type Output = [String];

    fn index(&self, list: List) -> &[String] {
        self.values.get(&list).map_or(&[], Vec::as_slice)
    }
}

impl Lists {
    /// The list that a fact chooses from; `None` if it is free, or the policy leaves it so.
    pub(crate) fn of(&self, field: FactField) -> Option<&[String]> {
        let values = &self[field.list()?];
        (!values.is_empty()).then_some(values)
    }
}
