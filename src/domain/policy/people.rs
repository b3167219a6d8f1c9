//! Who has to deal with a case, whom it alerts, what comes first, and what an upheld complaint may cost somebody.

use super::Condition;
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

/// Who is told at once of some cases (B20).
#[derive(Debug, Clone, PartialEq)]
pub struct Alert {
    /// Whoever has one of these roles.
    pub roles: Vec<String>,
    /// Of which cases; all of the conditions.
    pub when: Vec<Condition>,
    /// Where it stands in the policy.
    pub spot: Spot,
}

/// How soon a case is taken up; what stands first in the file comes first (A12).
#[derive(Debug, Clone, PartialEq)]
pub struct Priority {
    /// Its name; several may share one.
    pub name: String,
    /// Which cases have it; all of the conditions.
    pub when: Vec<Condition>,
    /// Where it stands in the policy.
    pub spot: Spot,
}

/// What the organisation attaches to an upheld complaint about somebody's conduct (F4): looked up, never applied.
#[derive(Debug, Clone, PartialEq)]
pub struct Sanction {
    /// What was done.
    pub offence: String,
    /// What it costs, in the organisation's words.
    pub penalty: String,
    /// The role that decides on it; none: the policy does not say.
    pub decided_by: Option<String>,
    /// The upheld complaints that it is for; all of the conditions.
    pub when: Vec<Condition>,
    /// Where it stands in the policy.
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
