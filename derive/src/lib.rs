//! Derives for the crate `complaint`: a table of keys is an ordinary struct, and its doc comments
//! are the reference.
//!
//! The generated code only lists fields. The traits of `complaint::domain::keyed` and their
//! implementations decide how each field is read and written.

mod attributes;
mod events;
mod keys;
mod record;
mod word;

use proc_macro::TokenStream;
use syn::{DeriveInput, Error, parse_macro_input};

/// A struct whose fields are the keys of a verb (`#[verb]`), a part of them that several verbs
/// share (`#[record]`), or the keys of a policy table (`#[table("[[alert]]")]`).
///
/// The doc comment of a field is the description of its key in the reference. `#[key(...)]` takes:
///
/// - `example = "..."`, `rule = "B4, B9"`: the example and the rules in the reference.
/// - `name = "for"`: the key, if it differs from the name of the field (`_` is `-` in a verb).
/// - `as = Kind`: the kind of the value, if the type of the field does not imply it.
/// - `absent = "every case"`, `default = "true"`: what applies if the key is left out, in words or
///   as a value.
/// - `missing = "..."`: the hint if a required key is missing. Default: `add: KEY = EXAMPLE`.
/// - `flatten`: the field is a table of keys itself, which are inlined here.
/// - `spot`: the field is the place of the table.
/// - `given`: not a key of the table; the reader supplies it, for example the chosen calendar.
/// - `moves_limits`: the key affects when cases are due.
///
/// For a key of a verb, in addition:
///
/// - `headline`, `headline = "by {}"`: shown in lists of events and in the subject of the commit.
///   A text also needs `list` or `names`.
/// - `list = Channels`, `names = Levels`: the source of the name, a `List` or another `NameSource`.
///   The subject of a commit contains the name only if the policy defines it there.
/// - `line`, `line = ", by {}"`: shown in lists of events, never in a commit.
/// - `said`: free text, shown below the event. With `line`: on the line if the text of another key
///   is shown below.
/// - `last`: shown after all other keys of the line.
/// - `imports`, `imports = "solved"`: the mapping of a ledger may set it; the text is what applies
///   if the mapping does not.
///
/// A text field of a verb needs `headline`, `line` or `said`; it does not compile otherwise.
///
/// `#[verb(...)]` takes `noun = "assignment"` and `is(Judgment, Binding)`, its traits: variants of
/// `VerbTrait`, or none. An import may write a verb with a key that has `imports`. It and
/// `#[record(...)]` take `order = "a, b"`, the order of the keys in the reference if the file has another, and
/// `lacks`: the struct implements `Dependent` because keys depend on each other.
#[proc_macro_derive(Keys, attributes(verb, record, table, key))]
pub fn derive_keys(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    keys::derive(&input)
        .unwrap_or_else(Error::into_compile_error)
        .into()
}

/// The enum of all events. Generates `Verb` with a variant for each event; the order of the
/// variants breaks ties between events of the same time. `#[event(unknown)]` marks the variant
/// without a verb.
#[proc_macro_derive(Events, attributes(event))]
pub fn derive_events(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    events::derive(&input)
        .unwrap_or_else(Error::into_compile_error)
        .into()
}

/// An enum whose variants are keywords. Generates `ALL` in the order of the variants, `word`,
/// `meaning` (the doc comment), `FromStr`, `Display` and `ToArgument`.
///
/// The word is the name of the variant in kebab case, or `#[word("...")]`.
#[proc_macro_derive(Word, attributes(word))]
pub fn derive_word(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    word::derive(&input)
        .unwrap_or_else(Error::into_compile_error)
        .into()
}
