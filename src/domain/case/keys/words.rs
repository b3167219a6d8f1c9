//! The words that keys of a case take.

use crate::domain::case::FactField;
use crate::domain::case::event::Subject;
use crate::domain::word::Word;

pub(super) fn fields() -> Vec<&'static str> {
    FactField::ALL.iter().map(|field| field.name()).collect()
}

pub(super) fn subjects() -> Vec<&'static str> {
    let others = Subject::ALL
        .iter()
        .filter(|subject| **subject != Subject::Remedy);
    others.map(|subject| subject.word()).collect()
}
