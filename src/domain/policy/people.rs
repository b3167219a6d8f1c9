//! Who has to deal with a case, whom it alerts, what comes first, and what an upheld complaint may cost somebody.

use complaint_derive::Keys;

use super::Condition;
use super::settings::Role;
use crate::domain::case::Verb;
use crate::domain::finding::Spot;
use crate::domain::word::Word;

/// What somebody has to be to have a part in some cases (B5, B9).
#[derive(Debug, Clone, PartialEq)]
pub struct Responsibility {
    /// Which parts it is about.
    pub duties: Vec<Duty>,
    /// The lowest role; none: any.
    pub role: Option<String>,
    /// Their department; none: any.
    pub department: Option<String>,
    /// What they have to know; none: nothing.
    pub skill: Option<String>,
    /// The conditions under which it holds; all of them.
    pub when: Vec<Condition>,
    /// Where it stands in the policy.
    pub spot: Spot,
}

/// A part in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Duty {
    /// `hold`: to have the case.
    Hold,
    /// `lead`: to lead the investigation, which then has to name who does.
    Lead,
    /// To use a verb: `respond`, `follow-up`.
    Verb(Verb),
}

/// Whom to tell at once: `new`, `escalate` and `appeal` say so by name, and `show` as long as the case is not over. Of
/// several tables all that hold count.
#[derive(Debug, Clone, PartialEq, Keys)]
#[table("[[alert]]")]
pub struct Alert {
    /// Whoever has one of these roles.
    #[key(as = Vec<Role>, example = r#"["supervisor", "director"]"#, rule = "B20")]
    #[key(missing = r#"say whom to tell: roles = ["director"]"#)]
    pub roles: Vec<String>,
    /// For which cases.
    #[key(
        example = r#"{ severity = "critical" }"#,
        rule = "B20",
        absent = "every case"
    )]
    pub when: Vec<Condition>,
    /// Where it stands in the policy.
    #[key(spot)]
    pub spot: Spot,
}

/// A case has the first priority in the file whose `when` holds, and what stands first is taken up first; of equal ones
/// what was received first. `list --sort priority` has the cases in this order, those without one last, and
/// `list --next` says which to take up next.
#[derive(Debug, Clone, PartialEq, Keys)]
#[table("[[priority]]")]
pub struct Priority {
    /// Its name; several tables may share one.
    #[key(example = r#""urgent""#, rule = "A12")]
    pub name: String,
    /// For which cases.
    #[key(
        example = r#"{ severity = "critical" }"#,
        rule = "A12",
        absent = "every case"
    )]
    pub when: Vec<Condition>,
    /// Where it stands in the policy.
    #[key(spot)]
    pub spot: Spot,
}

/// What the organisation attaches to an upheld complaint about somebody's conduct. It is looked up, by `show` and
/// `report sanctions`, and never applied: people decide. Only complaints found substantiated, if only in part, have any;
/// of several tables all that hold.
#[derive(Debug, Clone, PartialEq, Keys)]
#[table("[[sanction]]")]
pub struct Sanction {
    /// What was done.
    #[key(example = r#""rudeness""#, rule = "F4")]
    pub offence: String,
    /// What it costs, in words.
    #[key(
        example = r#""a warning, 200 yuan""#,
        rule = "F4",
        missing = r#"add: penalty = "a warning""#
    )]
    pub penalty: String,
    /// The role that decides on it.
    #[key(as = Option<Role>, example = r#""director""#, rule = "F4", absent = "not said")]
    pub decided_by: Option<String>,
    /// For which cases.
    #[key(
        example = r#"{ severity = "critical" }"#,
        rule = "F4",
        absent = "every case"
    )]
    pub when: Vec<Condition>,
    /// Where it stands in the policy.
    #[key(spot)]
    pub spot: Spot,
}

impl Duty {
    /// Every part: those that are no verbs first.
    pub fn all() -> impl Iterator<Item = Self> {
        [Self::Hold, Self::Lead]
            .into_iter()
            .chain(Verb::ALL.iter().copied().map(Self::Verb))
    }

    /// The word in the policy.
    pub fn word(self) -> &'static str {
        match self {
            Self::Hold => "hold",
            Self::Lead => "lead",
            Self::Verb(verb) => verb.word(),
        }
    }
}
