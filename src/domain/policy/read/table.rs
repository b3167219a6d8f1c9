//! What the tables of a policy have of their own.

use std::collections::BTreeSet;

use toml::de::DeValue;

use crate::domain::calendar::Roll;
use crate::domain::finding::{Code, Finding};
use crate::domain::policy::ConditionFact;
use crate::domain::policy::keys::POLICY;
use crate::domain::table::{self, At, FileKind};

pub(super) type Reader<'t> = table::Reader<'t, PolicyFile>;
pub(super) type Section<'a> = table::Section<'a, PolicyFile>;
pub(super) type Item<'a> = table::Item<'a, PolicyFile>;

/// The label of the conditions of clocks.
pub(super) const CLOCK_WHEN: &str = "'when' of a deadline";

/// `policy.toml`.
pub(crate) struct PolicyFile;

impl FileKind for PolicyFile {
    const NAME: &'static str = "the policy";

    fn hint(label: &str, key: &str, value: &DeValue) -> Option<String> {
        let parent = label
            .strip_suffix(']')
            .filter(|label| label.contains('.') && !label.starts_with("[["));
        match (parent, value) {
            (Some(parent), DeValue::Table(_)) => {
                let (table, first) = parent.split_once('.').unwrap_or((parent, ""));
                let whole = format!("{}.{key}", first.trim_matches('"'));
                Some(format!("a name with a dot in it is quoted: {table}.\"{whole}\"]"))
            }
            // A key of the top of the file that stands in a table was meant to stand above it.
            _ if !label.is_empty() && POLICY.keys.iter().any(|top| top.name == key) => {
                Some(format!("'{key}' belongs to the top of the file, above the first [table]"))
            }
            _ if label == CLOCK_WHEN && ConditionFact::all().any(|fact| fact.word() == key) => Some(
                "a deadline goes by facts, the level, the appeal and the day of the receipt, not by what comes later"
                    .to_owned(),
            ),
            _ => None,
        }
    }
}

impl Item<'_> {
    /// A text, or a list of texts, none of which stands twice.
    pub fn texts(&self) -> Option<Vec<At<String>>> {
        self.one_or_more(Item::text)
            .inspect(|texts| self.report_twins(texts))
    }

    /// A list of texts, none of which stands twice.
    pub fn list(&self) -> Option<Vec<At<String>>> {
        let texts: Vec<At<String>> = self.items()?.iter().filter_map(Item::text).collect();
        self.report_twins(&texts);
        Some(texts)
    }

    /// `roll = true` or `false`.
    pub fn roll(&self) -> Option<Roll> {
        self.flag().map(|flag| {
            if flag {
                Roll::NextWorkingDay
            } else {
                Roll::Keep
            }
        })
    }

    fn report_twins(&self, texts: &[At<String>]) {
        let mut before = BTreeSet::new();
        for text in texts {
            if !before.insert(text.value.as_str()) {
                let message = format!("'{}' stands twice in '{}'", text.value, self.key);
                self.reader.report(
                    Finding::error(Code::PolicyConflict, text.spot, message).hint("remove one"),
                );
            }
        }
    }
}
