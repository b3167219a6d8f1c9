//! The events of a case that concern its clocks.

use super::case::event::Subject;
use super::case::{Entry, Event, FactField, Verb, VerbTrait};
use super::names::{Digest, Handle, StaffId};
use super::policy::{Appellant, Trigger};
use super::time::Instant;
use crate::domain::case::event::Approve;
use crate::domain::case::event::Propose;
use crate::domain::case::event::Refuse;

/// Most events of one author and verb in a case that may move its clocks or begin a round, so that
/// nobody uses up what others need.
pub(crate) const MAX_MOVES_EACH: usize = 50;

/// Most events of a case that may do so: the cost of each grows with the number of events before it.
pub(crate) const MAX_MOVES: usize = 1000;

/// One event, as the clocks see it.
#[derive(Debug, Clone, PartialEq)]
pub struct ClockEvent {
    pub at: Instant,
    /// When it was recorded.
    pub on_record: Instant,
    /// The digest of the event.
    pub digest: Digest,
    pub by: StaffId,
    /// The departments that co-handle the case from then on, if it is assigned or sent back.
    pub co_handlers: Option<Vec<String>>,
    /// The triggers that start and stop clocks.
    pub signals: Vec<Trigger>,
    pub promise: Option<Instant>,
    /// The date by which an authority requires a decision on an appeal.
    pub cut_off: Option<Instant>,
    /// The appellant, if it is an appeal.
    pub appeal: Option<Appellant>,
    /// Its effect on a corrective action.
    pub task: Option<(Handle, Task)>,
    /// A change that can move a due instant.
    pub change: Option<Change>,
    /// Whether it ends or begins a round.
    pub round: Option<RoundChange>,
    /// Whether it begins a round in which all the required evidence is there already.
    pub is_proven: bool,
}

/// The effect of an event on a corrective action (F1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Due by then: planned, or to be repeated.
    Due(Instant),
    /// It was carried out.
    Done,
}

/// A change that can move a due instant.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    Fact {
        field: FactField,
        /// The corrected value.
        to: Option<String>,
    },
    Level {
        /// The new level.
        to: String,
    },
    /// The clocks stop.
    Pause,
    Resume,
    Extend {
        deadline: String,
        /// The new due instant.
        until: Instant,
    },
    /// Another event is retracted.
    Retract {
        target: Digest,
    },
}

/// The end or the beginning of a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoundChange {
    /// Closed, withdrawn or invalidated.
    End,
    /// Reopened or appealed.
    Begin,
}

impl RoundChange {
    /// The effect of a verb on the round of a case.
    pub(crate) fn of(verb: Verb) -> Option<Self> {
        if verb.is(VerbTrait::EndsRound) {
            Some(Self::End)
        } else {
            verb.is(VerbTrait::BeginsRound).then_some(Self::Begin)
        }
    }
}

impl ClockEvent {
    /// Creates the clock event, with only the signal of its verb.
    pub(crate) fn new(entry: &Entry) -> Self {
        let signals = entry
            .event
            .verb()
            .filter(|_| !is_beside_remedies(&entry.event))
            .map(Trigger::Verb)
            .into_iter()
            .collect();
        Self {
            at: entry.at,
            on_record: entry.on_record(),
            digest: entry.digest,
            by: entry.by.clone(),
            co_handlers: co_handlers(&entry.event),
            signals,
            is_proven: false,
            promise: None,
            cut_off: None,
            appeal: None,
            task: None,
            change: None,
            round: entry.event.verb().and_then(RoundChange::of),
        }
    }

    /// Whether it can affect a clock.
    pub(crate) fn concerns_clocks(&self) -> bool {
        !self.signals.is_empty() || self.change.is_some() || self.round.is_some()
    }

    /// Whether it can move a due instant or begins a round.
    pub(crate) fn moves(&self) -> bool {
        self.change.is_some() || self.round == Some(RoundChange::Begin)
    }

    /// Whether it can move a due instant or sets a date. Retracting such an event does not undo
    /// what was late by then.
    pub(crate) fn is_dated(&self) -> bool {
        self.change.is_some()
            || self.task.is_some()
            || self.promise.is_some()
            || self.cut_off.is_some()
    }

    /// Whether it has one of these signals.
    pub(crate) fn gives(&self, triggers: &[Trigger]) -> bool {
        self.signals.iter().any(|signal| triggers.contains(signal))
    }

    /// The level it moves the case to.
    pub(crate) fn level(&self) -> Option<&str> {
        match &self.change {
            Some(Change::Level { to }) => Some(to),
            Some(
                Change::Fact { .. }
                | Change::Pause
                | Change::Resume
                | Change::Extend { .. }
                | Change::Retract { .. },
            )
            | None => None,
        }
    }

    /// Whether a department co-handles the case from then on; `None` if that stays as it was.
    pub(crate) fn makes_co_handler(&self, department: &str) -> Option<bool> {
        let named = self.co_handlers.as_ref()?;
        Some(named.iter().any(|name| name == department))
    }

    /// Whether it is an event of this verb.
    pub(crate) fn is(&self, verb: Verb) -> bool {
        self.signals.contains(&Trigger::Verb(verb))
    }
}

/// The co-handling departments that an event names; sending a case back leaves none.
fn co_handlers(event: &Event) -> Option<Vec<String>> {
    if let Event::Assign(assigned) = event {
        Some(assigned.co_handlers.clone())
    } else if matches!(event, Event::SendBack(_)) {
        Some(Vec::new())
    } else {
        None
    }
}

/// Whether an event proposes, approves or refuses something other than a remedy. Clocks follow only
/// remedies.
fn is_beside_remedies(event: &Event) -> bool {
    let (Event::Propose(Propose { terms, .. })
    | Event::Approve(Approve { terms, .. })
    | Event::Refuse(Refuse { terms, .. })) = event
    else {
        return false;
    };
    terms.subject() != Subject::Remedy
}
