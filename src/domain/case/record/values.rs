//! Names, instants, numbers and keywords in records.

use rust_decimal::Decimal;

use super::{CaseFile, Phrases, Recorded, Scalar};
use crate::domain::amount::parse_amount;
use crate::domain::case::fields::{AN_AMOUNT, AN_INSTANT, Fields, STAFF_ID, Value};
use crate::domain::keyed::{KeyType, Omission};
use crate::domain::keys::{Key, STAFF, Takes, Words};
use crate::domain::message::{Argument, Message, ToArgument, any_of, message, text};
use crate::domain::names::{Digest, Handle, StaffId};
use crate::domain::time::{Instant, parse_rfc3339};
use crate::domain::word::{Word, words};

#[cfg(test)]
use crate::domain::case::arbitrary;
#[cfg(test)]
use proptest::prelude::*;

impl Scalar for StaffId {
    const TAKES: Takes = Takes::Form(STAFF);

    fn wanted() -> Message {
        STAFF_ID
    }

    fn parse(text: String) -> Result<Self, String> {
        text.parse().map_err(|_| text)
    }

    fn write(value: &Self) -> Value {
        Value::Text(value.to_string())
    }

    fn told(value: &Self, _phrases: &Phrases<'_>) -> Option<Argument> {
        Some(value.to_argument())
    }

    #[cfg(test)]
    fn any() -> BoxedStrategy<Self> {
        arbitrary::staff().boxed()
    }
}

/// The kind of thing that a handle refers to.
pub(crate) trait HandleKind {
    /// The expected value, in messages.
    fn wanted() -> Message;
}

/// The handle of a proposal.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ProposalHandle {}

impl HandleKind for ProposalHandle {
    fn wanted() -> Message {
        text!("a proposal's handle")
    }
}

/// The handle of a corrective action.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ActionHandle {}

impl HandleKind for ActionHandle {
    fn wanted() -> Message {
        text!("the handle of an action")
    }
}

impl<K: HandleKind> Scalar<Handle> for K {
    const TAKES: Takes = Takes::Form("^[0-9A-Za-z-]{2,32}$");

    fn wanted() -> Message {
        K::wanted()
    }

    fn parse(text: String) -> Result<Handle, String> {
        text.parse().map_err(|_| text)
    }

    fn write(value: &Handle) -> Value {
        Value::Text(value.as_str().to_owned())
    }

    fn told(value: &Handle, _phrases: &Phrases<'_>) -> Option<Argument> {
        Some(value.to_argument())
    }

    #[cfg(test)]
    fn any() -> BoxedStrategy<Handle> {
        "[A-Z0-9]{4}"
            .prop_map(|handle| handle.parse().expect("a handle"))
            .boxed()
    }
}

impl Scalar for Digest {
    const TAKES: Takes = Takes::Form("^[0-9A-Fa-f]{16}$");

    fn wanted() -> Message {
        text!("the digest of an event")
    }

    fn parse(text: String) -> Result<Self, String> {
        text.parse().map_err(|_| text)
    }

    fn write(value: &Self) -> Value {
        Value::Text(value.to_string())
    }

    fn told(value: &Self, phrases: &Phrases<'_>) -> Option<Argument> {
        Some(phrases.event(*value))
    }

    #[cfg(test)]
    fn any() -> BoxedStrategy<Self> {
        proptest::num::u64::ANY.prop_map(Digest).boxed()
    }
}

impl Scalar for Instant {
    const TAKES: Takes = Takes::Instant;

    fn wanted() -> Message {
        AN_INSTANT
    }

    fn parse(text: String) -> Result<Self, String> {
        parse_rfc3339(&text).map_err(|_| text)
    }

    fn write(value: &Self) -> Value {
        Value::Instant(*value)
    }

    fn told(value: &Self, phrases: &Phrases<'_>) -> Option<Argument> {
        Some(phrases.end(*value))
    }

    #[cfg(test)]
    fn any() -> BoxedStrategy<Self> {
        arbitrary::instant().boxed()
    }
}

impl Scalar for Decimal {
    const TAKES: Takes = Takes::Amount;

    fn wanted() -> Message {
        AN_AMOUNT
    }

    fn parse(text: String) -> Result<Self, String> {
        parse_amount(&text).ok_or(text)
    }

    fn write(value: &Self) -> Value {
        Value::Decimal(*value)
    }

    fn told(value: &Self, _phrases: &Phrases<'_>) -> Option<Argument> {
        Some(value.to_argument())
    }

    #[cfg(test)]
    fn any() -> BoxedStrategy<Self> {
        arbitrary::amount().boxed()
    }
}

/// A mark from 1 to 5.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Mark {}

impl Scalar<u8> for Mark {
    const TAKES: Takes = Takes::Whole(1, 5);

    fn wanted() -> Message {
        text!("a mark from 1 to 5")
    }

    fn parse(text: String) -> Result<u8, String> {
        let mark = text.parse().ok().filter(|mark| (1..=5).contains(mark));
        mark.ok_or(text)
    }

    fn write(value: &u8) -> Value {
        Value::Whole(u64::from(*value))
    }

    fn told(value: &u8, _phrases: &Phrases<'_>) -> Option<Argument> {
        Some(value.to_argument())
    }

    #[cfg(test)]
    fn any() -> BoxedStrategy<u8> {
        (1_u8..=5).boxed()
    }
}

impl<W: Word + ToArgument + std::fmt::Debug + 'static> Scalar for W {
    const TAKES: Takes = Takes::Word(Words(words::<W>));

    fn wanted() -> Message {
        message!("{words}", words = any_of(W::ALL))
    }

    fn parse(text: String) -> Result<Self, String> {
        text.parse().map_err(|()| text)
    }

    fn write(value: &Self) -> Value {
        Value::Text(value.word().to_owned())
    }

    fn told(value: &Self, _phrases: &Phrases<'_>) -> Option<Argument> {
        Some(value.to_argument())
    }

    #[cfg(test)]
    fn any() -> BoxedStrategy<Self> {
        prop::sample::select(W::ALL).boxed()
    }
}

/// `true`, or left out.
impl KeyType<CaseFile> for bool {
    const TAKES: Takes = Takes::True;
    const OMISSION: Omission = Omission::Means("nothing");

    fn read(fields: &mut Fields, key: &'static Key) -> Option<Self> {
        Some(fields.flag(key.name))
    }
}

impl Recorded for bool {
    fn write(value: &Self) -> Option<Value> {
        value.then_some(Value::True)
    }

    fn told(value: &Self, _phrases: &Phrases<'_>) -> Option<Argument> {
        value.then(|| "true".to_argument())
    }

    #[cfg(test)]
    fn any() -> BoxedStrategy<Self> {
        proptest::bool::ANY.boxed()
    }
}
