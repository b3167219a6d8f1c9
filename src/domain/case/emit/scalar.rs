//! Writes a text as a YAML scalar that every parser reads as that text.

use std::fmt::Write as _;

use crate::domain::names::CaseId;

/// The context of a scalar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// A key or value in block style.
    Block,
    /// Between brackets.
    Flow,
}

/// Removes control characters except newline and tab.
#[cfg(test)]
pub(crate) fn clean(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect()
}

/// The text on one line: plain if safe, else double-quoted.
pub(crate) fn scalar(text: &str) -> String {
    one_line(text, Place::Block)
}

/// The text as an item between brackets.
pub(crate) fn flow(text: &str) -> String {
    one_line(text, Place::Flow)
}

/// The text on one line, for a context.
pub(crate) fn one_line(text: &str, place: Place) -> String {
    if is_plain(text, place) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// Whether the text is written as a literal block: several lines without tabs, trailing spaces or
/// leading blanks.
pub(crate) fn is_block(text: &str) -> bool {
    let body = text.strip_suffix('\n').unwrap_or(text);
    text.contains('\n')
        && !body.ends_with('\n')
        && !body.starts_with([' ', '\n'])
        && !body.is_empty()
        && body.split('\n').all(|line| !line.ends_with(' '))
        && body.chars().all(|c| c == '\n' || is_printed(c))
}

/// Adds the lines of a literal block and returns its header, which records whether the text ends
/// with a newline.
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

/// Letters, digits and punctuation without meaning in YAML, including Chinese punctuation.
fn is_word(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '-' | '_' | '.' | '/' | '+' | '@')
        || matches!(c, '\u{3001}'..='\u{303f}' | '\u{ff01}'..='\u{ff5e}' | '\u{2010}'..='\u{2026}')
}

/// Whether every YAML parser accepts a character unescaped; excludes line breaks and tabs.
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
