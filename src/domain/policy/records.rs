//! Time limits of records and appeals, and what an audit requires.

use chrono::NaiveDate;
use complaint_derive::Keys;

use super::setting::{Check, Item, Names, Role, Said, Setting};
use crate::domain::calendar::{Roll, Span};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::keys::Takes;
use crate::domain::message::{message, text};

#[derive(Debug, Clone, PartialEq, Eq, Keys)]
#[table("[audit]")]
pub struct AuditRules {
    /// How far a computer's clock may be ahead.
    #[key(default = r#""5min""#, example = r#""10min""#, rule = "B15")]
    pub skew: Span,
    /// How late an event may be recorded after it happened. A receipt can be recorded at any later
    /// time.
    #[key(absent = "without limit", example = r#""7d""#, rule = "B15")]
    pub backdate: Option<Span>,
    /// Whether every commit from now on must be signed by its committer. `audit` and the gate
    /// verify signatures with git, whose list of signers is configured outside the policy.
    #[key(default = "false", example = "true", rule = "B15")]
    pub signed: bool,
    /// The lowest role that may commit events of others. What grants something can never be
    /// committed for others: approvals, refusals, decisions, extensions, invalidations, and the
    /// like; proposals within one's own authority; what one takes back by rank.
    #[key(as = Option<Role>, absent = "nobody", example = r#""supervisor""#, rule = "D6")]
    pub recorders: Option<String>,
    /// The full id of the last commit before the cases, in a repository that had other content
    /// before. `audit` judges from the first commit all the same; if commits up to this one have
    /// faults, it says how to leave them out: `audit --from`, or `git config complaint.from`. What
    /// is judged does not choose where its audit begins.
    #[key(as = Option<Commit>, absent = "no other content", rule = "B15")]
    #[key(example = r#""1f0c2a9d5be0c1f7a3b64c92e8d7f605a1b2c3d4""#)]
    pub from: Option<String>,
}

impl Check for AuditRules {}

/// A complainant appeals against a final answer or an earlier decision on an appeal, or against a
/// case being found invalid or closed without an answer. A complainant's appeal after the limit is
/// refused; a regulator's appeal is accepted at any time.
#[derive(Debug, Clone, PartialEq, Eq, Keys)]
#[table("[appeal]")]
pub struct AppealRule {
    /// The time limit for the appeal, counted as for deadlines.
    #[key(
        example = r#""30d""#,
        rule = "B12",
        missing = r#"add how long: within = "30d""#
    )]
    pub within: Span,
    /// Applies to complaints received on or after this date.
    #[key(absent = "any date", example = "2026-12-01", rule = "B12")]
    pub since: Option<NaiveDate>,
    /// `roll` of the calendar.
    #[key(given)]
    pub roll: Roll,
    /// Its place in the file.
    #[key(spot)]
    pub spot: Spot,
}

impl Check for AppealRule {}

/// A full commit id. A branch or tag can be moved, and another commit can be made that matches an
/// abbreviated id; either would let someone start the audit after the events to hide.
enum Commit {}

impl Setting<String> for Commit {
    const TAKES: Takes = Takes::Text;

    fn read(item: &Item, _names: &Names) -> Option<String> {
        let id = item.text()?;
        let is_full = matches!(id.value.len(), 40 | 64)
            && id.value.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_full {
            let message = message!("'{id}' is not a full commit id", id = id.value);
            item.reader.report(
                Finding::error(Code::BadValue, id.spot, message)
                    .hint(text!("git rev-parse COMMIT prints it")),
            );
        }
        is_full.then_some(id.value)
    }

    fn said(value: &String) -> Option<Said> {
        Some(Said::data(value))
    }
}
