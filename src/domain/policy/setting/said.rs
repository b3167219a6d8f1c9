//! What keys and statements say.

use crate::domain::keys::{Absent, Key};
use crate::domain::message::{Argument, Message, ToArgument, listed, message, text};

/// What a key or a statement says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Said {
    Phrase(Message),
    /// Values in an order.
    Values(Vec<Argument>),
}

impl Said {
    /// A name or another piece of data.
    pub(crate) fn data(value: impl ToArgument) -> Self {
        Self::Phrase(message!("{value}", value))
    }

    /// Values in an order.
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

/// A key with its value as it is written, by which two policies are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KeyAspect {
    pub key: Key,
    /// `None`: as if the key were left out.
    pub said: Option<Said>,
    /// Whether the due instants of cases depend on it.
    pub moves_limits: bool,
}

impl KeyAspect {
    /// What it says, or what being left out means.
    pub(crate) fn to_message(&self) -> Message {
        match (&self.said, self.key.absent) {
            (Some(said), _) => said.to_message(),
            (None, Absent::Means(meaning)) => Message::fixed(meaning),
            (None, Absent::Value(_) | Absent::Refused) => text!("left out"),
        }
    }
}
