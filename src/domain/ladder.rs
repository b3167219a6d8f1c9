//! The ladder (C4): which case time alone moves up, from which level to which.

use super::case::Event;
use super::deadline::{self, Deadline, DeadlineState};
use super::dossier::Dossier;
use super::policy::{Level, Occasion, Policy};
use super::time::format_short;

/// The escalation that a case is due for at the instant of its dossier: the limit of its level is past, and the level above takes it.
///
/// None where the limit is not past (a case that is resolved or over has none), where the case waits for the complainant
/// or is at the top, and where the level above takes only what `only` says. Two clones that move a case up agree: the
/// second move from a level that the case has left changes nothing.
pub fn due(dossier: &Dossier, policy: &Policy) -> Option<Event> {
    let state = dossier.state();
    if state.paused.is_some() {
        return None;
    }
    let clock = overdue(dossier)?;
    let above = policy
        .level_above(&state.level)
        .filter(|level| takes(level, dossier))?;
    Some(Event::Escalate {
        from: state.level.clone(),
        to: above.name.clone(),
        reason: reason(clock, policy),
    })
}

/// The clock of the level that the case is at, where it is past due.
fn overdue(dossier: &Dossier) -> Option<&Deadline> {
    let level = &dossier.state().level;
    let newest = deadline::newest(&dossier.deadlines, dossier.state());
    newest
        .into_iter()
        .find(|clock| clock.name == *level && clock.state == DeadlineState::Overdue)
}

/// Whether time alone moves the case up to a level.
fn takes(level: &Level, dossier: &Dossier) -> bool {
    match level.only {
        None => true,
        Some(Occasion::Dissatisfied) => dossier.state().is_dissatisfied(),
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
