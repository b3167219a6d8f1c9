//! Writes cases and events as YAML.
//!
//! The output means the same in YAML 1.1 and 1.2: a text is plain only if every parser reads it as
//! that text, a literal block if it has several lines, and double-quoted otherwise.

mod scalar;

use crate::domain::message::{Command, message, text};
use chrono_tz::Tz;

use super::document::{Layout, parse};
use super::fields::{Raw, Value};
use super::{Case, Entry, Facts, bounds};
use crate::domain::finding::{Code, Finding, Severity, Spot};
use crate::domain::time::format_instant;

pub(crate) use scalar::scalar;
use scalar::{Place, flow, is_block, write_block};

/// A new case file: the facts, then `events`. Instants are in `zone`.
pub fn case(facts: &Facts, entries: &[Entry], zone: Tz) -> String {
    let mut writer = Writer::new(&Layout::default(), zone);
    let fields = facts.fields();
    fields
        .before
        .iter()
        .for_each(|(key, value)| writer.pair(0, key, value));
    writer.line(0, "complainant:");
    fields
        .complainant
        .iter()
        .for_each(|(key, value)| writer.pair(2, key, value));
    fields
        .after
        .iter()
        .for_each(|(key, value)| writer.pair(0, key, value));
    writer.line(0, "events:");
    entries.iter().for_each(|entry| writer.entry(entry));
    writer.out
}

/// One event as an item of `events`, in the layout of its file. Instants are in `zone`.
#[cfg(test)]
pub(crate) fn entry(entry: &Entry, zone: Tz, layout: &Layout) -> String {
    let mut writer = Writer::new(layout, zone);
    writer.entry(entry);
    writer.out
}

/// The bytes to append to `text` for `entries`, including a missing line ending of the last line.
///
/// # Errors
/// The obstacle of the layout, if any.
pub fn append(
    text: &[u8],
    layout: &Layout,
    entries: &[Entry],
    zone: Tz,
) -> Result<Vec<u8>, Finding> {
    if let Some(obstacle) = &layout.obstacle {
        return Err(obstacle.clone());
    }
    let mut writer = Writer::new(layout, zone);
    if !entries.is_empty() && !text.ends_with(b"\n") {
        writer.out.push_str(layout.ending.as_str());
    }
    entries.iter().for_each(|entry| writer.entry(entry));
    Ok(writer.out.into_bytes())
}

/// Parses `text` before it is written and returns its case, which must be `before` plus `entries`.
///
/// # Errors
/// A finding with code `layout` if the case differs.
pub fn verify_appended(before: &Case, entries: &[Entry], text: &[u8]) -> Result<Case, Finding> {
    let document = parse(text);
    let expected = before
        .entries
        .iter()
        .chain(entries)
        .map(|entry| entry.digest);
    match document.case {
        Some(case)
            if case.facts == before.facts
                && case.entries.iter().map(|entry| entry.digest).eq(expected) =>
        {
            let is_added = |digest| entries.iter().any(|entry| entry.digest == digest);
            match bounds::overrun(text, &case, is_added) {
                Some(overrun) => Err(overrun),
                None => Ok(case),
            }
        }
        _ => {
            let cause = document
                .findings
                .into_iter()
                .find(|finding| finding.severity == Severity::Error);
            if let Some(too_large) = cause
                .as_ref()
                .filter(|finding| finding.code == Code::TooLarge)
            {
                return Err(too_large.clone().hint(message!(
                    "move long texts to evidence: {command}",
                    command = Command::new("attach").this().with("FILE")
                )));
            }
            let spot = cause.as_ref().map_or(Spot::line(1), |finding| finding.spot);
            let message = match cause {
                Some(finding) => message!(
                    "the file would not parse as intended: {why}",
                    why = finding.message
                ),
                None => text!("the file would not parse as intended"),
            };
            Err(Finding::error(Code::Layout, spot, message)
                .hint(text!("nothing was written; please report this")))
        }
    }
}

struct Writer {
    out: String,
    margin: usize,
    ending: &'static str,
    zone: Tz,
}

impl Writer {
    fn new(layout: &Layout, zone: Tz) -> Self {
        Self {
            out: String::new(),
            margin: layout.indent,
            ending: layout.ending.as_str(),
            zone,
        }
    }

    fn entry(&mut self, entry: &Entry) {
        let start = self.out.len() + self.margin;
        entry
            .fields()
            .iter()
            .for_each(|(key, value)| self.pair(2, key, value));
        self.out.replace_range(start..start + 1, "-");
    }

    fn pair(&mut self, indent: usize, key: &str, value: &Value) {
        let key = scalar(key);
        match value {
            Value::Text(text) if is_block(text) => self.block(indent, &key, text),
            Value::Shares(shares) => {
                self.line(indent, &format!("{key}:"));
                let pairs = shares
                    .iter()
                    .map(|(party, share)| format!("{}: {}", scalar(party), share.written()));
                pairs.for_each(|pair| self.line(indent + 2, &pair));
            }
            Value::Text(_)
            | Value::Instant(_)
            | Value::Decimal(_)
            | Value::Whole(_)
            | Value::True
            | Value::List(_)
            | Value::Unknown(_) => {
                self.line(indent, &format!("{key}: {}", inline(value, self.zone)));
            }
        }
    }

    fn block(&mut self, indent: usize, key: &str, text: &str) {
        let mut lines = Vec::new();
        let header = write_block(text, &mut lines);
        self.line(indent, &format!("{key}: {header}"));
        for line in lines {
            if line.is_empty() {
                self.out.push_str(self.ending);
            } else {
                self.line(indent + 2, line);
            }
        }
    }

    fn line(&mut self, indent: usize, text: &str) {
        self.out
            .extend(std::iter::repeat_n(' ', self.margin + indent));
        self.out.push_str(text);
        self.out.push_str(self.ending);
    }
}

/// A value on one line.
pub(crate) fn inline(value: &Value, zone: Tz) -> String {
    match value {
        Value::Text(text) => scalar(text),
        Value::Instant(instant) => format_instant(*instant, zone),
        Value::Decimal(decimal) => decimal.to_string(),
        Value::Whole(number) => number.to_string(),
        Value::True => "true".to_owned(),
        Value::List(items) => {
            let items: Vec<_> = items.iter().map(|item| flow(item)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Shares(shares) => {
            let shares = shares
                .iter()
                .map(|(party, share)| format!("{}: {}", flow(party), share.written()));
            format!("{{{}}}", shares.collect::<Vec<_>>().join(", "))
        }
        Value::Unknown(raw) => unknown(raw, Place::Block),
    }
}

/// A value of a newer program, on one line.
fn unknown(raw: &Raw, place: Place) -> String {
    match raw {
        Raw::Null => "null".to_owned(),
        Raw::Text(text) => scalar::one_line(text, place),
        Raw::List(items) => {
            let items: Vec<_> = items
                .iter()
                .map(|item| unknown(item, Place::Flow))
                .collect();
            format!("[{}]", items.join(", "))
        }
        Raw::Map(pairs) => {
            let pairs: Vec<_> = pairs
                .iter()
                .map(|(key, value)| format!("{}: {}", flow(key), unknown(value, Place::Flow)))
                .collect();
            format!("{{{}}}", pairs.join(", "))
        }
    }
}

#[cfg(test)]
mod oracles;
#[cfg(test)]
mod tests;
