//! What each figure counts in a case, and its value over all cases.

use super::amount::{self, FigureValue, Ratio};
use super::{Contribution, Frame, Observation};
use super::{dispatches, stages};
use crate::domain::calendar::{Clock, Pauses, Roll, Span, Time};
use crate::domain::case::event::Quality;
use crate::domain::case::{Event, Verb};
use crate::domain::policy::Statistic;
use crate::domain::policy::{FigureKind, FigureName};
use crate::domain::policy::{Policy, Trigger};
use crate::domain::snapshot::Snapshot;
use crate::domain::state::Status;
use crate::domain::time::Instant;

/// Whether a case belongs to a figure's population in the period.
pub(super) fn is_about(kind: FigureKind, snapshot: &Snapshot, frame: &Frame<'_>) -> bool {
    match kind {
        FigureKind::MeanHandlingTime
        | FigureKind::MedianHandlingTime
        | FigureKind::P90HandlingTime => {
            closed(snapshot).is_some_and(|closed| frame.contains(closed))
        }
        FigureKind::FirstResponseInTime
        | FigureKind::SolvedWithin
        | FigureKind::ResolutionRate
        | FigureKind::SolvedInTime
        | FigureKind::StageTimeliness
        | FigureKind::SatisfactionOfAsked
        | FigureKind::SatisfactionOfAll
        | FigureKind::MeanDelay
        | FigureKind::WorkOrderQuality
        | FigureKind::MeanAnswerTime
        | FigureKind::FirstContactCompletion
        | FigureKind::DispatchAccuracy
        | FigureKind::MaliciousRate
        | FigureKind::InvalidRate
        | FigureKind::ReworkRate
        | FigureKind::ClosedAsPromised => frame.contains(snapshot.state().facts.received),
    }
}

/// What a case adds to a figure's denominator.
pub(super) fn items(name: &FigureName, snapshot: &Snapshot, frame: &Frame<'_>) -> Vec<Observation> {
    let (state, rules) = (snapshot.state(), &frame.policy.figures);
    let satisfies = |score: u8| score >= rules.satisfied;
    let case = |contribution| {
        vec![Observation {
            case: snapshot.case.facts.id.clone(),
            stage: None,
            contribution,
        }]
    };
    let counted = |holds: bool| {
        case(if holds {
            Contribution::Counted
        } else {
            Contribution::NotCounted
        })
    };
    let since_receipt = |at: Instant| {
        case(Contribution::Time(Time {
            length: at - state.facts.received,
            clock: Clock::Elapsed,
        }))
    };
    match name.kind {
        FigureKind::FirstResponseInTime => case(by_limit(
            first_response(snapshot),
            rules.first_response,
            snapshot,
            frame,
        )),
        FigureKind::SolvedWithin => case(by_limit(state.resolved, rules.solved, snapshot, frame)),
        FigureKind::ResolutionRate => counted(state.resolved.is_some()),
        FigureKind::SolvedInTime => solved_in_time(snapshot, frame.policy)
            .map(case)
            .unwrap_or_default(),
        FigureKind::StageTimeliness => stages::timeliness(name, snapshot),
        FigureKind::SatisfactionOfAsked => snapshot
            .score()
            .map(|score| counted(satisfies(score)))
            .unwrap_or_default(),
        FigureKind::SatisfactionOfAll => counted(snapshot.score().is_some_and(satisfies)),
        FigureKind::MeanHandlingTime
        | FigureKind::MedianHandlingTime
        | FigureKind::P90HandlingTime => closed(snapshot).map(since_receipt).unwrap_or_default(),
        FigureKind::MeanDelay => stages::delays(name, snapshot, frame),
        FigureKind::WorkOrderQuality => {
            let checked = state.inspected.as_ref();
            checked
                .map(|inspection| counted(inspection.result == Quality::Right))
                .unwrap_or_default()
        }
        FigureKind::MeanAnswerTime => first_answer(snapshot)
            .map(since_receipt)
            .unwrap_or_default(),
        FigureKind::FirstContactCompletion => {
            let is_dispatched = snapshot
                .standing()
                .iter()
                .any(|entry| matches!(entry.event, Event::Assign(_)));
            let in_time = solved_in_time(snapshot, frame.policy);
            counted(
                state.resolved.is_some()
                    && snapshot.round() == 1
                    && !is_dispatched
                    && in_time != Some(Contribution::NotCounted),
            )
        }
        FigureKind::DispatchAccuracy => dispatches::accuracy(snapshot)
            .into_iter()
            .flat_map(counted)
            .collect(),
        FigureKind::MaliciousRate => counted(state.malicious),
        FigureKind::InvalidRate => counted(state.status() == Status::Invalid),
        FigureKind::ReworkRate => counted(state.reworks > 0),
        FigureKind::ClosedAsPromised => closed_as_promised(snapshot, frame)
            .map(case)
            .unwrap_or_default(),
    }
}

/// The value of a figure; `None` if the denominator is 0.
pub(super) fn value(kind: FigureKind, items: &[Observation]) -> Option<FigureValue> {
    let times: Vec<Time> = items
        .iter()
        .filter_map(|item| item.contribution.time())
        .collect();
    match kind.measure() {
        Statistic::Share => {
            let mut share = Ratio::default();
            share.add(items.iter().map(|item| item.contribution));
            share.of_any().map(FigureValue::Share)
        }
        Statistic::Mean => amount::mean(&times),
        Statistic::Median => amount::median(&times),
        Statistic::Ninetieth => amount::ninetieth(&times),
    }
}

impl Contribution {
    /// The length of time, if it is one.
    pub(crate) fn time(self) -> Option<Time> {
        match self {
            Self::Time(time) => Some(time),
            Self::Counted | Self::NotCounted | Self::NotYetDue => None,
        }
    }
}

impl Ratio {
    /// Adds contributions; those not yet due change nothing.
    pub(super) fn add(&mut self, contributions: impl IntoIterator<Item = Contribution>) {
        for contribution in contributions {
            let (numerator, denominator) = match contribution {
                Contribution::Counted | Contribution::Time(_) => (1, 1),
                Contribution::NotCounted => (0, 1),
                Contribution::NotYetDue => (0, 0),
            };
            self.numerator += numerator;
            self.denominator += denominator;
        }
    }
}

/// The first acknowledgement or final response in any round.
fn first_response(snapshot: &Snapshot) -> Option<Instant> {
    let answers = snapshot
        .state()
        .timeline
        .iter()
        .filter(|moment| moment.gives(&[Trigger::Acknowledged]));
    answers.map(|moment| moment.at).min()
}

/// The first final response in any round.
fn first_answer(snapshot: &Snapshot) -> Option<Instant> {
    let answers = snapshot
        .state()
        .timeline
        .iter()
        .filter(|moment| moment.is(Verb::Respond));
    answers.map(|moment| moment.at).min()
}

/// Whether something was done within a limit after receipt, the end included; pauses do not extend
/// the limit.
fn by_limit(
    done: Option<Instant>,
    limit: Span,
    snapshot: &Snapshot,
    frame: &Frame<'_>,
) -> Contribution {
    let received = snapshot.state().facts.received;
    let due = frame
        .policy
        .calendar
        .add(received, limit, Roll::Keep, Pauses::NONE);
    let is_by_then = |at: Instant| due.is_none_or(|due| at <= due);
    if done.is_some_and(is_by_then) {
        Contribution::Counted
    } else if is_by_then(frame.now) {
        Contribution::NotYetDue
    } else {
        Contribution::NotCounted
    }
}

/// Whether the case was closed by its promised time. `None` without one, or if it ended otherwise.
fn closed_as_promised(snapshot: &Snapshot, frame: &Frame<'_>) -> Option<Contribution> {
    if matches!(snapshot.status(), Status::Withdrawn | Status::Invalid) {
        return None;
    }
    let promised = stages::promised(snapshot, frame.policy)?;
    // A pause hides the due instant.
    let contribution = promised.due.map_or(Contribution::NotYetDue, |due| {
        by_instant(closed(snapshot), due, frame.now)
    });
    Some(contribution)
}

/// Whether something was done by an instant, itself included.
fn by_instant(done: Option<Instant>, due: Instant, now: Instant) -> Contribution {
    if done.is_some_and(|at| at <= due) {
        Contribution::Counted
    } else if done.is_none() && now <= due {
        Contribution::NotYetDue
    } else {
        Contribution::NotCounted
    }
}

/// Whether the case was resolved in time, by the deadlines that stop at the resolution: late if a
/// clock of any round is late, else as the clocks of the newest round are. `None` without such
/// clocks, or if they were cancelled.
fn solved_in_time(snapshot: &Snapshot, policy: &Policy) -> Option<Contribution> {
    let clocks = stages::of_resolution(snapshot, policy);
    let newest = clocks.iter().map(|clock| clock.round).max()?;
    let states = |round: Option<usize>| {
        let of_round = clocks
            .iter()
            .filter(move |clock| round.is_none_or(|round| clock.round == round));
        of_round.filter_map(|clock| stages::contribution(clock.state))
    };
    let has = |round, wanted: Contribution| states(round).any(|it| it == wanted);
    if has(None, Contribution::NotCounted) {
        Some(Contribution::NotCounted)
    } else if has(Some(newest), Contribution::NotYetDue) {
        Some(Contribution::NotYetDue)
    } else {
        states(Some(newest)).next()
    }
}

/// When the case was closed; `None` if it is open, withdrawn or invalid.
fn closed(snapshot: &Snapshot) -> Option<Instant> {
    snapshot
        .state()
        .end
        .as_ref()
        .filter(|end| end.status == Status::Closed)
        .map(|end| end.at)
}
