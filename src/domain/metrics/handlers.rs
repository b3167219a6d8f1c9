//! How people, departments and outlets did with the cases that they had (E4).
//!
//! A case is put to the account of whoever held it when it was resolved, else of who holds it; a reminder and a handling
//! that was done again to the account of who had the case then; an upheld complaint about somebody's conduct to theirs.

use std::collections::BTreeMap;

use super::amount::Ratio;
use super::{Contribution, Frame, measure};
use crate::domain::case::FactField;
use crate::domain::case::event::Verdict;
use crate::domain::names::StaffId;
use crate::domain::policy::{FigureKind, FigureName};
use crate::domain::policy::{Policy, Staff};
use crate::domain::snapshot::Snapshot;
use crate::domain::state::{Charge, Ground, State};
use crate::domain::word::Word;

/// Whose account is drawn up: the attribute of that word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum Account {
    /// Of each of the staff.
    Handler,
    /// Of each department.
    Department,
    /// Of each outlet.
    Outlet,
}

/// One account.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Work {
    /// Cases on hand now, of whatever period.
    pub open: u64,
    /// Cases received in the period.
    pub cases: u64,
    /// Their clocks that were met, of those met, missed or overdue.
    pub in_time: Ratio,
    /// Those satisfied, of those asked.
    pub satisfied: Ratio,
    /// Upheld complaints about their conduct.
    pub upheld: u64,
    pub chased: u64,
    /// Cases whose handling was done again.
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

/// The accounts by name; none: cases that have nobody, no department, or no outlet.
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
        let work = accounts.entry(account.of(state)).or_default();
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
    fn of(self, state: &State) -> Option<String> {
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
        // Before anybody assigned it, it was with the department of its category.
        let of_category = || policy.department_for(&state.facts).map(str::to_owned);
        match self {
            Self::Handler => charge.holder.as_ref().map(StaffId::to_string),
            Self::Department => charge.department.clone().or_else(of_category),
            Self::Outlet => self.on_hand(state),
        }
    }

    /// Whose conduct an upheld complaint was about: somebody on the staff list, by id or name, else whoever is named.
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

/// Whether it is about somebody's conduct, and was found substantiated, if only in part.
fn is_upheld_about_conduct(state: &State) -> bool {
    let upheld = state
        .investigation
        .as_ref()
        .is_some_and(|found| found.verdict != Verdict::Unsubstantiated);
    upheld && state.facts.text(FactField::Person).is_some()
}
