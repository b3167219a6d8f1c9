//! The record of a verb: a table of keys, written to the case file and shown in lists of events and
//! in commits.

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
use crate::domain::keys::Choice;
pub(crate) use crate::domain::list::{List, NameSource};
use crate::domain::message::Argument;

#[cfg(test)]
use proptest::strategy::BoxedStrategy;

/// Marks tables of case files.
#[derive(Debug, Clone, Copy)]
pub(crate) enum CaseFile {}

impl KeyedFile for CaseFile {
    type Source<'a> = Fields;
}

/// A key with its value.
pub(crate) type Pair = (&'static str, Value);

/// Sets of mutually exclusive keys of a verb. Each key has an optional fixed value.
#[cfg(test)]
pub(crate) type Alternatives = &'static [&'static [(&'static str, Option<&'static str>)]];

/// The record of a verb, or a part that several verbs share.
pub(crate) trait Record {
    /// Adds the keys with their values, in the order of the file.
    fn write(&self, pairs: &mut Vec<Pair>);

    /// Adds the phrases of its line.
    fn tell(&self, phrases: &mut Phrases<'_>);

    /// Free text: what somebody said or wrote.
    fn said(&self) -> Option<&str>;

    #[cfg(test)]
    fn any() -> BoxedStrategy<Self>
    where
        Self: Sized;

    /// The mutually exclusive keys.
    #[cfg(test)]
    fn alternatives() -> Alternatives
    where
        Self: Sized,
    {
        &[&[]]
    }
}

/// The record of a verb, and what the verb means to the rest of the program.
pub(crate) trait VerbRecord: Record + Keys<CaseFile> {
    /// The noun for the event, in messages.
    const NOUN: &'static str;
    /// What every event of the verb is.
    const TRAITS: &'static [VerbTrait];

    /// Whether it is valid only if the policy grants it.
    fn is_grant(&self) -> bool {
        Self::TRAITS.contains(&VerbTrait::Grant)
    }
}

/// What a verb is to the rules, whatever the state of the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum VerbTrait {
    /// Valid only if the policy grants it.
    Grant,
    /// Decides something about the complaint. The person complained about can still hand it over,
    /// and say or prove something.
    Judgment,
    /// A payment, refusal, decision or finding, or the start of a round, whose clocks would be lost:
    /// its author cannot take it back.
    Binding,
    /// Its author handles the case.
    Handling,
    /// Ends the round.
    EndsRound,
    /// Begins a new round.
    BeginsRound,
    /// Anybody may add it, so it has little room in a file.
    Remark,
    /// Answers, ends or corrects a case, so it has room in a file that is full for others.
    Essential,
}

/// A record whose keys depend on each other.
pub(crate) trait Dependent {
    /// How they do, for the schema.
    const CHOICE: Choice;

    /// A missing key that other keys require.
    fn lacks(&self) -> Option<&'static str>;
}

/// Returns the record, or reports the missing key that others require.
pub(crate) fn complete<R: Dependent>(record: R, fields: &mut Fields) -> Option<R> {
    let Some(key) = record.lacks() else {
        return Some(record);
    };
    if !fields.has_reported(key) {
        fields.report_missing(key);
    }
    None
}

/// A value of a record: how it is read, written and shown.
pub(crate) trait Recorded<V = Self>: KeyType<CaseFile, V> {
    /// Whether it is text; its keys must then declare where it is shown.
    const IS_TEXT: bool = false;

    /// The value in the file; `None` leaves the key out.
    fn write(value: &V) -> Option<Value>;

    /// The value on a line, if shown.
    fn told(value: &V, phrases: &Phrases<'_>) -> Option<Argument>;

    /// A strategy for values that can be written.
    #[cfg(test)]
    fn any() -> BoxedStrategy<V>;
}

/// A text or an optional text.
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
