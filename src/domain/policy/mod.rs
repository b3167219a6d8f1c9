//! The decisions of an organisation: deadlines, authority, permissions, closing. Parsed and
//! validated once from `policy.toml`.

pub(crate) mod addresses;
mod authority;
mod basis;
mod changes;
mod closing;
mod condition;
mod country;
pub(crate) mod dead_ends;
mod deadline;
pub mod describe;
mod diff;
mod figure;
mod figure_rules;
mod format_version;
mod intake;
pub mod keys;
mod liability;
mod limit;
mod listed;
mod lists;
mod people;
mod permission;
mod plausible;
mod preset;
mod read;
mod records;
mod select;
pub(crate) mod setting;
mod target;
mod together;
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
pub(crate) use deadline::plan_of;
pub use deadline::{
    CUT_OFF, DeadlineRule, ExtendRule, PROMISED, Pausable, PauseRules, Per, Repeat,
};

pub use country::{Country, ToldBy};
pub use diff::diff;
pub use diff::{Difference, DifferenceKind};
pub(crate) use figure::{FigureKind, FigureName, Statistic};
pub(crate) use figure_rules::FigureRules;
pub(crate) use format_version::GATES_OF_LEFT_LEVELS;
pub use format_version::{LEARNED, LearnedRule, PolicyFormat};
pub(crate) use intake::{EvidenceRule, RequiredFacts, Window};
pub(crate) use liability::LiabilityRule;
pub(crate) use limit::Limit;
pub(crate) use lists::Lists;
pub(crate) use people::{Alert, Duty, Priority, Responsibility, Sanction};
pub(crate) use permission::{Allowed, Permission};
pub(crate) use plausible::{Doubt, PlausibleRules, decimals};
pub use preset::PRESETS;
pub(crate) use preset::find as find_preset;
pub use preset::{Founder, Init, Kept, Place, Preset, Template, instantiate, preset};
pub use read::parse;
pub use read::parse_bytes;
pub(crate) use records::{AppealRule, AuditRules};
pub(crate) use setting::PolicyFile;
pub(crate) use target::{Target, TargetBound};
pub(crate) use together::{Bond, TogetherRule};
pub(crate) use topic::Topic;
pub(crate) use working_time::WorkingTime;

#[cfg(test)]
pub(crate) use read::asked;

use crate::domain::calendar::Calendar;
use crate::domain::case::{FactField, Facts};
use crate::domain::names::StaffId;

/// The policy file, at the root of a repository.
pub(crate) const FILE: &str = "policy.toml";

/// The built-in role for cron jobs. It has no rank: it is neither above nor below the listed roles.
pub(crate) const SYSTEM: &str = "system";

/// A validated policy.
#[derive(Debug, Clone)]
pub struct Policy {
    /// The version of the file format, which says which learned rules are errors.
    pub format: PolicyFormat,
    /// Who the policy is for.
    pub organisation: Organisation,
    /// Working days and hours, in the organisation's zone.
    pub calendar: Calendar,
    /// The `[calendar]` table that the calendar is built from.
    pub working_time: WorkingTime,
    /// The lists of values that facts and events choose from.
    pub lists: Lists,
    /// The remedies that are proposed with their amounts.
    pub priced: Vec<String>,
    /// What complaints are about.
    pub categories: BTreeMap<String, Category>,
    /// Names and departments of product lines.
    pub product_lines: BTreeMap<String, ProductLine>,
    /// The roles, lowest first.
    pub roles: Vec<String>,
    /// The levels, in order of escalation; never empty.
    pub levels: Vec<Level>,
    pub staff: BTreeMap<StaffId, Staff>,
    /// The lowest role for each permission; a permission without an entry is open to all.
    pub permissions: BTreeMap<Permission, Allowed>,
    /// Requirements on who takes part in a case, in file order.
    pub responsibilities: Vec<Responsibility>,
    /// Who is alerted to which cases, in file order.
    pub alerts: Vec<Alert>,
    /// The priorities, in file order.
    pub priorities: Vec<Priority>,
    /// Sanctions for upheld complaints, in file order.
    pub sanctions: Vec<Sanction>,
    /// Facts that complaints must have, in file order; every rule whose `when` holds applies.
    pub required: Vec<RequiredFacts>,
    /// Evidence that complaints need, in file order; every rule whose `when` holds applies.
    pub evidence: Vec<EvidenceRule>,
    /// The claim windows, in file order; the first whose `when` holds applies.
    pub windows: Vec<Window>,
    /// The deadlines, in file order.
    pub deadlines: Vec<DeadlineRule>,
    /// The approval rules, in file order.
    pub approvals: Vec<ApprovalRule>,
    /// Which cases count together; `None` if each counts by itself.
    pub(crate) together: Option<TogetherRule>,
    /// Pairs of steps that the same person may not take in one case; always includes
    /// `approver-proposer`.
    pub separation: Vec<Separation>,
    /// The requirements for closing a case; only authority by default.
    pub closing: Vec<Gate>,
    /// How long clocks can be paused.
    pub pause: PauseRules,
    /// How long a complainant may appeal; `None` means without limit.
    pub appeal: Option<AppealRule>,
    /// What is doubted about facts.
    pub(crate) plausible: PlausibleRules,
    /// Limits on the times of records, and what an audit requires.
    pub audit: AuditRules,
    /// Default liability, used unless an investigation states shares, in file order.
    pub liability: Vec<LiabilityRule>,
    /// How key figures are counted.
    pub figures: FigureRules,
    /// Targets for key figures.
    pub targets: Vec<Target>,
}

impl Policy {
    /// The rank of a role, from 0 for the lowest; `None` for an unknown role.
    pub(crate) fn rank(&self, role: &str) -> Option<usize> {
        self.roles.iter().position(|known| known == role)
    }

    /// The highest role, if there are any.
    pub(crate) fn highest_role(&self) -> Option<&str> {
        self.roles.last().map(String::as_str)
    }

    /// Whether `role` is `lowest` or higher.
    pub(crate) fn reaches(&self, role: &str, lowest: &str) -> bool {
        match (self.rank(role), self.rank(lowest)) {
            (Some(role), Some(lowest)) => role >= lowest,
            _ => false,
        }
    }

    /// The category and its ancestors, nearest first.
    pub(crate) fn lineage<'a>(&'a self, category: &'a str) -> impl Iterator<Item = &'a str> {
        let parent = |name: &&'a str| {
            self.categories
                .get(*name)
                .and_then(|category| category.parent.as_deref())
        };
        std::iter::successors(Some(category), parent).take(self.categories.len() + 1)
    }

    /// The default department of a case: that of its category or the nearest ancestor with one,
    /// else that of its product line (B1).
    pub(crate) fn department_for<'a>(&'a self, facts: &'a Facts) -> Option<&'a str> {
        self.department_of(&facts.category, facts.text(FactField::Line))
    }

    /// The department for a category and a product line.
    pub(crate) fn department_of<'a>(
        &'a self,
        category: &'a str,
        line: Option<&str>,
    ) -> Option<&'a str> {
        let of_line = || self.product_lines.get(line?)?.department.as_deref();
        let of_category = |name| self.categories.get(name)?.department.as_deref();
        self.lineage(category)
            .find_map(of_category)
            .or_else(of_line)
    }

    /// The index of a level in the order of escalation.
    pub(crate) fn level_index(&self, level: &str) -> Option<usize> {
        self.levels.iter().position(|known| known.name == level)
    }

    /// The next level up; `None` for the top level and for an unknown level.
    pub(crate) fn level_above(&self, level: &str) -> Option<&Level> {
        self.levels.get(self.level_index(level)? + 1)
    }
}
