//! Corrective actions and their lessons.

use crate::domain::case::Entry;
use crate::domain::case::event::{Done, Efficacy, Inspect, Plan, Verify};
use crate::domain::names::Handle;
use crate::domain::state::{Action, Effect, Inspection, Lesson, State};
use crate::domain::timeline::{ClockEvent, Task};

impl State {
    pub(super) fn plan(&mut self, planned: &Plan, clock_event: &mut ClockEvent) {
        clock_event.task = Some((planned.plan.clone(), Task::Due(planned.until)));
        self.actions.push(Action {
            plan: planned.plan.clone(),
            action: planned.action.clone(),
            owner: planned.owner.clone(),
            until: Some(planned.until),
            done: None,
            verified: None,
            fall: planned.fall,
        });
    }

    pub(super) fn carry_out_action(
        &mut self,
        entry: &Entry,
        done: &Done,
        clock_event: &mut ClockEvent,
    ) {
        clock_event.task = Some((done.plan.clone(), Task::Done));
        if let Some(action) = self.action_mut(&done.plan) {
            action.done.get_or_insert(entry.at);
        }
    }

    /// Records the lesson only if the event is valid.
    pub(super) fn verify(
        &mut self,
        entry: &Entry,
        verified: &Verify,
        effect: Effect,
        clock_event: &mut ClockEvent,
    ) {
        let shared = verified
            .lesson
            .as_ref()
            .filter(|_| effect == Effect::Counts);
        self.lessons.extend(shared.map(|text| Lesson {
            at: entry.at,
            text: text.clone(),
        }));
        let until = verified.until;
        clock_event.task = until.map(|until| (verified.plan.clone(), Task::Due(until)));
        if let Some(action) = self.action_mut(&verified.plan) {
            action.verified = Some(verified.result);
            if verified.result == Efficacy::Ineffective {
                action.done = None;
                action.until = until;
            }
        }
    }

    pub(super) fn inspect(&mut self, entry: &Entry, inspected: &Inspect) {
        self.inspected = Some(Inspection {
            at: entry.at,
            by: entry.by.clone(),
            result: inspected.result,
            faults: inspected.faults.clone(),
        });
    }

    fn action_mut(&mut self, plan: &Handle) -> Option<&mut Action> {
        self.actions.iter_mut().find(|action| action.plan == *plan)
    }
}
