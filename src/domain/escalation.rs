//! Escalation by time (C4): which case moves up, and from which level to which.

use super::case::Event;
use super::deadline::{self, Deadline, DeadlineState};
use super::language::Language;
use super::message::{Message, end_at, message};
use super::policy::{Level, LevelCondition, Policy};
use super::snapshot::Snapshot;
use crate::domain::case::event::Escalate;

/// The escalation due at the instant of the snapshot: the limit of the case's level has passed, and
/// the level above accepts the case.
///
/// `None` if the limit has not passed (a case that is resolved or over has none), if the case waits
/// for the complainant, if it is at the top level, or if `only` on the level above excludes it.
/// Concurrent escalations in two clones agree: the second one, from a level that the case has left,
/// changes nothing.
pub fn due(snapshot: &Snapshot, policy: &Policy) -> Option<Event> {
    let state = snapshot.state();
    if state.paused.is_some() {
        return None;
    }
    let clock = overdue(snapshot)?;
    let above = policy
        .level_above(&state.level)
        .filter(|level| takes(level, snapshot))?;
    Some(Event::Escalate(Escalate {
        from: state.level.clone(),
        to: above.name.clone(),
        // What is recorded is the same whatever the language of the process.
        reason: Language::English.message(&reason(clock, policy)?),
    }))
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
    let due = end_at(clock.due?, policy.calendar.zone());
    Some(match clock.basis.within {
        Some(within) => message!("not solved within {within}, by {due}", within, due),
        None => message!("not solved, by {due}", due),
    })
}
