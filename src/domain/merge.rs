//! Merges two versions of a case file: the result has the union of their events, no more and no
//! less.
//!
//! The events of the base come first, in its order, then those that either side added, by instant
//! and content; so the result does not depend on which side is ours. Each event keeps its original
//! text and the comments below it.

pub mod markers;

use std::collections::{BTreeMap, BTreeSet};

use super::case::{Case, Entry, document, sort};
use super::finding::{Finding, Severity};
use super::names::Digest;

/// Why two versions cannot be merged.
#[derive(Debug, Clone, PartialEq)]
pub enum Conflict {
    /// A version is not a valid case file, or its events cannot be separated.
    Unreadable(Side, Vec<Finding>),
    /// Two complaints were registered under one id.
    TwoBirths,
    /// Both sides edited the facts differently.
    Facts,
    /// The merged file does not have the expected events. No known input causes this.
    Garbled,
}

/// One of the versions to merge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The common ancestor.
    Base,
    Ours,
    Theirs,
}

/// Merges two versions of a case file. `base` is their common ancestor, empty if there is none.
///
/// # Errors
/// The conflict; the file must then stay unmerged.
pub fn merge(base: &[u8], ours: &[u8], theirs: &[u8]) -> Result<Vec<u8>, Conflict> {
    if ours == theirs || theirs == base {
        return Ok(ours.to_vec());
    }
    if ours == base {
        return Ok(theirs.to_vec());
    }
    let read =
        |bytes, side| Version::read(bytes).map_err(|findings| Conflict::Unreadable(side, findings));
    let (ours, theirs) = (read(ours, Side::Ours)?, read(theirs, Side::Theirs)?);
    let base = if base.is_empty() {
        None
    } else {
        Some(read(base, Side::Base)?)
    };
    let mut text = head(base.as_ref(), &ours, &theirs)?;
    for part in merged_events(base.as_ref(), &ours, &theirs) {
        text.push_str(&part);
    }
    let all: BTreeSet<Digest> = ours
        .parts
        .keys()
        .chain(theirs.parts.keys())
        .copied()
        .collect();
    let all = all
        .into_iter()
        .chain(base.iter().flat_map(|base| base.parts.keys().copied()))
        .collect();
    let is_crlf = [base.as_ref(), Some(&ours), Some(&theirs)]
        .into_iter()
        .flatten()
        .all(|version| version.is_crlf);
    let text = if is_crlf {
        text.replace('\n', "\r\n")
    } else {
        text
    };
    if holds_exactly(&text, &all) {
        Ok(text.into_bytes())
    } else {
        Err(Conflict::Garbled)
    }
}

/// A version of the file, split into its parts. All line endings are normalized to LF.
struct Version {
    case: Case,
    head: String,
    parts: BTreeMap<Digest, String>,
    is_crlf: bool,
}

impl Version {
    fn read(bytes: &[u8]) -> Result<Self, Vec<Finding>> {
        let read = document::parse(bytes);
        let case = match (read.case, read.layout.obstacle) {
            (Some(case), None) => case,
            (None, _) => {
                return Err(read
                    .findings
                    .into_iter()
                    .filter(|found| found.severity == Severity::Error)
                    .collect());
            }
            (Some(_), Some(obstacle)) => return Err(vec![obstacle]),
        };
        let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes))
            .into_owned();
        let is_crlf = read.layout.ending == document::LineEnding::CrLf;
        let text = text.replace("\r\n", "\n");
        let lines: Vec<&str> = text.lines().collect();
        let first_line = |entry: &Entry| (entry.line as usize).saturating_sub(1).min(lines.len());
        let starts: Vec<usize> = case.entries.iter().map(first_line).collect();
        let cut = |from: usize, to: usize| {
            lines[from..to]
                .iter()
                .map(|line| format!("{line}\n"))
                .collect::<String>()
        };
        let mut parts: BTreeMap<Digest, String> = BTreeMap::new();
        for (index, entry) in case.entries.iter().enumerate() {
            let end = starts.get(index + 1).copied().unwrap_or(lines.len());
            let part = cut(starts[index], end);
            let known = parts.remove(&entry.digest);
            let part = known.map_or_else(
                || part.clone(),
                |known| with_comments_of_both(&known, &part),
            );
            parts.insert(entry.digest, part);
        }
        let head = cut(0, starts.first().copied().unwrap_or(lines.len()));
        Ok(Self {
            case,
            head,
            parts,
            is_crlf,
        })
    }
}

/// The text before the first event, from the side that changed it.
fn head(base: Option<&Version>, ours: &Version, theirs: &Version) -> Result<String, Conflict> {
    if let Some(text) = changed(
        base.map(|base| base.head.as_str()),
        &ours.head,
        &theirs.head,
    ) {
        return Ok(text.to_owned());
    }
    if ours.case.facts == theirs.case.facts {
        return Ok(with_comments_of_both(&ours.head, &theirs.head));
    }
    Err(if base.is_some() {
        Conflict::Facts
    } else {
        Conflict::TwoBirths
    })
}

/// The merged events as text, in order.
fn merged_events(base: Option<&Version>, ours: &Version, theirs: &Version) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let first = base
        .map(|base| base.case.entries.as_slice())
        .unwrap_or_default();
    let mut added: Vec<&Entry> = ours
        .case
        .entries
        .iter()
        .chain(&theirs.case.entries)
        .collect();
    sort(&mut added);
    let entries = first
        .iter()
        .chain(added)
        .filter(|entry| seen.insert(entry.digest));
    let text = |entry: &Entry| {
        let text_in = |version: &'_ Version| version.parts.get(&entry.digest).cloned();
        let base = base.and_then(text_in);
        match (text_in(ours), text_in(theirs)) {
            (Some(ours), Some(theirs)) => changed(base.as_deref(), &ours, &theirs)
                .map_or_else(|| with_comments_of_both(&ours, &theirs), str::to_owned),
            (Some(only), None) | (None, Some(only)) => only,
            (None, None) => base.unwrap_or_default(),
        }
    };
    entries.map(text).collect()
}

/// The text of the side that changed it; `None` if both changed it differently.
fn changed<'t>(base: Option<&str>, ours: &'t str, theirs: &'t str) -> Option<&'t str> {
    match base {
        _ if ours == theirs => Some(ours),
        Some(base) if base == ours => Some(theirs),
        Some(base) if base == theirs => Some(ours),
        Some(_) | None => None,
    }
}

/// Combines two texts of the same content: one of them, followed by the comments that only the
/// other has. Commutative and idempotent.
fn with_comments_of_both(one: &str, other: &str) -> String {
    let (first, second) = if one >= other {
        (one, other)
    } else {
        (other, one)
    };
    let known: BTreeSet<&str> = first.lines().filter_map(comment).collect();
    let mut text = first.to_owned();
    for further in second
        .lines()
        .filter_map(comment)
        .filter(|comment| !known.contains(comment))
    {
        // An unindented comment is never part of a block scalar above it.
        text.push_str(further);
        text.push('\n');
    }
    text
}

/// The comment of a line. A `#` inside a text also matches, which does no harm.
fn comment(line: &str) -> Option<&str> {
    let start = if line.trim_start().starts_with('#') {
        line.find('#')
    } else {
        line.find(" #").map(|blank| blank + 1)
    };
    start.map(|start| line[start..].trim_end())
}

/// Whether a text is a case with exactly these events.
fn holds_exactly(text: &str, all: &BTreeSet<Digest>) -> bool {
    let found = document::parse(text.as_bytes()).case;
    found.is_some_and(|case| {
        case.entries
            .iter()
            .map(|entry| entry.digest)
            .collect::<BTreeSet<_>>()
            == *all
    })
}

#[cfg(test)]
mod tests;
