//! What the clocks have to know of a case's events.

use super::case::event::Subject;
use super::case::{Entry, Event, FactField, Verb};
use super::names::{Digest, Handle};
use super::policy::{Appellant, Trigger};
use super::time::Instant;
use crate::domain::case::event::Approve;
use crate::domain::case::event::Propose;
use crate::domain::case::event::Refuse;

/// How many events of a case may move its clocks or begin a round: what each of them comes to depends on all before it.
pub(crate) const MAX_MOVES: usize = 250;

/// One event, as the clocks see it.
#[derive(Debug, Clone, PartialEq)]
pub struct ClockEvent {
    pub at: Instant,
    /// When it was put on record.
    pub on_record: Instant,
    /// Which event it was.
    pub digest: Digest,
    /// The starts and stops that it gives.
    pub signals: Vec<Trigger>,
    pub promise: Option<Instant>,
    /// The date by which an authority wants an appeal decided.
    pub cut_off: Option<Instant>,
    /// Whose appeal it is.
    pub appeal: Option<Appellant>,
    /// What it means to a corrective action.
    pub task: Option<(Handle, Task)>,
    /// What could move a due instant.
    pub change: Option<Change>,
    /// The end of a round, or the beginning of one.
    pub round: Option<RoundChange>,
}

/// What an event means to a corrective action (F1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// It is to be carried out by then: planned, or to be done again.
    Due(Instant),
    /// It was carried out.
    Done,
}

/// What could move a due instant.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    Fact {
        field: FactField,
        /// The value that is right.
        to: Option<String>,
    },
    Level {
        /// The level it reaches.
        to: String,
    },
    /// The clock stands still.
    Pause,
    Resume,
    Extend {
        deadline: String,
        /// The new due instant.
        until: Instant,
    },
    /// Another event taken back.
    Retract {
        target: Digest,
    },
}

/// The end or the beginning of a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoundChange {
    /// Closed, withdrawn or invalid.
    End,
    /// Taken up again, or appealed.
    Begin,
}

impl RoundChange {
    /// What a verb does to the round of a case.
    pub(crate) fn of(verb: Verb) -> Option<Self> {
        match verb {
            Verb::Close | Verb::Withdraw | Verb::Invalidate => Some(Self::End),
            Verb::Reopen | Verb::Appeal => Some(Self::Begin),
            Verb::Register
            | Verb::Acknowledge
            | Verb::Assign
            | Verb::SendBack
            | Verb::Consult
            | Verb::Note
            | Verb::Attach
            | Verb::Link
            | Verb::Amend
            | Verb::Investigate
            | Verb::Propose
            | Verb::Approve
            | Verb::Refuse
            | Verb::Respond
            | Verb::Resolve
            | Verb::FollowUp
            | Verb::Escalate
            | Verb::Decide
            | Verb::Dispute
            | Verb::Settle
            | Verb::Resume
            | Verb::Pause
            | Verb::Extend
            | Verb::Chase
            | Verb::Plan
            | Verb::Done
            | Verb::Verify
            | Verb::Inspect
            | Verb::Retract => None,
        }
    }
}

impl ClockEvent {
    /// An event with the signal of its verb alone.
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
            signals,
            promise: None,
            cut_off: None,
            appeal: None,
            task: None,
            change: None,
            round: entry.event.verb().and_then(RoundChange::of),
        }
    }

    /// Whether a clock could heed it.
    pub(crate) fn concerns_clocks(&self) -> bool {
        !self.signals.is_empty() || self.change.is_some() || self.round.is_some()
    }

    /// Whether it could move a due instant, or begins a round.
    pub(crate) fn moves(&self) -> bool {
        self.change.is_some() || self.round == Some(RoundChange::Begin)
    }

    /// Whether it could move a due instant, or gives a date of its own: taking it back does not undo what was late by then.
    pub(crate) fn is_dated(&self) -> bool {
        self.change.is_some()
            || self.task.is_some()
            || self.promise.is_some()
            || self.cut_off.is_some()
    }

    /// Whether it gives one of these signals.
    pub(crate) fn gives(&self, triggers: &[Trigger]) -> bool {
        self.signals.iter().any(|signal| triggers.contains(signal))
    }

    /// The level that it brings the case to.
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

    /// Whether it is an event of this verb.
    pub(crate) fn is(&self, verb: Verb) -> bool {
        self.signals.contains(&Trigger::Verb(verb))
    }
}

/// Whether an event is about the approval of something else than a remedy: clocks go by what is done about remedies.
fn is_beside_remedies(event: &Event) -> bool {
    let (Event::Propose(Propose { terms, .. })
    | Event::Approve(Approve { terms })
    | Event::Refuse(Refuse { terms, .. })) = event
    else {
        return false;
    };
    terms.subject() != Subject::Remedy
}
