//! The rounds of a case: answered, resolved, ended, appealed, reopened.

use crate::domain::case::Entry;
use crate::domain::case::event::{
    Appeal, Attitude, Decide, FollowUp, Reopen, Reply, Respond, ResultClass, Subject,
};
use crate::domain::names::Handle;
use crate::domain::policy::Trigger;
use crate::domain::state::{self, Answer, Charge, End, Ground, State, Status};
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
                if response.text.is_none() && self.responded.is_some() {
                    // The complainant got no new answer, so no clock for answers stops.
                    clock_event.signals.clear();
                } else {
                    clock_event.signals.push(Trigger::Acknowledged);
                    self.answer(entry.at, response.proposal.as_ref());
                }
                self.take_answer(entry.at, result, response.attitude);
            }
        }
    }

    fn answer(&mut self, at: Instant, named: Option<&Handle>) {
        self.spend(Subject::Answer, at);
        self.acknowledged.get_or_insert(at);
        self.responded = Some(Answer {
            at,
            result: None,
            remedy: self.carried(named),
        });
        self.attitude = None;
        self.reach(Status::Responded);
    }

    /// How the complainant took the last answer.
    fn take_answer(
        &mut self,
        at: Instant,
        result: Option<ResultClass>,
        attitude: Option<Attitude>,
    ) {
        if let Some(answer) = &mut self.responded {
            answer.result = result;
            let (answered, remedy) = (answer.at, answer.remedy.clone());
            self.owe_by_answer(answered, remedy, result);
        }
        self.attitude = attitude.or(self.attitude);
        let is_settled = result.is_some_and(|result| result != ResultClass::Refused);
        if is_settled && self.pending_proposal().is_none() {
            self.resolve(at);
        }
    }

    /// The remedy of an answer is owed unless the complainant refused it; an emergency went ahead
    /// with the answer.
    fn owe_by_answer(
        &mut self,
        answered: Instant,
        remedy: Option<Handle>,
        result: Option<ResultClass>,
    ) {
        let Some(handle) = remedy else { return };
        let is_emergency = self
            .remedies()
            .any(|it| it.emergency && it.terms.proposal == handle);
        if result == Some(ResultClass::Refused) && !is_emergency {
            self.no_longer_owe(&handle, answered);
        } else {
            self.owe(&handle, answered);
        }
    }

    /// Keeps the first resolution of a round, with its holder.
    pub(super) fn resolve(&mut self, at: Instant) {
        if self.resolved.is_none() {
            self.resolved = Some(at);
            self.resolved_before = None;
            self.holder_at_resolution.clone_from(&self.holder);
        }
        self.reach(Status::Resolved);
    }

    /// A waiver does not make unsaid what the complainant said in this round, and a second asking
    /// stands beside the first (E6).
    pub(super) fn follow_up(&mut self, follow_up: &FollowUp) {
        let is_asked = matches!(self.followed_up, Some(FollowUp::Asked(_)));
        match follow_up {
            FollowUp::Waived(_) if is_asked => {}
            FollowUp::Waived(_) | FollowUp::Asked(_) => {
                let earlier = self.followed_up.replace(follow_up.clone());
                self.asked_before.extend(earlier);
            }
        }
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
            former_handlers: self.handlers.clone(),
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
            let custody = resolved.unwrap_or_else(|| self.custody_since(entry.at));
            self.charges.push(Charge {
                ground: Ground::Rework,
                custody,
                at: entry.at,
                deadline: None,
            });
        }
        self.reopened = Some(entry.at);
        self.appeal.take_if(|appeal| appeal.decided.is_some());
        self.begin_round(entry.at);
    }

    fn begin_round(&mut self, at: Instant) {
        self.round_began = Some(at);
        self.malicious = false;
        self.end = None;
        self.handlers.clear();
        self.facts_of_round = self.facts.clone();
        self.amendments.clear();
        self.stage = Status::Open;
        self.levels_left.clear();
        self.acknowledged = None;
        self.responded = None;
        self.attitude = None;
        self.resolved = None;
        self.resolved_before = None;
        self.followed_up_before.append(&mut self.asked_before);
        self.followed_up_before.extend(self.followed_up.take());
    }
}
