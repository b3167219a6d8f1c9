//! Reminders (C3): the deadline of which the holder of a case is reminded.

use super::case::Event;
use super::deadline::Deadline;
use super::language::Language;
use super::message::{Message, ToArgument, end_at, message};
use super::policy::{Pausable, Policy};
use super::snapshot::{Snapshot, Watch};
use crate::domain::case::event::Chase;

/// The reminder due at the instant of the snapshot: for the clock with the earliest due instant,
/// among those past their warning point and without a reminder since they started.
///
/// During a pause, pausable clocks get no reminder. A chase without a deadline does not count as a
/// reminder.
pub fn due(snapshot: &Snapshot, policy: &Policy) -> Option<Event> {
    let paused = snapshot.state().paused.is_some();
    let late = snapshot.late(Watch::Soon).into_iter();
    let mut urgent = late.filter(|clock| !(paused && clock.basis.pausable == Pausable::Yes));
    let clock = urgent.find(|clock| !is_chased(clock, snapshot))?;
    Some(Event::Chase(Chase {
        // What is recorded is the same whatever the language of the process.
        text: Language::English.message(&text(clock, snapshot, policy)?),
        deadline: Some(clock.name.clone()),
    }))
}

/// Whether a reminder was sent during this run of the clock.
fn is_chased(clock: &Deadline, snapshot: &Snapshot) -> bool {
    snapshot.standing().into_iter().any(|entry| {
        matches!(&entry.event, Event::Chase(Chase { deadline: Some(name), .. }) if *name == clock.name)
            && entry.at >= clock.started
    })
}

/// `zhang.min, 'respond' is due by 2026-11-24 18:00`.
fn text(clock: &Deadline, snapshot: &Snapshot, policy: &Policy) -> Option<Message> {
    let state = snapshot.state();
    let action = clock.plan().and_then(|plan| {
        state
            .actions
            .iter()
            .find(|action| action.plan.as_str() == plan)
    });
    // The owner of an action is reminded of it, a co-handling department of its own clock; for all
    // else, the holder.
    let owner = action.map(|action| action.owner.to_argument());
    let department = clock.department.as_deref();
    let department = department.map(|it| match policy.contact_for(it, clock.started) {
        Some(contact) => contact.to_argument(),
        None => it.to_argument(),
    });
    let holder = || state.holder.as_ref().map(ToArgument::to_argument);
    let who = owner.or(department).or_else(holder);
    let (name, due) = (&clock.name, end_at(clock.due?, policy.calendar.zone()));
    Some(match who {
        Some(who) => message!("{who}, '{name}' is due by {due}", who, name, due),
        None => message!("'{name}' is due by {due}", name, due),
    })
}
