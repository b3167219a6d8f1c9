//! Look-ups of names in the lists of the policy.

use super::{ACTION, CUT_OFF, Lists, PROMISED, Policy};
use crate::domain::case::list::List;
use crate::domain::list::List as Values;
use crate::domain::names::Handle;

impl Lists {
    /// The names on a list; `None` for levels, departments and deadlines, which are not in
    /// [`Lists`].
    pub(crate) fn named(&self, list: List) -> Option<&[String]> {
        Some(match list {
            List::Channels => &self[Values::Channels],
            List::Severities => &self[Values::Severities],
            List::Kinds => &self[Values::Kinds],
            List::Symptoms => &self[Values::Symptoms],
            List::Grades => &self[Values::Grades],
            List::Types => &self[Values::Types],
            List::Tenures => &self[Values::Tenures],
            List::Values => &self[Values::Values],
            List::Lines => &self[Values::Lines],
            List::Outlets => &self[Values::Outlets],
            List::Requests => &self[Values::Requests],
            List::Remedies => &self[Values::Remedies],
            List::Steps => &self[Values::Steps],
            List::Outcomes => &self[Values::Outcomes],
            List::Levels | List::Departments | List::Deadlines => return None,
        })
    }
}

impl Policy {
    /// Whether a list contains a name.
    pub(crate) fn has(&self, list: List, name: &str) -> bool {
        match list {
            List::Levels => self.level_index(name).is_some(),
            List::Departments => self.has_department(name),
            List::Deadlines => self.has_deadline(name),
            List::Channels
            | List::Severities
            | List::Kinds
            | List::Symptoms
            | List::Grades
            | List::Types
            | List::Tenures
            | List::Values
            | List::Lines
            | List::Outlets
            | List::Requests
            | List::Remedies
            | List::Steps
            | List::Outcomes => {
                let names = self.lists.named(list).unwrap_or_default();
                names.iter().any(|listed| listed == name)
            }
        }
    }

    /// Whether a category, a product line or a staff member has the department.
    fn has_department(&self, name: &str) -> bool {
        let of_categories = self.categories.values().map(|it| &it.department);
        let of_lines = self.product_lines.values().map(|it| &it.department);
        let of_staff = self.staff.values().map(|it| &it.department);
        of_categories
            .chain(of_lines)
            .chain(of_staff)
            .any(|department| department.as_deref() == Some(name))
    }

    /// Whether a deadline has the name: a rule, a level, or one of the built-in deadlines.
    fn has_deadline(&self, name: &str) -> bool {
        let action = || {
            let plan = name.strip_prefix(ACTION)?.strip_prefix('-')?;
            plan.parse::<Handle>().ok()
        };
        [PROMISED, CUT_OFF].contains(&name)
            || self.deadline_names().contains(&name)
            || self.level_index(name).is_some()
            || action().is_some()
    }
}
