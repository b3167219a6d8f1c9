//! Reads case files of the shape that this program writes, many times faster than the YAML parser.
//!
//! Whatever could mean something else to a YAML parser is not of that shape: comments, anchors,
//! texts over several lines in quotes, unusual indentation. A property test holds both readers to
//! the same result.

use crate::domain::case::fields::{Field, Raw};
use crate::domain::finding::Spot;

/// Indentation of the keys of an event, and of `complainant`.
const INDENT: &str = "  ";

/// Maximum number of keys; see [`scan::MAX_MARKS`](super::scan::MAX_MARKS).
const MAX_KEYS: usize = 50_000;

/// The values of a case file, with their places.
#[derive(Debug)]
pub(super) struct Plain {
    /// The facts, without `events`.
    pub facts: Vec<Field>,
    /// Where each event begins, and its keys.
    pub events: Vec<(Spot, Vec<Field>)>,
}

/// The values of a case file; `None` if the file is not of the usual shape.
pub(super) fn read(text: &str) -> Option<Plain> {
    if !text.ends_with('\n') || text.bytes().any(|byte| byte < b' ' && byte != b'\n') {
        return None;
    }
    if !text.is_ascii() && text.chars().any(is_special) {
        return None;
    }
    let mut lines = Lines {
        rest: text,
        line: 0,
        keys: 0,
    };
    let mut facts = Vec::with_capacity(16);
    loop {
        let (key, value) = pair(lines.next()?)?;
        let spot = lines.key(1)?;
        let (value, inside) = match (key, value) {
            ("events", "") => break,
            ("complainant", "") => map(&mut lines, INDENT)?,
            (_, value) => (of_key(value, &mut lines, INDENT)?, Vec::new()),
        };
        facts.push(Field {
            key: key.to_owned(),
            value,
            spot,
            inside,
        });
    }
    let events = events(&mut lines)?;
    lines.rest.is_empty().then_some(Plain { facts, events })
}

/// The lines that are not read yet, each with its line ending.
struct Lines<'t> {
    rest: &'t str,
    /// The number of the last line that was read.
    line: u32,
    keys: usize,
}

impl<'t> Lines<'t> {
    fn next(&mut self) -> Option<&'t str> {
        let (line, rest) = self.rest.split_once('\n')?;
        self.rest = rest;
        self.line += 1;
        Some(line)
    }

    /// The next line without its indentation, if it has at least that.
    fn indented(&mut self, indent: &str) -> Option<&'t str> {
        self.rest.strip_prefix(indent)?;
        Some(&self.next()?[indent.len()..])
    }

    /// The next line of a literal block: indented, or empty.
    fn of_block(&mut self, indent: &str) -> Option<&'t str> {
        if self.rest.starts_with('\n') {
            self.next()
        } else {
            self.indented(indent)
        }
    }

    /// The place of a key on the last line; `None` if there are too many.
    fn key(&mut self, column: u32) -> Option<Spot> {
        self.keys += 1;
        (self.keys < MAX_KEYS).then_some(Spot {
            line: self.line,
            column,
        })
    }
}

/// The items at the margin.
fn events(lines: &mut Lines<'_>) -> Option<Vec<(Spot, Vec<Field>)>> {
    let mut items = Vec::new();
    while let Some(first) = lines.indented("- ") {
        let home = Spot {
            line: lines.line,
            column: 1,
        };
        let mut fields = Vec::with_capacity(8);
        let mut line = Some(first);
        while let Some(of_pair) = line {
            let (key, value) = pair(of_pair)?;
            let spot = lines.key(3)?;
            let (value, inside) = match value {
                "" => map(lines, "    ")?,
                value => (of_key(value, lines, "    ")?, Vec::new()),
            };
            fields.push(Field {
                key: key.to_owned(),
                value,
                spot,
                inside,
            });
            line = lines.indented(INDENT);
        }
        items.push((home, fields));
    }
    (!items.is_empty()).then_some(items)
}

/// A mapping of texts, with the places of its keys.
fn map(lines: &mut Lines<'_>, indent: &str) -> Option<(Raw, Vec<Spot>)> {
    let (mut pairs, mut spots) = (Vec::new(), Vec::new());
    let column = 1 + u32::try_from(indent.len()).ok()?;
    while let Some(line) = lines.indented(indent) {
        let (key, value) = pair(line)?;
        spots.push(lines.key(column)?);
        let value = on_line(value)?;
        pairs.push((key.to_owned(), value));
    }
    (!pairs.is_empty()).then_some((Raw::Map(pairs), spots))
}

/// A key of letters, digits, `-` and `_`, and the rest of its line.
fn pair(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    if !key.starts_with(char::is_alphabetic) || !key.chars().all(is_word) || is_null(key) {
        return None;
    }
    if value.is_empty() {
        return Some((key, ""));
    }
    let value = value.strip_prefix(' ').filter(|value| !value.is_empty())?;
    Some((key, value))
}

/// The value after a key; the lines of a block have this indentation.
fn of_key(value: &str, lines: &mut Lines<'_>, indent: &str) -> Option<Raw> {
    match value {
        "|" => block(lines, indent, "\n"),
        "|-" => block(lines, indent, ""),
        value => on_line(value),
    }
}

fn on_line(value: &str) -> Option<Raw> {
    match value.as_bytes().first()? {
        b'"' => quoted(value).map(Raw::Text),
        b'[' => list(value),
        _ => plain(value).then(|| Raw::Text(value.to_owned())),
    }
}

/// The text of a literal block, which ends with `last`.
fn block(lines: &mut Lines<'_>, indent: &str, last: &str) -> Option<Raw> {
    let mut text = String::new();
    while let Some(line) = lines.of_block(indent) {
        let is_blank = line.bytes().all(|byte| byte == b' ');
        // Blanks at the beginning would belong to the indentation.
        let is_unclear = if text.is_empty() {
            line.is_empty() || line.starts_with(' ')
        } else {
            is_blank && !line.is_empty()
        };
        if is_unclear {
            return None;
        }
        text.push_str(line);
        text.push('\n');
    }
    // Empty lines at the end do not all count.
    if text.is_empty() || text.ends_with("\n\n") {
        return None;
    }
    text.pop();
    text.push_str(last);
    Some(Raw::Text(text))
}

/// Whether a text is plain in every YAML: it begins with a letter or a digit, is no null, and has
/// nothing that ends it.
fn plain(text: &str) -> bool {
    let is_begun = text.starts_with(char::is_alphanumeric);
    is_begun
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !text.contains(" #")
        && !is_null(text)
}

fn is_null(text: &str) -> bool {
    matches!(text, "null" | "Null" | "NULL")
}

/// A text in double quotes that ends with the line.
fn quoted(value: &str) -> Option<String> {
    let inner = value.strip_prefix('"')?.strip_suffix('"')?;
    let mut text = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(at) = rest.find(['"', '\\']) {
        let (before, escape) = rest.split_at(at);
        text.push_str(before);
        let mut escaped = escape.strip_prefix('\\')?.chars();
        text.push(match escaped.next()? {
            'n' => '\n',
            't' => '\t',
            same @ ('"' | '\\') => same,
            'u' => {
                let code = escaped.as_str().get(..4)?;
                escaped = escaped.as_str()[4..].chars();
                let digits = code.bytes().all(|byte| byte.is_ascii_hexdigit());
                char::from_u32(u32::from_str_radix(code, 16).ok().filter(|_| digits)?)?
            }
            _ => return None,
        });
        rest = escaped.as_str();
    }
    text.push_str(rest);
    Some(text)
}

/// A list of words in brackets.
fn list(value: &str) -> Option<Raw> {
    let inner = value.strip_prefix('[')?.strip_suffix(']')?;
    if inner.is_empty() {
        return Some(Raw::List(Vec::new()));
    }
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let item = |item: &str| {
        let is_plain = plain(item) && item.chars().all(is_word);
        is_plain.then(|| Raw::Text(item.to_owned()))
    };
    let items: Option<Vec<Raw>> = inner.split(", ").map(item).collect();
    items.map(Raw::List)
}

/// Whether a YAML parser breaks the line at a character, drops it or refuses it.
fn is_special(c: char) -> bool {
    matches!(
        c,
        '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::case::arbitrary::{entries, facts, zone};
    use crate::domain::case::document::{parse_any, parse_text};
    use crate::domain::case::emit;

    const EXAMPLE: &str = include_str!("example.yaml");

    /// What turns one shape into another, or means something in YAML.
    const TRAPS: &[&str] = &[
        " ",
        "  ",
        "\n",
        "\n\n",
        "\t",
        "\r",
        ":",
        ": ",
        ":\n",
        " #",
        "#",
        "- ",
        "-",
        "\"",
        "'",
        "\\",
        "\\x41",
        "\\u00e9",
        "|",
        "|-",
        ">",
        "|+",
        "|2",
        "[",
        "]",
        "[]",
        "{}",
        ", ",
        "&a ",
        "*a",
        "!t ",
        "null",
        "~",
        "true",
        "1e3",
        "0x1F",
        "? ",
        "---\n",
        "...\n",
        "% ",
        "\u{85}",
        "\u{2028}",
        "\u{feff}",
        "\u{7f}",
        "王",
        "events:\n",
        "complainant:\n",
        "  x: y\n",
        "    x: y\n",
        "key: v\n",
        "text: |-\n    a\n\n    b\n",
        "<<: ",
    ];

    #[test]
    fn what_is_written_is_of_the_usual_shape() {
        let example = crate::domain::case::document::parse(EXAMPLE.as_bytes());
        let case = example.case.expect("a case");
        let written = emit::case(&case.facts, &case.entries, chrono_tz::Asia::Shanghai);
        assert!(read(&written).is_some(), "{written}");
    }

    proptest! {
        #[test]
        fn both_readers_agree(
            facts in facts(), entries in entries(), zone in zone(),
            edits in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(TRAPS), 0_usize..4), 0..4),
        ) {
            let mut text = emit::case(&facts, &entries, zone);
            for (place, trap, removed) in edits {
                let mut ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
                ends.push(text.len());
                let at = place.index(ends.len());
                let end = (at + removed).min(ends.len() - 1);
                text.replace_range(ends[at]..ends[end], trap);
            }
            prop_assert_eq!(parse_text(&text), parse_any(&text), "{}", text);
        }
    }
}
