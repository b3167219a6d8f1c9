//! Tables that are read key by key, and report the remaining keys as unknown at the end.
#![cfg_attr(
    not(test),
    expect(
        clippy::wildcard_enum_match_arm,
        reason = "toml's values are not our enum"
    )
)]

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{At, FileKind, Item, Reader};
use crate::domain::finding::{Code, Finding, Hint, Spot};
use crate::domain::message::{message, text};

/// A table, and the keys that were read.
pub(crate) struct Section<'a, K> {
    pub reader: &'a Reader<'a, K>,
    /// The name of the table in messages: `[calendar]`; empty for the file itself.
    pub label: String,
    /// The start of the table; for the file itself, the place of findings about the whole file.
    pub spot: Spot,
    table: &'a DeTable<'a>,
    asked: Vec<&'static str>,
}

impl<'a, K: FileKind> Section<'a, K> {
    /// The file itself; `spot` is the place of findings about the whole file.
    pub(crate) fn top(reader: &'a Reader<'a, K>, spot: Spot, table: &'a DeTable<'a>) -> Self {
        Self::new(reader, String::new(), spot, table)
    }

    pub(super) fn new(
        reader: &'a Reader<'a, K>,
        label: String,
        spot: Spot,
        table: &'a DeTable<'a>,
    ) -> Self {
        Self {
            reader,
            label,
            spot,
            table,
            asked: Vec::new(),
        }
    }

    /// The value of a key, if it is there; marks the key as read.
    pub(crate) fn take(&mut self, key: &'static str) -> Option<Item<'a, K>> {
        self.asked.push(key);
        #[cfg(test)]
        self.reader
            .asked
            .borrow_mut()
            .entry(self.described())
            .or_default()
            .insert(key);
        self.table
            .get(key)
            .map(|value| Item::new(self.reader, key, value))
    }

    /// The label of the table in the handbook, with `NAME` in place of a name chosen by the
    /// organisation.
    #[cfg(test)]
    fn described(&self) -> String {
        match self.label.split_once('.') {
            Some((table, _)) if !table.starts_with("[[") => format!("{table}.NAME]"),
            _ => self.label.clone(),
        }
    }

    /// The value of a key, if it is there, without marking the key as read.
    pub(crate) fn peek(&self, key: &str) -> Option<Item<'a, K>> {
        self.table
            .get(key)
            .map(|value| Item::new(self.reader, key, value))
    }

    /// The value of a required key; reports a missing one.
    pub(crate) fn require(
        &mut self,
        key: &'static str,
        hint: impl Into<Hint>,
    ) -> Option<Item<'a, K>> {
        let item = self.take(key);
        if item.is_none() {
            let message = match self.label.as_str() {
                "" => message!("'{key}' is missing", key),
                table => message!("'{key}' is missing in {table}", key, table),
            };
            let finding = Finding::error(Code::MissingKey, self.spot, message);
            self.reader.report(finding.hint(hint));
        }
        item
    }

    /// The table under a key, if any.
    pub(crate) fn section(&mut self, key: &'static str) -> Option<Section<'a, K>> {
        self.take(key)?.section(format!("[{key}]"))
    }

    /// The tables of a list under a key: `[[level]]`.
    pub(crate) fn sections(&mut self, key: &'static str) -> Vec<Section<'a, K>> {
        let label = match self.label.trim_matches(['[', ']']) {
            "" => format!("[[{key}]]"),
            parent => format!("[[{parent}.{key}]]"),
        };
        self.take(key)
            .map(|item| item.sections(&label))
            .unwrap_or_default()
    }

    /// Every key with its value, in file order, for tables whose keys are names.
    pub(crate) fn entries(&self) -> Vec<(At<String>, Item<'a, K>)> {
        let mut entries: Vec<_> = self.table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        entries
            .into_iter()
            .map(|(key, value)| self.entry(key, value))
            .collect()
    }

    /// Reports the keys that were not read as unknown.
    pub(crate) fn finish(self) {
        self.finish_with(|_| None);
    }

    /// As [`Section::finish`], with better hints for some keys.
    pub(crate) fn finish_with(self, more: impl Fn(&str) -> Option<Hint>) {
        for (key, item) in self.entries() {
            if self.asked.contains(&key.value.as_str()) {
                continue;
            }
            let finding = self.unknown(&key);
            let value = item.value.get_ref();
            let hint =
                more(&key.value).or_else(|| self.reader.kind.hint(&self.label, &key.value, value));
            self.reader.report(match hint {
                Some(hint) => finding.hint(hint),
                None => finding.did_you_mean(&key.value, self.asked.iter().copied()),
            });
        }
    }

    fn unknown(&self, key: &At<String>) -> Finding {
        let message = match self.label.as_str() {
            "" => message!("{file} has no key '{key}'", file = K::NAME, key = key.value),
            table => message!("{table} has no key '{key}'", table, key = key.value),
        };
        Finding::error(Code::UnknownKey, key.spot, message)
    }

    fn entry(
        &self,
        key: &Spanned<impl AsRef<str>>,
        value: &'a Spanned<DeValue<'a>>,
    ) -> (At<String>, Item<'a, K>) {
        let name = key.get_ref().as_ref();
        let spot = self.reader.span_spot(key.span());
        (
            At {
                value: name.to_owned(),
                spot,
            },
            Item::new(self.reader, name, value),
        )
    }
}

impl<'a, K: FileKind> Item<'a, K> {
    /// The value as a table, with its name in messages.
    pub(crate) fn section(&self, label: String) -> Option<Section<'a, K>> {
        match self.value.get_ref() {
            DeValue::Table(table) => Some(Section::new(self.reader, label, self.spot, table)),
            DeValue::Array(_) if label.starts_with('[') => {
                let message = message!("{label} is one table, not a list", label);
                self.reader.report(
                    Finding::error(Code::BadValue, self.spot, message)
                        .hint(message!("write {label}", label)),
                );
                None
            }
            _ => self.wrong_kind(text!("a table")),
        }
    }

    /// The value as a list of tables, with their name in messages.
    pub(crate) fn sections(&self, label: &str) -> Vec<Section<'a, K>> {
        match self.value.get_ref() {
            DeValue::Array(_) => self
                .items()
                .unwrap_or_default()
                .iter()
                .filter_map(|item| item.section(label.to_owned()))
                .collect(),
            _ => {
                let message = message!("'{key}' is a list of tables", key = self.key);
                self.reader.report(
                    Finding::error(Code::BadValue, self.spot, message)
                        .hint(message!("write {label}", label)),
                );
                Vec::new()
            }
        }
    }
}
