//! The values of keys and statements.

use crate::domain::keys::{Absent, Key};
use crate::domain::message::{Argument, Message, ToArgument, listed, message, text};

/// The value of a key or a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Said {
    Phrase(Message),
    /// Values, in order.
    Values(Vec<Argument>),
}

impl Said {
    /// A name or other data.
    pub(crate) fn data(value: impl ToArgument) -> Self {
        Self::Phrase(message!("{value}", value))
    }

    /// Values, in order.
    pub(crate) fn values<T: ToArgument>(values: impl IntoIterator<Item = T>) -> Self {
        Self::Values(values.into_iter().map(|it| it.to_argument()).collect())
    }

    pub(crate) fn to_message(&self) -> Message {
        match self {
            Self::Phrase(phrase) => phrase.clone(),
            Self::Values(values) if values.is_empty() => text!("none"),
            Self::Values(values) => message!("{values}", values = listed(values)),
        }
    }
}

/// A key with its value as written, for comparing two policies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KeyAspect {
    pub key: Key,
    /// `None` if the value equals a missing key.
    pub said: Option<Said>,
    /// Whether the due instants of cases depend on it.
    pub moves_limits: bool,
}

impl KeyAspect {
    /// A key on which no due instant depends.
    pub(crate) fn new(key: Key, said: Option<Said>) -> Self {
        Self {
            key,
            said,
            moves_limits: false,
        }
    }

    /// The value, or the meaning of the missing key.
    pub(crate) fn to_message(&self) -> Message {
        match (&self.said, self.key.absent) {
            (Some(said), _) => said.to_message(),
            (None, Absent::Means(meaning)) => Message::fixed(meaning),
            (None, Absent::Value(_) | Absent::Refused) => text!("left out"),
        }
    }
}
