//! Two versions of a case file made one: the union of their events. Nothing that either side put on record is lost, and
//! nothing is made up.
//!
//! The base's events come first, in its order, then what either side added, by instant and content; so it makes no
//! difference which side is ours. Each event keeps the text that it was written in, with the comments below it.

pub mod markers;

use std::collections::{BTreeMap, BTreeSet};

use super::case::{Case, Entry, document, sort};
use super::finding::{Finding, Severity};
use super::names::Digest;

/// Why two versions cannot be made one.
#[derive(Debug, Clone, PartialEq)]
pub enum Conflict {
    /// A version is not a case file whose events can be told apart.
    Unreadable(Side, Vec<Finding>),
    /// Two complaints were taken in under one id.
    TwoBirths,
    /// Both sides changed the facts by hand, and differently.
    Facts,
    /// The union does not read back as what was united; nothing in the files is known to bring this about.
    Garbled,
}

/// One of the versions that are united.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// What both began with.
    Base,
    Ours,
    Theirs,
}

/// The union of two versions of a case file; `base` is what both began with, empty where they have no version in common.
///
/// # Errors
/// What stands in the way; then nothing may be taken for merged.
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
    for part in united(base.as_ref(), &ours, &theirs) {
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

/// A version of the file, cut into its parts. Its lines end with a line feed, whatever they ended with.
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
        let begins = |entry: &Entry| (entry.line as usize).saturating_sub(1).min(lines.len());
        let starts: Vec<usize> = case.entries.iter().map(begins).collect();
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
            let part = known.map_or_else(|| part.clone(), |known| both(&known, &part));
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

/// The facts, up to the first event: as the side has them that changed them.
fn head(base: Option<&Version>, ours: &Version, theirs: &Version) -> Result<String, Conflict> {
    if let Some(text) = changed(
        base.map(|base| base.head.as_str()),
        &ours.head,
        &theirs.head,
    ) {
        return Ok(text.to_owned());
    }
    if ours.case.facts == theirs.case.facts {
        return Ok(both(&ours.head, &theirs.head));
    }
    Err(if base.is_some() {
        Conflict::Facts
    } else {
        Conflict::TwoBirths
    })
}

/// The text of each event, in the order of the union.
fn united(base: Option<&Version>, ours: &Version, theirs: &Version) -> Vec<String> {
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
        let of = |version: &'_ Version| version.parts.get(&entry.digest).cloned();
        let base = base.and_then(of);
        match (of(ours), of(theirs)) {
            (Some(ours), Some(theirs)) => changed(base.as_deref(), &ours, &theirs)
                .map_or_else(|| both(&ours, &theirs), str::to_owned),
            (Some(only), None) | (None, Some(only)) => only,
            (None, None) => base.unwrap_or_default(),
        }
    };
    entries.map(text).collect()
}

/// The text of the side that changed it; none where both did, and differently.
fn changed<'t>(base: Option<&str>, ours: &'t str, theirs: &'t str) -> Option<&'t str> {
    match base {
        _ if ours == theirs => Some(ours),
        Some(base) if base == ours => Some(theirs),
        Some(base) if base == theirs => Some(ours),
        Some(_) | None => None,
    }
}

/// Two ways to write the same thing: one of them, and below it the comments that only the other has. Symmetric, and
/// taking either in again changes nothing.
fn both(one: &str, other: &str) -> String {
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
        // At the margin a comment is never part of a text above it.
        text.push_str(further);
        text.push('\n');
    }
    text
}

/// The comment of a line. What merely looks like one, in a text with a `#`, does no harm as one.
fn comment(line: &str) -> Option<&str> {
    let start = if line.trim_start().starts_with('#') {
        line.find('#')
    } else {
        line.find(" #").map(|blank| blank + 1)
    };
    start.map(|start| line[start..].trim_end())
}

/// Whether a text is a case with these events and no others.
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
