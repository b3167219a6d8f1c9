//! The key figures and counts of reports (E1 to E3): pure functions of judged cases, the policy and the instant of now.
//!
//! A case belongs to the period in which it was received, as corrected; to handling times, to the one in which it was
//! closed. *Received* means every registered complaint, those withdrawn or found invalid included: what came in is not
//! made better by how it ended. What a reopened case has come to is what its newest round has come to, so a matter taken
//! up again is not resolved; but a limit missed in any round stays missed.

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
pub use amount::{Ratio, Time};
pub use authority::Whose;
pub use authority::{Amounts, Authority, authority};
pub use handlers::Account;
pub use handlers::{Work, handlers};
pub(crate) use projects::{Month, Project, projects};
pub(crate) use summary::{Cross, DrillDown, NO_VALUE, Tally, cross, tally};
pub use survey::Marked;
pub use survey::{Criterion, FollowUps, survey};
pub(crate) use target::Met;

use super::names::CaseId;
use super::period::Period;
use super::policy::when;
use super::policy::{Condition, FigureKind, FigureName, Policy, TargetBound};
use super::snapshot::Snapshot;
use super::time::Instant;
use super::word::Word;

/// What the figures are worked out under.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    pub policy: &'a Policy,
    /// The period; none: all that is on record.
    pub period: Option<&'a Period>,
    /// The instant of now.
    pub now: Instant,
}

/// One key figure with all that it was made from.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    pub name: FigureName,
    /// The conditions of its target, which narrow the population; empty: all of the period.
    pub when: Vec<Condition>,
    /// The cases that it is about.
    pub population: Vec<CaseId>,
    /// What its denominator counts, in the order of the population.
    pub items: Vec<Observation>,
    /// Its value; none: there are no cases.
    pub value: Option<FigureValue>,
    /// What it is measured against.
    pub target: Option<TargetBound>,
    /// What came of that.
    pub met: Met,
}

/// One thing that a denominator counts: a case, or one clock of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    pub case: CaseId,
    /// The clock, by its name and round, where clocks are counted.
    pub stage: Option<(String, usize)>,
    /// What it adds to the numerator.
    pub contribution: Contribution,
}

/// What an item adds to the numerator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contribution {
    /// One: it is among what is asked for.
    Counted,
    /// Nothing: it stands in the denominator only.
    NotCounted,
    /// A length of time.
    Time(Time),
}

impl Frame<'_> {
    /// Whether an instant lies in the period.
    pub(crate) fn contains(&self, instant: Instant) -> bool {
        self.period.is_none_or(|period| period.contains(instant))
    }

    /// Whether the policy has a case count in figures and summaries: by its kind (A7).
    pub(crate) fn counts(&self, snapshot: &Snapshot) -> bool {
        self.policy.figures.count(&snapshot.state().facts)
    }

    /// The cases received in the period that count.
    pub(crate) fn counted<'a>(&self, snapshots: &'a [Snapshot]) -> Vec<&'a Snapshot> {
        self.received(snapshots)
            .into_iter()
            .filter(|snapshot| self.counts(snapshot))
            .collect()
    }

    /// The cases received in the period, by receipt, then id: the order of the ledger.
    pub(crate) fn received<'a>(&self, snapshots: &'a [Snapshot]) -> Vec<&'a Snapshot> {
        let mut received: Vec<&Snapshot> = snapshots
            .iter()
            .filter(|snapshot| self.contains(snapshot.state().facts.received))
            .collect();
        received.sort_by_key(|snapshot| (snapshot.state().facts.received, snapshot.id()));
        received
    }
}

/// The key figures in the order of [`FigureKind::ALL`]; after those of all clocks, those of each name.
///
/// Each stands once for every target that the policy has for it, and once without a target if all of them have a `when`.
pub fn figures(snapshots: &[Snapshot], frame: &Frame<'_>) -> Vec<Figure> {
    let mut in_order: Vec<&Snapshot> = snapshots
        .iter()
        .filter(|snapshot| frame.counts(snapshot))
        .collect();
    in_order.sort_by_key(|snapshot| (snapshot.state().facts.received, snapshot.id()));
    let stages = stages::names(&in_order, frame.policy);
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
