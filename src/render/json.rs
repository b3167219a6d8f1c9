//! The JSON output: a contract with its own structs, separate from the domain types.

mod detail;
mod log;
mod story;

use super::{language, say};
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

/// Attributes of a case by their words. Instants are in the policy's time zone; amounts are
/// strings, to keep them exact.
#[derive(Debug)]
struct Attributes(Vec<(Attribute, Json)>);

/// One case in `list` and `overdue`.
#[derive(Debug, Serialize)]
pub(crate) struct CaseRow {
    #[serde(flatten)]
    attributes: Attributes,
    deadlines: Vec<DeadlineRow>,
}

/// One case as a spreadsheet row, with the running deadline that is due first.
#[derive(Debug, Serialize)]
pub(crate) struct CaseLine {
    #[serde(flatten)]
    attributes: Attributes,
    deadline: Option<String>,
    due: Option<String>,
    state: Option<&'static str>,
}

impl Attributes {
    fn new(outline: &Outline<'_>, policy: &Policy) -> Self {
        let value = |attribute| json(outline.value(attribute), policy);
        Self(CASE.iter().map(|it| (*it, value(*it))).collect())
    }
}

impl Serialize for Attributes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fields = self.0.iter().map(|(name, value)| (name.word(), value));
        serializer.collect_map(fields)
    }
}

/// The value of an attribute; `null` if the case has none.
pub(super) fn value(attribute: Attribute, snapshot: &Snapshot, policy: &Policy) -> Json {
    json(attribute.value(snapshot, policy).as_ref(), policy)
}

/// A value as JSON; `null` if there is none.
pub(super) fn json(value: Option<&AttributeValue<'_>>, policy: &Policy) -> Json {
    match value {
        None => Json::Null,
        Some(AttributeValue::Text(text)) => text.as_ref().into(),
        Some(AttributeValue::Word(word)) => word.word.into(),
        Some(AttributeValue::Words(words)) => words.iter().map(|word| word.word).collect(),
        Some(AttributeValue::Instant(at) | AttributeValue::End(at)) => {
            format_instant(*at, policy.calendar.zone()).into()
        }
        Some(AttributeValue::Amount(amount)) => amount.to_string().into(),
        Some(AttributeValue::Number(number)) => (*number).into(),
    }
}

impl CaseLine {
    /// The line of a case.
    pub(crate) fn new(outline: &Outline<'_>, policy: &Policy) -> Self {
        let next = outline
            .most_urgent()
            .map(|deadline| DeadlineRow::new(deadline, policy));
        let (deadline, due, state) = next.map_or((None, None, None), |row| {
            (Some(row.name), row.due, Some(row.state))
        });
        Self {
            attributes: Attributes::new(outline, policy),
            deadline,
            due,
            state,
        }
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

impl CaseRow {
    /// The row of a case.
    pub(crate) fn new(outline: &Outline<'_>, policy: &Policy) -> Self {
        let clocks = outline.deadlines.iter();
        Self {
            attributes: Attributes::new(outline, policy),
            deadlines: clocks
                .map(|deadline| DeadlineRow::new(deadline, policy))
                .collect(),
        }
    }
}

impl DeadlineRow {
    /// The row of a clock.
    pub(crate) fn new(deadline: &Deadline, policy: &Policy) -> Self {
        let zone = policy.calendar.zone();
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
    let objects: Vec<String> = rows.iter().map(object).collect();
    match objects.is_empty() {
        true => "[]\n".to_owned(),
        false => format!("[\n{}\n]\n", objects.join(",\n")),
    }
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

    fn line(severity: &str, policy: &Policy) -> CaseLine {
        let text = format!(
            "id: 20261101-AAAAAA\nreceived: 2026-11-01T08:00:00Z\nchannel: phone\ncategory: goods\n\
             level: general\nseverity: {severity}\ncomplainant:\n  name: x\nsummary: x\nevents: []\n"
        );
        let case = document::parse(text.as_bytes()).case.expect("a case");
        let now = parse_rfc3339("2026-11-02T00:00:00Z").expect("an instant");
        let snapshot = Snapshot::new(String::new(), case, policy, now);
        CaseLine::new(&Outline::new(&snapshot, policy), policy)
    }

    #[test]
    fn a_case_without_a_clock_is_a_line_like_any_other() {
        let (policy, findings) = policy::parse(POLICY);
        let policy = policy.unwrap_or_else(|| panic!("{findings:#?}"));
        let csv = flat(&[line("minor", &policy), line("major", &policy)]).csv();
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
