//! Which names the policy defines.

use super::{CUT_OFF, PROMISED, Policy, plan_of};
use crate::domain::list::NameSource;
use crate::domain::names::Handle;

impl Policy {
    /// Whether the policy defines a name there.
    pub(crate) fn has(&self, source: NameSource, name: &str) -> bool {
        match source {
            NameSource::List(list) => self.lists[list].iter().any(|listed| listed == name),
            NameSource::Levels => self.level_index(name).is_some(),
            NameSource::Departments => self.departments().any(|listed| listed == name),
            NameSource::Deadlines => self.has_deadline(name),
        }
    }

    /// The departments of categories, product lines and staff, with repetitions.
    pub fn departments(&self) -> impl Iterator<Item = &str> {
        let of_categories = self.categories.values().map(|it| &it.department);
        let of_lines = self.product_lines.values().map(|it| &it.department);
        let of_staff = self.staff.values().map(|it| &it.department);
        of_categories
            .chain(of_lines)
            .chain(of_staff)
            .filter_map(Option::as_deref)
    }

    /// Whether a deadline has the name: a rule, a level, or one of the built-in deadlines.
    fn has_deadline(&self, name: &str) -> bool {
        let action = || {
            let plan = plan_of(name)?;
            plan.parse::<Handle>().ok()
        };
        [PROMISED, CUT_OFF].contains(&name)
            || self.deadline_names().contains(&name)
            || self.level_index(name).is_some()
            || action().is_some()
    }
}
