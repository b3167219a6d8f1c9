//! Automatic assignment (B2): picks, among the qualified staff who are available, the one with a
//! matching skill and the fewest open cases.

use std::collections::BTreeMap;

use super::case::FactField;
use super::message::{Message, plural};
use super::names::StaffId;
use super::outline::Outline;
use super::policy::{Duty, Policy, SYSTEM, Staff};
use super::rules::responsibility;
use super::state::State;
use super::time::Instant;

/// The number of open cases of each staff member.
pub type Load = BTreeMap<StaffId, usize>;

/// The staff member chosen for a case, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub who: StaffId,
    /// The number of other open cases they hold.
    pub open: usize,
    /// The matching skill; `None` if no candidate has one.
    pub skill: Option<String>,
}

/// The load of the open cases, without the case to assign.
pub(crate) fn load(open: &[Outline<'_>], without: &str) -> Load {
    let mut load = Load::new();
    for outline in open.iter().filter(|outline| outline.id() != without) {
        let holder = outline.holder().and_then(|holder| holder.parse().ok());
        if let Some(holder) = holder {
            *load.entry(holder).or_default() += 1;
        }
    }
    load
}

/// Chooses the holder of a case (B5).
///
/// Candidates work at `now` (in the department, if one is given), have a role that may handle the
/// case's level, and qualify as holders under the policy's responsibilities. Among them, someone
/// with a matching skill (the category, one of its parents, or the product line) comes first, then
/// the one with the fewest open cases, then the first by name. `None` without candidates.
pub fn choose(
    state: &State,
    department: Option<&str>,
    load: &Load,
    policy: &Policy,
    now: Instant,
) -> Option<Choice> {
    let level = policy.levels.iter().find(|level| level.name == state.level);
    let needed = level.and_then(|level| level.role.as_deref());
    let is_able = |staff: &Staff| {
        let role = staff.role_at(now, &policy.calendar);
        role != Some(SYSTEM)
            && needed.is_none_or(|needed| role.is_some_and(|role| policy.reaches(role, needed)))
    };
    let is_there = |staff: &Staff| {
        staff.is_active(now, &policy.calendar)
            && department.is_none_or(|department| staff.department.as_deref() == Some(department))
    };
    let may_hold = |who: &StaffId| responsibility::fits(&Duty::Hold, who, state, policy, now);
    let able = policy
        .staff
        .iter()
        .filter(|(who, staff)| is_there(staff) && is_able(staff) && may_hold(who));
    let choices = able.map(|(who, staff)| Choice {
        who: who.clone(),
        open: load.get(who).copied().unwrap_or_default(),
        skill: skill(staff, state, policy),
    });
    choices.min_by(|a, b| {
        (a.skill.is_none(), a.open, &a.who).cmp(&(b.skill.is_none(), b.open, &b.who))
    })
}

/// The first matching skill: the category, its parents, then the product line.
fn skill(staff: &Staff, state: &State, policy: &Policy) -> Option<String> {
    let called_for = policy
        .lineage(&state.facts.category)
        .chain(state.facts.text(FactField::Line));
    called_for
        .into_iter()
        .find(|skill| staff.skills.iter().any(|known| known == skill))
        .map(str::to_owned)
}

impl Choice {
    /// `zhang.min: 3 open cases, knows product-quality`.
    pub fn message(&self) -> Message {
        let Self { who, open, skill } = self;
        match skill {
            Some(skill) => plural!(
                open,
                "{who}: {open} open case, knows {skill}",
                "{who}: {open} open cases, knows {skill}",
                who,
                skill
            ),
            None => plural!(
                open,
                "{who}: {open} open case, no candidate has the skill",
                "{who}: {open} open cases, no candidate has the skill",
                who
            ),
        }
    }
}
