//! Reminders (C3): of which deadline the holder of a case is to be reminded.

use super::case::Event;
use super::deadline::Deadline;
use super::policy::{Pausable, Policy};
use super::snapshot::{Snapshot, Watch};
use super::time::format_short;
use crate::domain::case::event::Chase;

/// The chase that a case is due for at the instant of its snapshot: of the clocks past the warning point the one that is due first of those
/// that nobody was reminded of since they started.
///
/// A pause leaves alone what it could stop; a chase that is about no deadline in particular counts for none.
pub fn due(snapshot: &Snapshot, policy: &Policy) -> Option<Event> {
    let paused = snapshot.state().paused.is_some();
    let late = snapshot.late(Watch::Soon).into_iter();
    let mut urgent = late.filter(|clock| !(paused && clock.basis.pausable == Pausable::Yes));
    let clock = urgent.find(|clock| !is_chased(clock, snapshot))?;
    Some(Event::Chase(Chase {
        text: text(clock, snapshot, policy),
        deadline: Some(clock.name.clone()),
    }))
}

/// Whether somebody was reminded of this run of the clock.
fn is_chased(clock: &Deadline, snapshot: &Snapshot) -> bool {
    snapshot.standing().into_iter().any(|entry| {
        matches!(&entry.event, Event::Chase(Chase { deadline: Some(name), .. }) if *name == clock.name)
            && entry.at >= clock.started
    })
}

/// `zhang.min, 'respond' is due by 2026-11-24 18:00`.
fn text(clock: &Deadline, snapshot: &Snapshot, policy: &Policy) -> String {
    let state = snapshot.state();
    let action = clock.plan().and_then(|plan| {
        state
            .actions
            .iter()
            .find(|action| action.plan.as_str() == plan)
    });
    // Of an action its owner is reminded, of all else the holder.
    let holder = action
        .map(|action| &action.owner)
        .or(state.holder.as_ref())
        .map(|holder| format!("{holder}, "))
        .unwrap_or_default();
    let by = clock
        .due
        .map(|due| format!(" by {}", format_short(due, policy.calendar.zone())))
        .unwrap_or_default();
    format!("{holder}'{}' is due{by}", clock.name)
}
