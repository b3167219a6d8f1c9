//! Escalation by time (C4): which case moves up, and from which level to which.

use super::case::Event;
use super::deadline::{self, Deadline, DeadlineState};
use super::message::{Message, day_and_time, message};
use super::policy::{Level, LevelCondition, Policy};
use super::snapshot::Snapshot;
use crate::domain::case::event::Escalate;

/// An escalation triggered by time alone.
#[derive(Debug, Clone, PartialEq)]
pub struct DueEscalation {
    from: String,
    to: String,
    reason: Message,
}

impl DueEscalation {
    /// The event to record; `say` writes the reason.
    pub fn event(self, say: impl Fn(&Message) -> String) -> Event {
        Event::Escalate(Escalate {
            from: self.from,
            to: self.to,
            reason: say(&self.reason),
        })
    }
}

/// The escalation due at the instant of the snapshot: the limit of the case's level has passed, and
/// the level above accepts the case.
///
/// `None` if the limit has not passed (a case that is resolved or over has none), if the case waits
/// for the complainant, if it is at the top level, or if `only` on the level above excludes it.
/// Concurrent escalations in two clones agree: the second one, from a level that the case has left,
/// changes nothing.
pub fn due(snapshot: &Snapshot, policy: &Policy) -> Option<DueEscalation> {
    let state = snapshot.state();
    if state.paused.is_some() {
        return None;
    }
    let clock = overdue(snapshot)?;
    let above = policy
        .level_above(&state.level)
        .filter(|level| takes(level, snapshot))?;
    Some(DueEscalation {
        from: state.level.clone(),
        to: above.name.clone(),
        reason: reason(clock, policy)?,
    })
}

/// The overdue clock of the case's level.
fn overdue(snapshot: &Snapshot) -> Option<&Deadline> {
    let level = &snapshot.state().level;
    let newest = deadline::newest(&snapshot.deadlines, snapshot.state());
    newest
        .into_iter()
        .find(|clock| clock.name == *level && clock.state == DeadlineState::Overdue)
}

/// Whether a level accepts a case that escalates by time.
fn takes(level: &Level, snapshot: &Snapshot) -> bool {
    match level.only {
        None => true,
        Some(LevelCondition::Dissatisfied) => snapshot.state().is_dissatisfied(),
    }
}

fn reason(clock: &Deadline, policy: &Policy) -> Option<Message> {
    let due = day_and_time(clock.due?, policy.calendar.zone());
    Some(match clock.basis.within {
        Some(within) => message!("not solved within {within}, by {due}", within, due),
        None => message!("not solved, by {due}", due),
    })
}
