//! The rounds of a case: answered, resolved, ended, appealed, reopened.

use crate::domain::case::Entry;
use crate::domain::case::event::{Appeal, Decide, Reopen, Reply, Respond, ResultClass, Subject};
use crate::domain::policy::Trigger;
use crate::domain::state::{self, End, Ground, State, Status};
use crate::domain::time::Instant;
use crate::domain::timeline::ClockEvent;

impl State {
    pub(super) fn respond(
        &mut self,
        entry: &Entry,
        response: &Respond,
        clock_event: &mut ClockEvent,
    ) {
        match response.reply {
            Reply::Interim { promise } => {
                clock_event.signals = vec![Trigger::Interim];
                clock_event.promise = promise;
            }
            Reply::Final(result) => {
                clock_event.signals.push(Trigger::Acknowledged);
                self.answer(entry.at, result);
                self.attitude = response.attitude;
            }
        }
    }

    fn answer(&mut self, at: Instant, result: ResultClass) {
        self.spend(Subject::Answer, at);
        self.acknowledged.get_or_insert(at);
        self.responded = Some((at, result));
        self.reach(Status::Responded);
        if result != ResultClass::Refused && self.pending_proposal().is_none() {
            self.resolve(at);
        }
    }

    pub(super) fn resolve(&mut self, at: Instant) {
        self.resolved.get_or_insert(at);
        self.holder_at_resolution.clone_from(&self.holder);
        self.reach(Status::Resolved);
    }

    pub(super) fn end_round(&mut self, at: Instant, status: Status, outcome: Option<&String>) {
        self.end = Some(End {
            at,
            status,
            outcome: outcome.cloned(),
        });
        self.paused = None;
    }

    pub(super) fn begin_appeal(
        &mut self,
        entry: &Entry,
        appeal: &Appeal,
        clock_event: &mut ClockEvent,
    ) {
        self.appeal = Some(state::Appeal {
            at: entry.at,
            regulator: appeal.regulator.clone(),
            reference: appeal.reference.clone(),
            former_holder: self.accountable_holder().cloned(),
            decided: None,
        });
        self.begin_round(entry.at);
        clock_event.cut_off = appeal.cutoff;
        clock_event.appeal = Some(self.appellant());
    }

    pub(super) fn decide(&mut self, entry: &Entry, decision: &Decide) {
        self.spend(Subject::Decision, entry.at);
        if let Some(appeal) = &mut self.appeal {
            appeal.decided.get_or_insert((entry.at, decision.outcome));
        }
    }

    pub(super) fn reopen(&mut self, entry: &Entry, reopened: &Reopen) {
        if reopened.rework {
            self.reworks += 1;
            let resolved = self.resolved.and_then(|at| self.custody_at(at)).cloned();
            let department = match resolved {
                Some(custody) => custody.department,
                None => self.department.clone(),
            };
            let holder = self.accountable_holder().cloned();
            self.charge(Ground::Rework, holder, department);
        }
        self.reopened = Some(entry.at);
        self.appeal.take_if(|appeal| appeal.decided.is_some());
        self.begin_round(entry.at);
    }

    fn begin_round(&mut self, at: Instant) {
        self.round_began = Some(at);
        self.malicious = false;
        self.end = None;
        self.stage = Status::Open;
        self.acknowledged = None;
        self.responded = None;
        self.attitude = None;
        self.resolved = None;
        self.followed_up_before.extend(self.followed_up.take());
    }
}
