//! Who had the case, and when: reports attribute what happened to whoever had it then.

use super::State;
use crate::domain::case::FactField;
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
    /// The category and the product line as they stood: before any assignment, the department
    /// follows from them.
    category: String,
    line: Option<String>,
}

impl Custody {
    /// The department in charge. Before any assignment, it is the one that the policy gives.
    pub(crate) fn department<'a>(&'a self, policy: &'a Policy) -> Option<&'a str> {
        let by_policy = || policy.department_of(&self.category, self.line.as_deref());
        self.department.as_deref().or_else(by_policy)
    }
}

impl State {
    /// Who has the case.
    pub(super) fn custody_since(&self, since: Instant) -> Custody {
        Custody {
            since,
            holder: self.holder.clone(),
            department: self.department.clone(),
            category: self.facts.category.clone(),
            line: self.facts.text(FactField::Line).map(str::to_owned),
        }
    }

    /// Records who has the case if that changed.
    pub(super) fn note_custody(&mut self, since: Instant) {
        let is_same = |last: &Custody| {
            last.holder == self.holder
                && last.department == self.department
                && last.category == self.facts.category
                && last.line.as_deref() == self.facts.text(FactField::Line)
        };
        if !self.custody.last().is_some_and(is_same) {
            self.custody.push(self.custody_since(since));
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
            Some(custody) => custody.department(policy),
            None => self.department.as_deref(),
        }
    }

    /// Who had the case at an instant, after what was done at it.
    pub(crate) fn custody_at(&self, instant: Instant) -> Option<&Custody> {
        self.custody.iter().rev().find(|it| it.since <= instant)
    }
}
