//! `policy.toml` as a kind of file.

use toml::de::DeValue;

use crate::domain::finding::Hint;
use crate::domain::keys::Key;
use crate::domain::message::{Message, message, text};
use crate::domain::table::{self, FileKind};

pub(crate) type Reader<'t> = table::Reader<'t, PolicyFile>;
pub(crate) type Section<'a> = table::Section<'a, PolicyFile>;
pub(crate) type Item<'a> = table::Item<'a, PolicyFile>;

/// `policy.toml`.
pub(crate) struct PolicyFile {
    /// The top-level keys.
    pub top: &'static [Key],
}

/// The pseudo file from which default values are read.
pub(super) const NOWHERE: PolicyFile = PolicyFile { top: &[] };

impl FileKind for PolicyFile {
    const NAME: Message = text!("the policy");

    fn hint(&self, label: &str, key: &str, value: &DeValue) -> Option<Hint> {
        let parent = label
            .strip_suffix(']')
            .filter(|label| label.contains('.') && !label.starts_with("[["));
        match (parent, value) {
            (Some(parent), DeValue::Table(_)) => {
                let (table, first) = parent.split_once('.').unwrap_or((parent, ""));
                let first = first.trim_matches('"');
                Some(
                    message!(
                        "quote a name that contains a dot: {table}.\"{first}.{key}\"]",
                        table,
                        first,
                        key
                    )
                    .into(),
                )
            }
            // A top-level key inside a table belongs above the first table.
            _ if !label.is_empty() && self.top.iter().any(|top| top.name == key) => Some(
                message!(
                    "'{key}' belongs to the top of the file, above the first [table]",
                    key
                )
                .into(),
            ),
            _ => None,
        }
    }
}
