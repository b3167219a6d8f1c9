//! Figures that count clocks; a case has one clock for each name and round.

use super::{Contribution, Frame, Observation};
use crate::domain::calendar::Clock;
use crate::domain::case::Verb;
use crate::domain::deadline::{ACTION, CUT_OFF, Deadline, DeadlineState, PROMISED};
use crate::domain::policy::{DeadlineRule, FigureName, Policy, Trigger};
use crate::domain::snapshot::Snapshot;

/// The clock names of the policy, then others that occur in the cases or that targets name: a
/// target without a clock is reported, too.
pub(super) fn names(snapshots: &[&Snapshot], policy: &Policy) -> Vec<String> {
    let own = policy.deadline_names().into_iter();
    let levels = policy
        .levels
        .iter()
        .filter(|level| level.within.is_some())
        .map(|level| level.name.as_str());
    let used = snapshots
        .iter()
        .flat_map(|snapshot| &snapshot.deadlines)
        .map(Deadline::stage);
    let used = used.filter(|name| [PROMISED, CUT_OFF, ACTION].contains(name));
    let targets = policy.targets.iter();
    let targeted: Vec<String> = targets
        .filter_map(|target| {
            FigureName::read(&target.figure, &policy.figures)
                .ok()?
                .stage
        })
        .collect();
    let targeted = targeted.iter().map(String::as_str);
    let mut names: Vec<String> = Vec::new();
    for name in own.chain(levels).chain(used).chain(targeted) {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// Whether each clock was in time; cancelled clocks are left out.
pub(super) fn timeliness(name: &FigureName, snapshot: &Snapshot) -> Vec<Observation> {
    let judged = clocks(name, snapshot)
        .filter_map(|deadline| Some((deadline, contribution(deadline.state)?)));
    judged
        .map(|(deadline, contribution)| item(snapshot, deadline, contribution))
        .collect()
}

/// The delay of each late clock, up to when it stopped or to `now`. All on one clock: that of the
/// deadline, or elapsed time where limits differ.
pub(super) fn delays(
    name: &FigureName,
    snapshot: &Snapshot,
    frame: &Frame<'_>,
) -> Vec<Observation> {
    let clock = clock_of(name.stage.as_deref(), frame.policy);
    let late = clocks(name, snapshot)
        .filter(|deadline| contribution(deadline.state) == Some(Contribution::NotCounted));
    late.filter_map(|deadline| {
        let delay = deadline.delay_on(clock, frame.policy, frame.now)?;
        Some(item(snapshot, deadline, Contribution::Time(delay)))
    })
    .collect()
}

/// Working time if every limit of the name counts in it, else elapsed time.
fn clock_of(stage: Option<&str>, policy: &Policy) -> Clock {
    let limits = policy
        .deadlines
        .iter()
        .map(|it| (&it.name, Some(it.within)));
    let levels = policy.levels.iter().map(|it| (&it.name, it.within));
    let mut within = limits
        .chain(levels)
        .filter(|(name, _)| Some(name.as_str()) == stage)
        .filter_map(|(_, within)| within)
        .peekable();
    let is_known = within.peek().is_some();
    match is_known && within.all(|within| within.unit().clock() == Clock::Working) {
        true => Clock::Working,
        false => Clock::Elapsed,
    }
}

/// What a clock adds to a rate of timeliness; `None` if it was cancelled.
pub(super) fn contribution(state: DeadlineState) -> Option<Contribution> {
    match state {
        DeadlineState::Met => Some(Contribution::Counted),
        DeadlineState::Missed | DeadlineState::Overdue => Some(Contribution::NotCounted),
        DeadlineState::Open | DeadlineState::Soon => Some(Contribution::NotYetDue),
        DeadlineState::Cancelled => None,
    }
}

/// The clocks for resolving the case, in order: those of the deadlines that stop at the
/// resolution, by whatever name.
pub(super) fn of_resolution<'a>(snapshot: &'a Snapshot, policy: &Policy) -> Vec<&'a Deadline> {
    let is_rule_of = |deadline: &Deadline, rule: &&DeadlineRule| {
        rule.name == deadline.stage() && Some(rule.spot) == deadline.basis.rule
    };
    let is_for_it = |deadline: &&Deadline| {
        let rule = policy.deadlines.iter().find(|it| is_rule_of(deadline, it));
        rule.is_some_and(stops_at_resolution)
    };
    snapshot.deadlines.iter().filter(is_for_it).collect()
}

/// The clock by which a case is to be closed: that of its last promise, else of its last limit for
/// resolving it.
pub(super) fn promised<'a>(snapshot: &'a Snapshot, policy: &Policy) -> Option<&'a Deadline> {
    let promise = clocks_of(PROMISED, snapshot).next_back();
    promise.or_else(|| of_resolution(snapshot, policy).pop())
}

fn clocks_of<'a>(
    stage: &'a str,
    snapshot: &'a Snapshot,
) -> impl DoubleEndedIterator<Item = &'a Deadline> {
    let of_stage = move |clock: &&Deadline| clock.stage() == stage;
    snapshot.deadlines.iter().filter(of_stage)
}

fn stops_at_resolution(rule: &DeadlineRule) -> bool {
    let resolution = [Trigger::Resolved, Trigger::Verb(Verb::Resolve)];
    rule.stop.iter().any(|stop| resolution.contains(stop))
}

fn clocks<'a>(name: &'a FigureName, snapshot: &'a Snapshot) -> impl Iterator<Item = &'a Deadline> {
    let wanted = |deadline: &&Deadline| {
        name.stage
            .as_ref()
            .is_none_or(|stage| deadline.stage() == stage)
    };
    snapshot.deadlines.iter().filter(wanted)
}

fn item(snapshot: &Snapshot, deadline: &Deadline, contribution: Contribution) -> Observation {
    Observation {
        case: snapshot.case.facts.id.clone(),
        stage: Some((deadline.name.clone(), deadline.round)),
        contribution,
    }
}
