//! TOML tables that are asked for their keys one by one, and say at the end which nobody asked for.

use std::cell::RefCell;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Column;
use crate::domain::finding::{Code, Finding, Spot};

/// The text that is read, what is wrong with it, and the columns that it names.
pub(super) struct Reader<'t> {
    text: &'t str,
    findings: RefCell<Vec<Finding>>,
    columns: RefCell<Vec<(Column, Spot)>>,
}

impl<'t> Reader<'t> {
    pub fn new(text: &'t str) -> Self {
        Self { text, findings: RefCell::default(), columns: RefCell::default() }
    }

    /// Line and column, in characters, of a byte of the text.
    pub fn spot(&self, offset: usize) -> Spot {
        let before = self.text.get(..offset).unwrap_or(self.text);
        let line = before.rsplit('\n').next().unwrap_or_default();
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Spot { line: number(before.matches('\n').count() + 1), column: number(line.chars().count() + 1) }
    }

    pub fn report(&self, finding: Finding) {
        self.findings.borrow_mut().push(finding);
    }

    pub fn error(&self, code: Code, spot: Spot, message: impl Into<String>) {
        self.report(Finding::error(code, spot, message));
    }

    /// Notes that the mapping names a column.
    pub fn column(&self, column: Column, spot: Spot) -> Column {
        self.columns.borrow_mut().push((column.clone(), spot));
        column
    }

    /// What was wrong, in the order of the file, and the columns named.
    pub fn finish(self) -> (Vec<Finding>, Vec<(Column, Spot)>) {
        let mut findings = self.findings.into_inner();
        findings.sort_by_key(|finding| finding.spot);
        (findings, self.columns.into_inner())
    }
}

/// A table, and which of its keys were asked for.
pub(super) struct Section<'a> {
    pub reader: &'a Reader<'a>,
    /// What the table is called in messages: `[dates]`.
    pub label: String,
    pub spot: Spot,
    table: &'a DeTable<'a>,
    asked: Vec<&'static str>,
}

impl<'a> Section<'a> {
    pub fn new(reader: &'a Reader<'a>, label: String, spot: Spot, table: &'a DeTable<'a>) -> Self {
        Self { reader, label, spot, table, asked: Vec::new() }
    }

    /// The value of a key, if it is there.
    pub fn take(&mut self, key: &'static str) -> Option<Item<'a>> {
        self.asked.push(key);
        self.table.get(key).map(|value| Item::new(self.reader, key, value))
    }

    /// The value of a key that has to be there.
    pub fn require(&mut self, key: &'static str, hint: &str) -> Option<Item<'a>> {
        let item = self.take(key);
        if item.is_none() {
            let message = format!("'{key}' is missing in {}", self.label);
            self.reader.report(Finding::error(Code::MissingKey, self.spot, message).hint(hint));
        }
        item
    }

    /// The table under a key, or nothing.
    pub fn section(&mut self, key: &'static str) -> Option<Section<'a>> {
        let label = format!("[{key}]");
        self.take(key)?.section(label)
    }

    /// Every key with its value, in the order of the file, for tables whose keys are names.
    pub fn entries(&self) -> Vec<(String, Spot, Item<'a>)> {
        let mut entries: Vec<_> = self.table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        let entry = |(key, value): (&Spanned<_>, &'a Spanned<DeValue<'a>>)| {
            let name: &std::borrow::Cow<str> = key.get_ref();
            (name.to_string(), self.reader.spot(key.span().start), Item::new(self.reader, name, value))
        };
        entries.into_iter().map(entry).collect()
    }

    /// Reports the keys that nobody asked for.
    pub fn finish(self) {
        for (key, spot, _) in self.entries() {
            if !self.asked.contains(&key.as_str()) {
                let finding = Finding::error(Code::UnknownKey, spot, format!("{} has no key '{key}'", self.label));
                self.reader.report(finding.did_you_mean(&key, self.asked.iter().copied()));
            }
        }
    }
}

/// A value and the key that it stands under.
pub(super) struct Item<'a> {
    pub reader: &'a Reader<'a>,
    pub key: String,
    pub spot: Spot,
    pub value: &'a DeValue<'a>,
}

impl<'a> Item<'a> {
    fn new(reader: &'a Reader<'a>, key: &str, value: &'a Spanned<DeValue<'a>>) -> Self {
        Self { reader, key: key.to_owned(), spot: reader.spot(value.span().start), value: value.get_ref() }
    }

    /// A text, which may be empty.
    pub fn text(&self) -> Option<String> {
        match self.value {
            DeValue::String(text) => Some(text.to_string()),
            _ => self.wrong_kind("a text in quotes"),
        }
    }

    /// A text, or a list of texts.
    pub fn texts(&self) -> Option<Vec<String>> {
        match self.value {
            DeValue::String(text) => Some(vec![text.to_string()]),
            DeValue::Array(_) => Some(self.items()?.iter().filter_map(Item::text).collect()),
            _ => self.wrong_kind("a text or a list of texts"),
        }
    }

    /// The members of a list.
    pub fn items(&self) -> Option<Vec<Item<'a>>> {
        match self.value {
            DeValue::Array(array) => Some(array.iter().map(|value| Item::new(self.reader, &self.key, value)).collect()),
            _ => self.wrong_kind("a list in [ ]"),
        }
    }

    /// A whole number.
    pub fn whole(&self) -> Option<usize> {
        let DeValue::Integer(number) = self.value else { return self.wrong_kind("a whole number") };
        usize::from_str_radix(number.as_str(), number.radix())
            .ok()
            .or_else(|| self.bad(format!("'{}' takes a whole number, not {number}", self.key)))
    }

    /// `true` or `false`.
    pub fn flag(&self) -> Option<bool> {
        match self.value {
            DeValue::Boolean(flag) => Some(*flag),
            _ => self.wrong_kind("true or false"),
        }
    }

    /// A text that has to be one of some words.
    pub fn word<T: Copy>(&self, words: &[(&str, T)]) -> Option<T> {
        let text = self.text()?;
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if found.is_none() {
            let finding = Finding::error(Code::BadValue, self.spot, format!("'{}' cannot be '{text}'", self.key));
            self.reader.report(finding.did_you_mean(&text, words.iter().map(|(word, _)| *word)));
        }
        found
    }

    /// A table under the name that messages call it by.
    pub fn section(&self, label: String) -> Option<Section<'a>> {
        match self.value {
            DeValue::Table(table) => Some(Section::new(self.reader, label, self.spot, table)),
            _ => self.wrong_kind("a table"),
        }
    }

    /// Reports a value that is wrong.
    pub fn bad<T>(&self, message: impl Into<String>) -> Option<T> {
        self.reader.error(Code::BadValue, self.spot, message);
        None
    }

    /// Reports a value of the wrong kind.
    pub fn wrong_kind<T>(&self, wanted: &str) -> Option<T> {
        self.bad(format!("'{}' takes {wanted}", self.key))
    }
}
