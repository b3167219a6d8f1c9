//! What another policy would have made of the cases there are: each judged under both, and the two compared.
//!
//! The other policy is taken as if it had been in force all along: where it has dated limits that the policy in force
//! does not have, they count for receipts of any date. Without staff of its own it is given that of the policy in force.

use crate::domain::case::event::Propose;
use crate::domain::message::{Message, message, series};
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::case::event::{Subject, Terms};
use super::case::{Case, Event, Verb};
use super::deadline::{self, Deadline, DeadlineState};
use super::finding::{Code, Finding, Spot};
use super::names::Digest;
use super::policy::{ApprovalMode, DeadlineRule, Policy};
use super::rules::{self, Judged, approval};
use super::snapshot::Snapshot;
use super::time::Instant;

/// What another policy would have made of some cases.
#[derive(Debug, Clone, PartialEq)]
pub struct Simulation {
    /// How many cases were judged.
    pub cases: usize,
    /// The dates of the first and the last receipt.
    pub received: Option<(NaiveDate, NaiveDate)>,
    /// The deadlines whose dated rules were taken as of any date.
    pub dated: Vec<String>,
    /// Whether the staff of the policy in force was lent.
    pub staff: StaffOf,
    /// The clocks, deadline by deadline.
    pub clocks: Vec<Clocks>,
    /// The proposals, and whose approval they needed.
    pub proposals: Proposals,
    /// The closings, and what stood in their way.
    pub closings: Closings,
    /// What else the other policy refuses that the one in force does not: the code, with the cases.
    pub objections: BTreeMap<Code, BTreeSet<String>>,
}

/// Whose staff the other policy is judged with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StaffOf {
    Itself,
    /// That of the policy in force.
    PolicyInForce,
}

/// The clocks of one deadline.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Clocks {
    pub name: String,
    /// How many there are.
    pub now: Count,
    /// How many there would be.
    pub then: Count,
    /// Those that differ in being late, or that one of the policies does not have.
    pub changed: Vec<ClockChange>,
}

/// How many clocks, and how many of them are missed or overdue.
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
    /// As it is; none where the policy in force has no such clock.
    pub now: Option<ClockView>,
    /// As it would be.
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
    /// How many there are.
    pub all: usize,
    /// Those that would have needed somebody else.
    pub changed: Vec<ProposalChange>,
}

/// A proposal that would have needed other approvals.
#[derive(Debug, Clone, PartialEq)]
pub struct ProposalChange {
    pub case: String,
    /// Handle, remedy and amount.
    pub terms: Terms,
    pub now: Approvers,
    /// Whom it would have needed.
    pub then: Approvers,
}

/// Whom a proposal needs.
#[derive(Debug, Clone, PartialEq)]
pub struct Approvers {
    /// By role; none: nobody.
    pub roles: Vec<String>,
    /// How several go together.
    pub mode: ApprovalMode,
}

/// Closings under both policies.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Closings {
    /// How many there are.
    pub all: usize,
    /// The cases that could not have been closed, each with what was missing.
    pub refused: Vec<(String, Message)>,
    /// The cases whose closing was refused and would not have been.
    pub allowed: Vec<(String, Message)>,
}

impl ClockView {
    fn new(deadline: &Deadline) -> Self {
        Self {
            due: deadline.due,
            state: deadline.state,
        }
    }

    /// Whether it is missed or overdue.
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
    /// How many are late that were not, or not there.
    pub fn newly_late(&self) -> usize {
        let late = |view: Option<ClockView>| view.is_some_and(ClockView::is_late);
        self.changed
            .iter()
            .filter(|change| late(change.then) && !late(change.now))
            .count()
    }

    /// How many are late that would not be, or not be there.
    pub fn no_longer_late(&self) -> usize {
        let late = |view: Option<ClockView>| view.is_some_and(ClockView::is_late);
        self.changed
            .iter()
            .filter(|change| late(change.now) && !late(change.then))
            .count()
    }
}

/// Judges each case, of which the snapshots are those under the policy in force at `now`, under another policy.
pub fn simulate(
    snapshots: &[&Snapshot],
    in_force: &Policy,
    other: &Policy,
    now: Instant,
) -> Simulation {
    let (other, dated) = as_if_always(in_force, other);
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

/// The other policy with its new dated limits in force all along, and the names of these.
fn as_if_always(in_force: &Policy, other: &Policy) -> (Policy, Vec<String>) {
    let unplaced = |rule: &DeadlineRule| DeadlineRule {
        spot: Spot::default(),
        ..rule.clone()
    };
    let known: Vec<DeadlineRule> = in_force.deadlines.iter().map(unplaced).collect();
    let is_new = |rule: &&DeadlineRule| rule.since.is_some() && !known.contains(&unplaced(rule));
    let mut names: Vec<String> = other
        .deadlines
        .iter()
        .filter(is_new)
        .map(|rule| rule.name.clone())
        .collect();
    names.sort();
    names.dedup();
    let (mut dated, others): (Vec<_>, Vec<_>) = other
        .deadlines
        .iter()
        .cloned()
        .partition(|rule| names.contains(&rule.name));
    // Of one name the latest goes first, as if all receipts were later.
    dated.sort_by_key(|rule| std::cmp::Reverse(rule.since));
    let dated = dated.into_iter().map(|rule| DeadlineRule {
        since: None,
        ..rule
    });
    (
        Policy {
            deadlines: others.into_iter().chain(dated).collect(),
            ..other.clone()
        },
        names,
    )
}

impl Simulation {
    fn compare_clocks(&mut self, snapshot: &Snapshot, then: &[Deadline]) {
        let key = |deadline: &Deadline| (deadline.name.clone(), deadline.round);
        let view = |deadlines: &[Deadline], wanted: &(String, usize)| {
            deadlines
                .iter()
                .find(|deadline| key(deadline) == *wanted)
                .map(ClockView::new)
        };
        let keys: BTreeSet<(String, usize)> =
            snapshot.deadlines.iter().chain(then).map(key).collect();
        for wanted in keys {
            let (now, then) = (view(&snapshot.deadlines, &wanted), view(then, &wanted));
            let clocks = self.clocks_of(&wanted.0);
            clocks.now.add(now);
            clocks.then.add(then);
            if now.map(ClockView::is_late) != then.map(ClockView::is_late) {
                let (case, round) = (snapshot.id().to_owned(), wanted.1 + 1);
                clocks.changed.push(ClockChange {
                    case,
                    round,
                    now,
                    then,
                });
            }
        }
    }

    fn clocks_of(&mut self, name: &str) -> &mut Clocks {
        let place = self
            .clocks
            .partition_point(|clocks| clocks.name.as_str() < name);
        if self
            .clocks
            .get(place)
            .is_none_or(|clocks| clocks.name != name)
        {
            self.clocks.insert(
                place,
                Clocks {
                    name: name.to_owned(),
                    ..Clocks::default()
                },
            );
        }
        &mut self.clocks[place]
    }

    fn compare_proposals(
        &mut self,
        snapshot: &Snapshot,
        in_force: &Policy,
        other: &Policy,
        now: Instant,
    ) {
        let standing = snapshot.standing();
        let proposals = standing.iter().enumerate().filter_map(|(index, entry)| {
            let Event::Propose(Propose { terms, .. }) = &entry.event else {
                return None;
            };
            Some((index, terms))
        });
        for (index, terms) in proposals {
            let entries = standing[..=index]
                .iter()
                .map(|entry| (*entry).clone())
                .collect();
            let until = Case {
                facts: snapshot.case.facts.clone(),
                entries,
            };
            let of = |policy: &Policy| needed(&until, terms.subject(), policy, now);
            let (before, after) = (of(in_force), of(other));
            self.proposals.all += 1;
            if before != after {
                let case = snapshot.id().to_owned();
                self.proposals.changed.push(ProposalChange {
                    case,
                    terms: terms.clone(),
                    now: before,
                    then: after,
                });
            }
        }
    }

    fn compare_findings(&mut self, snapshot: &Snapshot, then: &Judged) {
        let closings: Vec<Digest> = snapshot
            .standing()
            .into_iter()
            .filter(|entry| entry.event.verb() == Some(Verb::Close) && !entry.is_imported())
            .map(|entry| entry.digest)
            .collect();
        let is_closing = |finding: &Finding| {
            matches!(finding.code, Code::ClosingGate | Code::Authority)
                && finding.event.is_some_and(|event| closings.contains(&event))
        };
        self.closings.all += closings.len();
        for finding in new_errors(&snapshot.judged, then).filter(|finding| !is_closing(finding)) {
            self.objections
                .entry(finding.code)
                .or_default()
                .insert(snapshot.id().to_owned());
        }
        for closing in closings.iter().copied() {
            let why = |before: &Judged, after: &Judged| {
                let found =
                    new_errors(before, after).filter(|finding| finding.event == Some(closing));
                let mut why = found
                    .filter(|it| is_closing(it))
                    .map(|it| &it.message)
                    .peekable();
                why.peek()?;
                Some((
                    snapshot.id().to_owned(),
                    message!("{reasons}", reasons = series(why)),
                ))
            };
            let is_refused = |judged: &Judged| {
                judged
                    .errors()
                    .any(|finding| finding.event == Some(closing) && is_closing(finding))
            };
            match (is_refused(&snapshot.judged), is_refused(then)) {
                (false, true) => self.closings.refused.extend(why(&snapshot.judged, then)),
                (true, false) => self.closings.allowed.extend(why(then, &snapshot.judged)),
                (true, true) | (false, false) => {}
            }
        }
    }
}

/// Whom the latest proposal about a subject needs, with nobody having approved it yet.
fn needed(case: &Case, subject: Subject, policy: &Policy, now: Instant) -> Approvers {
    let state = rules::judge(case, policy, now).state;
    let Some(proposal) = state.proposed(subject) else {
        return Approvers {
            roles: Vec::new(),
            mode: ApprovalMode::All,
        };
    };
    let roles = approval::missing(proposal, policy)
        .into_iter()
        .map(str::to_owned)
        .collect();
    Approvers {
        roles,
        mode: approval::mode(proposal, policy),
    }
}

fn new_errors<'a>(before: &'a Judged, after: &'a Judged) -> impl Iterator<Item = &'a Finding> {
    let known = |finding: &Finding| {
        before
            .errors()
            .any(|old| (old.code, old.event) == (finding.code, finding.event))
    };
    after.errors().filter(move |finding| !known(finding))
}

impl Count {
    fn add(&mut self, clock: Option<ClockView>) {
        if let Some(clock) = clock {
            self.all += 1;
            self.late += usize::from(clock.is_late());
        }
    }
}
