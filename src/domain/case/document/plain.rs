//! Reads case files of the shape that this program writes, many times faster than the YAML parser.
//!
//! Whatever could mean something else to a YAML parser is not of that shape: comments, anchors,
//! texts over several lines in quotes, unusual indentation. A property test holds both readers to
//! the same result.

use crate::domain::case::fields::Raw;

/// Indentation of the keys of an event, and of `complainant`.
const INDENT: &str = "  ";

/// The values of a case file; `None` if the file is not of the usual shape.
pub(crate) fn read(text: &str) -> Option<Raw> {
    if !text.ends_with('\n') || text.bytes().any(|byte| byte < b' ' && byte != b'\n') {
        return None;
    }
    if !text.is_ascii() && text.chars().any(is_special) {
        return None;
    }
    let mut lines = Lines { rest: text };
    let mut pairs = Vec::with_capacity(16);
    while !lines.rest.is_empty() {
        let (key, value) = pair(lines.next()?)?;
        let value = match (key, value) {
            ("events", "") => events(&mut lines)?,
            ("complainant", "") => map(&mut lines, INDENT)?,
            (_, value) => of_key(value, &mut lines, INDENT)?,
        };
        pairs.push((key.to_owned(), value));
    }
    Some(Raw::Map(pairs))
}

/// The lines that are not read yet, each with its line ending.
struct Lines<'t> {
    rest: &'t str,
}

impl<'t> Lines<'t> {
    fn next(&mut self) -> Option<&'t str> {
        let (line, rest) = self.rest.split_once('\n')?;
        self.rest = rest;
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
}

/// The items at the margin.
fn events(lines: &mut Lines<'_>) -> Option<Raw> {
    let mut items = Vec::new();
    while let Some(first) = lines.indented("- ") {
        let mut pairs = Vec::with_capacity(8);
        let mut line = Some(first);
        while let Some(of_pair) = line {
            let (key, value) = pair(of_pair)?;
            let value = match value {
                "" => map(lines, "    ")?,
                value => of_key(value, lines, "    ")?,
            };
            pairs.push((key.to_owned(), value));
            line = lines.indented(INDENT);
        }
        items.push(Raw::Map(pairs));
    }
    (!items.is_empty()).then_some(Raw::List(items))
}

/// A mapping of texts.
fn map(lines: &mut Lines<'_>, indent: &str) -> Option<Raw> {
    let mut pairs = Vec::new();
    while let Some(line) = lines.indented(indent) {
        let (key, value) = pair(line)?;
        let value = on_line(value)?;
        pairs.push((key.to_owned(), value));
    }
    (!pairs.is_empty()).then_some(Raw::Map(pairs))
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
    use crate::domain::case::document::raw;
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

    fn same_as_the_parser(text: &str) -> Result<(), TestCaseError> {
        if let Some(read) = read(text) {
            let parsed = raw::parse(text);
            prop_assert_eq!(parsed.ok(), Some(read), "{}", text);
        }
        Ok(())
    }

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
            same_as_the_parser(&text)?;
        }
    }
}
