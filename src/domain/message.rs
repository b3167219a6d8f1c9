//! Messages as values: an English text with named placeholders, and their arguments. Messages
//! become text when they are rendered, in the language of the process; the English text is the key
//! in a catalogue.
//!
//! ```
//! use complaint::domain::message::{message, plural, text};
//! let (name, count) = ("respond", 3);
//! let finding = message!("there is no deadline '{name}'", name);
//! let counted = plural!(count, "{count} case is late", "{count} cases are late");
//! let label = text!("nobody has followed up");
//! ```
//! The compiler checks that placeholders and arguments match:
//! ```compile_fail
//! use complaint::domain::message::message;
//! message!("no deadline '{name}' at {level}", name = "respond");
//! ```
//! ```compile_fail
//! use complaint::domain::message::message;
//! message!("no deadline '{name}'", name = "respond", level = "general");
//! ```
//! ```compile_fail
//! use complaint::domain::message::message;
//! message!("no deadline '{name:>9}'", name = "respond");
//! ```
//! ```compile_fail
//! use complaint::domain::message::text;
//! text!("no deadline '{name}'");
//! ```
//! The same with the right arguments compiles:
//! ```
//! use complaint::domain::message::{message, text};
//! message!("no deadline '{name}' at {level}", name = "respond", level = "general");
//! message!("no deadline '{name}'", name = "respond");
//! text!("no deadline");
//! ```

mod argument;
mod command;
mod errors;
#[macro_use]
mod macros;
mod to_argument;

pub use argument::{Argument, Case, Command, Join, Part, TimeForm};
pub use macros::{checked, unplaced};
pub use to_argument::ToArgument;
pub(crate) use to_argument::{
    all_of, any_of, conjunction, day_and_time, each_of, end_at, ends_apart, events_apart, in_form,
    in_turn, instant, listed, one, one_of_each, quoted, series,
};

pub use crate::{message, plural, text};

/// A text with named placeholders, and its arguments. Small, because findings are passed by value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message(Body);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Body {
    Fixed(&'static str),
    Composed(Box<Composed>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Composed {
    text: Text,
    arguments: Vec<(&'static str, Argument)>,
}

/// The text of a message, with its placeholders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Text {
    /// A text that does not depend on the arguments; the key in a catalogue.
    Fixed(&'static str),
    /// A singular and a plural text.
    Counted {
        one: &'static str,
        /// For every count except 1.
        other: &'static str,
        count: u64,
    },
}

impl Message {
    /// A text without placeholders; use [`text!`], which checks that.
    pub const fn fixed(text: &'static str) -> Self {
        Self(Body::Fixed(text))
    }

    /// A text with its arguments; use [`message!`] or [`plural!`], which check that they match.
    pub fn new(text: Text, arguments: Vec<(&'static str, Argument)>) -> Self {
        Self(Body::Composed(Box::new(Composed { text, arguments })))
    }

    /// The text, with its placeholders.
    pub(crate) fn text(&self) -> Text {
        match &self.0 {
            Body::Fixed(text) => Text::Fixed(text),
            Body::Composed(composed) => composed.text,
        }
    }

    fn arguments(&self) -> &[(&'static str, Argument)] {
        match &self.0 {
            Body::Fixed(_) => &[],
            Body::Composed(composed) => &composed.arguments,
        }
    }

    /// The argument for a placeholder.
    pub(crate) fn argument(&self, place: &str) -> Option<&Argument> {
        let (_, argument) = self.arguments().iter().find(|(name, _)| *name == place)?;
        Some(argument)
    }

    /// Whether an argument, also of a nested message, is this piece of data.
    pub(crate) fn mentions(&self, data: &str) -> bool {
        self.arguments().iter().any(|(_, it)| it.mentions(data))
    }
}
