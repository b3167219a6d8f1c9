//! The JSON output: a contract with its own structs, separate from the domain types.

mod detail;
mod log;
mod story;

use super::{language, say};
use std::borrow::Cow;

use chrono_tz::Tz;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::Value as Json;

pub use detail::CaseDetail;
pub(crate) use log::LogRow;
pub(crate) use story::{CodeRow, StoryRow};

use crate::domain::attribute::{Attribute, AttributeValue};
use crate::domain::deadline::Deadline;
use crate::domain::finding::{Finding, Severity};
use crate::domain::outline::Outline;
use crate::domain::policy::Policy;
use crate::domain::snapshot::Snapshot;
use crate::domain::time::{Instant, format_instant};
use crate::domain::word::Word;

/// The attributes of a case in `list`, `overdue` and `show`, and in the CSV of lists.
const CASE: &[Attribute] = &[
    Attribute::Id,
    Attribute::Path,
    Attribute::Received,
    Attribute::Registered,
    Attribute::Channel,
    Attribute::Category,
    Attribute::Severity,
    Attribute::Grade,
    Attribute::Level,
    Attribute::Status,
    Attribute::Flags,
    Attribute::Department,
    Attribute::Handler,
    Attribute::Product,
    Attribute::Order,
    Attribute::Amount,
    Attribute::Summary,
    Attribute::Round,
    Attribute::Verdict,
    Attribute::Cause,
    Attribute::Acknowledged,
    Attribute::Responded,
    Attribute::Result,
    Attribute::Resolved,
    Attribute::Score,
    Attribute::Closed,
    Attribute::Outcome,
    Attribute::Source,
    Attribute::Priority,
];

/// One case in `list` and `overdue`: its attributes, then `deadlines`.
#[derive(Debug)]
pub(crate) struct CaseRow<'o> {
    outline: Cow<'o, Outline<'o>>,
    zone: Tz,
}

/// One case as a spreadsheet row: its attributes, then the `deadline` that is due first.
#[derive(Debug)]
pub(crate) struct CaseLine<'o>(CaseRow<'o>);

/// The value of an attribute. Instants are in the policy's time zone; amounts are strings, to keep
/// them exact.
struct Shown<'v>(Option<&'v AttributeValue<'v>>, Tz);

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(value, zone) = self;
        match value {
            None => serializer.serialize_none(),
            Some(AttributeValue::Text(text)) => serializer.serialize_str(text),
            Some(AttributeValue::Word(word)) => serializer.serialize_str(word.word),
            Some(AttributeValue::Words(words)) => {
                serializer.collect_seq(words.iter().map(|word| word.word))
            }
            Some(AttributeValue::Instant(at) | AttributeValue::End(at)) => {
                serializer.serialize_str(&format_instant(*at, *zone))
            }
            Some(AttributeValue::Amount(amount)) => serializer.collect_str(amount),
            Some(AttributeValue::Number(number)) => serializer.serialize_u64(*number),
        }
    }
}

/// The value of an attribute; `null` if the case has none.
pub(super) fn value(attribute: Attribute, snapshot: &Snapshot, policy: &Policy) -> Json {
    json(attribute.value(snapshot, policy).as_ref(), policy)
}

/// A value as JSON; `null` if there is none.
pub(super) fn json(value: Option<&AttributeValue<'_>>, policy: &Policy) -> Json {
    let shown = Shown(value, policy.calendar.zone());
    serde_json::to_value(shown).unwrap_or(Json::Null)
}

impl<'o> CaseRow<'o> {
    /// The row of a case.
    pub(crate) fn new(outline: impl Into<Cow<'o, Outline<'o>>>, policy: &Policy) -> Self {
        Self {
            outline: outline.into(),
            zone: policy.calendar.zone(),
        }
    }

    fn attributes<S: SerializeMap>(&self, map: &mut S) -> Result<(), S::Error> {
        let mut values = [const { None }; Attribute::ALL.len()];
        for (attribute, value) in self.outline.values() {
            values[attribute as usize] = Some(value);
        }
        for attribute in CASE {
            let value = Shown(values[*attribute as usize].as_ref(), self.zone);
            map.serialize_entry(attribute.word(), &value)?;
        }
        Ok(())
    }
}

impl Serialize for CaseRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.attributes(&mut map)?;
        let clocks = self.outline.deadlines().iter();
        let rows = clocks.map(|deadline| DeadlineRow::new(deadline, self.zone));
        map.serialize_entry("deadlines", &rows.collect::<Vec<_>>())?;
        map.end()
    }
}

impl<'o> CaseLine<'o> {
    /// The line of a case.
    pub(crate) fn new(outline: &'o Outline<'o>, policy: &Policy) -> Self {
        Self(CaseRow::new(outline, policy))
    }
}

impl Serialize for CaseLine<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(row) = self;
        let mut map = serializer.serialize_map(None)?;
        row.attributes(&mut map)?;
        let next = row.outline.most_urgent();
        let due = next.and_then(|deadline| deadline.due);
        map.serialize_entry("deadline", &next.map(|deadline| &deadline.name))?;
        map.serialize_entry("due", &due.map(|due| format_instant(due, row.zone)))?;
        map.serialize_entry("state", &next.map(|deadline| deadline.state.word()))?;
        map.end()
    }
}

/// One clock.
#[derive(Debug, Serialize)]
pub(crate) struct DeadlineRow {
    pub name: String,
    pub started: String,
    pub due: Option<String>,
    pub warn: Option<String>,
    pub stopped: Option<String>,
    pub state: &'static str,
}

impl DeadlineRow {
    /// The row of a clock.
    pub(crate) fn new(deadline: &Deadline, zone: Tz) -> Self {
        let instant = |instant: Instant| format_instant(instant, zone);
        Self {
            name: deadline.name.clone(),
            started: instant(deadline.started),
            due: deadline.due.map(instant),
            warn: deadline.warn.map(instant),
            stopped: deadline.stopped.map(instant),
            state: deadline.state.word(),
        }
    }
}

/// One finding in `check` and `show`.
#[derive(Debug, Serialize)]
pub(crate) struct FindingRow {
    pub path: String,
    /// From 1; 0 for the file as a whole.
    pub line: u32,
    pub column: u32,
    pub severity: &'static str,
    pub code: &'static str,
    pub message: String,
    pub hint: Option<String>,
}

impl FindingRow {
    /// The row of a finding in the file at `path`.
    pub(crate) fn new(finding: &Finding, path: &str) -> Self {
        Self {
            path: path.to_owned(),
            line: finding.spot.line,
            column: finding.spot.column,
            severity: match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            code: finding.code.name(),
            message: say(&finding.message),
            hint: language::current().advice(finding),
        }
    }
}

/// An array with one object per line, so that lines can be compared and counted; `[]` if empty.
pub(crate) fn array<T: Serialize>(rows: &[T]) -> String {
    let mut text = String::from("[");
    for (place, row) in rows.iter().enumerate() {
        text.push_str(if place == 0 { "\n" } else { ",\n" });
        text.push_str(&object(row));
    }
    text.push_str(if rows.is_empty() { "]\n" } else { "\n]\n" });
    text
}

/// One object over several lines, readable for people too.
pub fn document<T: Serialize>(value: &T) -> String {
    let text = serde_json::to_string_pretty(value).unwrap_or_else(|_| "null".to_owned());
    format!("{text}\n")
}

/// One object on one line. Serializing plain rows cannot fail.
fn object<T: Serialize>(row: &T) -> String {
    serde_json::to_string(row).unwrap_or_else(|_| "null".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::document;
    use crate::domain::policy;
    use crate::domain::time::parse_rfc3339;
    use crate::render::table::flat;

    const POLICY: &str = r#"
format = 1
channels = ["phone"]
severities = ["minor", "major"]
roles = ["clerk"]
[categories.goods]
[[level]]
name = "general"
[[deadline]]
name = "respond"
stop = "respond"
within = "2d"
when = { severity = "major" }
"#;

    fn outline(severity: &str, policy: &Policy) -> Outline<'static> {
        let text = format!(
            "id: 20261101-AAAAAA\nreceived: 2026-11-01T08:00:00Z\nchannel: phone\ncategory: goods\n\
             level: general\nseverity: {severity}\ncomplainant:\n  name: x\nsummary: x\nevents: []\n"
        );
        let case = document::parse(text.as_bytes()).case.expect("a case");
        let now = parse_rfc3339("2026-11-02T00:00:00Z").expect("an instant");
        let snapshot = Snapshot::new(String::new(), case, policy, now);
        Outline::new(&snapshot, policy, now)
    }

    #[test]
    fn a_case_without_a_clock_is_a_line_like_any_other() {
        let (policy, findings) = policy::parse(POLICY);
        let policy = policy.unwrap_or_else(|| panic!("{findings:#?}"));
        let cases = ["minor", "major"].map(|severity| outline(severity, &policy));
        let csv = flat(&[
            CaseLine::new(&cases[0], &policy),
            CaseLine::new(&cases[1], &policy),
        ])
        .csv();
        let lines: Vec<&str> = csv.lines().collect();
        assert_eq!(lines.len(), 3, "{csv}");
        assert!(lines[0].ends_with(",priority,deadline,due,state"), "{csv}");
        assert!(lines[1].ends_with(",,,"), "{csv}");
        assert!(
            lines[2].ends_with(",respond,2026-11-04T00:00:00+00:00,open"),
            "{csv}"
        );
    }
}
