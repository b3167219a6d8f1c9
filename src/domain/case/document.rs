//! Parses a case file into a case and finds every problem with its place.
//!
//! A file of the shape that this program writes is read by [`plain`]; any other by the YAML parser,
//! normally as a whole. If the YAML parser rejects it, each piece is parsed on
//! its own, so that one broken event does not hide the problems of others.

mod conflict;
mod growth;
mod layout;
mod lookup;
mod pieces;
mod places;
mod plain;
mod raw;
mod scan;
mod tabs;
mod typed;

use std::borrow::Cow;

use super::Case;
use super::bounds::MAX_SIZE;
use super::facts::Prefilled;
use crate::domain::finding::{Code, Finding, Severity, Spot};
use crate::domain::message::{message, text};

use scan::Excess;

pub use growth::grown;
pub use layout::Layout;
pub use layout::LineEnding;
pub use lookup::Places;

/// A parsed case file.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The case; `None` if a fact or an event is not valid. Unknown keys and verbs are accepted.
    pub case: Option<Case>,
    /// All problems, in the order of the file.
    pub findings: Vec<Finding>,
    /// Where events can be appended, or why not.
    pub layout: Layout,
}

/// Parses a case file. Never fails: problems become findings. The last line needs no line ending.
pub fn parse(bytes: &[u8]) -> Document {
    match text_of(bytes) {
        Ok(text) => parse_text(&text),
        Err(finding) => unreadable(LineEnding::Lf, vec![finding]),
    }
}

/// As [`parse`], always by the YAML parser, to compare both readers.
pub fn parse_as_yaml(bytes: &[u8]) -> Document {
    match text_of(bytes) {
        Ok(text) => parse_any(&text),
        Err(finding) => unreadable(LineEnding::Lf, vec![finding]),
    }
}

/// Parses a template for routine complaints: the facts of a case file without `id`, `received` and
/// `events`.
///
/// # Errors
/// All problems of the template.
pub fn prefilled(bytes: &[u8]) -> Result<Prefilled, Vec<Finding>> {
    let text = text_of(bytes).map_err(|finding| vec![finding])?;
    let scan = scan::scan(&text, 1);
    if let Some(excess) = scan.excess {
        return Err(vec![too_much(excess)]);
    }
    let raw = raw::read(&text).map_err(|error| vec![syntax(&text, 1, &error)])?;
    let mut reading = typed::Reading::new(&scan.marks);
    let prefilled = reading.prefilled(raw);
    let findings = reading.finish();
    if findings.is_empty() {
        Ok(prefilled)
    } else {
        Err(findings)
    }
}

fn parse_text(text: &str) -> Document {
    match plain::read(text) {
        Some(plain) => typed::of_plain(plain),
        None => parse_any(text),
    }
}

/// Parses a file of any shape.
fn parse_any(text: &str) -> Document {
    let ending = LineEnding::of(text);
    let scan = scan::scan(text, 1);
    if let Some(excess) = scan.excess {
        return unreadable(ending, vec![too_much(excess)]);
    }
    let conflicts = conflict::markers(text);
    if conflict::is_certain(&conflicts) {
        return unreadable(ending, conflict::findings(&conflicts));
    }
    match raw::read(text) {
        Ok(raw) => typed::document(text, raw, &scan.marks),
        Err(_) if !conflicts.is_empty() => unreadable(ending, conflict::findings(&conflicts)),
        Err(error) => unreadable(ending, pieces::findings(text, &error)),
    }
}

/// Decodes the file: checks its size, strips the byte-order mark, and ends the last line.
fn text_of(bytes: &[u8]) -> Result<Cow<'_, str>, Finding> {
    if bytes.len() > MAX_SIZE {
        let message = message!(
            "the file is larger than {most} bytes, the maximum for a case file",
            most = MAX_SIZE
        );
        return Err(Finding::error(Code::TooLarge, Spot::line(1), message));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let (before, _) = bytes.split_at(error.valid_up_to());
        let spot = spot_at(&String::from_utf8_lossy(before), before.len(), 1);
        Finding::error(Code::Syntax, spot, text!("the file is not UTF-8 text"))
            .hint(text!("save it in the encoding UTF-8"))
    })?;
    Ok(if text.is_empty() || text.ends_with('\n') {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(format!("{text}{}", LineEnding::of(text).as_str()))
    })
}

fn too_much(excess: Excess) -> Finding {
    let (spot, message) = match excess {
        Excess::Nesting(spot) => (
            spot,
            message!(
                "brackets or items are nested deeper than {most} levels",
                most = scan::MAX_NESTING
            ),
        ),
        Excess::Marks(spot) => (
            spot,
            message!(
                "there are more than {most} items and keys",
                most = scan::MAX_MARKS
            ),
        ),
    };
    Finding::error(Code::TooLarge, spot, message)
}

fn unreadable(ending: LineEnding, mut findings: Vec<Finding>) -> Document {
    findings.sort_by_key(|finding| finding.spot);
    Document {
        case: None,
        layout: layout::of_unreadable(ending, findings.first()),
        findings,
    }
}

/// Converts an error of the YAML parser; the text starts at line `first_line` of the file.
fn syntax(text: &str, first_line: u32, error: &serde_yaml::Error) -> Finding {
    let message = error.to_string();
    let problem = message
        .split(" at line ")
        .next()
        .unwrap_or(&message)
        .split(" at position ")
        .next()
        .unwrap_or(&message);
    if let Some((at, control)) = text.char_indices().find(|(_, c)| is_unprintable(*c)) {
        let message = message!(
            "YAML does not allow the character {character}",
            character = format!("U+{:04X}", u32::from(control))
        );
        return Finding::error(Code::Syntax, spot_at(text, at, first_line), message)
            .hint(text!("remove it"));
    }
    let spot = match error.location() {
        Some(location) => spot_at(text, location.index(), first_line),
        None => second_document(text, first_line).unwrap_or(Spot::line(first_line)),
    };
    if problem.contains("recursion limit") {
        return Finding::error(
            Code::TooLarge,
            spot,
            text!("lists and mappings are nested too deep"),
        );
    }
    Finding::error(
        Code::Syntax,
        spot,
        message!("invalid YAML: {problem}", problem),
    )
}

fn is_unprintable(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}'))
        || matches!(c, '\u{fffe}' | '\u{ffff}')
}

fn second_document(text: &str, first_line: u32) -> Option<Spot> {
    text.lines()
        .zip(first_line..)
        .skip(1)
        .find(|(line, _)| line.starts_with("---"))
        .map(|(_, line)| Spot::line(line))
}

/// Line and column of a byte; the text starts at line `first_line` of the file.
fn spot_at(text: &str, at: usize, first_line: u32) -> Spot {
    let before = &text.as_bytes()[..at.min(text.len())];
    let line_start = before
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |newline| newline + 1);
    let lines = before.iter().filter(|byte| **byte == b'\n').count();
    let column = String::from_utf8_lossy(&before[line_start..])
        .chars()
        .count()
        + 1;
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Spot {
        line: first_line.saturating_add(number(lines)),
        column: number(column),
    }
}

/// Whether the findings leave the parsed case valid.
fn is_sound(findings: &[Finding]) -> bool {
    findings
        .iter()
        .all(|finding| finding.severity == Severity::Warning || finding.code == Code::UnknownKey)
}

#[cfg(test)]
mod tests;
