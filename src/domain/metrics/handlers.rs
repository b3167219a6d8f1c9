//! The performance of people, departments and outlets (E4).
//!
//! A case counts for its holder at resolution, else for its current holder. A reminder and a rework
//! count for the holder at that time. An upheld complaint about conduct counts for the person
//! complained about.

use std::collections::BTreeMap;

use super::amount::Ratio;
use super::{Contribution, Frame, measure};
use crate::domain::case::FactField;
use crate::domain::names::StaffId;
use crate::domain::policy::{FigureKind, FigureName};
use crate::domain::policy::{Policy, Staff};
use crate::domain::snapshot::Snapshot;
use crate::domain::state::{Charge, Ground, State};
use crate::domain::word::Word;

/// Grouping of the report on handlers: the attribute with that word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum Account {
    /// Each staff member.
    Handler,
    /// Each department.
    Department,
    /// Each outlet.
    Outlet,
}

/// The figures of one person, department or outlet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Work {
    /// Open cases, received in any period.
    pub open: u64,
    /// Cases received in the period.
    pub cases: u64,
    /// Clocks that were met, out of those met, missed or overdue.
    pub in_time: Ratio,
    /// Satisfied complainants, out of those asked.
    pub satisfied: Ratio,
    /// Upheld complaints about conduct.
    pub upheld: u64,
    pub chased: u64,
    /// Cases with rework.
    pub reworked: u64,
}

impl Ratio {
    fn add(&mut self, contributions: impl Iterator<Item = Contribution>) {
        for contribution in contributions {
            self.denominator += 1;
            self.numerator += u64::from(contribution == Contribution::Counted);
        }
    }
}

/// The figures by name; `None` stands for cases without a holder, department or outlet.
pub fn handlers(
    snapshots: &[Snapshot],
    account: Account,
    frame: &Frame<'_>,
) -> BTreeMap<Option<String>, Work> {
    let mut accounts: BTreeMap<Option<String>, Work> = BTreeMap::new();
    for snapshot in snapshots
        .iter()
        .filter(|snapshot| !snapshot.status().is_over())
    {
        accounts
            .entry(account.on_hand(snapshot.state()))
            .or_default()
            .open += 1;
    }
    for snapshot in frame.received(snapshots) {
        let state = snapshot.state();
        let work = accounts.entry(account.name(state)).or_default();
        work.cases += 1;
        let parts = |kind| {
            let items = measure::items(
                &FigureName::of(kind, None, &frame.policy.figures),
                snapshot,
                frame,
            );
            items.into_iter().map(|item| item.contribution)
        };
        work.in_time.add(parts(FigureKind::StageTimeliness));
        work.satisfied.add(parts(FigureKind::SatisfactionOfAsked));
        for charge in &state.charges {
            let work = accounts
                .entry(account.charged(charge, state, frame.policy))
                .or_default();
            match charge.ground {
                Ground::Chased => work.chased += 1,
                Ground::Rework => work.reworked += 1,
            }
        }
        if is_upheld_about_conduct(state) {
            accounts
                .entry(account.at_fault(state, frame.policy))
                .or_default()
                .upheld += 1;
        }
    }
    accounts
}

impl Account {
    fn name(self, state: &State) -> Option<String> {
        match self {
            Self::Handler => {
                let handler = state
                    .resolved
                    .and(state.holder_at_resolution.as_ref())
                    .or(state.holder.as_ref());
                handler.map(StaffId::to_string)
            }
            Self::Department | Self::Outlet => self.on_hand(state),
        }
    }

    fn on_hand(self, state: &State) -> Option<String> {
        match self {
            Self::Handler => state.holder.as_ref().map(StaffId::to_string),
            Self::Department => state.department.clone(),
            Self::Outlet => state.facts.text(FactField::Outlet).map(str::to_owned),
        }
    }

    fn charged(self, charge: &Charge, state: &State, policy: &Policy) -> Option<String> {
        // Before its first assignment, a case is with the department of its category.
        let of_category = || policy.department_for(&state.facts).map(str::to_owned);
        match self {
            Self::Handler => charge.holder.as_ref().map(StaffId::to_string),
            Self::Department => charge.department.clone().or_else(of_category),
            Self::Outlet => self.on_hand(state),
        }
    }

    /// The subject of an upheld complaint about conduct: a staff member, by id or name, or else the
    /// name as recorded.
    fn at_fault(self, state: &State, policy: &Policy) -> Option<String> {
        let person = state.facts.text(FactField::Person)?;
        let is_them = |(who, staff): &(&StaffId, &Staff)| {
            who.as_str() == person || staff.name.as_deref() == Some(person)
        };
        let known = policy.staff.iter().find(is_them);
        match self {
            Self::Handler => {
                Some(known.map_or_else(|| person.to_owned(), |(who, _)| who.to_string()))
            }
            Self::Department => known.and_then(|(_, staff)| staff.department.clone()),
            Self::Outlet => self.on_hand(state),
        }
    }
}

/// Whether the complaint is about a person's conduct and was upheld.
fn is_upheld_about_conduct(state: &State) -> bool {
    state.is_upheld() && state.facts.text(FactField::Person).is_some()
}
