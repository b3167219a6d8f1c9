//! Who has to deal with a case, whom it alerts, what comes first, and what an upheld complaint may
//! cost somebody.

use complaint_derive::Keys;

use super::condition::Condition;
use super::setting::{Role, Worded};
use crate::domain::case::Verb;
use crate::domain::finding::Spot;
use crate::domain::message::{Argument, Message, ToArgument, text};
use crate::domain::word::Word;

/// What somebody has to be to have a part in some cases. Every table whose `when` holds counts,
/// each with all that it asks for; what is not asked for is free. It is judged when the case is
/// assigned, when its investigation is put on record, and when the verb is used, by the role and
/// department of then; imported events are left alone. Where the holder does not fit any more, as
/// after an escalation, `show` says so.
#[derive(Debug, Clone, PartialEq, Keys)]
#[table("[[responsibility]]")]
pub struct Responsibility {
    /// The part: `hold`, to have the case (`assign`, also `--auto`); `lead`, to lead the
    /// investigation, which then has to name who does (`investigate --lead`); or a verb.
    #[key(name = "for", example = r#"["respond", "follow-up"]"#, rule = "B5, B9")]
    #[key(missing = r#"say what it is for: for = "hold", "lead", or a verb like "respond""#)]
    pub duties: Vec<Duty>,
    /// The lowest role.
    #[key(as = Option<Role>, absent = "any", example = r#""supervisor""#, rule = "B5")]
    pub role: Option<String>,
    /// Their department.
    #[key(absent = "any", example = r#""service""#, rule = "B5, B9")]
    pub department: Option<String>,
    /// One of their `skills`.
    #[key(absent = "none", example = r#""hazards""#, rule = "B5")]
    pub skill: Option<String>,
    /// For which cases.
    #[key(example = r#"{ severity = "critical" }"#, rule = "B5")]
    pub when: Vec<Condition>,
    /// Where it stands in the policy.
    #[key(spot)]
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

/// Whom to tell at once: `new`, `escalate` and `appeal` say so by name, and `show` as long as the
/// case is not over. Of several tables all that hold count.
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

/// A case has the first priority in the file whose `when` holds, and what stands first is taken up
/// first; of equal ones what was received first. `list --sort priority` has the cases in this
/// order, those without one last, and `list --next` says which to take up next.
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

/// What the organisation attaches to an upheld complaint about somebody's conduct. It is looked up,
/// by `show` and `report sanctions`, and never applied: people decide. Only complaints found
/// substantiated, if only in part, have any; of several tables all that hold.
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
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        [Self::Hold, Self::Lead]
            .into_iter()
            .chain(Verb::ALL.iter().copied().map(Self::Verb))
    }

    /// The word in the policy.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Hold => "hold",
            Self::Lead => "lead",
            Self::Verb(verb) => verb.word(),
        }
    }
}

impl Worded for Duty {
    const NOUN: Message = text!("a part in a case: hold, lead or a verb");

    fn words() -> Vec<(Self, &'static str)> {
        Self::all().map(|duty| (duty, duty.word())).collect()
    }

    fn written(&self) -> &'static str {
        self.word()
    }
}

impl ToArgument for Duty {
    fn to_argument(&self) -> Argument {
        Argument::Word {
            of: "Duty",
            word: self.word(),
        }
    }
}
