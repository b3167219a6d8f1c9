//! The bounds of records and appeals, and what an audit asks for.

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
    /// How far a clock may be ahead.
    #[key(default = r#""5min""#, example = r#""10min""#, rule = "B15")]
    pub skew: Span,
    /// How long after it happened something may be put on record. A receipt may lie any time back.
    #[key(absent = "without limit", example = r#""7d""#, rule = "B15")]
    pub backdate: Option<Span>,
    /// Whether every commit from here on has to be signed by its committer; `audit` and the gate
    /// ask git, whose list of signers lies elsewhere.
    #[key(default = "false", example = "true", rule = "B15")]
    pub signed: bool,
    /// The lowest role whose git may commit what others did; approvals, refusals and decisions
    /// never.
    #[key(as = Option<Role>, absent = "nobody", example = r#""supervisor""#, rule = "D6")]
    pub recorders: Option<String>,
    /// The whole id of the commit after which `audit` takes the history up, where a repository held
    /// other things before.
    #[key(as = Option<Commit>, absent = "the first commit", rule = "B15")]
    #[key(example = r#""1f0c2a9d5be0c1f7a3b64c92e8d7f605a1b2c3d4""#)]
    pub from: Option<String>,
}

impl Check for AuditRules {}

/// A complainant appeals against a final answer, or the decision of an appeal before; where the
/// case was found invalid, or closed without an answer, against that. A later appeal is refused. A
/// regulator's is taken at any time.
#[derive(Debug, Clone, PartialEq, Eq, Keys)]
#[table("[appeal]")]
pub struct AppealRule {
    /// How long after that, counted as in deadlines.
    #[key(
        example = r#""30d""#,
        rule = "B12",
        missing = r#"add how long: within = "30d""#
    )]
    pub within: Span,
    /// For receipts from this day on.
    #[key(absent = "of any date", example = "2026-12-01", rule = "B12")]
    pub since: Option<NaiveDate>,
    /// The calendar's choice for a limit that would end on a day off.
    #[key(given)]
    pub roll: Roll,
    /// Where it stands in the policy.
    #[key(spot)]
    pub spot: Spot,
}

impl Check for AppealRule {}

/// The whole id of a commit. A name would be anybody's to move, and of a part of an id one more
/// commit could be made: with either the history could be taken up behind what it is to show.
enum Commit {}

impl Setting<String> for Commit {
    const TAKES: Takes = Takes::Text;

    fn read(item: &Item, _names: &Names) -> Option<String> {
        let id = item.text()?;
        let is_whole = matches!(id.value.len(), 40 | 64)
            && id.value.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_whole {
            let message = message!("'{id}' is not the whole id of a commit", id = id.value);
            item.reader.report(
                Finding::error(Code::BadValue, id.spot, message)
                    .hint(text!("git rev-parse COMMIT prints it")),
            );
        }
        is_whole.then_some(id.value)
    }

    fn said(value: &String) -> Option<Said> {
        Some(Said::data(value))
    }
}
