//! The performance of people, departments and outlets (E4).
//!
//! What happened counts for whoever had the case then: a case for its holder at resolution, else for
//! its current holder; a deadline for who held it when it stopped or ran out, but that of a corrective
//! action for its owner and that of a co-handling department for that department; a mark for who
//! settled what the complainant was asked about; a reminder and a rework for the holder at that time,
//! or for who had to meet the deadline that it named. An upheld complaint about conduct counts for the
//! person complained about.

use std::collections::BTreeMap;

use super::amount::Ratio;
use super::{Contribution, Frame, measure, stages};
use crate::domain::case::event::FollowUp;
use crate::domain::case::{Event, FactField, Verb};
use crate::domain::deadline::{Deadline, DeadlineState, Responsible};
use crate::domain::list::List;
use crate::domain::names::StaffId;
use crate::domain::policy::{FigureKind, FigureName, Policy, Staff, Trigger};
use crate::domain::snapshot::Snapshot;
use crate::domain::spelling::{Spellings, same};
use crate::domain::state::{Charge, Custody, Ground, State};
use crate::domain::time::Instant;
use crate::domain::timeline::{ClockEvent, RoundChange};
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

/// The figures by name; `None` stands for cases without a holder, department or outlet.
pub fn handlers(
    snapshots: &[Snapshot],
    account: Account,
    frame: &Frame<'_>,
) -> BTreeMap<Option<String>, Work> {
    let mut accounts = Accounts::new(account, frame);
    let is_open = |snapshot: &&Snapshot| frame.counts(snapshot) && !snapshot.status().is_over();
    for snapshot in snapshots.iter().filter(is_open) {
        let name = account.on_hand(snapshot.state());
        accounts.work(name).open += 1;
    }
    for snapshot in frame.counted(snapshots) {
        accounts.add(snapshot);
    }
    accounts.works
}

/// The accounts while cases are added.
struct Accounts<'a> {
    account: Account,
    frame: &'a Frame<'a>,
    /// Outlets and people complained about are typed, and may be spelt in several ways.
    spellings: Spellings<'a>,
    works: BTreeMap<Option<String>, Work>,
}

impl<'a> Accounts<'a> {
    fn new(account: Account, frame: &'a Frame<'a>) -> Self {
        let policy = frame.policy;
        let known: Vec<&str> = match account {
            Account::Handler => policy.staff.keys().map(StaffId::as_str).collect(),
            Account::Department => policy.departments().collect(),
            Account::Outlet => policy.lists[List::Outlets]
                .iter()
                .map(String::as_str)
                .collect(),
        };
        Self {
            account,
            frame,
            spellings: Spellings::new(known),
            works: BTreeMap::new(),
        }
    }

    fn work(&mut self, name: Option<String>) -> &mut Work {
        let name = name.map(|name| self.spellings.of(name.into()).into_owned());
        self.works.entry(name).or_default()
    }

    fn add(&mut self, snapshot: &Snapshot) {
        let (account, policy, state) = (self.account, self.frame.policy, snapshot.state());
        self.work(account.name(state, policy)).cases += 1;
        for clock in &snapshot.deadlines {
            if let Some(at) = decided(clock) {
                let who = (&clock.responsible, at);
                let name = account.responsible(who, state.custody_until(at), state, policy);
                self.work(name)
                    .in_time
                    .add(stages::contribution(clock.state));
            }
        }
        let marks = FigureName::of(FigureKind::SatisfactionOfAsked, None, &policy.figures);
        let marks = measure::items(&marks, snapshot, self.frame);
        let marks: Vec<Contribution> = marks.into_iter().map(|it| it.contribution).collect();
        if !marks.is_empty() {
            let name = account.had(rated(snapshot), state, policy);
            self.work(name).satisfied.add(marks);
        }
        for charge in &state.charges {
            let who = (chased(charge, snapshot), charge.at);
            let name = account.responsible(who, Some(&charge.custody), state, policy);
            let work = self.work(name);
            match charge.ground {
                Ground::Chased => work.chased += 1,
                Ground::Rework => work.reworked += 1,
            }
        }
        if is_upheld_about_conduct(state) {
            self.work(account.at_fault(state, policy)).upheld += 1;
        }
    }
}

/// Who was charged: whoever had to meet the deadline of a reminder, or else whoever had the case.
fn chased<'a>(charge: &'a Charge, snapshot: &'a Snapshot) -> &'a Responsible {
    let of_reminder = |clock: &&Deadline| Some(&clock.name) == charge.deadline.as_ref();
    let clock = snapshot.deadlines.iter().find(of_reminder);
    clock.map_or(&Responsible::Holder, |it| &it.responsible)
}

/// When it was decided whether a clock is in time: when it stopped or ran out.
fn decided(clock: &Deadline) -> Option<Instant> {
    match clock.state {
        DeadlineState::Met => clock.stopped,
        DeadlineState::Missed | DeadlineState::Overdue => clock.due,
        DeadlineState::Open | DeadlineState::Soon | DeadlineState::Cancelled => None,
    }
}

/// Who had the case when that was settled which the complainant was last asked about: at the
/// resolution of that round, or else at its last final answer.
fn rated(snapshot: &Snapshot) -> Option<&Custody> {
    let state = snapshot.state();
    let asked = snapshot
        .standing()
        .into_iter()
        .rev()
        .find(|entry| matches!(entry.event, Event::FollowUp(FollowUp::Asked(_))))?;
    let before: Vec<&ClockEvent> = state
        .timeline
        .iter()
        .filter(|event| event.at <= asked.at)
        .collect();
    let began = before
        .iter()
        .rposition(|event| event.round == Some(RoundChange::Begin));
    let round = &before[began.unwrap_or_default()..];
    let last = |trigger: Trigger| {
        let wanted = [trigger];
        round.iter().rev().find(|event| event.gives(&wanted))
    };
    let settled = last(Trigger::Resolved).or_else(|| last(Trigger::Verb(Verb::Respond)));
    state.custody_at(settled.map_or(asked.at, |event| event.at))
}

impl Account {
    /// The account of a case as it is.
    fn name(self, state: &State, policy: &Policy) -> Option<String> {
        match self {
            Self::Handler => state.accountable_holder().map(StaffId::to_string),
            Self::Department => state.accountable_department(policy).map(str::to_owned),
            Self::Outlet => self.on_hand(state),
        }
    }

    /// The account of whoever was responsible at an instant, in whose custody the case was.
    fn responsible(
        self,
        (who, at): (&Responsible, Instant),
        custody: Option<&Custody>,
        state: &State,
        policy: &Policy,
    ) -> Option<String> {
        match (self, who) {
            (Self::Handler, Responsible::Owner(owner)) => Some(owner.to_string()),
            (Self::Handler, Responsible::CoHandler(department)) => {
                policy.contact_for(department, at).map(StaffId::to_string)
            }
            (Self::Department, Responsible::Owner(owner)) => {
                policy.staff.get(owner)?.department.clone()
            }
            (Self::Department, Responsible::CoHandler(department)) => Some(department.clone()),
            (Self::Handler | Self::Department, Responsible::Holder) | (Self::Outlet, _) => {
                self.had(custody, state, policy)
            }
        }
    }

    /// The account of whoever had the case at some time.
    fn had(self, custody: Option<&Custody>, state: &State, policy: &Policy) -> Option<String> {
        match self {
            Self::Handler => Some(custody?.holder.as_ref()?.to_string()),
            Self::Department => custody?.department(policy).map(str::to_owned),
            Self::Outlet => self.on_hand(state),
        }
    }

    fn on_hand(self, state: &State) -> Option<String> {
        match self {
            Self::Handler => state.holder.as_ref().map(StaffId::to_string),
            Self::Department => state.department.clone(),
            Self::Outlet => state.facts.text(FactField::Outlet).map(str::to_owned),
        }
    }

    /// The subject of an upheld complaint about conduct: a staff member, by id or name, or else the
    /// name as recorded.
    fn at_fault(self, state: &State, policy: &Policy) -> Option<String> {
        let person = state.facts.text(FactField::Person)?;
        let is_them = |(who, staff): &(&StaffId, &Staff)| {
            let name = staff.name.as_deref();
            same(who.as_str(), person) || name.is_some_and(|name| same(name, person))
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
