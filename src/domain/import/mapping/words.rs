//! Words of a mapping that stand for something else.

use crate::domain::word::Word;

/// What parts the cells of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Word)]
pub(super) enum Delimiter {
    #[word(",")]
    Comma,
    #[word(";")]
    Semicolon,
    /// A tab, as it is.
    #[word("\t")]
    Tab,
    /// A tab, by its name.
    #[word("tab")]
    NamedTab,
    #[word("|")]
    Bar,
}

impl Delimiter {
    pub(super) fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab | Self::NamedTab => b'\t',
            Self::Bar => b'|',
        }
    }
}

/// What cells are quoted with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Word)]
pub(super) enum Quote {
    #[word("\"")]
    Double,
    #[word("'")]
    Single,
    None,
}

impl Quote {
    pub(super) fn byte(self) -> Option<u8> {
        match self {
            Self::Double => Some(b'"'),
            Self::Single => Some(b'\''),
            Self::None => None,
        }
    }
}

/// What stands before the decimal places of an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Word)]
pub(super) enum DecimalMark {
    #[word(".")]
    Point,
    #[word(",")]
    Comma,
}

impl DecimalMark {
    pub(super) fn char(self) -> char {
        match self {
            Self::Point => '.',
            Self::Comma => ',',
        }
    }
}

/// What becomes of a value that `values` does not list, unless something is taken instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Word)]
pub(super) enum UnlistedWord {
    /// It is taken as it is.
    Keep,
    /// The row is not taken.
    Refuse,
}
