//! A template in pieces: text, comments and code, each with its place.

use super::Unfit;
use crate::domain::finding::Spot;
use crate::domain::message::Message;

/// A piece of a template, at a byte offset.
pub(super) struct Piece<'t> {
    pub at: usize,
    pub kind: Kind<'t>,
}

pub(super) enum Kind<'t> {
    Text(&'t str),
    /// `{# … #}`, as written.
    Comment(&'t str),
    Code {
        opening: Opening,
        /// What stands between the delimiters.
        inside: &'t str,
        is_closed: bool,
    },
}

/// What code begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opening {
    /// `{{`, a placeholder.
    Value,
    /// `{%`, a condition or a loop.
    Statement,
}

impl Opening {
    pub(super) fn delimiters(self) -> (&'static str, &'static str) {
        match self {
            Self::Value => ("{{", "}}"),
            Self::Statement => ("{%", "%}"),
        }
    }
}

/// Splits a template.
pub(super) fn pieces(template: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < template.len() {
        let rest = &template[at..];
        let text = opening(rest).unwrap_or(rest.len());
        if text > 0 {
            let kind = Kind::Text(&rest[..text]);
            pieces.push(Piece { at, kind });
        }
        at += text;
        if let Some((kind, length)) = code_or_comment(&template[at..]) {
            pieces.push(Piece { at, kind });
            at += length;
        }
    }
    pieces
}

/// The code or comment at the beginning of a text, and its length.
fn code_or_comment(text: &str) -> Option<(Kind<'_>, usize)> {
    let opening = match text.get(..2)? {
        "{#" => {
            let end = text.find("#}").map_or(text.len(), |end| end + 2);
            return Some((Kind::Comment(&text[..end]), end));
        }
        "{{" => Opening::Value,
        "{%" => Opening::Statement,
        _ => return None,
    };
    let closing = opening.delimiters().1;
    let length = length_of_code(&text[2..], closing);
    let inside = &text[2..2 + length.unwrap_or(text.len() - 2)];
    let kind = Kind::Code {
        opening,
        inside,
        is_closed: length.is_some(),
    };
    Some((kind, length.map_or(text.len(), |length| length + 4)))
}

/// The index of the next code or comment.
fn opening(text: &str) -> Option<usize> {
    let opens = |at: &usize| matches!(text.as_bytes().get(at + 1), Some(b'{' | b'%' | b'#'));
    text.match_indices('{').map(|(at, _)| at).find(opens)
}

/// The length of code up to its closing delimiter, ignoring delimiters in quoted strings.
fn length_of_code(inside: &str, closing: &str) -> Option<usize> {
    let mut outside = unquoted(inside);
    outside
        .find(|(at, _)| inside[*at..].starts_with(closing))
        .map(|(at, _)| at)
}

/// The characters outside quoted strings, with their byte offsets.
pub(super) fn unquoted(code: &str) -> impl Iterator<Item = (usize, char)> {
    let mut quote = None;
    let mut escaped = false;
    code.char_indices().filter(move |&(_, c)| {
        match quote {
            Some(_) if escaped => escaped = false,
            Some(_) if c == '\\' => escaped = true,
            Some(open) if open == c => quote = None,
            Some(_) => {}
            None => {
                quote = Some(c).filter(|c| matches!(c, '"' | '\''));
                return quote.is_none();
            }
        }
        false
    })
}

/// The line and column of a byte offset.
pub(super) fn spot(template: &str, at: usize) -> Spot {
    let before = &template[..at];
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let line = before.rsplit('\n').next().unwrap_or_default();
    Spot {
        line: number(before.matches('\n').count() + 1),
        column: number(line.chars().count() + 1),
    }
}

pub(super) fn unfit(template: &str, at: usize, message: Message) -> Unfit {
    Unfit {
        spot: spot(template, at),
        message,
    }
}
