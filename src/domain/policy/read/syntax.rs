//! From text to tables, and what to do about a text that is not TOML.

use toml::de::DeTable;

use super::table::Reader;
use crate::domain::finding::{Code, Finding, Spot};

/// The largest policy that is read, as for case files.
const MAX_BYTES: usize = 1 << 20;

/// Signs of Chinese keyboards and word processors that look like those of TOML.
const WIDE: [char; 13] = ['“', '”', '‘', '’', '，', '＝', '：', '【', '】', '［', '］', '＂', '\u{3000}'];

/// The file as tables; only the first error of syntax is reported, the others most often follow from it.
pub(super) fn document<'t>(reader: &Reader, text: &'t str) -> Option<DeTable<'t>> {
    if text.len() > MAX_BYTES {
        reader.error(Code::TooLarge, Spot::default(), "the policy is larger than 1 MiB");
        return None;
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    let first = errors.into_iter().min_by_key(|error| error.span().map(|span| span.start));
    let Some(error) = first else { return Some(table.into_inner()) };
    let spot = error.span().map_or(Spot::default(), |span| reader.spot(span.start));
    let finding = Finding::error(Code::Syntax, spot, format!("not valid TOML: {}", error.message()));
    let line = text.lines().nth((spot.line as usize).saturating_sub(1)).unwrap_or_default();
    reader.report(match hint(error.message(), line) {
        Some(hint) => finding.hint(hint),
        None => finding,
    });
    None
}

fn hint(message: &str, line: &str) -> Option<String> {
    let code = line.split('#').next().unwrap_or_default();
    if let Some(wide) = code.chars().find(|c| WIDE.contains(c)) {
        return Some(format!("'{wide}' is a sign of full width: type \" = , [ ] on a Latin keyboard"));
    }
    let hint = match message.split(',').next().unwrap_or_default() {
        "string values must be quoted" => "put texts in quotes, like \"3bd\"",
        "duplicate key" => "it stands above already: make one of the two",
        "invalid unquoted key" => "put a key that is more than letters a-z, digits, '-' and '_' in quotes",
        "missing comma between array elements" => "part the members of a list by commas, and close it with ]",
        "unclosed table" | "unclosed array" | "unclosed inline table" => "close the bracket",
        "invalid basic string" | "invalid literal string" => "close the quotes at the end of the text",
        "missing escaped value" => "write a backslash twice",
        "unexpected key or value" => "one key and value a line; numbers without signs for thousands, like 2000",
        "key with no value" => "write: key = value",
        _ => return None,
    };
    Some(hint.to_owned())
}
