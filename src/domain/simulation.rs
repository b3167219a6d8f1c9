//! Simulates another policy on existing cases: judges each case under both policies and compares
//! the results.
//!
//! The other policy is simulated as if it had always been in force: rules with `since` that are new
//! in it apply to receipts of any date. If it has no staff, the staff of the policy in force is used.

mod compare;
mod dated;

use crate::domain::message::Message;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::case::event::Terms;
use super::deadline::{self, Deadline, DeadlineState};
use super::finding::Code;
use super::policy::{ApprovalMode, Policy};
use super::rules::{self};
use super::snapshot::Snapshot;
use super::time::Instant;

/// The result of a simulation.
#[derive(Debug, Clone, PartialEq)]
pub struct Simulation {
    /// The number of cases.
    pub cases: usize,
    /// The dates of the first and the last receipt.
    pub received: Option<(NaiveDate, NaiveDate)>,
    /// The rules whose `since` was ignored: deadlines by name, others with their table.
    pub dated: Vec<String>,
    /// The staff whose roles change at dates that were kept.
    pub dated_staff: Vec<String>,
    /// The new rules that only warn. Warnings are not counted.
    pub warnings: Vec<String>,
    /// Whose staff was used.
    pub staff: StaffOf,
    /// The clocks, by deadline.
    pub clocks: Vec<Clocks>,
    /// The proposals, and the approvals they need.
    pub proposals: Proposals,
    /// The closings, and what blocks them.
    pub closings: Closings,
    /// Other errors that only the other policy finds: the cases by code.
    pub objections: BTreeMap<Code, BTreeSet<String>>,
}

/// Whose staff is used with the other policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StaffOf {
    Itself,
    /// The staff of the policy in force.
    PolicyInForce,
}

/// The clocks of one deadline.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Clocks {
    pub name: String,
    /// Under the policy in force.
    pub now: Count,
    /// Under the other policy.
    pub then: Count,
    /// Clocks that are late under only one policy, or that only one policy has.
    pub changed: Vec<ClockChange>,
}

/// A number of clocks, and how many of them are missed or overdue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    pub all: usize,
    pub late: usize,
}

/// One clock under both policies.
#[derive(Debug, Clone, PartialEq)]
pub struct ClockChange {
    pub case: String,
    /// The round, from 1.
    pub round: usize,
    /// Under the policy in force; `None` if it has no such clock.
    pub now: Option<ClockView>,
    /// Under the other policy; `None` if it has no such clock.
    pub then: Option<ClockView>,
}

/// A clock under one policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockView {
    /// When it is due.
    pub due: Option<Instant>,
    pub state: DeadlineState,
}

/// Proposals under both policies.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Proposals {
    /// The number of them.
    pub all: usize,
    /// Proposals that would have needed other approvals.
    pub changed: Vec<ProposalChange>,
}

/// A proposal that would have needed other approvals.
#[derive(Debug, Clone, PartialEq)]
pub struct ProposalChange {
    pub case: String,
    /// Handle, remedy and amount.
    pub terms: Terms,
    pub now: Approvers,
    /// The approvers under the other policy.
    pub then: Approvers,
}

/// The approvers that a proposal needs.
#[derive(Debug, Clone, PartialEq)]
pub struct Approvers {
    /// Their roles; empty if no approval is needed.
    pub roles: Vec<String>,
    /// How several approvers combine.
    pub mode: ApprovalMode,
}

/// Closings under both policies.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Closings {
    /// The number of them.
    pub all: usize,
    /// Cases that could not have been closed, with the reasons.
    pub refused: Vec<(String, Message)>,
    /// Cases whose closing was refused only under the policy in force, with the reasons.
    pub allowed: Vec<(String, Message)>,
}

impl ClockView {
    fn new(deadline: &Deadline) -> Self {
        Self {
            due: deadline.due,
            state: deadline.state,
        }
    }

    /// Whether the clock is missed or overdue.
    pub fn is_late(self) -> bool {
        match self.state {
            DeadlineState::Missed | DeadlineState::Overdue => true,
            DeadlineState::Open
            | DeadlineState::Soon
            | DeadlineState::Met
            | DeadlineState::Cancelled => false,
        }
    }
}

impl Clocks {
    /// The number of clocks that are late only under the other policy.
    pub fn newly_late(&self) -> usize {
        let late = |view: Option<ClockView>| view.is_some_and(ClockView::is_late);
        self.changed
            .iter()
            .filter(|change| late(change.then) && !late(change.now))
            .count()
    }

    /// The number of clocks that are late only under the policy in force.
    pub fn no_longer_late(&self) -> usize {
        let late = |view: Option<ClockView>| view.is_some_and(ClockView::is_late);
        self.changed
            .iter()
            .filter(|change| late(change.now) && !late(change.then))
            .count()
    }
}

/// Judges each case under another policy. The snapshots are those under the policy in force at
/// `now`.
pub fn simulate(
    snapshots: &[&Snapshot],
    in_force: &Policy,
    other: &Policy,
    now: Instant,
) -> Simulation {
    let warnings = dated::only_warn(in_force, other);
    let (other, dated) = dated::as_if_always(in_force, other);
    let staff = if other.staff.is_empty() {
        StaffOf::PolicyInForce
    } else {
        StaffOf::Itself
    };
    let other = match staff {
        StaffOf::Itself => other,
        StaffOf::PolicyInForce => Policy {
            staff: in_force.staff.clone(),
            ..other
        },
    };
    let days = || {
        snapshots
            .iter()
            .map(|snapshot| in_force.calendar.date(snapshot.state().facts.received))
    };
    let mut simulation = Simulation {
        cases: snapshots.len(),
        received: days().min().zip(days().max()),
        dated,
        dated_staff: dated::staff(in_force, &other),
        warnings,
        staff,
        clocks: Vec::new(),
        proposals: Proposals::default(),
        closings: Closings::default(),
        objections: BTreeMap::new(),
    };
    for snapshot in snapshots {
        let judged = rules::judge(&snapshot.case, &other, now);
        simulation.compare_clocks(snapshot, &deadline::deadlines(&judged.state, &other, now));
        simulation.compare_proposals(snapshot, in_force, &other, now);
        simulation.compare_findings(snapshot, &judged);
    }
    simulation
}
