//! Cells of tables.

use crate::domain::message::{Message, ToArgument, message};
use crate::render::language::{self, Language, say};
use crate::render::style::Tone;

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cell {
    pub(super) shown: String,
    /// Replaces `shown` in program output.
    data: Option<String>,
    pub(super) side: Side,
    pub(super) tone: Option<Tone>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

impl Cell {
    /// A text from the data.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self {
            shown: text.into(),
            data: None,
            side: Side::Left,
            tone: None,
        }
    }

    /// A text that may be absent.
    pub(crate) fn maybe(text: Option<impl Into<String>>) -> Self {
        text.map_or_else(Self::empty, Self::text)
    }

    /// An empty cell.
    pub(crate) fn empty() -> Self {
        Self::text("")
    }

    /// A number, aligned right.
    pub(crate) fn number(number: impl ToString) -> Self {
        Self::text(number.to_string()).right()
    }

    /// A number that may be absent.
    pub(crate) fn maybe_number(number: Option<impl ToString>) -> Self {
        number.map_or_else(|| Self::empty().right(), Self::number)
    }

    /// A message; English in program output.
    pub(crate) fn message(message: impl Into<Message>) -> Self {
        let message = message.into();
        let cell = Self::text(say(&message));
        match language::current() {
            Language::English => cell,
            Language::Pseudo => cell.data(Language::English.message(&message)),
        }
    }

    /// A word of the program; English in program output.
    pub(crate) fn word(word: impl ToArgument) -> Self {
        Self::message(message!("{word}", word))
    }

    /// Sets the text for program output.
    pub(crate) fn data(mut self, data: impl Into<String>) -> Self {
        self.data = Some(data.into());
        self
    }

    /// Sets the tone, used where colours are available.
    pub(crate) fn tone(mut self, tone: impl Into<Option<Tone>>) -> Self {
        self.tone = tone.into();
        self
    }

    pub(crate) fn right(mut self) -> Self {
        self.side = Side::Right;
        self
    }

    pub(super) fn for_programs(&self) -> &str {
        self.data.as_deref().unwrap_or(&self.shown)
    }
}
