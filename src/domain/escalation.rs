//! The ladder (C4): which case time alone moves up, from which level to which.

use super::case::Event;
use super::deadline::{self, Deadline, DeadlineState};
use super::policy::{Level, Occasion, Policy};
use super::snapshot::Snapshot;
use super::time::format_short;
use crate::domain::case::event::Escalate;

/// The escalation that a case is due for at the instant of its snapshot: the limit of its level is past, and the level above takes it.
///
/// None where the limit is not past (a case that is resolved or over has none), where the case waits for the complainant
/// or is at the top, and where the level above takes only what `only` says. Two clones that move a case up agree: the
/// second move from a level that the case has left changes nothing.
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
        reason: reason(clock, policy),
    }))
}

/// The clock of the level that the case is at, where it is past due.
fn overdue(snapshot: &Snapshot) -> Option<&Deadline> {
    let level = &snapshot.state().level;
    let newest = deadline::newest(&snapshot.deadlines, snapshot.state());
    newest
        .into_iter()
        .find(|clock| clock.name == *level && clock.state == DeadlineState::Overdue)
}

/// Whether time alone moves the case up to a level.
fn takes(level: &Level, snapshot: &Snapshot) -> bool {
    match level.only {
        None => true,
        Some(Occasion::Dissatisfied) => snapshot.state().is_dissatisfied(),
    }
}

fn reason(clock: &Deadline, policy: &Policy) -> String {
    let within = clock
        .basis
        .within
        .map(|within| format!(" within {}", within.in_words()))
        .unwrap_or_default();
    let by = clock
        .due
        .map(|due| format!(", by {}", format_short(due, policy.calendar.zone())))
        .unwrap_or_default();
    format!("not solved{within}{by}")
}
