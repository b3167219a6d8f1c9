//! Derives for the library `complaint`: a table of keys is an ordinary struct, and its doc comments
//! are the reference.
//!
//! The code that they emit only lists fields. What is done with a field is decided by the traits of
//! `complaint::domain::keyed` and their implementations.

mod attributes;
mod events;
mod keys;
mod record;
mod word;

use proc_macro::TokenStream;
use syn::{DeriveInput, Error, parse_macro_input};

/// A struct whose fields are the keys of a verb (`#[verb]`), a part of them that several verbs
/// share (`#[record]`), or the keys of a table of the policy (`#[table("[[alert]]")]`).
///
/// The doc comment of a field is what the reference says of its key. `#[key(...)]` takes:
///
/// - `example = "..."`, `rule = "B4, B9"`: as they stand in the reference.
/// - `name = "for"`: the key, where it is not the name of the field (`_` is `-` in a verb).
/// - `as = Kind`: what the key takes, where the type of the field does not say it.
/// - `absent = "every case"`, `default = "true"`: what holds where the key is left out, in words or
///   as it is written.
/// - `missing = "..."`: the hint where a required key is missing, else `add: KEY = EXAMPLE`.
/// - `flatten`: the field is a table of keys itself, whose keys stand among these.
/// - `spot`: the field is the place of the table.
/// - `given`: the field is no key of the table; what is read gives it, such as a choice of the calendar.
/// - `moves_limits`: the due instants of cases depend on the key.
///
/// For a key of a verb, in addition:
///
/// - `headline`, `headline = "by {}"`: stands in lists of events and in the subject of the commit;
///   text does only with `list = Channels`, and in the subject only where the policy lists the
///   value.
/// - `line`, `line = ", by {}"`: stands in lists of events, never in a commit.
/// - `said`: free text, shown below the event. With `line`: on the line where another key is said.
/// - `last`: stands behind all others on the line.
/// - `imports`, `imports = "solved"`: a mapping of a ledger may give it, and what it is where the
///   mapping does not.
///
/// A field with text of a verb says at least one of `headline`, `line` and `said`, or it does not
/// compile.
///
/// `#[verb(...)]` takes `noun = "assignment"`, `grants = no` (whether it counts only as far as the
/// policy grants it), `imports = yes` (whether a ledger may bring it in), `after_the_end = Never`
/// (a variant of `AfterTheEnd`). It and `#[record(...)]` take `order = "a, b"`, the order of the
/// keys in the reference where the file has another, and `lacks`: keys depend on each other, as the
/// struct says as a `Dependent`.
#[proc_macro_derive(Keys, attributes(verb, record, table, key))]
pub fn derive_keys(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    keys::derive(&input)
        .unwrap_or_else(Error::into_compile_error)
        .into()
}

/// The enum of all events: from its variants follow the verbs, in the order that breaks ties of
/// time, with what the struct of each says. `#[event(unknown)]` marks the variant without a verb.
#[proc_macro_derive(Events, attributes(event))]
pub fn derive_events(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    events::derive(&input)
        .unwrap_or_else(Error::into_compile_error)
        .into()
}

/// An enum whose variants are words of the program, in the order in which they are offered: `ALL`,
/// `word`, `meaning` (the doc comment), `FromStr`, `Display`, and an argument of messages.
///
/// The word is the name of the variant in kebab case, or `#[word("...")]`.
#[proc_macro_derive(Word, attributes(word))]
pub fn derive_word(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    word::derive(&input)
        .unwrap_or_else(Error::into_compile_error)
        .into()
}
