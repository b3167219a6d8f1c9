//! What is said to people, as a value: an English text with named places, and what stands in them.
//! Only rendering makes it text, in the language of the process; the English text is its key in a
//! catalogue.
//!
//! ```
//! use complaint::domain::message::{message, plural, text};
//! let (name, count) = ("respond", 3);
//! let finding = message!("there is no deadline '{name}'", name);
//! let counted = plural!(count, "{count} case is late", "{count} cases are late");
//! let label = text!("nobody has followed up");
//! ```
//! Places and arguments belong together, which the compiler checks:
//! ```compile_fail
//! complaint::domain::message::message!("there is no deadline '{name}' at {level}", name = "respond");
//! ```
//! ```compile_fail
//! complaint::domain::message::message!("there is no deadline '{name}'", name = "respond", level = "general");
//! ```
//! ```compile_fail
//! complaint::domain::message::message!("there is no deadline '{name:>9}'", name = "respond");
//! ```
//! ```compile_fail
//! complaint::domain::message::text!("there is no deadline '{name}'");
//! ```

mod argument;
mod command;
mod errors;
#[macro_use]
mod macros;
mod to_argument;

pub use argument::{Argument, Case, Command, Join, Part, TimeForm};
pub use macros::{checked, unplaced};
pub(crate) use to_argument::words_in_messages;
pub use to_argument::{
    ToArgument, all_of, any_of, day_and_time, instant, listed, one, one_of_each, quoted, series,
};

pub use crate::{message, plural, text};

/// A text with named places, and its arguments. Small, since findings are handed on by value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message(Body);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Body {
    Fixed(&'static str),
    Composed(Box<Composed>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Composed {
    source: Source,
    arguments: Vec<(&'static str, Argument)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Source {
    Code(Text<'static>),
    Opaque(String), // transition
}

/// The text of a message before anything stands in its places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Text<'a> {
    /// One text, whatever the arguments: the key in a catalogue.
    Fixed(&'static str),
    /// A text for one, and a text for any other count.
    Counted {
        /// For one.
        one: &'static str,
        /// For none, two and more.
        other: &'static str,
        /// How many.
        count: u64,
    },
    /// A text that was put together before it came here; it has no places.
    Opaque(&'a str), // transition
}

impl Message {
    /// A text without places; use [`text!`], which checks that.
    pub const fn fixed(text: &'static str) -> Self {
        Self(Body::Fixed(text))
    }

    /// A text with its arguments; use [`message!`] or [`plural!`], which check that they belong
    /// together.
    pub fn new(text: Text<'static>, arguments: Vec<(&'static str, Argument)>) -> Self {
        let source = Source::Code(text);
        Self(Body::Composed(Box::new(Composed { source, arguments })))
    }

    /// The text before anything stands in its places.
    pub fn text(&self) -> Text<'_> {
        match &self.0 {
            Body::Fixed(text) => Text::Fixed(text),
            Body::Composed(composed) => match &composed.source {
                Source::Code(text) => *text,
                Source::Opaque(text) => Text::Opaque(text), // transition
            },
        }
    }

    fn arguments(&self) -> &[(&'static str, Argument)] {
        match &self.0 {
            Body::Fixed(_) => &[],
            Body::Composed(composed) => &composed.arguments,
        }
    }

    /// What stands in a place.
    pub fn argument(&self, place: &str) -> Option<&Argument> {
        let (_, argument) = self.arguments().iter().find(|(name, _)| *name == place)?;
        Some(argument)
    }

    /// Whether a name or another piece of data stands in it, or in a message that stands in it.
    pub fn mentions(&self, data: &str) -> bool {
        let is_in_text = match self.text() {
            Text::Opaque(text) => text.contains(data), // transition
            Text::Fixed(_) | Text::Counted { .. } => false,
        };
        is_in_text || self.arguments().iter().any(|(_, it)| it.mentions(data))
    }
}

impl From<String> for Message {
    fn from(text: String) -> Self {
        let source = Source::Opaque(text); // transition
        let arguments = Vec::new();
        Self(Body::Composed(Box::new(Composed { source, arguments })))
    }
}

impl From<&'static str> for Message {
    fn from(text: &'static str) -> Self {
        Self::from(text.to_owned()) // transition
    }
}
