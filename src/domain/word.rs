//! Keywords of the program: enums whose variants have one name in files, on the command line and in
//! messages.

use std::str::FromStr;

pub(crate) use complaint_derive::Word;

/// A keyword from a fixed set, implemented by `#[derive(Word)]`.
pub trait Word: FromStr<Err = ()> + Copy + Eq + 'static {
    /// All values, in the order in which they are listed.
    const ALL: &'static [Self];

    /// The keyword in files and on the command line.
    fn word(self) -> &'static str;

    /// A one-line description.
    fn meaning(self) -> &'static str;
}

/// All keywords of a type.
pub(crate) fn words<W: Word>() -> Vec<&'static str> {
    W::ALL.iter().map(|value| value.word()).collect()
}
