//! What programs read: a contract of its own, apart from the types of the domain.

mod detail;
mod log;
mod story;

use super::{language, say};
use serde::Serialize;

pub use detail::CaseDetail;
pub use log::{CommitRow, LogRow};
pub use story::{CodeRow, StoryRow};

use crate::domain::case::FactField;
use crate::domain::deadline::Deadline;
use crate::domain::finding::{Finding, Severity};
use crate::domain::policy::Policy;
use crate::domain::rules::priority;
use crate::domain::snapshot::Snapshot;
use crate::domain::time::{Instant, format_instant};
use crate::domain::word::Word;

/// One case in `list` and `overdue`. Instants are in the policy's zone; amounts are texts, as they
/// are decimals.
#[derive(Debug, Serialize)]
#[expect(
    missing_docs,
    reason = "the fields are the words of the file and of the contract"
)]
pub struct CaseRow {
    pub id: String,
    pub path: String,
    pub received: String,
    pub registered: Option<String>,
    pub channel: String,
    pub category: String,
    pub severity: Option<String>,
    pub grade: Option<String>,
    pub level: String,
    pub status: &'static str,
    pub flags: Vec<&'static str>,
    pub department: Option<String>,
    pub handler: Option<String>,
    pub product: Option<String>,
    pub order: Option<String>,
    pub amount: Option<String>,
    pub summary: String,
    /// From 1; a case that was reopened once is in its second.
    pub round: usize,
    pub verdict: Option<&'static str>,
    pub cause: Option<String>,
    /// Of the newest round, as are the next ones.
    pub acknowledged: Option<String>,
    pub responded: Option<String>,
    pub result: Option<&'static str>,
    pub resolved: Option<String>,
    pub score: Option<u8>,
    /// When the case ended, be it closed, withdrawn or invalid.
    pub closed: Option<String>,
    pub outcome: Option<String>,
    /// The row of a ledger that it was imported from.
    pub source: Option<String>,
    /// What it is taken up as, where the policy has a priority for it.
    pub priority: Option<String>,
    pub deadlines: Vec<DeadlineRow>,
}

/// One case as a line of a spreadsheet: the row with the running deadline that is due first.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the fields are the words of the contract")]
pub struct CaseLine {
    #[serde(flatten)]
    pub row: CaseRow,
    pub deadline: Option<String>,
    pub due: Option<String>,
    pub state: Option<&'static str>,
}

impl CaseLine {
    /// The line of a case.
    pub fn new(snapshot: &Snapshot, policy: &Policy) -> Self {
        let next = snapshot
            .most_urgent()
            .map(|deadline| DeadlineRow::new(deadline, policy));
        let (deadline, due, state) = next.map_or((None, None, None), |row| {
            (Some(row.name), row.due, Some(row.state))
        });
        Self {
            row: CaseRow::new(snapshot, policy),
            deadline,
            due,
            state,
        }
    }
}

/// One clock.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the fields are the words of the contract")]
pub struct DeadlineRow {
    pub name: String,
    pub started: String,
    pub due: Option<String>,
    pub warn: Option<String>,
    pub stopped: Option<String>,
    pub state: &'static str,
}

impl CaseRow {
    /// The row of a case.
    pub fn new(snapshot: &Snapshot, policy: &Policy) -> Self {
        let zone = policy.calendar.zone();
        let instant = |instant: Instant| format_instant(instant, zone);
        let (state, facts) = (snapshot.state(), &snapshot.state().facts);
        let investigation = state.investigation.as_ref();
        let fact = |field| facts.get(field);
        Self {
            id: facts.id.to_string(),
            path: snapshot.path.clone(),
            received: instant(facts.received),
            registered: state.registered.map(instant),
            channel: facts.channel.clone(),
            category: facts.category.clone(),
            severity: fact(FactField::Severity),
            grade: fact(FactField::Grade),
            level: state.level.clone(),
            status: snapshot.status().word(),
            flags: snapshot.flags.iter().map(|flag| flag.word()).collect(),
            department: state.department.clone(),
            handler: state.holder.as_ref().map(ToString::to_string),
            product: fact(FactField::Product),
            order: fact(FactField::Order),
            amount: fact(FactField::Amount),
            summary: facts.summary.clone(),
            round: snapshot.round(),
            verdict: investigation.map(|investigation| investigation.verdict.word()),
            cause: investigation.and_then(|investigation| investigation.cause.clone()),
            acknowledged: state.acknowledged.map(instant),
            responded: state.responded.map(|(at, _)| instant(at)),
            result: state.responded.map(|(_, result)| result.word()),
            resolved: state.resolved.map(instant),
            score: snapshot.score(),
            closed: state.end.as_ref().map(|end| instant(end.at)),
            outcome: state.end.as_ref().and_then(|end| end.outcome.clone()),
            source: facts.source.clone(),
            priority: priority::priority(state, policy).map(|priority| priority.name.clone()),
            deadlines: snapshot
                .newest()
                .into_iter()
                .map(|deadline| DeadlineRow::new(deadline, policy))
                .collect(),
        }
    }
}

impl DeadlineRow {
    /// The row of a clock.
    pub fn new(deadline: &Deadline, policy: &Policy) -> Self {
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
#[expect(missing_docs, reason = "the fields are the words of the contract")]
pub struct FindingRow {
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
    pub fn new(finding: &Finding, path: &str) -> Self {
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

/// An array with an object on each line, so that lines can be compared and counted; `[]` for none.
pub fn array<T: Serialize>(rows: &[T]) -> String {
    let objects: Vec<String> = rows.iter().map(object).collect();
    match objects.is_empty() {
        true => "[]\n".to_owned(),
        false => format!("[\n{}\n]\n", objects.join(",\n")),
    }
}

/// One object over several lines, for people who read it too.
pub fn document<T: Serialize>(value: &T) -> String {
    let text = serde_json::to_string_pretty(value).unwrap_or_else(|_| "null".to_owned());
    format!("{text}\n")
}

/// One object on one line. Our rows are plain data, so that writing them cannot fail.
fn object<T: Serialize>(row: &T) -> String {
    serde_json::to_string(row).unwrap_or_else(|_| "null".to_owned())
}
