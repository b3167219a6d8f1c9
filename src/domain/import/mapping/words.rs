//! The words that a mapping uses for other values.

use crate::domain::amount::DecimalMark;
use crate::domain::word::Word;

/// The delimiter of a row's cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Word)]
pub(super) enum Delimiter {
    #[word(",")]
    Comma,
    #[word(";")]
    Semicolon,
    /// A literal tab.
    #[word("\t")]
    Tab,
    /// A tab by name.
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

/// The quote character of cells.
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

/// The decimal mark of an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Word)]
pub(super) enum Decimal {
    #[word(".")]
    Point,
    #[word(",")]
    Comma,
}

impl Decimal {
    pub(super) fn mark(self) -> DecimalMark {
        match self {
            Self::Point => DecimalMark::Point,
            Self::Comma => DecimalMark::Comma,
        }
    }
}

/// How to treat a value that `values` does not list, unless there is a replacement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Word)]
pub(super) enum UnlistedWord {
    /// The value is used as it is.
    Keep,
    /// The row is not imported.
    Refuse,
}
