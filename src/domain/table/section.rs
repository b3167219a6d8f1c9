//! Tables that are asked for their keys one by one, and say at the end which nobody asked for.

use crate::domain::finding::Hint;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{At, FileKind, Item, Reader};
use crate::domain::finding::{Code, Finding, Spot};

/// A table, and which of its keys were asked for.
pub struct Section<'a, K> {
    /// What reads it.
    pub reader: &'a Reader<'a, K>,
    /// What the table is called in messages: `[calendar]`; empty for the file itself.
    pub label: String,
    /// Where it begins; for the file itself, where its own problems are told.
    pub spot: Spot,
    table: &'a DeTable<'a>,
    asked: Vec<&'static str>,
}

impl<'a, K: FileKind> Section<'a, K> {
    /// The file itself; `spot` is where its own problems are told.
    pub fn top(reader: &'a Reader<'a, K>, spot: Spot, table: &'a DeTable<'a>) -> Self {
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

    /// The value of a key, if it is there.
    pub fn take(&mut self, key: &'static str) -> Option<Item<'a, K>> {
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

    /// The table's label in the handbook, where names of the organisation's choice are `NAME`.
    #[cfg(test)]
    fn described(&self) -> String {
        match self.label.split_once('.') {
            Some((table, _)) if !table.starts_with("[[") => format!("{table}.NAME]"),
            _ => self.label.clone(),
        }
    }

    /// The value of a key that has to be there.
    pub fn require(&mut self, key: &'static str, hint: impl Into<Hint>) -> Option<Item<'a, K>> {
        let item = self.take(key);
        if item.is_none() {
            let place = if self.label.is_empty() {
                String::new()
            } else {
                format!(" in {}", self.label)
            };
            let finding = Finding::error(
                Code::MissingKey,
                self.spot,
                format!("'{key}' is missing{place}"),
            );
            self.reader.report(finding.hint(hint));
        }
        item
    }

    /// The table under a key, or nothing.
    pub fn section(&mut self, key: &'static str) -> Option<Section<'a, K>> {
        self.take(key)?.section(format!("[{key}]"))
    }

    /// The tables of a list under a key: `[[level]]`.
    pub fn sections(&mut self, key: &'static str) -> Vec<Section<'a, K>> {
        let label = match self.label.trim_matches(['[', ']']) {
            "" => format!("[[{key}]]"),
            parent => format!("[[{parent}.{key}]]"),
        };
        self.take(key)
            .map(|item| item.sections(&label))
            .unwrap_or_default()
    }

    /// Every key with its value, in the order of the file, for tables whose keys are names.
    pub fn entries(&self) -> Vec<(At<String>, Item<'a, K>)> {
        let mut entries: Vec<_> = self.table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        entries
            .into_iter()
            .map(|(key, value)| self.entry(key, value))
            .collect()
    }

    /// Reports the keys that nobody asked for.
    pub fn finish(self) {
        for (key, item) in self.entries() {
            if !self.asked.contains(&key.value.as_str()) {
                self.reader.report(self.unknown(&key, &item));
            }
        }
    }

    fn unknown(&self, key: &At<String>, item: &Item<K>) -> Finding {
        let owner = if self.label.is_empty() {
            K::NAME
        } else {
            &self.label
        };
        let finding = Finding::error(
            Code::UnknownKey,
            key.spot,
            format!("{owner} has no key '{}'", key.value),
        );
        match K::hint(&self.label, &key.value, item.value.get_ref()) {
            Some(hint) => finding.hint(hint),
            None => finding.did_you_mean(&key.value, self.asked.iter().copied()),
        }
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
