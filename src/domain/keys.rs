//! Descriptions of every key of `policy.toml` and of case files. The handbook, the JSON Schemas and
//! the hints of the readers are generated from them, and tests check them against the keys that the
//! readers ask for.

/// A table of keys.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    /// The name in messages: `[calendar]`, `[[deadline]]`, `'when'`. For a table with a name chosen
    /// by the organisation it contains NAME: `[staff.NAME]`. Empty for the file itself.
    pub label: &'static str,
    /// The description, as paragraphs of Markdown.
    pub text: &'static str,
    /// The keys, in the order of the reference.
    pub keys: &'static [Key],
    /// Keys that exclude or require each other.
    pub choice: Choice,
}

/// Keys of a table that exclude or require each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    Free,
    /// At most one of these.
    AtMostOne(&'static [&'static str]),
    /// Exactly one of these.
    One(&'static [&'static str]),
    /// The keys go together in one of these forms.
    Forms(&'static [Form]),
    /// All of these hold.
    All(&'static [Choice]),
}

/// One of the ways in which keys of a table go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// The keys that it has, each with the words that it may be; any value if there are none.
    pub has: &'static [(&'static str, &'static [&'static str])],
    /// The keys that it does not have.
    pub lacks: &'static [&'static str],
}

impl Choice {
    /// The keys that exclude each other.
    pub(crate) fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Free | Self::Forms(_) | Self::All(_) => &[],
            Self::AtMostOne(keys) | Self::One(keys) => keys,
        }
    }
}

/// One key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    pub name: &'static str,
    pub takes: Takes,
    /// The meaning of the missing key.
    pub absent: Absent,
    /// A value, as written after the `=` or `:`; empty if the key is a table, which has its own
    /// examples.
    pub example: &'static str,
    /// The description.
    pub text: &'static str,
    /// Ids of the requirements that it serves (`C1, C7`).
    pub rules: &'static str,
    /// The hint for a missing required key; if empty, the hint is to add the example.
    pub missing: &'static str,
    /// Whether an imported ledger can set it.
    pub imported: Imported,
}

/// Whether the mapping of an imported ledger can set a key of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Imported {
    No,
    IfGiven,
    /// It can; otherwise the key has this value.
    Else(&'static str),
}

/// The meaning of a missing key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absent {
    /// The key is required.
    Refused,
    /// A default, as written in the file.
    Value(&'static str),
    /// The meaning, in words.
    Means(&'static str),
}

/// The type of the value of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    Text,
    /// A text or a list of texts.
    Texts,
    /// A list of texts.
    List,
    /// Any text; these words are suggested.
    Offered(Words),
    /// One of these words.
    Word(Words),
    /// One or more of these words.
    Words(Words),
    /// One or more of these words, or of a prefix with a name: `step:NAME`.
    WordsOr(Words, &'static str),
    /// A list of these words.
    WordList(Words),
    /// `true` or `false`.
    Flag,
    /// Only `true`.
    True,
    /// A whole number in this inclusive range.
    Whole(u32, u32),
    /// A list of years.
    Years,
    /// An amount of money.
    Amount,
    /// A percentage: `"90%"`.
    Share,
    /// A length of time: `"3bd"`.
    Span,
    Date,
    /// An instant with its offset.
    Instant,
    /// A list of dates, or a table from dates to names.
    Dates,
    /// A list of time windows, `"09:00-12:00"`, or a table from these words to such lists.
    Hours(Words),
    /// A text that matches this regular expression.
    Form(&'static str),
    /// A table from names to percentages or fractions.
    Shares,
    Table(&'static Table),
    /// A list of tables.
    Tables(&'static Table),
    /// A table from names to tables.
    Named(&'static Table),
    /// A text or a list of tables.
    TextOr(&'static Table),
    /// A table from these words to one role or a list of roles.
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
    /// A placeholder.
    pub(crate) const NONE: Self = required("", Takes::Text, "", "", "");

    /// The table in the value of the key.
    pub(crate) fn table(&self) -> Option<&'static Table> {
        match self.takes {
            Takes::Table(table)
            | Takes::Tables(table)
            | Takes::Named(table)
            | Takes::TextOr(table) => Some(table),
            Takes::Text
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
            | Takes::Hours(_)
            | Takes::Form(_)
            | Takes::Shares
            | Takes::Roles(_) => None,
        }
    }

    /// Whether the key is required.
    pub(crate) fn is_required(&self) -> bool {
        self.absent == Absent::Refused
    }
}

/// A required key.
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

/// An optional key.
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

/// The pattern of a staff id for JSON Schema.
pub(crate) const STAFF: &str = "^[^\\s./-][^\\s/]{0,99}$";

/// An optional key whose absence means nothing is recorded.
pub(crate) const fn fact(
    name: &'static str,
    takes: Takes,
    example: &'static str,
    text: &'static str,
    rules: &'static str,
) -> Key {
    optional(name, takes, Absent::Means("nothing"), example, text, rules)
}
