//! The language of the process. It is set once, when the command line is read; the domain does not
//! know it.

use std::sync::OnceLock;

pub use crate::domain::language::Language;
use crate::domain::message::ToArgument;

static CURRENT: OnceLock<Language> = OnceLock::new();

/// Sets the language of the process; only the first call has an effect.
pub(crate) fn set(language: Language) {
    let _ = CURRENT.set(language);
}

/// The language of the process; English by default.
pub(crate) fn current() -> Language {
    CURRENT.get().copied().unwrap_or(Language::English)
}

/// Renders an argument (a message, a keyword, an amount, an instant) in the language of the
/// process.
pub(crate) fn say(thing: &(impl ToArgument + ?Sized)) -> String {
    current().argument(thing)
}
