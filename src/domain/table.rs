//! TOML tables with the places of their keys and values, asked for their keys one by one; every
//! problem is collected.
//!
//! Each kind of file has a [`FileKind`] of its own, and adds what only its tables take to the types
//! here.

mod item;
mod section;

use crate::domain::message::Message;
use std::cell::RefCell;
use std::ops::Range;

use toml::de::DeValue;

pub(crate) use item::{Item, date};
pub(crate) use section::Section;

use super::finding::{Code, Finding, Hint, Spot};

/// What one kind of file has of its own.
pub(crate) trait FileKind {
    /// What the file is called in messages: `the policy`.
    const NAME: Message;

    /// What to do about a key that nobody asked for, where more is known than the keys that its
    /// table has.
    fn hint(&self, _label: &str, _key: &str, _value: &DeValue) -> Option<Hint> {
        None
    }
}

/// The text that is read, and what is wrong with it.
pub(crate) struct Reader<'t, K> {
    /// The kind of file, with what it keeps while it is read.
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
    /// What is written there.
    pub value: T,
    pub spot: Spot,
}

impl<'t, K> Reader<'t, K> {
    /// A reader of a text in which nothing is wrong yet.
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

    /// A reader of a text that stands in no file.
    pub(crate) fn of_default(text: &'t str, kind: K) -> Self {
        Self {
            lines: Vec::new(),
            ..Self::new(text, kind)
        }
    }

    /// Line and column, in characters, of a byte of the text.
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

    /// Where a span of bytes begins.
    pub(crate) fn span_spot(&self, span: Range<usize>) -> Spot {
        self.spot(span.start)
    }

    /// Keeps what is wrong.
    pub(crate) fn report(&self, finding: Finding) {
        self.findings.borrow_mut().push(finding);
    }

    /// Keeps an error that needs no hint.
    pub(crate) fn error(&self, code: Code, spot: Spot, message: impl Into<Message>) {
        self.report(Finding::error(code, spot, message));
    }

    /// The value of a word that the program defines; where it is none of them, `problem` is kept
    /// with the nearest.
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

    /// What was wrong, in the order in which it was found.
    pub(crate) fn into_findings(self) -> Vec<Finding> {
        self.findings.into_inner()
    }
}
