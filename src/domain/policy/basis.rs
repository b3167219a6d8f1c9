//! The tables that rules refer to: organisation, categories, levels and staff.

mod kinds;

use chrono::NaiveDate;
use chrono_tz::Tz;
use complaint_derive::Keys;

use super::condition::{ClockWhen, Condition};
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
    /// The name in reports.
    #[key(as = MaybeEmpty, default = r#""""#, example = r#""Harbour Light Home""#)]
    pub name: String,
    /// The time zone in which days begin and end, by its IANA name.
    #[key(as = TimeZone, default = r#""UTC""#, example = r#""Asia/Shanghai""#, rule = "C2")]
    pub time_zone: Tz,
    /// The currency of all amounts, an ISO 4217 code.
    #[key(as = Currency, default = r#""CNY""#, example = r#""CNY""#, rule = "D1")]
    pub currency: String,
    /// The language of holiday names and reports.
    #[key(default = r#""en""#, example = r#""zh-CN""#)]
    pub language: String,
}

/// Categories form a tree: a rule for a category also applies to its subcategories. NAME becomes
/// part of file names (up to 60 letters, digits, `-`, `_` and `.`). Departments need no declaration.
#[derive(Debug, Clone, PartialEq, Eq, Keys)]
#[table("[categories.NAME]")]
pub struct Category {
    /// The display name.
    #[key(absent = "NAME", example = r#""Product quality""#, rule = "A7")]
    pub name: Option<String>,
    /// The parent category.
    #[key(absent = "none", example = r#""delivery""#, rule = "A7")]
    pub parent: Option<String>,
    /// The department of new cases; `assign --department` overrides it.
    #[key(absent = "none", example = r#""quality""#, rule = "B1")]
    pub department: Option<String>,
}

impl Category {
    /// Most characters of NAME.
    pub(crate) const LONGEST: usize = 60;
}

/// NAME is one of the product lines in `lines`.
#[derive(Debug, Clone, PartialEq, Eq, Keys)]
#[table("[line.NAME]")]
pub struct ProductLine {
    /// The display name.
    #[key(absent = "NAME", example = r#""Wall and floor tiles""#, rule = "A3")]
    pub name: Option<String>,
    /// The department of new cases whose category has no department.
    #[key(absent = "none", example = r#""tiles-service""#, rule = "B1")]
    pub department: Option<String>,
}

/// New cases start at the first level; `escalate` moves them up.
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
    /// The lowest role that handles cases at this level.
    #[key(as = Option<Role>, absent = "anybody", example = r#""supervisor""#, rule = "B5, C4")]
    pub role: Option<String>,
    /// The time limit at this level, from reaching it (for the first level: from receipt) until the
    /// case leaves it or is resolved. It is listed as a deadline under the level's name; `escalate
    /// --due` moves up cases that are past it.
    #[key(absent = "without limit", example = r#""48h""#, rule = "C1, C4")]
    pub within: Option<Span>,
    /// The cases that the time limit applies to.
    #[key(as = ClockWhen, example = r#"{ kind = "complaint" }"#, rule = "A7, C4", moves_limits)]
    pub when: Vec<Condition>,
    /// `roll` of the calendar.
    #[key(given)]
    pub roll: Roll,
    /// The condition for moving a case up to this level because of time alone. `dissatisfied`: the
    /// complainant refused the final answer or was dissatisfied with it, gave 1 or 2 of 5 marks,
    /// appealed, or had the case reopened. If it does not hold, `escalate --due` stops below this
    /// level; people can always move a case up, with a reason.
    #[key(absent = "no condition", example = r#""dissatisfied""#, rule = "C4")]
    pub only: Option<LevelCondition>,
    /// Its place in the file.
    #[key(spot)]
    pub spot: Spot,
}

/// The condition for moving a case up to a level because of time alone (C4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum LevelCondition {
    /// The complainant is dissatisfied, see `State::is_dissatisfied`.
    Dissatisfied,
}

impl Noun for LevelCondition {
    const NOUN: Message = text!("a condition for moving up");
}

/// NAME is the value of `by:` in events; quote a name that contains a dot: `[staff."li.wei"]`.
/// Entries are ended with `until`, never deleted: old events are still judged by them. If no staff
/// is listed, anyone may do anything.
#[derive(Debug, Clone, PartialEq, Eq, Keys)]
#[table("[staff.NAME]")]
pub struct Staff {
    /// The display name.
    #[key(absent = "NAME", example = r#""Li Wei""#)]
    pub name: Option<String>,
    /// The address in git's `user.email`.
    #[key(as = Option<Email>, absent = "identified by `--as` only; `audit` and the gate refuse such events")]
    #[key(example = r#""li.wei@example.com""#)]
    pub email: Option<String>,
    /// The role. A change of role has a date, so that earlier actions are judged by the role held
    /// then: `[{ role = "clerk" }, { role = "supervisor", since = 2026-07-01 }]`.
    #[key(as = DatedRoles, name = "role", example = r#""clerk""#, rule = "D6")]
    pub roles: Vec<(Option<NaiveDate>, String)>,
    /// The department.
    #[key(absent = "none", example = r#""service""#, rule = "B1")]
    pub department: Option<String>,
    /// Skills, such as categories and product lines; `assign --auto` chooses by them.
    #[key(default = "[]", example = r#"["english"]"#, rule = "B2")]
    pub skills: Vec<String>,
    /// The departments and authorities whose named contact they are. `show` names the contact of a
    /// co-handling department, and reminders of its clock go to them; `policy diff` says who is new.
    #[key(default = "[]", example = r#"["quality"]"#, rule = "B1, B12")]
    pub contact_for: Vec<String>,
    /// The last working day.
    #[key(absent = "still employed", example = "2026-12-31", rule = "D6")]
    pub until: Option<NaiveDate>,
    /// Its place in the file.
    #[key(spot)]
    pub spot: Spot,
}

impl Staff {
    /// The role at an instant.
    pub(crate) fn role_at(&self, at: Instant, calendar: &Calendar) -> Option<&str> {
        let date = calendar.date(at);
        let held = self
            .roles
            .iter()
            .rev()
            .find(|(since, _)| since.is_none_or(|since| since <= date));
        held.map(|(_, role)| role.as_str())
    }

    /// Takes over what a later policy dates as a loss: an earlier last day, or a lower role from a
    /// date on. `rank` orders the roles.
    pub(super) fn bind(&mut self, later: &Self, rank: impl Fn(&str) -> Option<usize>) {
        self.until = match (self.until, later.until) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        for (since, role) in &later.roles {
            let (Some(_), Some(new)) = (since, rank(role)) else {
                continue;
            };
            let held = self.roles.iter().rev().find(|(from, _)| from <= since);
            if held
                .and_then(|(_, held)| rank(held))
                .is_some_and(|held| new < held)
            {
                self.roles
                    .retain(|(from, role)| from < since || rank(role).is_none_or(|it| it <= new));
                self.roles.push((*since, role.clone()));
                self.roles.sort_by_key(|(from, _)| *from);
            }
        }
    }

    /// Whether the staff member is employed at an instant; the last day is included.
    pub(crate) fn is_active(&self, at: Instant, calendar: &Calendar) -> bool {
        self.until.is_none_or(|until| calendar.date(at) <= until)
    }
}
