//! Whom to give a case to (B2): of those who are there, somebody who knows the matter, and of those who has the least to do.

use std::collections::BTreeMap;

use super::case::FactField;
use super::message::{Message, plural};
use super::names::StaffId;
use super::policy::{Duty, Policy, SYSTEM, Staff};
use super::rules::responsibility;
use super::snapshot::Snapshot;
use super::state::State;
use super::time::Instant;

/// How many open cases each of the staff has.
pub type Load = BTreeMap<StaffId, usize>;

/// Somebody to give a case to, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub who: StaffId,
    /// How many other open cases they have.
    pub open: usize,
    /// The skill for which they were chosen; none where nobody has one that fits.
    pub skill: Option<String>,
}

/// The load without the case that is to be given away.
pub(crate) fn load<'a>(snapshots: impl IntoIterator<Item = &'a Snapshot>, without: &str) -> Load {
    let mut load = Load::new();
    for snapshot in snapshots
        .into_iter()
        .filter(|snapshot| !snapshot.status().is_over() && snapshot.id() != without)
    {
        if let Some(holder) = &snapshot.state().holder {
            *load.entry(holder.clone()).or_default() += 1;
        }
    }
    load
}

/// Who is to have a case, of those who work in the department at `now` and whose role may deal with the case's level and who
/// may hold it (B5):
/// first whoever has its category (or one that it belongs to) or its product line among the skills; of those who has the
/// fewest open cases; of those the first by name. Without a department: of all. None: there is nobody.
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
    let may_hold = |who: &StaffId| responsibility::fits(Duty::Hold, who, state, policy, now);
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

/// The first skill that the case calls for: its category, those that it belongs to, its product line.
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
                "{who}: {open} open case, nobody there has the skill",
                "{who}: {open} open cases, nobody there has the skill",
                who
            ),
        }
    }
}
