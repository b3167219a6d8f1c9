//! What the rules of a policy refer to: the organisation, its categories, levels and people.

mod kinds;

use chrono::NaiveDate;
use chrono_tz::Tz;
use complaint_derive::Keys;

use super::setting::{Noun, Role};
use crate::domain::calendar::{Calendar, Roll, Span};
use crate::domain::finding::Spot;
use crate::domain::message::{Message, text};
use crate::domain::time::Instant;
use crate::domain::word::Word;
use kinds::{Currency, DatedRoles, Email, MaybeEmpty, TimeZone};

#[derive(Debug, Clone, PartialEq, Eq, Keys)]
#[table("[organisation]")]
pub struct Organisation {
    /// Its name, for reports.
    #[key(as = MaybeEmpty, default = r#""""#, example = r#""Harbour Light Home""#)]
    pub name: String,
    /// Where its days begin and end, by the name in the IANA data base.
    #[key(as = TimeZone, default = r#""UTC""#, example = r#""Asia/Shanghai""#, rule = "C2")]
    pub time_zone: Tz,
    /// What all amounts are in, as ISO 4217 has it.
    #[key(as = Currency, default = r#""CNY""#, example = r#""CNY""#, rule = "D1")]
    pub currency: String,
    /// What holidays and reports are named in.
    #[key(default = r#""en""#, example = r#""zh-CN""#)]
    pub language: String,
}

/// A tree: a rule for a category is one for all that belong to it. The name becomes part of file
/// names (letters, digits, `-`, `_` and `.`). Departments need no declaring.
#[derive(Debug, Clone, PartialEq, Eq, Keys)]
#[table("[categories.NAME]")]
pub struct Category {
    /// The name that people read.
    #[key(absent = "NAME", example = r#""Product quality""#, rule = "A7")]
    pub name: Option<String>,
    /// The category that it belongs to.
    #[key(absent = "none", example = r#""delivery""#, rule = "A7")]
    pub parent: Option<String>,
    /// The department of new cases, unless `assign --department` says otherwise.
    #[key(absent = "none", example = r#""quality""#, rule = "B1")]
    pub department: Option<String>,
}

/// Of the product lines in `lines`.
#[derive(Debug, Clone, PartialEq, Eq, Keys)]
#[table("[line.NAME]")]
pub struct ProductLine {
    /// The name that people read.
    #[key(absent = "NAME", example = r#""Wall and floor tiles""#, rule = "A3")]
    pub name: Option<String>,
    /// The department of new cases whose category has none.
    #[key(absent = "none", example = r#""tiles-service""#, rule = "B1")]
    pub department: Option<String>,
}

/// The first is where new cases are; `escalate` moves them up.
#[derive(Debug, Clone, PartialEq, Eq, Keys)]
#[table("[[level]]")]
pub struct Level {
    /// Its name.
    #[key(
        example = r#""regional""#,
        rule = "C4",
        missing = r#"add: name = "general""#
    )]
    pub name: String,
    /// The lowest role that deals with it.
    #[key(as = Option<Role>, absent = "anybody", example = r#""supervisor""#, rule = "B5, C4")]
    pub role: Option<String>,
    /// The time that it has, from reaching the level (the first: from receipt) until it is left or
    /// the case resolved. It is shown among the deadlines under the level's name; `escalate --due`
    /// moves up what is past it.
    #[key(absent = "without limit", example = r#""48h""#, rule = "C1, C4")]
    pub within: Option<Span>,
    /// The calendar's choice for a limit that would end on a day off.
    #[key(given)]
    pub roll: Roll,
    /// What a case needs to be moved up to this level by time alone: `dissatisfied`, a complainant
    /// who refused the final answer or took it dissatisfied, gave 1 or 2 of 5 marks, appealed, or
    /// had the case reopened. Otherwise `escalate --due` stops below it; people may always move a
    /// case to it, saying why.
    #[key(absent = "nothing more", example = r#""dissatisfied""#, rule = "C4")]
    pub only: Option<LevelCondition>,
    /// Where it stands in the policy.
    #[key(spot)]
    pub spot: Spot,
}

/// What a case needs to be moved up to a level by time alone (C4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum LevelCondition {
    /// The complainant is not content with what was done, see `State::is_dissatisfied`.
    Dissatisfied,
}

impl Noun for LevelCondition {
    const NOUN: Message = text!("an occasion to move up");
}

/// NAME is what stands in `by:` of the events; one with a dot is quoted: `[staff."li.wei"]`.
/// Entries are ended, never deleted: old events go on being judged by them. While nobody is listed,
/// anyone may do anything.
#[derive(Debug, Clone, PartialEq, Eq, Keys)]
#[table("[staff.NAME]")]
pub struct Staff {
    /// The name that people read.
    #[key(absent = "NAME", example = r#""Li Wei""#)]
    pub name: Option<String>,
    /// The address that git knows them by.
    #[key(as = Option<Email>, absent = "found by `--as` alone")]
    #[key(example = r#""li.wei@example.com""#)]
    pub email: Option<String>,
    /// Their role. A change is dated, so that what they did before is judged by the role that they
    /// had: `[{ role = "clerk" }, { role = "supervisor", since = 2026-07-01 }]`.
    #[key(as = DatedRoles, name = "role", example = r#""clerk""#, rule = "D6")]
    pub roles: Vec<(Option<NaiveDate>, String)>,
    /// Their department.
    #[key(absent = "none", example = r#""service""#, rule = "B1")]
    pub department: Option<String>,
    /// What they know: categories and product lines, by which `assign --auto` chooses.
    #[key(default = "[]", example = r#"["english"]"#, rule = "B2")]
    pub skills: Vec<String>,
    /// Their last day.
    #[key(absent = "still there", example = "2026-12-31", rule = "D6")]
    pub until: Option<NaiveDate>,
    /// Where they stand in the policy.
    #[key(spot)]
    pub spot: Spot,
}

impl Staff {
    /// The role that somebody has at an instant.
    pub(crate) fn role_at(&self, at: Instant, calendar: &Calendar) -> Option<&str> {
        let date = calendar.date(at);
        let held = self
            .roles
            .iter()
            .rev()
            .find(|(since, _)| since.is_none_or(|since| since <= date));
        held.map(|(_, role)| role.as_str())
    }

    /// Whether somebody works here at an instant; the last day counts.
    pub(crate) fn is_active(&self, at: Instant, calendar: &Calendar) -> bool {
        self.until.is_none_or(|until| calendar.date(at) <= until)
    }
}
