//! What closing asks for.

use complaint_derive::Keys;

use super::condition::Condition;
use super::deadline::{Trigger, step};
use super::setting::{Item, Names, Said, Setting, Tables};
use crate::domain::finding::{Code, Spot};
use crate::domain::keys::{Takes, Words};
use crate::domain::message::{Argument, ToArgument, text};
use crate::domain::table::At;
use crate::domain::word::{Word, words};

#[derive(Debug, Clone, PartialEq, Eq, Keys)]
#[table("[closing]")]
pub(crate) struct ClosingRules {
    /// What has to be done before any case is closed: `authority` (no proposal without its
    /// approvals), `response` (a final answer), `resolved`, `follow-up` (or waived with a reason),
    /// `verdict`, `cause` (of an investigation), `acknowledged`, `actions` (a substantiated
    /// complaint has corrective actions, all done and verified effective), `disputes` (none
    /// stands), `evidence` (all that `[[evidence]]` asks for is there).
    #[key(as = Needs, default = r#"["authority"]"#, rule = "B14")]
    #[key(example = r#"["authority", "response", "resolved", "follow-up"]"#)]
    pub require: Vec<(Requirement, Spot)>,
    /// What some cases need in addition.
    #[key(as = Tables<GateRule>, name = "gate", rule = "B14")]
    pub gates: Vec<GateRule>,
}

#[derive(Debug, Clone, PartialEq, Eq, Keys)]
#[table("[[closing.gate]]")]
pub(crate) struct GateRule {
    /// What has to be done, as in `require`.
    #[key(as = Needs, example = r#"["verdict", "cause"]"#, rule = "B14")]
    #[key(missing = r#"add: need = "cause""#)]
    pub need: Vec<(Requirement, Spot)>,
    /// For which cases.
    #[key(example = r#"{ severity = "critical" }"#, rule = "B14")]
    pub when: Vec<Condition>,
}

/// Something that must be done before a case is closed (B14).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gate {
    pub need: Requirement,
    /// Under which conditions; all of them.
    pub when: Vec<Condition>,
    /// Where it stands in the policy.
    pub spot: Spot,
}

/// What a gate asks for: something that every organisation knows, or a step of its own.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Requirement {
    /// One of the program's words.
    Need(Need),
    /// `step:NAME`: that step is on record (B19).
    Step(String),
}

/// What a gate asks for that every organisation knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum Need {
    /// No proposal without its approvals.
    Authority,
    /// A final response.
    Response,
    /// The matter is settled.
    Resolved,
    /// Followed up, or waived.
    FollowUp,
    /// An investigation with its verdict.
    Verdict,
    /// An investigation that names the cause.
    Cause,
    /// A substantiated complaint has corrective actions, and all are done and verified effective.
    Actions,
    /// No dispute stands.
    Disputes,
    /// The complainant was told that it was received.
    Acknowledged,
    /// The evidence that the case needs is there (A9).
    Evidence,
}

impl ToArgument for Requirement {
    fn to_argument(&self) -> Argument {
        match self {
            Self::Need(need) => need.to_argument(),
            Self::Step(_) => Argument::Text(self.to_string()),
        }
    }
}

impl std::fmt::Display for Requirement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Need(need) => need.fmt(f),
            Self::Step(name) => f.pad(Trigger::step(name).word()),
        }
    }
}

/// What has to be done, each with its place.
enum Needs {}

impl Setting<Vec<(Requirement, Spot)>> for Needs {
    const TAKES: Takes = Takes::WordsOr(Words(words::<Need>), "step:NAME");

    fn read(item: &Item, names: &Names) -> Option<Vec<(Requirement, Spot)>> {
        let texts = item.texts()?.into_iter();
        Some(
            texts
                .filter_map(|text| Some((need(item, &text, names)?, text.spot)))
                .collect(),
        )
    }

    fn said(value: &Vec<(Requirement, Spot)>) -> Option<Said> {
        Some(Said::values(value.iter().map(|(need, _)| need)))
    }
}

fn need(item: &Item, text: &At<String>, names: &Names) -> Option<Requirement> {
    if let Some(step) = step(item, text, names) {
        return step.map(Requirement::Step);
    }
    let words: Vec<_> = Need::ALL.iter().map(|need| (*need, need.word())).collect();
    let what = text!("something that closing can ask for");
    item.reader
        .word(Code::BadValue, what, text, &words)
        .map(Requirement::Need)
}
