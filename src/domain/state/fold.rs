//! The fold: what each event changes.

use super::{
    Action, Appeal, Charge, Dispatch, Dispute, Effect, End, Ground, Inspection, Investigation,
    Lesson, Proposal, State, Stated, Status, Step,
};
use crate::domain::case::event::{
    self, Amend, Approve, Assign, Attach, Close, Decide, Done, Efficacy, Escalate, Extend, Inspect,
    Invalidate, Investigate, Note, Plan, Propose, Refuse, Reopen, Reply, Respond, ResultClass,
    Retract, Settle, Subject, Terms, Verify, Withdraw,
};
use crate::domain::case::{Entry, Event, FactField};
use crate::domain::names::StaffId;
use crate::domain::policy::Trigger;
use crate::domain::share::{self, Sum};
use crate::domain::time::Instant;
use crate::domain::timeline::{Boundary, Change, Moment, Task};

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
            Event::Assign(Assign {
                to,
                department,
                co_handlers,
            }) => {
                self.dispatches.push(Dispatch {
                    by: by.clone(),
                    department: self.department.take(),
                });
                self.holder = Some(to.clone());
                self.department.clone_from(department);
                self.co_handlers.clone_from(co_handlers);
                self.reach(Status::Assigned);
            }
            Event::SendBack(_) => {
                if let Some(dispatch) = self.dispatches.pop() {
                    self.holder = Some(dispatch.by);
                    self.department = dispatch.department;
                    self.co_handlers.clear();
                }
            }
            Event::Consult(_) | Event::Link(_) => {}
            Event::Chase(_) => self.charge(Ground::Chased, self.holder.clone()),
            Event::Note(Note { step, .. }) => {
                if let Some(name) = step {
                    self.steps.push(Step {
                        name: name.clone(),
                        by: by.clone(),
                        at: *at,
                    });
                    moment.signals.push(Trigger::step(name));
                }
            }
            Event::Attach(Attach { kind, .. }) => self.exhibits.extend(kind.clone()),
            Event::Amend(Amend { field, to, .. }) => {
                if let Ok(field) = field.parse::<FactField>() {
                    if field == FactField::Amount {
                        self.spend(Subject::Loss, *at);
                    }
                    let amended = self.facts.set(field, to.as_deref());
                    moment.change = amended.ok().map(|()| Change::Fact {
                        field,
                        to: to.clone(),
                    });
                }
            }
            Event::Investigate(Investigate {
                verdict,
                cause,
                liable,
                lead,
                ..
            }) => {
                let (cause, lead) = (cause.clone(), lead.clone());
                self.investigation = Some(Investigation {
                    verdict: *verdict,
                    cause,
                    lead,
                });
                if share::sum(liable.iter().map(|(_, share)| *share)) == Sum::Whole {
                    self.liability = Some(Stated {
                        at: *at,
                        by: by.clone(),
                        shares: liable.clone(),
                    });
                }
                self.reach(Status::Investigated);
            }
            Event::Propose(Propose {
                terms,
                text,
                emergency,
                agreed,
            }) => {
                let proposal = Proposal::new(terms.clone(), by.clone(), *at, self);
                let (text, emergency, agreed) = (text.clone(), *emergency, agreed.clone());
                self.propose(Proposal {
                    text,
                    emergency,
                    agreed,
                    ..proposal
                });
                let is_emergency = emergency && terms.subject() == Subject::Remedy;
                moment
                    .signals
                    .extend(is_emergency.then_some(Trigger::Emergency));
            }
            Event::Approve(Approve { terms }) => {
                if let Some(proposal) = self.named(terms) {
                    proposal.approvals.push((by.clone(), *at));
                }
            }
            Event::Refuse(Refuse { terms, reason }) => {
                let refused = self.named(terms).map(|proposal| {
                    proposal.refused = Some((by.clone(), reason.clone()));
                    proposal.by.clone()
                });
                self.answers_sent_back.extend(
                    refused
                        .filter(|_| terms.subject() == Subject::Answer)
                        .map(|who| (who, *at)),
                );
            }
            Event::Respond(Respond {
                reply: Reply::Interim { promise },
                ..
            }) => {
                moment.signals = vec![Trigger::Interim];
                moment.promise = *promise;
            }
            Event::Respond(Respond {
                reply: Reply::Final(result),
                attitude,
                ..
            }) => {
                self.spend(Subject::Answer, *at);
                self.acknowledged.get_or_insert(*at);
                self.responded = Some((*at, *result));
                self.attitude = *attitude;
                self.reach(Status::Responded);
                moment.signals.push(Trigger::Acknowledged);
                if *result != ResultClass::Refused && self.pending_proposal().is_none() {
                    self.settle(*at);
                }
            }
            Event::Resolve(_) => {
                self.carry_out(*at);
                self.settle(*at);
            }
            Event::FollowUp(follow_up) => self.followed_up = Some(follow_up.clone()),
            Event::Escalate(Escalate { to, .. }) => {
                self.level.clone_from(to);
                moment.change = Some(Change::Level { to: to.clone() });
            }
            Event::Appeal(event::Appeal {
                regulator,
                reference,
                cutoff,
                ..
            }) => {
                self.appeal = Some(Appeal {
                    at: *at,
                    regulator: regulator.clone(),
                    reference: reference.clone(),
                    handler: self
                        .resolved
                        .and(self.handler.clone())
                        .or_else(|| self.holder.clone()),
                    decided: None,
                });
                self.begin_round(*at);
                moment.boundary = Some(Boundary::Round);
                moment.cut_off = *cutoff;
                moment.appeal = Some(self.appellant());
            }
            Event::Decide(Decide { outcome, .. }) => {
                self.spend(Subject::Decision, *at);
                if let Some(appeal) = &mut self.appeal {
                    appeal.decided.get_or_insert((*at, *outcome));
                }
            }
            Event::Dispute(event::Dispute {
                between,
                and,
                about,
                ..
            }) => self.disputes.push(Dispute {
                at: *at,
                between: between.clone(),
                and: and.clone(),
                about: *about,
                mediated: None,
                settled: None,
            }),
            Event::Settle(Settle { means, failed, .. }) => {
                if *failed {
                    moment.signals.clear();
                }
                if let Some(dispute) = self
                    .disputes
                    .iter_mut()
                    .find(|dispute| dispute.settled.is_none())
                {
                    match failed {
                        true => dispute.mediated = Some(*at),
                        false => dispute.settled = Some((*at, *means)),
                    }
                }
            }
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
                moment.change = Some(Change::Extend {
                    deadline: deadline.clone(),
                    until: *until,
                });
            }
            Event::Invalidate(Invalidate {
                reason, malicious, ..
            }) => {
                self.malicious = *malicious;
                self.spend(Subject::Validity, *at);
                self.end(*at, Status::Invalid, Some(reason), &mut moment);
            }
            Event::Withdraw(Withdraw { reason }) => {
                self.appeal = None;
                self.end(*at, Status::Withdrawn, Some(reason), &mut moment);
            }
            Event::Plan(Plan {
                plan,
                action,
                owner,
                until,
                fall,
            }) => {
                moment.task = Some((plan.clone(), Task::Due(*until)));
                self.actions.push(Action {
                    plan: plan.clone(),
                    action: action.clone(),
                    owner: owner.clone(),
                    until: Some(*until),
                    done: None,
                    verified: None,
                    fall: *fall,
                });
            }
            Event::Done(Done { plan, .. }) => {
                moment.task = Some((plan.clone(), Task::Done));
                if let Some(action) = self.actions.iter_mut().find(|action| action.plan == *plan) {
                    action.done.get_or_insert(*at);
                }
            }
            Event::Verify(Verify {
                plan,
                result,
                until,
                lesson,
                ..
            }) => {
                // What is wrong with a lesson keeps it from being shared.
                let shared = lesson.as_ref().filter(|_| effect == Effect::Counts);
                self.lessons.extend(shared.map(|text| Lesson {
                    at: *at,
                    text: text.clone(),
                }));
                moment.task = until.map(|until| (plan.clone(), Task::Due(until)));
                if let Some(action) = self.actions.iter_mut().find(|action| action.plan == *plan) {
                    action.verified = Some(*result);
                    if *result == Efficacy::Ineffective {
                        action.done = None;
                        action.until = *until;
                    }
                }
            }
            Event::Inspect(Inspect { result, faults, .. }) => {
                self.inspected = Some(Inspection {
                    at: *at,
                    by: by.clone(),
                    result: *result,
                    faults: faults.clone(),
                });
            }
            Event::Close(Close { outcome }) => {
                self.end(*at, Status::Closed, outcome.as_ref(), &mut moment)
            }
            Event::Reopen(Reopen { rework, .. }) => {
                if *rework {
                    self.reworks += 1;
                    let handler = self.resolved.and(self.handler.clone());
                    self.charge(Ground::Rework, handler.or_else(|| self.holder.clone()));
                }
                self.reopened = Some(*at);
                self.appeal.take_if(|appeal| appeal.decided.is_some());
                self.begin_round(*at);
                moment.boundary = Some(Boundary::Round);
            }
            Event::Retract(Retract { event, .. }) => {
                moment.change = Some(Change::Retract { event: *event })
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

    fn propose(&mut self, proposal: Proposal) {
        self.handles.push(proposal.terms.proposal.to_string());
        if proposal.terms.subject() != Subject::Remedy {
            self.drafts
                .retain(|draft| draft.terms.subject() != proposal.terms.subject());
            self.drafts.push(proposal);
            return;
        }
        let previous = self.proposal.replace(proposal);
        // An emergency that the complainant was answered on has gone ahead, whatever is proposed after it.
        let answered = self.responded.map(|(at, _)| at);
        let has_gone_ahead =
            |proposal: &Proposal| proposal.emergency && answered >= Some(proposal.at);
        let carried_out = previous.filter(|proposal| {
            proposal.carried_out.is_some()
                || (proposal.refused.is_none() && has_gone_ahead(proposal))
        });
        let (emergencies, others): (Vec<_>, Vec<_>) = carried_out
            .into_iter()
            .partition(|proposal| proposal.emergency);
        self.emergencies.extend(emergencies);
        self.settled.extend(others);
        self.reach(Status::Proposed);
        // What was settled is not any more: there is a remedy to carry out.
        if self.resolved.take().is_some() {
            self.stage = Status::Responded;
        }
    }

    /// The proposal that an approval or refusal names.
    fn named(&mut self, terms: &Terms) -> Option<&mut Proposal> {
        let mut proposals = self
            .proposal
            .iter_mut()
            .chain(&mut self.emergencies)
            .chain(&mut self.drafts);
        proposals.find(|proposal| proposal.terms.proposal == terms.proposal)
    }

    /// What was proposed of a subject was done, or something else instead: either way its approval does not count again.
    fn spend(&mut self, subject: Subject, at: Instant) {
        let of_subject =
            |draft: &&mut Proposal| draft.terms.subject() == subject && draft.is_pending();
        if let Some(draft) = self.drafts.iter_mut().find(of_subject) {
            draft.carried_out = Some(at);
        }
    }

    fn carry_out(&mut self, at: Instant) {
        if let Some(proposal) = self
            .proposal
            .as_mut()
            .filter(|proposal| proposal.is_pending())
        {
            proposal.carried_out = Some(at);
            self.paid = self.paid.saturating_add(proposal.terms.worth());
        }
    }

    fn settle(&mut self, at: Instant) {
        self.resolved.get_or_insert(at);
        self.handler.clone_from(&self.holder);
        self.reach(Status::Resolved);
    }

    fn end(&mut self, at: Instant, status: Status, outcome: Option<&String>, moment: &mut Moment) {
        self.end = Some(End {
            at,
            status,
            outcome: outcome.cloned(),
        });
        self.paused = None;
        moment.boundary = Some(Boundary::End);
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
