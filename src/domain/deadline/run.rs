//! The input that the clocks of a case share, and their state.

use super::DeadlineState;
use crate::domain::policy::{Appellant, Policy};
use crate::domain::state::State;
use crate::domain::time::Instant;
use crate::domain::timeline::{Change, ClockEvent, MAX_MOVES, RoundChange};

/// The number of changes and ends that the clocks of a case take into account, and of rounds. The
/// judge refuses more than [`timeline::MAX_MOVES`](crate::domain::timeline::MAX_MOVES), so a valid
/// case never reaches this limit.
pub(super) const MAX_HEEDED: usize = 2 * MAX_MOVES + 1;

/// The input for the clocks of one case.
pub(super) struct View<'a> {
    pub state: &'a State,
    pub policy: &'a Policy,
    pub now: Instant,
    /// The events that can move a due instant, in order of recording, each with its index in order
    /// of time.
    pub changes: Vec<(usize, &'a ClockEvent)>,
}

impl<'a> View<'a> {
    pub(crate) fn new(state: &'a State, policy: &'a Policy, now: Instant) -> Self {
        let mut events: Vec<&ClockEvent> = state.timeline.iter().chain(&state.taken_back).collect();
        events.sort_by_key(|event| event.at);
        let moves = |(_, event): &(usize, &ClockEvent)| {
            event.change.is_some() || event.round == Some(RoundChange::End)
        };
        let mut changes: Vec<_> = events
            .into_iter()
            .enumerate()
            .filter(moves)
            .take(MAX_HEEDED)
            .collect();
        changes.sort_by_key(|(_, event)| event.on_record);
        Self {
            state,
            policy,
            now,
            changes,
        }
    }

    /// The departments that ever co-handled the case, in the order of their assignments.
    pub(crate) fn co_handlers(&self) -> Vec<&'a str> {
        let mut departments: Vec<&str> = Vec::new();
        let named = self
            .state
            .timeline
            .iter()
            .filter_map(|event| event.co_handlers.as_ref());
        for department in named.flatten() {
            if !departments.contains(&department.as_str()) {
                departments.push(department);
            }
        }
        departments
    }
}

/// When and how a clock ended.
#[derive(Clone, Copy)]
pub(super) struct Over {
    pub at: Instant,
    pub by: OverBy,
    /// The index in the timeline.
    pub place: usize,
}

/// Whether a stop or the end of the case ended a clock.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum OverBy {
    Stop,
    End,
}

/// The retraction of an event that set a date, if it was recorded after that date.
pub(super) fn retracted_late(view: &View<'_>, given: &ClockEvent, due: Instant) -> Option<Over> {
    let timeline = &view.state.timeline;
    let takes_back = |event: &&ClockEvent| matches!(event.change, Some(Change::Retract { target }) if target == given.digest);
    let retraction = timeline
        .iter()
        .find(takes_back)
        .filter(|event| event.on_record > due)?;
    Some(Over {
        at: retraction.on_record,
        by: OverBy::End,
        place: timeline.len(),
    })
}

/// The state of a clock at `now`. Both limits are inclusive; a clock without a due or warning point
/// is open.
pub(super) fn state(
    over: Option<Over>,
    due: Option<Instant>,
    warn: Option<Instant>,
    now: Instant,
) -> DeadlineState {
    let late = |instant: Instant| due.is_some_and(|due| instant > due);
    match over {
        Some(over) if late(over.at) => DeadlineState::Missed,
        Some(Over {
            by: OverBy::Stop, ..
        }) => DeadlineState::Met,
        Some(Over {
            by: OverBy::End, ..
        }) => DeadlineState::Cancelled,
        None if late(now) => DeadlineState::Overdue,
        None if warn.is_some_and(|warn| warn <= now) => DeadlineState::Soon,
        None => DeadlineState::Open,
    }
}

/// The bounds of a round.
#[derive(Debug, Clone, Copy)]
pub(super) struct Round {
    /// The number, from 0.
    pub number: usize,
    /// The index of the event that began the round: a reopening or an appeal starts clocks, but
    /// stops none.
    pub opening: usize,
    /// The index of the first event after the opening.
    pub first: usize,
    /// The index after the last event.
    pub end: usize,
    /// When the round began; `None` for the first, which begins with the receipt.
    pub begins: Option<Instant>,
    /// Who appealed in this round.
    pub appeal: Appellant,
}

/// One run of a clock.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    /// The round in which the clock starts.
    pub round: Round,
    /// The number of the round; for a repeating clock, the next free number.
    pub number: usize,
    /// The index of the stop that restarts a repeating clock.
    pub after: Option<usize>,
}
