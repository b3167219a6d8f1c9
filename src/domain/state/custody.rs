//! Who had the case, and when: reports attribute what happened to whoever had it then.

use super::State;
use crate::domain::names::StaffId;
use crate::domain::policy::Policy;
use crate::domain::time::Instant;

/// The holder and the department from an instant on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Custody {
    pub since: Instant,
    pub holder: Option<StaffId>,
    /// The department of the assignment; `None` before any.
    pub department: Option<String>,
}

impl Custody {
    /// The department in charge. Before any assignment, it is the one that the policy gives.
    pub(crate) fn department<'a>(
        &'a self,
        state: &'a State,
        policy: &'a Policy,
    ) -> Option<&'a str> {
        let assigned = self.department.as_deref();
        assigned.or_else(|| policy.department_for(&state.facts))
    }
}

impl State {
    /// Records the holder and the department if either changed.
    pub(super) fn note_custody(&mut self, since: Instant) {
        let last = self.custody.last();
        let known = last.map(|last| (&last.holder, &last.department));
        if known.unwrap_or((&None, &None)) != (&self.holder, &self.department) {
            self.custody.push(Custody {
                since,
                holder: self.holder.clone(),
                department: self.department.clone(),
            });
        }
    }

    /// Who had the case up to an instant. What is done at the instant itself, such as handing the
    /// case over, is the work of whoever had it until then.
    pub(crate) fn custody_until(&self, instant: Instant) -> Option<&Custody> {
        let before = self.custody.iter().rev().find(|it| it.since < instant);
        before.or(self.custody.first())
    }

    /// Who answers for the case as it is: its holder when it was resolved, or else now.
    pub(crate) fn accountable_holder(&self) -> Option<&StaffId> {
        let resolved = self.resolved.and_then(|at| self.custody_at(at));
        resolved.map_or(self.holder.as_ref(), |custody| custody.holder.as_ref())
    }

    /// The department that answers for the case as it is: the one in charge when it was resolved,
    /// or else now.
    pub(crate) fn accountable_department<'a>(&'a self, policy: &'a Policy) -> Option<&'a str> {
        let resolved = self.resolved.and_then(|at| self.custody_at(at));
        match resolved {
            Some(custody) => custody.department(self, policy),
            None => self.department.as_deref(),
        }
    }

    /// Who had the case at an instant, after what was done at it.
    pub(crate) fn custody_at(&self, instant: Instant) -> Option<&Custody> {
        self.custody.iter().rev().find(|it| it.since <= instant)
    }
}
