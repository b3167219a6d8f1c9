//! Reads TOML tables key by key, with the places of keys and values; all problems are collected.
//!
//! Each kind of file implements [`FileKind`] and extends the types here with its own value types.

mod item;
mod section;

use crate::domain::message::Message;
use std::cell::RefCell;
use std::ops::Range;

use toml::de::DeValue;

pub(crate) use item::{Item, date};
pub(crate) use section::Section;

use super::finding::{Code, Finding, Hint, Spot};

/// A kind of file.
pub(crate) trait FileKind {
    /// The name of the file in messages: `the policy`.
    const NAME: Message;

    /// A hint for an unknown key, if there is a better one than the keys of its table.
    fn hint(&self, _label: &str, _key: &str, _value: &DeValue) -> Option<Hint> {
        None
    }
}

/// The text that is read, and the findings so far.
pub(crate) struct Reader<'t, K> {
    /// The kind of file, with its state.
    pub kind: K,
    text: &'t str,
    lines: Vec<usize>,
    findings: RefCell<Vec<Finding>>,
    #[cfg(test)]
    pub(crate) asked:
        RefCell<std::collections::BTreeMap<String, std::collections::BTreeSet<&'static str>>>,
}

/// A value with its place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct At<T> {
    pub value: T,
    pub spot: Spot,
}

impl<'t, K> Reader<'t, K> {
    /// A reader without findings.
    pub(crate) fn new(text: &'t str, kind: K) -> Self {
        let lines = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        Self {
            kind,
            text,
            lines,
            findings: RefCell::default(),
            #[cfg(test)]
            asked: RefCell::default(),
        }
    }

    /// A reader of a text that is not from a file: all spots have line 0.
    pub(crate) fn of_default(text: &'t str, kind: K) -> Self {
        Self {
            lines: Vec::new(),
            ..Self::new(text, kind)
        }
    }

    /// The line and column, in characters, of a byte offset.
    pub(crate) fn spot(&self, offset: usize) -> Spot {
        if self.lines.is_empty() {
            return Spot::default();
        }
        let line = self.lines.partition_point(|start| *start <= offset);
        let start = self
            .lines
            .get(line.saturating_sub(1))
            .copied()
            .unwrap_or_default();
        let before = self
            .text
            .get(start..offset)
            .map_or(offset.saturating_sub(start), |text| text.chars().count());
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Spot {
            line: number(line),
            column: number(before.saturating_add(1)),
        }
    }

    /// The start of a byte span.
    pub(crate) fn span_spot(&self, span: Range<usize>) -> Spot {
        self.spot(span.start)
    }

    /// Records a finding.
    pub(crate) fn report(&self, finding: Finding) {
        self.findings.borrow_mut().push(finding);
    }

    /// Records an error without a hint.
    pub(crate) fn error(&self, code: Code, spot: Spot, message: impl Into<Message>) {
        self.report(Finding::error(code, spot, message));
    }

    /// The value of a word out of `words`; otherwise records `problem` with the nearest words as a
    /// hint.
    pub(crate) fn choose<T: Clone>(
        &self,
        text: &str,
        words: &[(T, &'static str)],
        problem: impl FnOnce() -> Finding,
    ) -> Option<T> {
        let found = words
            .iter()
            .find(|(_, word)| *word == text)
            .map(|(value, _)| value.clone());
        if found.is_none() {
            self.report(problem().did_you_mean(text, words.iter().map(|(_, word)| *word)));
        }
        found
    }

    /// The findings, in the order in which they were recorded.
    pub(crate) fn into_findings(self) -> Vec<Finding> {
        self.findings.into_inner()
    }
}
