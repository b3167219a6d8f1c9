//! What the clocks of one case are computed from, and how they stand.

use super::DeadlineState;
use crate::domain::policy::{Appellant, Policy};
use crate::domain::state::State;
use crate::domain::time::Instant;
use crate::domain::timeline::{Change, ClockEvent, MAX_MOVES, RoundChange};

/// How many changes and ends of a case its clocks heed, and how many rounds. The judge refuses what goes beyond
/// [`timeline::MAX_MOVES`](crate::domain::timeline::MAX_MOVES), so that none of a case that is in order is left out.
pub(super) const MAX_HEEDED: usize = 2 * MAX_MOVES + 1;

/// What the clocks of one case are computed from.
pub(super) struct View<'a> {
    pub state: &'a State,
    pub policy: &'a Policy,
    pub now: Instant,
    /// What could move a due instant, with its place in the order of time, in the order in which it was put on record.
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
}

/// Where a clock is over.
#[derive(Clone, Copy)]
pub(super) struct Over {
    pub at: Instant,
    pub by: OverBy,
    /// The place in the timeline.
    pub place: usize,
}

/// How a clock is over.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum OverBy {
    Stop,
    End,
}

/// The retraction of an event that gave a date, where that was put on record after the date.
pub(super) fn taken_back_late(view: &View<'_>, given: &ClockEvent, due: Instant) -> Option<Over> {
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

/// The state of a clock at `now`; both limits are inclusive, and without a due or warning point it is open.
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

/// Where a round begins and ends.
#[derive(Debug, Clone, Copy)]
pub(super) struct Round {
    /// Its number, from 0.
    pub number: usize,
    /// The place in the timeline of what began it: a reopening or an appeal starts clocks, but stops none.
    pub opening: usize,
    /// The place of the first event after that.
    pub first: usize,
    /// The place behind its last event.
    pub end: usize,
    /// When it was begun; none for the first, which begins with the receipt.
    pub begins: Option<Instant>,
    /// Whose appeal it is about.
    pub appeal: Appellant,
}

/// One run of a clock.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    /// The round that it starts in.
    pub round: Round,
    /// The number of the round; of a repeating clock the next free one.
    pub number: usize,
    /// Of a clock that repeats, the place of the stop that starts it again.
    pub after: Option<usize>,
}
