//! Key figures and counts for reports (E1 to E3): pure functions of judged cases, the policy and
//! `now`.
//!
//! A case belongs to the period of its (corrected) receipt; for handling times, to the period in
//! which it was closed. *Received* means every registered complaint, including those withdrawn or
//! found invalid: the outcome does not change the intake; only duplicates and mistaken entries are
//! left out, and every report says how many. In rates with a limit, cases that have not done it yet
//! and may still do it in time are *not yet due*: they are counted apart. A reopened case counts by
//! its newest round, so it is no longer resolved; but a deadline missed in any round stays missed.

mod amount;
mod authority;
mod dispatches;
mod handlers;
mod measure;
mod projects;
mod stages;
mod summary;
mod survey;
mod target;

pub use amount::FigureValue;
pub use amount::Ratio;
pub use authority::Whose;
pub use authority::{Amounts, Authority, authority};
pub use handlers::Account;
pub use handlers::{Work, handlers};
pub(crate) use projects::{Month, Project, projects};
pub(crate) use summary::{Cross, DrillDown, NO_VALUE, Tally, cross, tally};
pub use survey::Marked;
pub use survey::{Criterion, FollowUps, survey};
pub(crate) use target::{Met, bound};

use super::attribute::Attribute;
use super::calendar::Time;
use super::names::CaseId;
use super::period::Period;
use super::policy::when;
use super::policy::{Condition, FigureKind, FigureName, Policy, TargetBound};
use super::snapshot::Snapshot;
use super::time::Instant;
use super::word::Word;

/// The context in which figures are computed.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    pub policy: &'a Policy,
    /// The period; `None` includes all cases.
    pub period: Option<&'a Period>,
    /// The current instant.
    pub now: Instant,
}

/// One key figure with everything it was computed from.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    pub name: FigureName,
    /// The conditions of the target, which narrow the population; empty for all cases of the
    /// period.
    pub when: Vec<Condition>,
    /// The population.
    pub population: Vec<CaseId>,
    /// The items of the denominator and those not yet due, in the order of the population.
    pub items: Vec<Observation>,
    /// The value; `None` without cases.
    pub value: Option<FigureValue>,
    /// The target.
    pub target: Option<TargetBound>,
    /// Whether the target was met.
    pub met: Met,
}

/// One item of a denominator: a case, or one clock of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    pub case: CaseId,
    /// Name and round of the clock, if the figure counts clocks.
    pub stage: Option<(String, usize)>,
    /// What the item adds to the numerator.
    pub contribution: Contribution,
}

/// What an item adds to the numerator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contribution {
    /// One: the item meets the criterion.
    Counted,
    /// Nothing: the item counts in the denominator only.
    NotCounted,
    /// Nothing, nor to the denominator: the limit has not passed.
    NotYetDue,
    /// A length of time.
    Time(Time),
}

impl Frame<'_> {
    /// Whether an instant is in the period.
    pub(crate) fn contains(&self, instant: Instant) -> bool {
        self.period.is_none_or(|period| period.contains(instant))
    }

    /// Whether a case was received or ended in the period.
    fn is_about(&self, snapshot: &Snapshot) -> bool {
        let state = snapshot.state();
        let ended = state.end.as_ref().map(|end| end.at);
        self.contains(state.facts.received) || ended.is_some_and(|at| self.contains(at))
    }

    /// Whether a case counts in figures and summaries: it is of a kind that does (A7), and neither a
    /// duplicate nor a mistaken entry.
    pub(crate) fn counts(&self, snapshot: &Snapshot) -> bool {
        self.counts_kind(snapshot) && !snapshot.state().is_mistaken()
    }

    fn counts_kind(&self, snapshot: &Snapshot) -> bool {
        self.policy.figures.count(&snapshot.state().facts)
    }

    /// The number of cases received in the period that would count, if they were not duplicates or
    /// mistaken entries.
    pub(crate) fn mistaken(&self, snapshots: &[Snapshot]) -> usize {
        let received = |snapshot: &&Snapshot| self.contains(snapshot.state().facts.received);
        let mistaken = |snapshot: &&Snapshot| snapshot.state().is_mistaken();
        let of_period = snapshots.iter().filter(received).filter(mistaken);
        of_period.filter(|it| self.counts_kind(it)).count()
    }

    /// The counted cases received in the period.
    pub(crate) fn counted<'a>(&self, snapshots: &'a [Snapshot]) -> Vec<&'a Snapshot> {
        let mut counted = self.registered(snapshots);
        counted.retain(|snapshot| self.counts(snapshot));
        counted
    }

    /// Every case received in the period, sorted by receipt, then id, as in the ledger.
    pub(crate) fn registered<'a>(&self, snapshots: &'a [Snapshot]) -> Vec<&'a Snapshot> {
        let mut received: Vec<&Snapshot> = snapshots
            .iter()
            .filter(|snapshot| self.contains(snapshot.state().facts.received))
            .collect();
        received.sort_by_key(|snapshot| (snapshot.state().facts.received, snapshot.id()));
        received
    }
}

/// The key figures in the order of [`FigureKind::ALL`]; figures over all clocks come before those
/// for each clock name.
///
/// A figure appears once for each of its targets, and once without a target if all of them have a
/// `when`.
pub fn figures(snapshots: &[Snapshot], frame: &Frame<'_>) -> Vec<Figure> {
    figures_of(snapshots.iter(), frame)
}

/// The key figures of the cases of each value of an axis, as far as they have any case.
pub(crate) fn figures_by(
    snapshots: &[Snapshot],
    axis: Attribute,
    frame: &Frame<'_>,
) -> Vec<(Option<String>, Vec<Figure>)> {
    let counted: Vec<&Snapshot> = snapshots.iter().filter(|it| frame.counts(it)).collect();
    let groups = summary::grouped(&counted, axis, frame.policy).into_iter();
    let of_group = |(value, cases): (_, Vec<&Snapshot>)| {
        let mut figures = figures_of(cases.into_iter(), frame);
        figures.retain(|figure| figure.value.is_some());
        (value, figures)
    };
    groups.map(of_group).collect()
}

fn figures_of<'s>(snapshots: impl Iterator<Item = &'s Snapshot>, frame: &Frame<'_>) -> Vec<Figure> {
    let mut in_order: Vec<&Snapshot> = snapshots
        .filter(|snapshot| frame.counts(snapshot))
        .collect();
    in_order.sort_by_key(|snapshot| (snapshot.state().facts.received, snapshot.id()));
    let mut of_period = in_order.clone();
    of_period.retain(|snapshot| frame.is_about(snapshot));
    let stages = stages::names(&of_period, frame.policy);
    let names = FigureKind::ALL
        .iter()
        .flat_map(|kind| FigureName::all_of(*kind, &stages, &frame.policy.figures));
    names
        .flat_map(|name| with_targets(&name, &in_order, frame))
        .collect()
}

fn with_targets(name: &FigureName, snapshots: &[&Snapshot], frame: &Frame<'_>) -> Vec<Figure> {
    let written = name.to_string();
    let targets: Vec<_> = frame
        .policy
        .targets
        .iter()
        .filter(|target| target.figure == written)
        .collect();
    let mut figures = Vec::new();
    if targets.iter().all(|target| !target.when.is_empty()) {
        figures.push(figure(name, &[], None, snapshots, frame));
    }
    figures.extend(
        targets
            .iter()
            .map(|target| figure(name, &target.when, Some(target.bound), snapshots, frame)),
    );
    figures.sort_by_key(|figure| !figure.when.is_empty());
    figures
}

fn figure(
    name: &FigureName,
    when: &[Condition],
    target: Option<TargetBound>,
    snapshots: &[&Snapshot],
    frame: &Frame<'_>,
) -> Figure {
    let holds = |snapshot: &Snapshot| when::hold(when, snapshot.state(), frame.policy);
    let belongs =
        |snapshot: &&&Snapshot| measure::is_about(name.kind, snapshot, frame) && holds(snapshot);
    let population: Vec<&&Snapshot> = snapshots.iter().filter(belongs).collect();
    let items: Vec<Observation> = population
        .iter()
        .flat_map(|snapshot| measure::items(name, snapshot, frame))
        .collect();
    let value = measure::value(name.kind, &items);
    Figure {
        name: name.clone(),
        when: when.to_vec(),
        population: population
            .iter()
            .map(|snapshot| snapshot.case.facts.id.clone())
            .collect(),
        items,
        value,
        target,
        met: target::met(value, target),
    }
}

impl Figure {
    /// The items of the denominator.
    pub(crate) fn due(&self) -> impl Iterator<Item = &Observation> {
        let items = self.items.iter();
        items.filter(|item| item.contribution != Contribution::NotYetDue)
    }

    /// The number of items whose limit has not passed.
    pub fn not_yet_due(&self) -> usize {
        self.items.len() - self.due().count()
    }

    /// The name with the conditions that narrow it: `mean-handling-time where severity=critical`.
    pub(crate) fn full_name(&self) -> String {
        match self.conditions() {
            None => self.name.to_string(),
            Some(conditions) => format!("{} where {conditions}", self.name),
        }
    }

    /// The conditions that narrow it: `severity=critical, level=general|serious`.
    pub(crate) fn conditions(&self) -> Option<String> {
        let conditions: Vec<String> = self
            .when
            .iter()
            .map(|condition| format!("{}={}", condition.fact, condition.values.join("|")))
            .collect();
        (!conditions.is_empty()).then(|| conditions.join(", "))
    }
}
