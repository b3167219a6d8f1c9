//! The clocks of corrective actions (F1). A clock runs from the plan, or from a new date after an
//! action proved ineffective, to the date it names, and stops when the action is carried out.
//! Corrective actions outlive the complaint: neither the end of the case nor a pause stops these
//! clocks.

use super::promise::{self, Fixed};
use super::run::{self, Over, OverBy, View};
use super::{ACTION, Deadline, Responsible};
use crate::domain::names::Handle;
use crate::domain::time::Instant;
use crate::domain::timeline::{ClockEvent, Task};

/// Adds a clock for each date set for an action, grouped by action.
pub(super) fn run(view: &View<'_>, deadlines: &mut Vec<Deadline>) {
    let taken_back = view.state.taken_back.iter();
    let mut events: Vec<&ClockEvent> = view.state.timeline.iter().chain(taken_back).collect();
    events.sort_by_key(|event| event.at);
    let mut rounds: Vec<(&Handle, usize)> = Vec::new();
    let mut clocks: Vec<(&Handle, Deadline)> = Vec::new();
    for event in events {
        let Some((plan, Task::Due(due))) = &event.task else {
            continue;
        };
        let Some(over) = over(view, event, plan, *due) else {
            continue;
        };
        let round = rounds.iter().filter(|(known, _)| *known == plan).count();
        rounds.push((plan, round));
        let name = format!("{ACTION}-{plan}");
        clocks.push((
            plan,
            promise::deadline(
                view,
                Fixed {
                    name,
                    round,
                    started: event.at,
                    due: *due,
                    over,
                    responsible: responsible(view, plan),
                },
            ),
        ));
    }
    let first = |plan: &Handle| rounds.iter().position(|(known, _)| *known == plan);
    clocks.sort_by_key(|(plan, _)| first(plan));
    deadlines.extend(clocks.into_iter().map(|(_, deadline)| deadline));
}

/// Who has to carry out an action: its owner.
fn responsible(view: &View<'_>, plan: &Handle) -> Responsible {
    match view.state.action(plan) {
        Some(action) => Responsible::Owner(action.owner.clone()),
        None => Responsible::Holder,
    }
}

/// When the clock ended: `Some(None)` while it runs, `None` if the date was retracted in time. A
/// date that was retracted too late is missed.
fn over(view: &View<'_>, given: &ClockEvent, plan: &Handle, due: Instant) -> Option<Option<Over>> {
    let timeline = &view.state.timeline;
    let Some(start) = timeline.iter().position(|event| std::ptr::eq(event, given)) else {
        return run::retracted_late(view, given, due).map(Some);
    };
    let mut later = timeline.iter().enumerate().skip(start + 1);
    let done =
        later.find(|(_, event)| matches!(&event.task, Some((done, Task::Done)) if done == plan));
    Some(done.map(|(place, event)| Over {
        at: event.at,
        by: OverBy::Stop,
        place,
    }))
}
