//! What the rules of a policy refer to: the organisation, its lists of values, categories, levels and people.

use chrono::NaiveDate;
use chrono_tz::Tz;

use crate::domain::calendar::{Calendar, Roll, Span};
use crate::domain::case::FactField;
use crate::domain::finding::Spot;
use crate::domain::time::Instant;

/// Who a policy is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Its name; empty where the policy does not say.
    pub name: String,
    /// Where its days begin; UTC where the policy does not say.
    pub time_zone: Tz,
    /// What its amounts are in, as ISO 4217 has it; `CNY` where the policy does not say, as its sources are Chinese.
    pub currency: String,
    /// What its reports are written in (`en`, `zh-CN`); `en` where the policy does not say.
    pub language: String,
}

/// The lists of values, each in the organisation's order. A value dropped from `channels`, `remedies`, … that earlier
/// versions had may be listed in `retired`: a warning on old cases, refused on new ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lists {
    /// A1.
    pub channels: Vec<String>,
    /// How bad; empty: anything goes, likewise below.
    pub severities: Vec<String>,
    /// How important customers are.
    pub grades: Vec<String>,
    /// What complainants may get.
    pub remedies: Vec<String>,
    /// Why things went wrong.
    pub causes: Vec<String>,
    /// How it showed.
    pub symptoms: Vec<String>,
    /// Kinds of contact (A7).
    pub kinds: Vec<String>,
    /// What complainants are (A3).
    pub types: Vec<String>,
    /// Classes of how long somebody has been a customer (D4).
    pub tenures: Vec<String>,
    /// Classes of what customers are worth (D4).
    pub values: Vec<String>,
    /// Product lines.
    pub lines: Vec<String>,
    /// Outlets.
    pub outlets: Vec<String>,
    /// What complainants ask for.
    pub requests: Vec<String>,
    /// Steps of the organisation's own process (B19); `note --step`.
    pub steps: Vec<String>,
    /// How a case may end; `close --outcome`.
    pub outcomes: Vec<String>,
    /// Kinds of evidence (A9).
    pub documents: Vec<String>,
    /// Why a complaint may be invalid (A8); `invalidate --reason`.
    pub grounds: Vec<String>,
    /// Values that the policy once had, by no list in particular.
    pub retired: Vec<String>,
}

/// What complaints are about, a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// The name that people read.
    pub name: Option<String>,
    /// The category that this one belongs to.
    pub parent: Option<String>,
    /// Where such cases go unless said otherwise.
    pub department: Option<String>,
}

/// A product line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductLine {
    /// The name that people read.
    pub name: Option<String>,
    /// Where its cases go whose category goes nowhere (B1).
    pub department: Option<String>,
}

/// A level of the ladder, with the time it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Level {
    /// Its name.
    pub name: String,
    /// The lowest role that deals with it.
    pub role: Option<String>,
    /// Its limit, from reaching the level until it is left or the case is resolved.
    pub within: Option<Span>,
    /// The calendar's choice for a limit that would end on a day off.
    pub roll: Roll,
    /// What a case needs to be moved up to it by time alone; none: nothing more.
    pub only: Option<Occasion>,
    /// Where it stands in the policy.
    pub spot: Spot,
}

/// What a case needs to be moved up to a level by time alone (C4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Occasion {
    /// `dissatisfied`: the complainant is not content with what was done, see `State::is_dissatisfied`.
    Dissatisfied,
}

/// Somebody who works here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// The name that people read.
    pub name: Option<String>,
    /// The e-mail address that git knows them by.
    pub email: Option<String>,
    /// Roles with the day from which they hold, oldest first; the first holds from ever.
    pub roles: Vec<(Option<NaiveDate>, String)>,
    /// Their department.
    pub department: Option<String>,
    /// What they are good at.
    pub skills: Vec<String>,
    /// Their last day.
    pub until: Option<NaiveDate>,
    /// Where they stand in the policy.
    pub spot: Spot,
}

impl Lists {
    /// The list that a fact chooses from; none where it is free, or the policy leaves it so.
    pub fn of(&self, field: FactField) -> Option<&[String]> {
        let list = self.named(field.list()?)?;
        (!list.is_empty()).then_some(list)
    }
}

impl Staff {
    /// The role that somebody has at an instant.
    pub fn role_at(&self, at: Instant, calendar: &Calendar) -> Option<&str> {
        let date = calendar.date(at);
        let held = self
            .roles
            .iter()
            .rev()
            .find(|(since, _)| since.is_none_or(|since| since <= date));
        held.map(|(_, role)| role.as_str())
    }

    /// Whether somebody works here at an instant; the last day counts.
    pub fn is_active(&self, at: Instant, calendar: &Calendar) -> bool {
        self.until.is_none_or(|until| calendar.date(at) <= until)
    }
}
