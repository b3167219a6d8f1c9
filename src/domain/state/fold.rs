//! The fold: what each event changes.

mod action;
mod handling;
mod remedy;
mod round;

use super::{Charge, Effect, Ground, State, Status};
use crate::domain::case::event::{Extend, Retract, Subject};
use crate::domain::case::{Entry, Event};
use crate::domain::names::StaffId;
use crate::domain::policy::Trigger;
use crate::domain::timeline::{Change, Moment};

impl State {
    /// Takes one event in. The match is exhaustive: a new event has to say what it changes.
    pub fn apply(&mut self, entry: &Entry, effect: Effect) {
        let Entry { at, by, event, .. } = entry;
        if !matches!(event, Event::Register(_)) {
            self.first_act = Some(self.first_act.map_or(*at, |first| first.min(*at)));
        }
        match effect {
            Effect::Repeated => return,
            Effect::Void if event.is_grant() => return,
            Effect::Void | Effect::Counts => {}
        }
        let was_resolved = self.resolved;
        let mut moment = Moment::new(entry);
        match event {
            Event::Register(_) => {
                self.registered.get_or_insert(*at);
                self.holder.get_or_insert_with(|| by.clone());
            }
            Event::Acknowledge(_) => {
                self.acknowledged.get_or_insert(*at);
                moment.signals.push(Trigger::Acknowledged);
            }
            Event::Assign(assigned) => self.assign(entry, assigned),
            Event::SendBack(_) => self.send_back(),
            Event::Consult(_) | Event::Link(_) => {}
            Event::Chase(_) => self.charge(Ground::Chased, self.holder.clone()),
            Event::Note(note) => self.take_step(entry, note, &mut moment),
            Event::Attach(attached) => self.exhibits.extend(attached.kind.clone()),
            Event::Amend(amended) => self.amend(entry, amended, &mut moment),
            Event::Investigate(found) => self.investigate(entry, found),
            Event::Propose(proposed) => self.propose(entry, proposed, &mut moment),
            Event::Approve(approved) => self.approve(entry, approved),
            Event::Refuse(refused) => self.refuse(entry, refused),
            Event::Respond(response) => self.respond(entry, response, &mut moment),
            Event::Resolve(_) => {
                self.carry_out(*at);
                self.resolve(*at);
            }
            Event::FollowUp(follow_up) => self.followed_up = Some(follow_up.clone()),
            Event::Escalate(escalated) => {
                let to = &escalated.to;
                self.level.clone_from(to);
                moment.change = Some(Change::Level { to: to.clone() });
            }
            Event::Appeal(appeal) => self.begin_appeal(entry, appeal, &mut moment),
            Event::Decide(decision) => self.decide(entry, decision),
            Event::Dispute(dispute) => self.open_a_dispute(entry, dispute),
            Event::Settle(settlement) => self.settle_dispute(entry, settlement, &mut moment),
            Event::Resume(_) => {
                self.paused = None;
                moment.change = Some(Change::Resume);
            }
            Event::Pause(_) => {
                self.paused.get_or_insert(*at);
                moment.change = Some(Change::Pause);
            }
            Event::Extend(Extend {
                deadline, until, ..
            }) => {
                let (deadline, until) = (deadline.clone(), *until);
                moment.change = Some(Change::Extend { deadline, until });
            }
            Event::Invalidate(invalid) => {
                self.malicious = invalid.malicious;
                self.spend(Subject::Validity, *at);
                self.end_round(*at, Status::Invalid, Some(&invalid.reason));
            }
            Event::Withdraw(withdrawn) => {
                self.appeal = None;
                self.end_round(*at, Status::Withdrawn, Some(&withdrawn.reason));
            }
            Event::Plan(plan) => self.plan(plan, &mut moment),
            Event::Done(done) => self.carry_out_action(entry, done, &mut moment),
            Event::Verify(verified) => self.verify(entry, verified, effect, &mut moment),
            Event::Inspect(inspected) => self.inspect(entry, inspected),
            Event::Close(close) => {
                self.end_round(*at, Status::Closed, close.outcome.as_ref());
            }
            Event::Reopen(reopened) => self.reopen(entry, reopened),
            Event::Retract(Retract { event, .. }) => {
                moment.change = Some(Change::Retract { event: *event });
            }
            Event::Unknown { .. } => {}
        }
        if was_resolved.is_none() && self.resolved.is_some() {
            moment.signals.push(Trigger::Resolved);
        }
        if moment.says_something() {
            self.timeline.push(moment);
        }
    }

    fn charge(&mut self, ground: Ground, holder: Option<StaffId>) {
        self.charges.push(Charge {
            ground,
            holder,
            department: self.department.clone(),
        });
    }

    fn reach(&mut self, stage: Status) {
        self.stage = self.stage.max(stage);
    }
}
