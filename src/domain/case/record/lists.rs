//! Values of records that are a list or a mapping in the file; empty if left out.

use super::{CaseFile, Phrases, Recorded};
use crate::domain::case::fields::{Fields, Value};
use crate::domain::keyed::{KeyType, Omission};
use crate::domain::keys::{Key, Takes, Words};
use crate::domain::message::{Argument, ToArgument, any_of, listed, message};
use crate::domain::names::StaffId;
use crate::domain::share::Share;
use crate::domain::word::{Word, words};

#[cfg(test)]
use crate::domain::case::arbitrary;
#[cfg(test)]
use proptest::prelude::*;

/// Comma-separated items; `None` for an empty list.
fn told<T: ToArgument>(items: &[T]) -> Option<Argument> {
    (!items.is_empty()).then(|| listed(items))
}

fn names(items: impl Iterator<Item = String>) -> Option<Value> {
    let items: Vec<String> = items.collect();
    (!items.is_empty()).then_some(Value::List(items))
}

impl KeyType<CaseFile> for Vec<String> {
    const TAKES: Takes = Takes::List;
    const OMISSION: Omission = Omission::Means("nothing");

    fn read(fields: &mut Fields, key: &'static Key) -> Option<Self> {
        Some(fields.list(key.name))
    }
}

impl Recorded for Vec<String> {
    const IS_TEXT: bool = true;

    fn write(value: &Self) -> Option<Value> {
        names(value.iter().cloned())
    }

    fn told(value: &Self, _phrases: &Phrases<'_>) -> Option<Argument> {
        told(value)
    }

    #[cfg(test)]
    fn any() -> BoxedStrategy<Self> {
        prop::collection::vec(arbitrary::text(), 0..3).boxed()
    }
}

impl KeyType<CaseFile> for Vec<StaffId> {
    const TAKES: Takes = Takes::List;
    const OMISSION: Omission = Omission::Means("nothing");

    fn read(fields: &mut Fields, key: &'static Key) -> Option<Self> {
        Some(fields.staff(key.name))
    }
}

impl Recorded for Vec<StaffId> {
    fn write(value: &Self) -> Option<Value> {
        names(value.iter().map(ToString::to_string))
    }

    fn told(value: &Self, _phrases: &Phrases<'_>) -> Option<Argument> {
        told(value)
    }

    #[cfg(test)]
    fn any() -> BoxedStrategy<Self> {
        prop::collection::vec(arbitrary::staff(), 0..3).boxed()
    }
}

/// Unknown words are reported and skipped.
impl<W: Word + ToArgument> KeyType<CaseFile> for Vec<W> {
    const TAKES: Takes = Takes::WordList(Words(words::<W>));
    const OMISSION: Omission = Omission::Means("nothing");

    fn read(fields: &mut Fields, key: &'static Key) -> Option<Self> {
        let mut values = Vec::new();
        for text in fields.list(key.name) {
            match text.parse() {
                Ok(value) => values.push(value),
                Err(()) => {
                    let wanted = message!("{words}", words = any_of(W::ALL));
                    fields.wrong_text::<W>(key.name, &wanted, &text);
                }
            }
        }
        Some(values)
    }
}

impl<W: Word + ToArgument + std::fmt::Debug> Recorded for Vec<W> {
    fn write(value: &Self) -> Option<Value> {
        names(value.iter().map(|word| word.word().to_owned()))
    }

    fn told(value: &Self, _phrases: &Phrases<'_>) -> Option<Argument> {
        told(value)
    }

    #[cfg(test)]
    fn any() -> BoxedStrategy<Self> {
        prop::sample::subsequence(W::ALL, 0..=W::ALL.len()).boxed()
    }
}

/// Parties with their shares of a whole.
impl KeyType<CaseFile> for Vec<(String, Share)> {
    const TAKES: Takes = Takes::Shares;
    const OMISSION: Omission = Omission::Means("nothing");

    fn read(fields: &mut Fields, key: &'static Key) -> Option<Self> {
        Some(fields.shares(key.name))
    }
}

impl Recorded for Vec<(String, Share)> {
    const IS_TEXT: bool = true;

    fn write(value: &Self) -> Option<Value> {
        (!value.is_empty()).then(|| Value::Shares(value.clone()))
    }

    fn told(value: &Self, _phrases: &Phrases<'_>) -> Option<Argument> {
        let shares: Vec<_> = value
            .iter()
            .map(|(party, share)| message!("{party} {share}", party, share = share.to_string()))
            .collect();
        told(&shares)
    }

    #[cfg(test)]
    fn any() -> BoxedStrategy<Self> {
        prop::collection::btree_map(arbitrary::text(), arbitrary::share(), 0..3)
            .prop_map(|shares| shares.into_iter().collect())
            .boxed()
    }
}
