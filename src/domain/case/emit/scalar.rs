//! One text as a YAML scalar that every reader takes for that text.

use std::fmt::Write as _;

use crate::domain::names::CaseId;

/// Where a scalar stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// The value of a key on its own line.
    Block,
    Flow,
}

/// The text without control characters but newline and tab, which no text is refused for.
#[cfg(test)]
pub(crate) fn clean(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect()
}

/// The text on one line: plain where that is safe, else in double quotes.
pub(crate) fn scalar(text: &str) -> String {
    one_line(text, Place::Block)
}

/// The text as an item between brackets.
pub(crate) fn flow(text: &str) -> String {
    one_line(text, Place::Flow)
}

/// The text on one line, at a place.
pub(crate) fn one_line(text: &str, place: Place) -> String {
    if is_plain(text, place) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// Whether the text is written as a literal block: of several lines, without leading blanks, trailing blanks or tabs.
pub(crate) fn is_block(text: &str) -> bool {
    let body = text.strip_suffix('\n').unwrap_or(text);
    text.contains('\n')
        && !body.ends_with('\n')
        && !body.starts_with([' ', '\n'])
        && !body.is_empty()
        && body.split('\n').all(|line| !line.ends_with(' '))
        && body.chars().all(|c| c == '\n' || is_printed(c))
}

/// The lines of a literal block, and the header that keeps its last line end or the lack of one.
pub(crate) fn write_block<'t>(text: &'t str, lines: &mut Vec<&'t str>) -> &'static str {
    let body = text.strip_suffix('\n');
    lines.extend(body.unwrap_or(text).split('\n'));
    if body.is_some() { "|" } else { "|-" }
}

fn is_plain(text: &str, place: Place) -> bool {
    if text.parse::<CaseId>().is_ok() {
        return true;
    }
    const WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    let in_block = |c: char| place == Place::Block && ",;()!?%'".contains(c);
    text.starts_with(char::is_alphabetic)
        && !text.ends_with(' ')
        && text.chars().all(|c| c == ' ' || is_word(c) || in_block(c))
        && !WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// Letters, digits and marks that mean nothing to YAML; the punctuation of Chinese among them.
fn is_word(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '-' | '_' | '.' | '/' | '+' | '@')
        || matches!(c, '\u{3001}'..='\u{303f}' | '\u{ff01}'..='\u{ff5e}' | '\u{2010}'..='\u{2026}')
}

/// Whether a character may stand in YAML as it is, in the eyes of every reader; line ends and tabs may not.
fn is_printed(c: char) -> bool {
    !c.is_control()
        && !matches!(
            c,
            '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
        )
}

fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if is_printed(c) => out.push(c),
            c => write!(out, "\\u{:04x}", u32::from(c)).unwrap_or_default(),
        }
    }
    out.push('"');
    out
}
