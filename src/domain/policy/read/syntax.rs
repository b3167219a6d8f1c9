//! Parses TOML, with hints for syntax errors.
#![cfg_attr(
    not(test),
    expect(
        clippy::wildcard_enum_match_arm,
        reason = "toml's values are not our enum"
    )
)]

use toml::de::{DeTable, DeValue};

use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{Message, message, text};
use crate::domain::policy::setting::Reader;

/// The size limit of a policy, as for case files.
const MAX_BYTES: usize = 1 << 20;

/// The maximum number of entries of a table, and of staff members.
const MAX_ENTRIES: usize = 1000;
const MAX_STAFF: usize = 20_000;

/// Characters from Chinese keyboards and word processors that look like TOML syntax.
const WIDE: [char; 13] = [
    '“', '”', '‘', '’', '，', '＝', '：', '【', '】', '［', '］', '＂', '\u{3000}',
];

/// Parses the file. Only the first syntax error is reported, since the others usually follow from
/// it.
pub(super) fn document<'t>(reader: &Reader, text: &'t str) -> Option<DeTable<'t>> {
    if text.len() > MAX_BYTES {
        reader.error(
            Code::TooLarge,
            Spot::default(),
            text!("the policy is larger than 1 MiB"),
        );
        return None;
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    let first = errors
        .into_iter()
        .min_by_key(|error| error.span().map(|span| span.start));
    let Some(error) = first else {
        let table = table.into_inner();
        return is_small(reader, &table).then_some(table);
    };
    let spot = error
        .span()
        .map_or(Spot::default(), |span| reader.spot(span.start));
    let finding = Finding::error(
        Code::Syntax,
        spot,
        message!("not valid TOML: {problem}", problem = error.message()),
    );
    let line = text
        .lines()
        .nth((spot.line as usize).saturating_sub(1))
        .unwrap_or_default();
    reader.report(match hint(error.message(), line) {
        Some(hint) => finding.hint(hint),
        None => finding,
    });
    None
}

/// Whether no table is too large. The time to check entries grows faster than their number.
fn is_small(reader: &Reader, table: &DeTable) -> bool {
    let mut is_small = true;
    for (name, value) in table {
        let key = name.get_ref().as_ref();
        let most = if key == "staff" {
            MAX_STAFF
        } else {
            MAX_ENTRIES
        };
        let count = match value.get_ref() {
            DeValue::Table(entries) => entries.len(),
            DeValue::Array(entries) => entries.len(),
            _ => 0,
        };
        if count > most {
            let message = message!(
                "'{key}' has {count} entries; the maximum is {most}",
                key,
                count,
                most
            );
            reader.error(Code::TooLarge, reader.spot(name.span().start), message);
            is_small = false;
        }
    }
    is_small
}

fn hint(message: &str, line: &str) -> Option<Message> {
    let code = line.split('#').next().unwrap_or_default();
    if let Some(wide) = code.chars().find(|c| WIDE.contains(c)) {
        return Some(message!(
            "'{wide}' is a full-width character: type \" = , [ ] on a Latin keyboard",
            wide
        ));
    }
    Some(match message.split(',').next().unwrap_or_default() {
        "string values must be quoted" => text!("put texts in quotes, like \"3bd\""),
        "duplicate key" => text!("the key is already set above: merge the two"),
        "invalid unquoted key" => {
            text!("quote keys with characters other than a-z, digits, '-' and '_'")
        }
        "missing comma between array elements" => {
            text!("separate the members of a list with commas, and close it with ]")
        }
        "unclosed table" | "unclosed array" | "unclosed inline table" => {
            text!("close the bracket")
        }
        "invalid basic string" | "invalid literal string" => {
            text!("close the quotes at the end of the text")
        }
        "missing escaped value" => text!("write a backslash twice"),
        "unexpected key or value" => {
            text!(
                "write one key and value per line, and numbers without thousands separators, like 2000"
            )
        }
        "key with no value" => text!("write: key = value"),
        _ => return None,
    })
}
