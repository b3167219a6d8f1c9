//! Assignment, investigation and disputes.

use crate::domain::case::event::{
    Amend, Assign, Chase, Dispute, Investigate, Note, Settle, Subject,
};
use crate::domain::case::{Entry, FactField};
use crate::domain::policy::Trigger;
use crate::domain::share::{self, Sum};
use crate::domain::state::{
    self, Amendment, Charge, Dispatch, Ground, Investigation, State, Stated, Status, Step,
};
use crate::domain::timeline::{Change, ClockEvent};

impl State {
    pub(super) fn assign(&mut self, entry: &Entry, assigned: &Assign) {
        self.dispatches.push(Dispatch {
            by: entry.by.clone(),
            department: self.department.take(),
        });
        self.holder.clone_from(&assigned.to);
        self.handlers.extend(assigned.to.clone());
        self.department.clone_from(&assigned.department);
        self.co_handlers.clone_from(&assigned.co_handlers);
        self.reach(Status::Assigned);
    }

    pub(super) fn send_back(&mut self) {
        if let Some(dispatch) = self.dispatches.pop() {
            self.holder = Some(dispatch.by);
            self.department = dispatch.department;
            self.co_handlers.clear();
        }
    }

    pub(super) fn chase(&mut self, entry: &Entry, chase: &Chase) {
        self.charges.push(Charge {
            ground: Ground::Chased,
            custody: self.custody_since(entry.at),
            at: entry.at,
            deadline: chase.deadline.clone(),
        });
    }

    pub(super) fn take_step(&mut self, entry: &Entry, note: &Note, clock_event: &mut ClockEvent) {
        if let Some(name) = &note.step {
            self.steps.push(Step {
                name: name.clone(),
                by: entry.by.clone(),
                at: entry.at,
            });
            clock_event.signals.push(Trigger::step(name));
        }
    }

    pub(super) fn amend(&mut self, entry: &Entry, amended: &Amend, clock_event: &mut ClockEvent) {
        let Ok(field) = amended.field.parse::<FactField>() else {
            return;
        };
        if field == FactField::Amount {
            self.spend(Subject::Loss, entry.at);
        }
        let to = amended.to.clone();
        if self.facts.set(field, to.as_deref()).is_ok() {
            self.amendments.push(Amendment {
                by: entry.by.clone(),
                field,
                to: to.clone(),
            });
            clock_event.change = Some(Change::Fact { field, to });
        }
    }

    pub(super) fn investigate(&mut self, entry: &Entry, found: &Investigate) {
        self.investigation = Some(Investigation {
            verdict: found.verdict,
            cause: found.cause.clone(),
            by: entry.by.clone(),
            lead: found.lead.clone(),
        });
        if share::sum(found.liable.iter().map(|(_, share)| *share)) == Sum::Whole {
            self.liability = Some(Stated {
                at: entry.at,
                by: entry.by.clone(),
                shares: found.liable.clone(),
            });
        }
        self.reach(Status::Investigated);
    }

    pub(super) fn open_a_dispute(&mut self, entry: &Entry, dispute: &Dispute) {
        self.disputes.push(state::Dispute {
            at: entry.at,
            between: dispute.between.clone(),
            and: dispute.and.clone(),
            about: dispute.about,
            mediated: None,
            settled: None,
        });
    }

    pub(super) fn settle_dispute(
        &mut self,
        entry: &Entry,
        settled: &Settle,
        clock_event: &mut ClockEvent,
    ) {
        if settled.failed {
            clock_event.signals.clear();
        }
        let mut open = self.disputes.iter_mut();
        let Some(dispute) = open.find(|dispute| dispute.settled.is_none()) else {
            return;
        };
        if settled.failed {
            dispute.mediated = Some(entry.at);
        } else {
            dispute.settled = Some((entry.at, settled.means));
        }
    }
}
