//! What an organisation decides: deadlines, authority, permissions, closing. Read once from
//! `policy.toml`, right by construction afterwards.

mod authority;
mod basis;
mod changes;
mod closing;
mod condition;
mod deadline;
pub mod describe;
mod diff;
mod figure;
mod figure_rules;
mod intake;
pub mod keys;
mod liability;
mod limit;
mod listed;
mod lists;
mod people;
mod permission;
mod preset;
mod read;
mod records;
mod select;
pub(crate) mod setting;
mod target;
mod topic;
pub mod when;
mod working_time;

use std::collections::BTreeMap;

pub(crate) use authority::{
    ApprovalMode, ApprovalRule, EmergencyApproval, Exposure, JudgedAmount, Separation,
};
pub(crate) use basis::{Category, Level, LevelCondition, Organisation, ProductLine, Staff};
pub use changes::changes;
pub use changes::{Change, Limits};
pub(crate) use closing::{Gate, Need, Requirement};
pub(crate) use condition::{Appellant, Condition, ConditionFact};
pub use deadline::ACTION;
pub use deadline::Trigger;
pub use deadline::{CUT_OFF, DeadlineRule, ExtendRule, PROMISED, Pausable, PauseRules, Repeat};

pub use diff::diff;
pub use diff::{Difference, DifferenceKind};
pub(crate) use figure::{FigureKind, FigureName, Statistic};
pub(crate) use figure_rules::FigureRules;
pub(crate) use intake::{EvidenceRule, RequiredFacts, Window};
pub(crate) use liability::LiabilityRule;
pub(crate) use limit::Limit;
pub(crate) use lists::Lists;
pub(crate) use people::{Alert, Duty, Priority, Responsibility, Sanction};
pub(crate) use permission::{Allowed, Permission};
pub use preset::PRESETS;
pub use preset::{Founder, Init, Preset, instantiate, preset};
pub use read::parse;
pub use read::parse_bytes;
pub(crate) use records::{AppealRule, AuditRules};
pub(crate) use setting::PolicyFile;
pub(crate) use target::{Target, TargetBound};
pub(crate) use topic::Topic;
pub(crate) use working_time::WorkingTime;

#[cfg(test)]
pub(crate) use read::asked;

use crate::domain::calendar::Calendar;
use crate::domain::case::{FactField, Facts};
use crate::domain::names::StaffId;

/// The file that a policy is read from, at the root of a repository.
pub(crate) const FILE: &str = "policy.toml";

/// The role beside the list, neither above nor below the others: for what cron does.
pub(crate) const SYSTEM: &str = "system";

/// A validated policy.
#[derive(Debug, Clone)]
pub struct Policy {
    /// Who the policy is for.
    pub organisation: Organisation,
    /// Working days and hours, in the organisation's zone.
    pub calendar: Calendar,
    /// What the calendar is made of.
    pub working_time: WorkingTime,
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
    /// Which two steps of a case the same person may not take; `approver-proposer` always among
    /// them.
    pub separation: Vec<Separation>,
    /// What must be done before a case is closed; authority alone where the policy does not say.
    pub closing: Vec<Gate>,
    /// How long clocks may stand still.
    pub pause: PauseRules,
    /// How long a complainant may appeal; none: without limit.
    pub appeal: Option<AppealRule>,
    /// The bounds of records, and what an audit asks for.
    pub audit: AuditRules,
    /// Who is liable unless an investigation says otherwise, in the order of the file.
    pub liability: Vec<LiabilityRule>,
    /// What the key figures count by.
    pub figures: FigureRules,
    /// What the key figures are measured against.
    pub targets: Vec<Target>,
}

impl Policy {
    /// The rank of a role, from 0 for the lowest; none for one that the policy does not have.
    pub(crate) fn rank(&self, role: &str) -> Option<usize> {
        self.roles.iter().position(|known| known == role)
    }

    /// The highest role, if there are any.
    pub(crate) fn highest_role(&self) -> Option<&str> {
        self.roles.last().map(String::as_str)
    }

    /// Whether `role` is `lowest` or above it.
    pub(crate) fn reaches(&self, role: &str, lowest: &str) -> bool {
        match (self.rank(role), self.rank(lowest)) {
            (Some(role), Some(lowest)) => role >= lowest,
            _ => false,
        }
    }

    /// The category with all that it belongs to, nearest first.
    pub(crate) fn lineage<'a>(&'a self, category: &'a str) -> impl Iterator<Item = &'a str> {
        let parent = |name: &&'a str| {
            self.categories
                .get(*name)
                .and_then(|category| category.parent.as_deref())
        };
        std::iter::successors(Some(category), parent).take(self.categories.len() + 1)
    }

    /// The department that a case goes to: that of its category, else of the nearest above it; else
    /// of its product line (B1).
    pub(crate) fn department_for<'a>(&'a self, facts: &'a Facts) -> Option<&'a str> {
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
    pub(crate) fn level_index(&self, level: &str) -> Option<usize> {
        self.levels.iter().position(|known| known.name == level)
    }

    /// The level above; none at the top, and for a level that the policy does not have.
    pub(crate) fn level_above(&self, level: &str) -> Option<&Level> {
        self.levels.get(self.level_index(level)? + 1)
    }
}
