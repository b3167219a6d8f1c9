//! Reminders (C3): the deadline of which the holder of a case is reminded.

use super::case::Event;
use super::deadline::Watch;
use super::deadline::{Deadline, Responsible};
use super::language::Language;
use super::message::{Message, ToArgument, end_at, message};
use super::policy::{Pausable, Policy};
use super::snapshot::Snapshot;
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
    let who = match &clock.responsible {
        Responsible::Owner(owner) => Some(owner.to_argument()),
        Responsible::CoHandler(department) => {
            Some(match policy.contact_for(department, clock.started) {
                Some(contact) => contact.to_argument(),
                None => department.to_argument(),
            })
        }
        Responsible::Holder => state.holder.as_ref().map(ToArgument::to_argument),
    };
    let (name, due) = (&clock.name, end_at(clock.due?, policy.calendar.zone()));
    Some(match who {
        Some(who) => message!("{who}, '{name}' is due by {due}", who, name, due),
        None => message!("'{name}' is due by {due}", name, due),
    })
}
