//! Tables that are asked for their keys one by one, and say at the end which nobody asked for.

use std::cell::RefCell;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::value::Item;
use crate::domain::finding::{Code, Finding, Spot};

/// The keys of the top of the file: a key of them that stands in a table was meant to stand above it.
pub(super) const TOP: [&str; 23] = [
    "format",
    "channels",
    "severities",
    "grades",
    "remedies",
    "causes",
    "symptoms",
    "outcomes",
    "retired",
    "roles",
    "organisation",
    "calendar",
    "categories",
    "level",
    "staff",
    "deadline",
    "approval",
    "permissions",
    "separation",
    "closing",
    "pause",
    "audit",
    "target",
];

/// The text that is read, and what is wrong with it.
pub(super) struct Reader<'t> {
    text: &'t str,
    lines: Vec<usize>,
    findings: RefCell<Vec<Finding>>,
}

/// A value with its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct At<T> {
    pub value: T,
    pub spot: Spot,
}

impl<'t> Reader<'t> {
    pub fn new(text: &'t str) -> Self {
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, lines, findings: RefCell::default() }
    }

    /// Line and column, in characters, of a byte of the text.
    pub fn spot(&self, offset: usize) -> Spot {
        let line = self.lines.partition_point(|start| *start <= offset);
        let start = self.lines.get(line.saturating_sub(1)).copied().unwrap_or_default();
        let before = self.text.get(start..offset).map_or(offset.saturating_sub(start), |text| text.chars().count());
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Spot { line: number(line), column: number(before.saturating_add(1)) }
    }

    pub fn span_spot(&self, span: Range<usize>) -> Spot {
        self.spot(span.start)
    }

    pub fn report(&self, finding: Finding) {
        self.findings.borrow_mut().push(finding);
    }

    pub fn error(&self, code: Code, spot: Spot, message: impl Into<String>) {
        self.report(Finding::error(code, spot, message));
    }

    /// What was wrong, in the order of the file.
    pub fn into_findings(self) -> Vec<Finding> {
        let mut findings = self.findings.into_inner();
        findings.sort_by(|a, b| (a.spot, a.code, &a.message).cmp(&(b.spot, b.code, &b.message)));
        findings
    }
}

/// A table, and which of its keys were asked for.
pub(super) struct Section<'a> {
    pub reader: &'a Reader<'a>,
    /// What the table is called in messages: `[calendar]`; empty for the file itself.
    pub label: String,
    /// Where it begins; line 0 for the file itself.
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
        let value = self.table.get(key)?;
        Some(Item { reader: self.reader, key: key.to_owned(), spot: self.reader.span_spot(value.span()), value })
    }

    /// The value of a key that has to be there.
    pub fn require(&mut self, key: &'static str, hint: &str) -> Option<Item<'a>> {
        let item = self.take(key);
        if item.is_none() {
            let place = if self.label.is_empty() { String::new() } else { format!(" in {}", self.label) };
            let finding = Finding::error(Code::MissingKey, self.spot, format!("'{key}' is missing{place}"));
            self.reader.report(finding.hint(hint));
        }
        item
    }

    /// The table under a key, or nothing.
    pub fn section(&mut self, key: &'static str) -> Option<Section<'a>> {
        self.take(key)?.section(format!("[{key}]"))
    }

    /// The tables of a list under a key: `[[level]]`.
    pub fn sections(&mut self, key: &'static str) -> Vec<Section<'a>> {
        let label = match self.label.trim_matches(['[', ']']) {
            "" => format!("[[{key}]]"),
            parent => format!("[[{parent}.{key}]]"),
        };
        self.take(key).map(|item| item.sections(&label)).unwrap_or_default()
    }

    /// Every key with its value, in the order of the file, for tables whose keys are names.
    pub fn entries(&self) -> Vec<(At<String>, Item<'a>)> {
        let mut entries: Vec<_> = self.table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        entries.into_iter().map(|(key, value)| (self.key_of(key), self.item_of(key, value))).collect()
    }

    /// Reports the keys that nobody asked for.
    pub fn finish(self) {
        for (key, item) in self.entries() {
            if !self.asked.contains(&key.value.as_str()) {
                self.reader.report(self.unknown(&key, &item));
            }
        }
    }

    fn unknown(&self, key: &At<String>, item: &Item) -> Finding {
        let name = &key.value;
        let finding = match self.label.as_str() {
            "" => Finding::error(Code::UnknownKey, key.spot, format!("the policy has no key '{name}'")),
            label => Finding::error(Code::UnknownKey, key.spot, format!("{label} has no key '{name}'")),
        };
        let parent = self.label.strip_suffix(']').filter(|label| label.contains('.') && !label.starts_with("[["));
        match (parent, item.value.get_ref()) {
            (Some(parent), DeValue::Table(_)) => {
                let (table, first) = parent.split_once('.').unwrap_or((parent, ""));
                let whole = format!("{}.{name}", first.trim_matches('"'));
                finding.hint(format!("a name with a dot in it is quoted: {table}.\"{whole}\"]"))
            }
            _ if !self.label.is_empty() && TOP.contains(&name.as_str()) => {
                finding.hint(format!("'{name}' belongs to the top of the file, above the first [table]"))
            }
            _ => finding.did_you_mean(name, self.asked.iter().copied()),
        }
    }

    fn key_of(&self, key: &Spanned<impl AsRef<str>>) -> At<String> {
        At { value: key.get_ref().as_ref().to_owned(), spot: self.reader.span_spot(key.span()) }
    }

    fn item_of(&self, key: &Spanned<impl AsRef<str>>, value: &'a Spanned<DeValue<'a>>) -> Item<'a> {
        let spot = self.reader.span_spot(value.span());
        Item { reader: self.reader, key: key.get_ref().as_ref().to_owned(), spot, value }
    }
}
