//! Figures that count clocks; a case has one clock for each name and round.

use super::{Contribution, Frame, Observation};
use crate::domain::calendar::Clock;
use crate::domain::deadline::{ACTION, CUT_OFF, Deadline, DeadlineState, PROMISED};
use crate::domain::policy::FigureName;
use crate::domain::policy::Policy;
use crate::domain::snapshot::Snapshot;

/// The clock names of the policy, then others that occur in the cases.
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
    let mut names: Vec<String> = Vec::new();
    for name in own
        .chain(levels)
        .chain(used.filter(|name| [PROMISED, CUT_OFF, ACTION].contains(name)))
    {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// Whether each clock was in time; only clocks that were met, missed or are overdue.
pub(super) fn timeliness(name: &FigureName, snapshot: &Snapshot) -> Vec<Observation> {
    let judged =
        clocks(name, snapshot).filter_map(|deadline| Some((deadline, is_in_time(deadline.state)?)));
    judged
        .map(|(deadline, in_time)| {
            item(
                snapshot,
                deadline,
                if in_time {
                    Contribution::Counted
                } else {
                    Contribution::NotCounted
                },
            )
        })
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
    let late = clocks(name, snapshot).filter(|deadline| is_in_time(deadline.state) == Some(false));
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

/// Whether the deadline was met; `None` while it is open or if it was cancelled.
pub(super) fn is_in_time(state: DeadlineState) -> Option<bool> {
    match state {
        DeadlineState::Met => Some(true),
        DeadlineState::Missed | DeadlineState::Overdue => Some(false),
        DeadlineState::Open | DeadlineState::Soon | DeadlineState::Cancelled => None,
    }
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
