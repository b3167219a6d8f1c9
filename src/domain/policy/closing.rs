//! Requirements for closing a case.

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
    /// Requirements for closing any case: `authority` (every proposal has its approvals),
    /// `response` (a final answer), `resolved`, `follow-up` (or waived with a reason), `verdict`,
    /// `cause` (of an investigation), `acknowledged`, `actions` (a substantiated complaint has
    /// corrective actions, all done and verified effective), `disputes` (none is open), `evidence`
    /// (all that `[[evidence]]` requires).
    #[key(as = Needs, default = r#"["authority"]"#, rule = "B14")]
    #[key(example = r#"["authority", "response", "resolved", "follow-up"]"#)]
    pub require: Vec<(Requirement, Spot)>,
    /// Additional requirements for some cases.
    #[key(as = Tables<GateRule>, name = "gate", rule = "B14")]
    pub gates: Vec<GateRule>,
}

#[derive(Debug, Clone, PartialEq, Eq, Keys)]
#[table("[[closing.gate]]")]
pub(crate) struct GateRule {
    /// The requirements, as in `require`.
    #[key(as = Needs, example = r#"["verdict", "cause"]"#, rule = "B14")]
    #[key(missing = r#"add: need = "cause""#)]
    pub need: Vec<(Requirement, Spot)>,
    /// The cases that the rule applies to.
    #[key(example = r#"{ severity = "critical" }"#, rule = "B14")]
    pub when: Vec<Condition>,
}

/// A requirement for closing a case (B14).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gate {
    pub need: Requirement,
    /// The conditions; all must hold.
    pub when: Vec<Condition>,
    /// Its place in the file.
    pub spot: Spot,
}

/// A requirement of a gate: a built-in one, or a step of the organisation.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Requirement {
    /// A built-in requirement.
    Need(Need),
    /// `step:NAME`: the step is recorded (B19).
    Step(String),
}

/// A built-in requirement of a gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum Need {
    /// Every proposal has its approvals.
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
    /// No dispute is open.
    Disputes,
    /// The receipt was acknowledged to the complainant.
    Acknowledged,
    /// All required evidence is recorded (A9).
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

/// Requirements with their places in the file.
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
    let what = text!("a closing requirement");
    item.reader
        .word(Code::BadValue, what, text, &words)
        .map(Requirement::Need)
}
