//! Responsibilities, alerts, priorities and sanctions.

use complaint_derive::Keys;
use rust_decimal::Decimal;

use super::condition::Condition;
use super::deadline::{Trigger, step};
use super::setting::{Amount, Item, Names, Role, Said, Setting};
use crate::domain::case::Verb;
use crate::domain::finding::{Code, Spot};
use crate::domain::keys::{Takes, Words};
use crate::domain::message::{Argument, Message, ToArgument, message, one, text};
use crate::domain::word::Word;

/// Requirements on the staff who take part in a case. Every table whose `when` holds applies, with
/// all its requirements. They are checked when the case is assigned, when its investigation is
/// recorded, and when the verb is used, against the role and department at that time; imported
/// events are not checked. If the holder no longer qualifies, for example after an escalation,
/// `show` says so.
#[derive(Debug, Clone, PartialEq, Keys)]
#[table("[[responsibility]]")]
pub struct Responsibility {
    /// The duty: `hold`, to hold the case (`assign`, also `--auto`); `lead`, to lead the
    /// investigation, which must then name its lead (`investigate --lead`); `arbitrate`, to settle a
    /// dispute by arbitration; a verb; or `step:NAME`, to record one of `steps`.
    #[key(
        as = Duties,
        name = "for",
        example = r#"["respond", "follow-up"]"#,
        rule = "B5, B9, B18"
    )]
    #[key(missing = r#"say what it is for: for = "hold", "lead", or a verb like "respond""#)]
    pub duties: Vec<Duty>,
    /// The lowest role that qualifies.
    #[key(as = Option<Role>, absent = "any", example = r#""supervisor""#, rule = "B5")]
    pub role: Option<String>,
    /// Whether `role` is meant exactly, so that no higher role qualifies.
    #[key(default = "false", example = "true", rule = "B5")]
    pub exact: bool,
    /// The required department.
    #[key(absent = "any", example = r#""service""#, rule = "B5, B9")]
    pub department: Option<String>,
    /// A required skill, one of the `skills` in `[staff.NAME]`.
    #[key(absent = "none", example = r#""hazards""#, rule = "B5")]
    pub skill: Option<String>,
    /// The cases that the rule applies to.
    #[key(example = r#"{ severity = "critical" }"#, rule = "B5")]
    pub when: Vec<Condition>,
    /// Applies to complaints about this amount or more. A complaint without an amount is about 0.
    #[key(as = Option<Amount>, absent = "any amount", example = "5000", rule = "D1")]
    pub from: Option<Decimal>,
    /// Its place in the file.
    #[key(spot)]
    pub spot: Spot,
}

/// A duty in a case.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Duty {
    /// `hold`: to hold the case.
    Hold,
    /// `lead`: to lead the investigation, which must then name its lead.
    Lead,
    /// `arbitrate`: to settle a dispute by arbitration.
    Arbitrate,
    /// To use a verb: `respond`, `follow-up`.
    Verb(Verb),
    /// `step:NAME`: to record a step of the organisation. Holds the whole word with the prefix.
    Step(String),
}

/// Staff to alert at once: `new`, `escalate` and `appeal` print their names, and so does `show`
/// until the case is over. Every table whose `when` holds applies.
#[derive(Debug, Clone, PartialEq, Keys)]
#[table("[[alert]]")]
pub struct Alert {
    /// Staff with one of these roles.
    #[key(as = Vec<Role>, example = r#"["supervisor", "director"]"#, rule = "B20")]
    #[key(missing = r#"say whom to alert: roles = ["director"]"#)]
    pub roles: Vec<String>,
    /// The cases that the rule applies to.
    #[key(
        example = r#"{ severity = "critical" }"#,
        rule = "B20",
        absent = "every case"
    )]
    pub when: Vec<Condition>,
    /// Its place in the file.
    #[key(spot)]
    pub spot: Spot,
}

/// A case has the first priority in the file whose `when` holds. Cases with an earlier priority
/// come first; within a priority, those received first. `list --sort priority` lists the cases in
/// this order, cases without a priority last, and `list --next` shows the next case to handle.
#[derive(Debug, Clone, PartialEq, Keys)]
#[table("[[priority]]")]
pub struct Priority {
    /// Its name; several tables may share one.
    #[key(example = r#""urgent""#, rule = "A12")]
    pub name: String,
    /// The cases that the rule applies to.
    #[key(
        example = r#"{ severity = "critical" }"#,
        rule = "A12",
        absent = "every case"
    )]
    pub when: Vec<Condition>,
    /// Its place in the file.
    #[key(spot)]
    pub spot: Spot,
}

/// The sanction for an upheld complaint about somebody's conduct. `show` and `report sanctions`
/// only display it; people decide. It applies only to complaints found substantiated, fully or in
/// part; every table whose `when` holds applies.
#[derive(Debug, Clone, PartialEq, Keys)]
#[table("[[sanction]]")]
pub struct Sanction {
    /// The offence.
    #[key(example = r#""rudeness""#, rule = "F4")]
    pub offence: String,
    /// The penalty, in words.
    #[key(
        example = r#""a warning, 200 yuan""#,
        rule = "F4",
        missing = r#"add: penalty = "a warning""#
    )]
    pub penalty: String,
    /// The role that decides on the sanction.
    #[key(as = Option<Role>, example = r#""director""#, rule = "F4", absent = "not set")]
    pub decided_by: Option<String>,
    /// The cases that the rule applies to.
    #[key(
        example = r#"{ severity = "critical" }"#,
        rule = "F4",
        absent = "every case"
    )]
    pub when: Vec<Condition>,
    /// Its place in the file.
    #[key(spot)]
    pub spot: Spot,
}

impl Duty {
    /// Every duty except steps, verbs last.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        [Self::Hold, Self::Lead, Self::Arbitrate]
            .into_iter()
            .chain(Verb::ALL.iter().copied().map(Self::Verb))
    }

    /// The duty to record a step, by the name of the step.
    pub(crate) fn step(name: &str) -> Self {
        Self::Step(Trigger::step(name).word().to_owned())
    }

    /// The word in the policy: `hold`, `step:papers`.
    pub(crate) fn word(&self) -> &str {
        match self {
            Self::Step(word) => word,
            Self::Hold | Self::Lead | Self::Arbitrate | Self::Verb(_) => {
                self.own_word().unwrap_or_default()
            }
        }
    }

    /// The built-in word; `None` for a step.
    fn own_word(&self) -> Option<&'static str> {
        Some(match self {
            Self::Hold => "hold",
            Self::Lead => "lead",
            Self::Arbitrate => "arbitrate",
            Self::Verb(verb) => verb.word(),
            Self::Step(_) => return None,
        })
    }
}

impl ToArgument for Duty {
    fn to_argument(&self) -> Argument {
        match self.own_word() {
            Some(word) => Argument::Word { of: "Duty", word },
            None => Argument::Text(self.word().to_owned()),
        }
    }
}

/// The duties that a responsibility is about.
enum Duties {}

impl Setting<Vec<Duty>> for Duties {
    const TAKES: Takes = Takes::WordsOr(
        Words(|| Duty::all().filter_map(|duty| duty.own_word()).collect()),
        "step:NAME",
    );

    fn read(item: &Item, names: &Names) -> Option<Vec<Duty>> {
        let words: Vec<(Duty, &str)> = Duty::all()
            .filter_map(|duty| Some((duty.clone(), duty.own_word()?)))
            .collect();
        let what = text!("a duty in a case: hold, lead, arbitrate, a verb or step:NAME");
        let duty = |text| match step(item, text, names) {
            Some(name) => name.as_deref().map(Duty::step),
            None => item.reader.word(Code::BadValue, what.clone(), text, &words),
        };
        Some(item.texts()?.iter().filter_map(duty).collect())
    }

    fn said(value: &Vec<Duty>) -> Option<Said> {
        Some(Said::values(value))
    }
}

/// The staff that a responsibility requires: `a supervisor of service who knows hazards`.
pub fn who_fits(rule: &Responsibility) -> Message {
    let who = rule.role.as_deref().map_or_else(somebody, one);
    with_department_and_skill(who, rule)
}

pub(super) fn somebody() -> Argument {
    text!("somebody").to_argument()
}

pub(super) fn with_department_and_skill(who: Argument, rule: &Responsibility) -> Message {
    let who = match &rule.department {
        Some(department) => message!("{who} of {department}", who, department),
        None => message!("{who}", who),
    };
    match &rule.skill {
        Some(skill) => message!("{who} who knows {skill}", who, skill),
        None => who,
    }
}
