//! Words that the program defines: enums whose variants have one name in files, on the command line and in messages.

use std::str::FromStr;

pub(crate) use complaint_derive::Word;

/// One of some words: `#[derive(Word)]` gives all of it.
pub trait Word: FromStr<Err = ()> + Copy + Eq + 'static {
    /// Every value, in the order in which they are offered.
    const ALL: &'static [Self];

    /// The word in files and on the command line.
    fn word(self) -> &'static str;

    /// What it means, in one line.
    fn meaning(self) -> &'static str;
}

/// All words of a type.
pub(crate) fn words<W: Word>() -> Vec<&'static str> {
    W::ALL.iter().map(|value| value.word()).collect()
}
