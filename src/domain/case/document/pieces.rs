//! Parses a file piece by piece if the YAML parser rejects it as a whole, so that all problems are
//! found, not just the first.

use super::scan;
use super::typed::Reading;
use super::{raw, syntax};
use crate::domain::finding::{Code, Finding, Spot};

/// A part of a file: the facts, or one event.
struct Piece<'t> {
    text: &'t str,
    first_line: u32,
    is_event: bool,
}

/// The findings of all pieces. Adds the error of the `whole` file if no piece has a syntax error.
pub(crate) fn findings(text: &str, whole: &serde_yaml::Error) -> Vec<Finding> {
    let pieces = pieces(text);
    let mut findings: Vec<Finding> = pieces.iter().flat_map(findings_of_piece).collect();
    if !findings
        .iter()
        .any(|finding| matches!(finding.code, Code::Syntax | Code::TooLarge))
    {
        findings.push(syntax(text, 1, whole));
    }
    findings
}

fn findings_of_piece(piece: &Piece) -> Vec<Finding> {
    let scan = scan::scan(piece.text, piece.first_line);
    match raw::read(piece.text) {
        Err(error) => vec![syntax(piece.text, piece.first_line, &error)],
        Ok(raw) => {
            let mut reading = Reading::new(&scan.marks);
            if piece.is_event {
                reading.events(raw, 0, Spot::line(piece.first_line));
            } else {
                reading.facts(raw);
            }
            reading.finish()
        }
    }
}

/// Splits at `events:` and at each of its items.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = vec![Piece {
        text: "",
        first_line: 1,
        is_event: false,
    }];
    let (mut start, mut item_indent, mut below) = (0, None, false);
    let mut at = 0;
    for (line, first_line) in text.split_inclusive('\n').zip(1..) {
        let indent = line.len() - line.trim_start_matches(' ').len();
        let is_item =
            below && is_item(&line[indent..]) && *item_indent.get_or_insert(indent) == indent;
        if is_item {
            close(&mut pieces, &text[start..at]);
            pieces.push(Piece {
                text: "",
                first_line,
                is_event: true,
            });
            start = at;
        } else if !below && is_events_key(line) {
            close(&mut pieces, &text[start..at]);
            pieces.push(Piece {
                text: "",
                first_line: first_line + 1,
                is_event: true,
            });
            (start, below) = (at + line.len(), true);
        }
        at += line.len();
    }
    close(&mut pieces, &text[start..]);
    pieces.retain(|piece| {
        !piece.is_event || piece.text.lines().any(|line| !is_blank_or_comment(line))
    });
    pieces
}

fn close<'t>(pieces: &mut [Piece<'t>], text: &'t str) {
    if let Some(open) = pieces.last_mut() {
        open.text = text;
    }
}

fn is_item(line: &str) -> bool {
    line.strip_prefix('-')
        .is_some_and(|rest| rest.trim_end().is_empty() || rest.starts_with([' ', '\t']))
}

fn is_events_key(line: &str) -> bool {
    let Some((name, rest)) = line.split_once(':') else {
        return false;
    };
    matches!(name.trim_end(), "events" | "\"events\"" | "'events'")
        && rest.chars().next().is_none_or(char::is_whitespace)
}

fn is_blank_or_comment(line: &str) -> bool {
    let line = line.trim_start();
    line.is_empty() || line.starts_with('#')
}
