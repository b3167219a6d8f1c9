//! Every key of `policy.toml` and of case files, described once: the handbook, the JSON Schemas and
//! the reader's hints are made from this, and tests hold it against what the readers ask for.

/// A table of keys.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    /// What messages call it: `[calendar]`, `[[deadline]]`, `'when'`; NAME where its keys stand
    /// below a name of the organisation's choice. Empty for the file itself.
    pub label: &'static str,
    /// What it decides, as paragraphs of Markdown.
    pub text: &'static str,
    /// Its keys, in the order in which they are explained.
    pub keys: &'static [Key],
    /// Which of them do not stand together.
    pub choice: Choice,
}

/// Which keys of a table do not stand together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    Free,
    /// One of these at most.
    AtMostOne(&'static [&'static str]),
    /// One of these, and only one.
    One(&'static [&'static str]),
}

impl Choice {
    /// The keys that do not stand together.
    pub(crate) fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Free => &[],
            Self::AtMostOne(keys) | Self::One(keys) => keys,
        }
    }
}

/// One key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    pub takes: Takes,
    /// What holds where it is left out.
    pub absent: Absent,
    /// A value, as it is written after the `=` or `:`; empty where a table of its own has the
    /// example.
    pub example: &'static str,
    /// What it decides or records.
    pub text: &'static str,
    /// The rules that it serves, by their ids in the catalogue of requirements (`C1, C7`).
    pub rules: &'static str,
    /// What to do where a required key is missing; empty: add its example.
    pub missing: &'static str,
    /// Whether a ledger may give it.
    pub imported: Imported,
}

/// Whether the mapping of a ledger may give a key of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Imported {
    No,
    IfGiven,
    /// It may; else the key has this value.
    Else(&'static str),
}

/// What holds where a key is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absent {
    /// It may not be left out.
    Refused,
    /// A value, as it is written.
    Value(&'static str),
    /// What that means, in words.
    Means(&'static str),
}

/// What a key takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    Exactly(u32),
    Text,
    /// A text or a list of texts.
    Texts,
    /// A list of texts.
    List,
    /// Any text; these are offered.
    Offered(Words),
    /// One of some words.
    Word(Words),
    /// One or several of some words.
    Words(Words),
    /// One or several of some words, or of a name after a prefix: `step:NAME`.
    WordsOr(Words, &'static str),
    /// A list of some words.
    WordList(Words),
    /// `true` or `false`.
    Flag,
    /// `true`, and nothing else.
    True,
    /// A whole number between these.
    Whole(u32, u32),
    /// A list of years.
    Years,
    /// An amount of money.
    Amount,
    /// A share in per cent: `"90%"`.
    Share,
    /// A length of time: `"3bd"`.
    Span,
    Date,
    /// An instant with its offset.
    Instant,
    /// Dates as a list, or as a table from dates to names.
    Dates,
    /// A list of windows `"09:00-12:00"`.
    Hours,
    /// A text of this form, as a regular expression.
    Form(&'static str),
    /// Names with percentages or fractions.
    Shares,
    Table(&'static Table),
    /// A list of tables.
    Tables(&'static Table),
    /// A table whose keys are names, each with such a table.
    Named(&'static Table),
    /// A text, or a list of such tables.
    TextOr(&'static Table),
    /// A table whose keys are these words, each with one role or a list of roles.
    Roles(Words),
}

/// Words that the program defines.
#[derive(Debug, Clone, Copy)]
pub struct Words(pub fn() -> Vec<&'static str>);

impl PartialEq for Words {
    fn eq(&self, other: &Self) -> bool {
        self.all() == other.all()
    }
}

impl Eq for Words {}

impl Words {
    pub fn all(self) -> Vec<&'static str> {
        (self.0)()
    }
}

impl Key {
    /// Stands for a key until there is one.
    pub(crate) const NONE: Self = required("", Takes::Text, "", "", "");

    /// The table that stands under the key.
    pub(crate) fn table(&self) -> Option<&'static Table> {
        match self.takes {
            Takes::Table(table)
            | Takes::Tables(table)
            | Takes::Named(table)
            | Takes::TextOr(table) => Some(table),
            Takes::Exactly(_)
            | Takes::Text
            | Takes::Texts
            | Takes::List
            | Takes::Offered(_)
            | Takes::Word(_)
            | Takes::Words(_)
            | Takes::WordsOr(..)
            | Takes::WordList(_)
            | Takes::Flag
            | Takes::True
            | Takes::Whole(..)
            | Takes::Years
            | Takes::Amount
            | Takes::Share
            | Takes::Span
            | Takes::Date
            | Takes::Instant
            | Takes::Dates
            | Takes::Hours
            | Takes::Form(_)
            | Takes::Shares
            | Takes::Roles(_) => None,
        }
    }

    /// Whether it may not be left out.
    pub(crate) fn is_required(&self) -> bool {
        self.absent == Absent::Refused
    }
}

/// A key that has to be there.
pub(crate) const fn required(
    name: &'static str,
    takes: Takes,
    example: &'static str,
    text: &'static str,
    rules: &'static str,
) -> Key {
    Key {
        name,
        takes,
        absent: Absent::Refused,
        example,
        text,
        rules,
        missing: "",
        imported: Imported::No,
    }
}

/// A key that may be left out.
pub(crate) const fn optional(
    name: &'static str,
    takes: Takes,
    absent: Absent,
    example: &'static str,
    text: &'static str,
    rules: &'static str,
) -> Key {
    Key {
        name,
        takes,
        absent,
        example,
        text,
        rules,
        missing: "",
        imported: Imported::No,
    }
}

/// The form of a staff id, as a pattern of JSON Schema.
pub(crate) const STAFF: &str = "^[^\\s./-][^\\s/]{0,99}$";

/// A key that is not there where there is nothing to say.
pub(crate) const fn fact(
    name: &'static str,
    takes: Takes,
    example: &'static str,
    text: &'static str,
    rules: &'static str,
) -> Key {
    optional(name, takes, Absent::Means("nothing"), example, text, rules)
}
