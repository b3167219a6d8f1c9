//! What an organisation decides: deadlines, authority, permissions, closing. Read once from `policy.toml`, right by
//! construction afterwards.

mod authority;
mod basis;
mod changes;
mod deadline;
pub mod describe;
mod diff;
mod figure;
mod intake;
pub mod keys;
mod liability;
mod listed;
mod people;
mod preset;
mod read;
mod select;
pub mod when;
mod words;

use crate::domain::case::{FactField, Facts};
use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

pub use authority::{
    ApprovalRule, Assent, Exposure, Gate, Limit, Measure, Need, Papers, Requirement, Separation,
};
pub use basis::{Category, Level, Lists, Occasion, Organisation, ProductLine, Staff};
pub use changes::{Change, Limits, changes};
pub use deadline::{
    ACTION, Appellant, CUT_OFF, Condition, ConditionFact, DeadlineRule, ExtendRule, PROMISED,
    Pausable, Repeat, Trigger,
};
pub use diff::{Difference, DifferenceKind, diff};
pub use figure::{FigureKind, FigureName, Statistic, UnknownFigure};
pub use intake::{EvidenceRule, RequiredFacts, Window};
pub use liability::LiabilityRule;
pub use people::{Alert, Duty, Priority, Responsibility, Sanction};
pub use preset::{Founder, Init, PRESETS, Preset, instantiate, preset};
pub(crate) use read::{PolicyFile, settings};
pub use read::{parse, parse_bytes};

#[cfg(test)]
pub(crate) use read::asked;

use crate::domain::calendar::{Calendar, CalendarSpec, Roll, Span};
use crate::domain::case::Verb;
use crate::domain::finding::Spot;
use crate::domain::names::StaffId;

/// The file that a policy is read from, at the root of a repository.
pub const FILE: &str = "policy.toml";

/// The role beside the list, neither above nor below the others: for what cron does.
pub const SYSTEM: &str = "system";

/// A validated policy.
#[derive(Debug, Clone)]
pub struct Policy {
    /// Who the policy is for.
    pub organisation: Organisation,
    /// Working days and hours, in the organisation's zone.
    pub calendar: Calendar,
    /// The plain data of the calendar, by which two policies are compared.
    pub working_time: CalendarSpec,
    /// Where the calendar stands in the policy; line 0 where it does not.
    pub calendar_spot: Spot,
    /// The lists of values that facts and events choose from.
    pub lists: Lists,
    /// What complaints are about.
    pub categories: BTreeMap<String, Category>,
    /// What is said of product lines.
    pub product_lines: BTreeMap<String, ProductLine>,
    /// The roles, lowest first.
    pub roles: Vec<String>,
    /// The levels, in order of escalation; never empty.
    pub levels: Vec<Level>,
    /// Who works here.
    pub staff: BTreeMap<StaffId, Staff>,
    /// The lowest role that may use a verb; a verb that is not named is open to all.
    pub permissions: BTreeMap<Permission, Allowed>,
    /// What somebody has to be to have a part in some cases, in the order of the file.
    pub responsibilities: Vec<Responsibility>,
    /// Who is told at once of some cases, in the order of the file.
    pub alerts: Vec<Alert>,
    /// What is taken up first, in the order of the file.
    pub priorities: Vec<Priority>,
    /// What upheld complaints may cost, in the order of the file.
    pub sanctions: Vec<Sanction>,
    /// Which facts complaints have to have, in the order of the file; all that hold.
    pub required: Vec<RequiredFacts>,
    /// Which evidence complaints need, in the order of the file; all that hold.
    pub evidence: Vec<EvidenceRule>,
    /// The claim windows, in the order of the file; the first that holds counts.
    pub windows: Vec<Window>,
    /// The deadlines, in the order of the file.
    pub deadlines: Vec<DeadlineRule>,
    /// Who approves what, in the order of the file.
    pub approvals: Vec<ApprovalRule>,
    /// Which two steps of a case the same person may not take; `approver-proposer` always among them.
    pub separation: Vec<Separation>,
    /// What must be done before a case is closed; authority alone where the policy does not say.
    pub closing: Vec<Gate>,
    /// The longest that one pause stops a clock; none: without limit.
    pub pause_cap: Option<Span>,
    /// How long a complainant may appeal; none: without limit.
    pub appeal: Option<AppealRule>,
    /// How far an event's clock may be ahead; 5 minutes where the policy does not say.
    pub skew: Span,
    /// How long after it happened an event may be put on record; none: without limit.
    pub backdate: Option<Span>,
    /// Who is liable unless an investigation says otherwise, in the order of the file.
    pub liability: Vec<LiabilityRule>,
    /// Whether every commit has to be signed by whose git it was.
    pub signed: bool,
    /// The lowest role that may put on record what others did; none: everybody records for themselves.
    pub recorders: Option<String>,
    /// The commit at which the audit takes the history up; none: at its root.
    pub audit_from: Option<String>,
    /// What the key figures count by.
    pub figures: FigureRules,
    /// What the key figures are measured against.
    pub targets: Vec<Target>,
}

/// Something that needs a role: a verb, or one of the rights beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Permission {
    /// To use a verb (`assign`).
    Verb(Verb),
    /// To bring in a ledger (`import`).
    Import,
    /// To waive a follow-up (`waive`).
    Waive,
    /// To change the policy itself (`policy`); the highest role where the policy does not say.
    Policy,
    /// To settle a dispute by arbitration (`arbitrate`).
    Arbitrate,
    /// To settle a dispute about liability by mediation (`settle-liability`).
    SettleLiability,
}

/// The lowest role that has a permission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed {
    /// The role; `system` where it alone may.
    pub role: String,
    /// Whether `system` may too.
    pub system: bool,
    /// Where the permission stands in the policy.
    pub spot: Spot,
}

/// How long a complainant may appeal (B12).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppealRule {
    /// From the final answer, or from the end of the case where there was none.
    pub within: Span,
    /// The calendar's choice for a limit that would end on a day off.
    pub roll: Roll,
    /// It holds for receipts from this day on.
    pub since: Option<NaiveDate>,
    /// Where it stands in the policy.
    pub spot: Spot,
}

/// What statements about a policy are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// Whose policy it is.
    Organisation,
    /// Working days and hours.
    Calendar,
    /// The lists of values.
    Values,
    /// What complaints are about.
    Categories,
    /// The ladder.
    Levels,
    /// Who works here.
    Staff,
    /// What complaints have to have.
    Intake,
    /// How long after delivery and the like one may complain.
    Windows,
    /// What is due by when.
    Deadlines,
    /// Who approves what.
    Approvals,
    /// Who may do what.
    Permissions,
    /// Who has to deal with what.
    Responsibilities,
    /// Who is told at once.
    Alerts,
    /// What is taken up first.
    Priorities,
    /// What one person may not do alone.
    Separation,
    /// What closing asks for.
    Closing,
    /// What upheld complaints may cost.
    Sanctions,
    /// Who is liable by default.
    Liability,
    /// Pauses, and the bounds of records.
    Records,
    /// What key figures are held to.
    Targets,
}

/// What the key figures count by (E3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureRules {
    /// Only cases of these kinds count, and those whose kind nobody has said; empty: all (A7).
    pub kinds: Vec<String>,
    /// The mark from which a complainant is satisfied, of 5; 4 where the policy does not say.
    pub satisfied: u8,
    /// How soon the first acknowledgement or answer is due; 24 hours where the policy does not say.
    pub first_response: Span,
    /// How soon a matter is to be solved; 3 business days where the policy does not say.
    pub solved: Span,
}

impl FigureRules {
    /// Whether cases with those facts count.
    pub fn count(&self, facts: &Facts) -> bool {
        let kind = facts.text(FactField::Kind);
        self.kinds.is_empty()
            || kind.is_none_or(|kind| self.kinds.iter().any(|counted| counted == kind))
    }
}

/// What a key figure is measured against (E3).
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// The figure's name.
    pub figure: String,
    /// The bound.
    pub bound: TargetBound,
    /// Which cases it is about; all of the conditions.
    pub when: Vec<Condition>,
    /// Where it stands in the policy.
    pub spot: Spot,
}

/// The bound of a target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum TargetBound {
    /// At least this share, in per cent (`at_least = "90%"`).
    AtLeast(Decimal),
    /// At most this long on average (`at_most = "24h"`).
    AtMost(Span),
}

impl Policy {
    /// The rank of a role, from 0 for the lowest; none for one that the policy does not have.
    pub fn rank(&self, role: &str) -> Option<usize> {
        self.roles.iter().position(|known| known == role)
    }

    /// The highest role, if there are any.
    pub fn highest_role(&self) -> Option<&str> {
        self.roles.last().map(String::as_str)
    }

    /// Whether `role` is `lowest` or above it.
    pub fn reaches(&self, role: &str, lowest: &str) -> bool {
        match (self.rank(role), self.rank(lowest)) {
            (Some(role), Some(lowest)) => role >= lowest,
            _ => false,
        }
    }

    /// The category with all that it belongs to, nearest first.
    pub fn lineage<'a>(&'a self, category: &'a str) -> impl Iterator<Item = &'a str> {
        let parent = |name: &&'a str| {
            self.categories
                .get(*name)
                .and_then(|category| category.parent.as_deref())
        };
        std::iter::successors(Some(category), parent).take(self.categories.len() + 1)
    }

    /// The department that a case goes to: that of its category, else of the nearest above it; else of its product line
    /// (B1).
    pub fn department_for<'a>(&'a self, facts: &'a Facts) -> Option<&'a str> {
        let of_line = || {
            self.product_lines
                .get(facts.text(FactField::Line)?)?
                .department
                .as_deref()
        };
        let of_category = |name| self.categories.get(name)?.department.as_deref();
        self.lineage(&facts.category)
            .find_map(of_category)
            .or_else(of_line)
    }

    /// The level's place in the order of escalation.
    pub fn level_index(&self, level: &str) -> Option<usize> {
        self.levels.iter().position(|known| known.name == level)
    }

    /// The level above; none at the top, and for a level that the policy does not have.
    pub fn level_above(&self, level: &str) -> Option<&Level> {
        self.levels.get(self.level_index(level)? + 1)
    }
}
