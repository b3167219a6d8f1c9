//! The fold: what each event changes.

mod action;
mod handling;
mod remedy;
mod round;

use super::{Effect, Proposal, State, Status};
use crate::domain::case::event::{Extend, Retract, Subject};
use crate::domain::case::{Entry, Event, VerbTrait};
use crate::domain::law::Law;
use crate::domain::policy::Trigger;
use crate::domain::time::Instant;
use crate::domain::timeline::{Change, ClockEvent};

impl State {
    /// Applies one event.
    pub(crate) fn apply(&mut self, entry: &Entry, effect: Effect) {
        let Entry { at, event, .. } = entry;
        if !matches!(event, Event::Register(_)) {
            self.first_act = Some(self.first_act.map_or(*at, |first| first.min(*at)));
        }
        match effect {
            Effect::Repeated => return,
            Effect::Void if event.is_grant() => return,
            Effect::Void | Effect::Counts => {}
        }
        let was_resolved = self.resolved;
        if is_handling(event) {
            self.handlers.push(entry.by.clone());
        }
        let mut clock_event = ClockEvent::new(entry);
        self.change(entry, effect, &mut clock_event);
        self.note_custody(*at);
        if was_resolved.is_none() && self.resolved == Some(*at) {
            clock_event.signals.push(Trigger::Resolved);
        }
        if clock_event.concerns_clocks() {
            self.timeline.push(clock_event);
        }
    }

    /// Notes how an event came on record: when it was, and the law of what it settled.
    pub(crate) fn keep_law(&mut self, entry: &Entry, recorded: Instant, law: Option<&Law>) {
        if let Event::Propose(proposed) = &entry.event {
            if let Some(proposal) = self.proposal_of(&proposed.terms.proposal) {
                proposal.recorded = recorded;
            }
        } else if let Some(law) = law {
            let by_this = |it: &&mut Proposal| [it.carried_out, it.owed].contains(&Some(entry.at));
            let remedies = self.earlier.iter_mut().chain(&mut self.proposal);
            for proposal in remedies.chain(&mut self.drafts).filter(by_this) {
                proposal.settled_under.get_or_insert_with(|| law.clone());
            }
        }
    }

    /// Changes the state by one event. The match is exhaustive, so a new event has to be handled
    /// here.
    fn change(&mut self, entry: &Entry, effect: Effect, clock_event: &mut ClockEvent) {
        let Entry { at, by, event, .. } = entry;
        match event {
            Event::Register(_) => {
                self.registered.get_or_insert(*at);
                // A department can have the case without a holder.
                if self.dispatches.is_empty() {
                    self.holder.get_or_insert_with(|| by.clone());
                }
            }
            Event::Acknowledge(_) => {
                self.acknowledged.get_or_insert(*at);
                clock_event.signals.push(Trigger::Acknowledged);
            }
            Event::Assign(assigned) => self.assign(entry, assigned),
            Event::SendBack(_) => self.send_back(),
            Event::Consult(_) | Event::Link(_) => {}
            Event::Chase(chase) => self.chase(entry, chase),
            Event::Note(note) => self.take_step(entry, note, clock_event),
            Event::Attach(attached) => self.exhibits.extend(attached.kind.clone()),
            Event::Amend(amended) => self.amend(entry, amended, clock_event),
            Event::Investigate(found) => self.investigate(entry, found),
            Event::Propose(proposed) => self.propose(entry, proposed, clock_event),
            Event::Approve(approved) => self.approve(entry, approved),
            Event::Refuse(refused) => self.refuse(entry, refused),
            Event::Respond(response) => self.respond(entry, response, clock_event),
            Event::Resolve(resolved) => {
                self.carry_out(*at, resolved.proposal.as_ref());
                if self.pending_proposal().is_none() {
                    self.resolve(*at);
                }
            }
            Event::FollowUp(follow_up) => self.follow_up(follow_up),
            Event::Escalate(escalated) => {
                let to = &escalated.to;
                let left = std::mem::replace(&mut self.level, to.clone());
                self.levels_left.push(left);
                clock_event.change = Some(Change::Level { to: to.clone() });
            }
            Event::Appeal(appeal) => self.begin_appeal(entry, appeal, clock_event),
            Event::Decide(decision) => self.decide(entry, decision),
            Event::Dispute(dispute) => self.open_a_dispute(entry, dispute),
            Event::Settle(settlement) => self.settle_dispute(entry, settlement, clock_event),
            Event::Resume(_) => {
                self.paused = None;
                clock_event.change = Some(Change::Resume);
            }
            Event::Pause(_) => {
                self.paused.get_or_insert(*at);
                clock_event.change = Some(Change::Pause);
            }
            Event::Extend(Extend {
                deadline, until, ..
            }) => {
                let (deadline, until) = (deadline.clone(), *until);
                clock_event.change = Some(Change::Extend { deadline, until });
            }
            Event::Invalidate(invalid) => {
                self.malicious = invalid.malicious;
                self.duplicate_of.clone_from(&invalid.case);
                self.spend(Subject::Validity, *at);
                self.end_round(*at, Status::Invalid, Some(&invalid.reason));
            }
            Event::Withdraw(withdrawn) => {
                self.appeal = None;
                self.end_round(*at, Status::Withdrawn, Some(&withdrawn.reason));
            }
            Event::Plan(plan) => self.plan(plan, clock_event),
            Event::Done(done) => self.carry_out_action(entry, done, clock_event),
            Event::Verify(verified) => self.verify(entry, verified, effect, clock_event),
            Event::Inspect(inspected) => self.inspect(entry, inspected),
            Event::Close(close) => {
                self.end_round(*at, Status::Closed, close.outcome.as_ref());
            }
            Event::Reopen(reopened) => self.reopen(entry, reopened),
            Event::Retract(Retract { event, .. }) => {
                clock_event.change = Some(Change::Retract { target: *event });
            }
            Event::Unknown { .. } => {}
        }
    }

    fn reach(&mut self, stage: Status) {
        self.stage = self.stage.max(stage);
    }
}

/// Whether its author handles the case: investigates it, proposes, answers for good or resolves.
fn is_handling(event: &Event) -> bool {
    if let Event::Respond(response) = event {
        return response.gives_answer();
    }
    let verb = event.verb();
    verb.is_some_and(|verb| verb.is(VerbTrait::Handling))
}
