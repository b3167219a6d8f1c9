//! Words that the program defines: enums whose variants have one name in files, on the command line and in messages.

use std::str::FromStr;

use strum::{EnumMessage, VariantArray};

/// One of some words. `strum` derives all of it: the words from the names of the variants, what they mean from their
/// doc comments.
pub trait Word:
    VariantArray + EnumMessage + FromStr<Err = strum::ParseError> + Into<&'static str> + Copy + Eq
{
    /// Every value, in the order in which they are offered.
    const ALL: &'static [Self] = Self::VARIANTS;

    /// The word in files and on the command line.
    fn word(self) -> &'static str {
        self.into()
    }

    /// What it means.
    fn meaning(self) -> &'static str {
        self.get_documentation().unwrap_or_default()
    }
}

/// All words of a type.
pub(crate) fn words<W: Word>() -> Vec<&'static str> {
    W::ALL.iter().map(|value| value.word()).collect()
}
