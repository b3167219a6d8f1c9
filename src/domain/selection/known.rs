//! Values that a selection asks for and nothing has: most often a slip of the pen.

use crate::domain::list::List;
use std::collections::BTreeSet;

use super::{Selection, Trait};
use crate::domain::deadline::{ACTION, CUT_OFF, PROMISED};
use crate::domain::names::StaffId;
use crate::domain::policy::Policy;
use crate::domain::snapshot::Snapshot;

/// A value that neither the policy nor any case knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// What it should be.
    pub what: &'static str,
    /// The value.
    pub value: String,
    /// What there is.
    pub known: BTreeSet<String>,
}

impl Selection {
    /// The first value asked for that neither the policy nor any of these cases knows.
    pub fn unknown(&self, snapshots: &[Snapshot], policy: &Policy) -> Option<Unknown> {
        let people = self
            .handlers
            .iter()
            .chain(&self.awaiting)
            .map(|who| ("staff member", who.to_string()));
        let traits = self
            .values
            .iter()
            .filter(|(which, _)| *which != Trait::Product);
        let traits = traits.map(|(which, value)| (which.word(), value.clone()));
        let missed = self.missed.iter().map(|name| ("deadline", name.clone()));
        people
            .chain(traits)
            .chain(missed)
            .find_map(|(what, value)| {
                let known = known(what, snapshots, policy);
                (!known.contains(&value)).then_some(Unknown { what, value, known })
            })
    }
}

fn known(what: &str, snapshots: &[Snapshot], policy: &Policy) -> BTreeSet<String> {
    match Trait::ALL.into_iter().find(|which| which.word() == what) {
        Some(which) => {
            let had = snapshots
                .iter()
                .filter_map(|snapshot| which.of(snapshot))
                .map(str::to_owned);
            listed(which, policy).into_iter().chain(had).collect()
        }
        None if what == "deadline" => {
            let ran = snapshots
                .iter()
                .flat_map(|snapshot| &snapshot.deadlines)
                .map(|deadline| deadline.name.clone());
            let named = policy
                .deadline_names()
                .into_iter()
                .chain([PROMISED, CUT_OFF, ACTION])
                .map(str::to_owned);
            named
                .chain(policy.levels.iter().map(|level| level.name.clone()))
                .chain(ran)
                .collect()
        }
        None => {
            let holders = snapshots
                .iter()
                .filter_map(|snapshot| snapshot.state().holder.as_ref());
            policy
                .staff
                .keys()
                .chain(holders)
                .map(StaffId::to_string)
                .collect()
        }
    }
}

fn listed(which: Trait, policy: &Policy) -> Vec<String> {
    let lists = &policy.lists;
    match which {
        Trait::Category => policy.categories.keys().cloned().collect(),
        Trait::Channel => lists[List::Channels].to_vec(),
        Trait::Level => policy
            .levels
            .iter()
            .map(|level| level.name.clone())
            .collect(),
        Trait::Severity => lists[List::Severities].to_vec(),
        Trait::Grade => lists[List::Grades].to_vec(),
        Trait::Department => {
            let of_categories = policy
                .categories
                .values()
                .filter_map(|category| category.department.clone());
            of_categories
                .chain(
                    policy
                        .staff
                        .values()
                        .filter_map(|staff| staff.department.clone()),
                )
                .collect()
        }
        Trait::Product => Vec::new(),
    }
}
