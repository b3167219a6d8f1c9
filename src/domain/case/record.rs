//! What a verb records: a table of keys that is written to the case file and shown in lists of
//! events and in commits.

mod forms;
mod lists;
mod phrases;
mod scalar;
mod values;

pub(crate) use forms::{CaseReference, DigestOfFile, FactName, OrEmpty, Regulator};
pub(crate) use phrases::{Extent, Gap, Phrases};
pub(crate) use scalar::Scalar;
pub(crate) use values::{ActionHandle, Mark, ProposalHandle};

use super::fields::{Fields, Value};
use crate::domain::keyed::{KeyType, KeyedFile, Keys};
pub(crate) use crate::domain::list::{List, NameSource};
use crate::domain::message::Argument;

#[cfg(test)]
use proptest::strategy::BoxedStrategy;

/// The files of cases.
#[derive(Debug, Clone, Copy)]
pub(crate) enum CaseFile {}

impl KeyedFile for CaseFile {
    type Source<'a> = Fields;
}

/// A key with its value.
pub(crate) type Pair = (&'static str, Value);

/// Keys of a verb that do not stand together: of each alternative the keys, and what they say
/// there.
#[cfg(test)]
pub(crate) type Alternatives = &'static [&'static [(&'static str, Option<&'static str>)]];

/// What a verb records, or a part of it that several verbs share.
pub(crate) trait Record {
    /// Adds the keys with their values, in the order of the file.
    fn write(&self, pairs: &mut Vec<Pair>);

    /// Adds what one line says of it.
    fn tell(&self, phrases: &mut Phrases<'_>);

    /// What somebody said or wrote.
    fn said(&self) -> Option<&str>;

    #[cfg(test)]
    fn any() -> BoxedStrategy<Self>
    where
        Self: Sized;

    /// Keys that do not stand together.
    #[cfg(test)]
    fn alternatives() -> Alternatives
    where
        Self: Sized,
    {
        &[&[]]
    }
}

/// What a verb records, and what the verb means for the rest of the program.
pub(crate) trait VerbRecord: Record + Keys<CaseFile> {
    /// What happens, as a noun.
    const NOUN: &'static str;

    /// Whether it counts only as far as the policy grants it.
    fn is_grant(&self) -> bool;
}

/// A record whose keys depend on each other.
pub(crate) trait Dependent {
    /// A key that it needs and has not.
    fn lacks(&self) -> Option<&'static str>;
}

/// The record, if no key is missing that others ask for.
pub(crate) fn complete<R: Dependent>(record: R, fields: &mut Fields) -> Option<R> {
    let Some(key) = record.lacks() else {
        return Some(record);
    };
    if !fields.has_reported(key) {
        fields.report_missing(key);
    }
    None
}

/// What a key of a record takes, and how it is written and shown.
pub(crate) trait Recorded<V = Self>: KeyType<CaseFile, V> {
    /// Whether it is text, of which each key decides where it is shown.
    const IS_TEXT: bool = false;

    /// The value in the file; `None`: the key is left out.
    fn write(value: &V) -> Option<Value>;

    /// The value on a line; `None`: nothing is said.
    fn told(value: &V, phrases: &Phrases<'_>) -> Option<Argument>;

    /// Any value that can be written.
    #[cfg(test)]
    fn any() -> BoxedStrategy<V>;
}

/// Text that may be there.
pub(crate) trait Text {
    fn text(&self) -> Option<&str>;
}

impl Text for String {
    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

impl Text for Option<String> {
    fn text(&self) -> Option<&str> {
        self.as_deref()
    }
}

pub(crate) fn text(text: &impl Text) -> Option<&str> {
    text.text()
}
