//! What an import finds out about a file.

use crate::domain::message::{Argument, ToArgument, message};

/// A setting of `[file]` that the mapping leaves out and the file tells, unless it is that of a plain
/// CSV file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    /// The key in `[file]`.
    pub key: &'static str,
    /// Its value.
    pub value: String,
}

impl Guess {
    pub(super) fn of(key: &'static str, value: impl ToString) -> Self {
        Self {
            key,
            value: value.to_string().replace('\t', "tab"),
        }
    }
}

/// As it is written in the mapping.
impl ToArgument for Guess {
    fn to_argument(&self) -> Argument {
        let (key, value) = (self.key, self.value.as_str());
        message!("{key} = \"{value}\"", key, value).to_argument()
    }
}
