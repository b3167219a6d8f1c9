//! What a case has come to: the fold of its events. Any set of events yields a state, never an error.
//!
//! What people did changes the state even where it was wrong (a close is a close); what *grants* (approve, refuse,
//! extend, pause, waive, invalidate) counts only as far as the judge lets it, see [`Effect`].

use std::fmt;

use rust_decimal::Decimal;

use super::case::event::{FollowUp, Reply, ResultClass, Terms, Verdict};
use super::case::{Entry, Event, FactField, Facts};
use super::names::StaffId;
use super::policy::{Policy, Trigger};
use super::time::Instant;
use super::timeline::{Boundary, Change, Moment};

/// Whether an event has the effect that it states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It has.
    Counts,
    /// It was not granted, and grants nothing.
    Void,
}

/// How far the newest round of a case has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// On record.
    Open,
    /// Handed to a holder.
    Assigned,
    /// Looked into, with a verdict.
    Investigated,
    /// A remedy was proposed.
    Proposed,
    /// The complainant has a final answer.
    Responded,
    /// The matter is settled.
    Resolved,
    /// The file is closed.
    Closed,
    /// Taken back by the complainant.
    Withdrawn,
    /// Not a valid complaint.
    Invalid,
}

impl Status {
    /// Every status, in the order of a case's life.
    pub const ALL: [Self; 9] = [
        Self::Open,
        Self::Assigned,
        Self::Investigated,
        Self::Proposed,
        Self::Responded,
        Self::Resolved,
        Self::Closed,
        Self::Withdrawn,
        Self::Invalid,
    ];

    /// The word in lists and reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Assigned => "assigned",
            Self::Investigated => "investigated",
            Self::Proposed => "proposed",
            Self::Responded => "responded",
            Self::Resolved => "resolved",
            Self::Closed => "closed",
            Self::Withdrawn => "withdrawn",
            Self::Invalid => "invalid",
        }
    }

    /// Whether the case is over.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Closed | Self::Withdrawn | Self::Invalid)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl std::str::FromStr for Status {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|status| status.word() == text).ok_or(())
    }
}

/// What else is to be said of a case beside its status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Flag {
    /// Waiting for the complainant.
    Paused,
    /// Above the level at which it was taken in.
    Escalated,
    /// Taken up again after it was over.
    Reopened,
    /// A proposal lacks approvals.
    AwaitingApproval,
}

impl Flag {
    /// Every flag, in the order in which they are said.
    pub const ALL: [Self; 4] = [Self::Paused, Self::Escalated, Self::Reopened, Self::AwaitingApproval];

    /// The word in lists and reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Paused => "paused",
            Self::Escalated => "escalated",
            Self::Reopened => "reopened",
            Self::AwaitingApproval => "awaiting_approval",
        }
    }
}

impl std::str::FromStr for Flag {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|flag| flag.word() == text).ok_or(())
    }
}

/// A remedy that was proposed, with what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// Handle, remedy and amount.
    pub terms: Terms,
    /// Who proposed it.
    pub by: StaffId,
    /// When.
    pub at: Instant,
    /// What the case had paid before: authority is judged on both together.
    pub paid_before: Decimal,
    /// Approvals that count, each with its instant.
    pub approvals: Vec<(StaffId, Instant)>,
    /// Who refused it, and why.
    pub refused: Option<(StaffId, String)>,
    /// When it was carried out.
    pub carried_out: Option<Instant>,
}

impl Proposal {
    /// Whether it is still to be carried out.
    pub fn is_pending(&self) -> bool {
        self.refused.is_none() && self.carried_out.is_none()
    }

    /// The amount that authority is judged on.
    pub fn exposure(&self) -> Decimal {
        self.terms.worth().saturating_add(self.paid_before)
    }
}

/// How a round ended.
#[derive(Debug, Clone, PartialEq)]
pub struct End {
    /// When.
    pub at: Instant,
    /// `closed`, `withdrawn` or `invalid`.
    pub status: Status,
    /// The outcome of a closing, else the reason.
    pub outcome: Option<String>,
}

/// What an investigation found.
#[derive(Debug, Clone, PartialEq)]
pub struct Investigation {
    /// Whether the complaint is justified.
    pub verdict: Verdict,
    /// Why it came about.
    pub cause: Option<String>,
}

/// A case as its events have made it.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// The facts, as they were taken in.
    pub taken_in: Facts,
    /// The facts, as corrected.
    pub facts: Facts,
    /// The level that it is at.
    pub level: String,
    /// When it was put on record.
    pub registered: Option<Instant>,
    /// Who has it: first whoever took it (A4).
    pub holder: Option<StaffId>,
    /// The department in charge.
    pub department: Option<String>,
    /// Departments that help.
    pub co_handlers: Vec<String>,
    /// Who dispatched it, with holder and department before: what `send-back` returns to.
    pub dispatches: Vec<Dispatch>,
    /// Since when it waits for the complainant.
    pub paused: Option<Instant>,
    /// The latest proposal.
    pub proposal: Option<Proposal>,
    /// The handles that proposals have had.
    pub handles: Vec<String>,
    /// What remedies carried out have cost.
    pub paid: Decimal,
    /// When the newest round began; none for the first, which begins with the receipt.
    pub reopened: Option<Instant>,
    /// The furthest stage of the newest round that is not an end.
    pub stage: Status,
    /// The first acknowledgement or final response of the newest round.
    pub acknowledged: Option<Instant>,
    /// The last final response of the newest round.
    pub responded: Option<(Instant, ResultClass)>,
    /// When the newest round was settled.
    pub resolved: Option<Instant>,
    /// Who held the case when it was resolved.
    pub handler: Option<StaffId>,
    /// The last follow-up of the newest round.
    pub followed_up: Option<FollowUp>,
    /// The last investigation, of any round.
    pub investigation: Option<Investigation>,
    /// How the newest round ended.
    pub end: Option<End>,
    /// What the clocks have to know.
    pub timeline: Vec<Moment>,
    /// The earliest event after registration.
    pub first_act: Option<Instant>,
}

/// One handing over of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct Dispatch {
    /// Who assigned it.
    pub by: StaffId,
    /// The department before.
    pub department: Option<String>,
}

impl State {
    /// The state before any event.
    pub fn new(facts: &Facts) -> Self {
        Self {
            taken_in: facts.clone(),
            facts: facts.clone(),
            level: facts.level.clone(),
            registered: None,
            holder: None,
            department: None,
            co_handlers: Vec::new(),
            dispatches: Vec::new(),
            paused: None,
            proposal: None,
            handles: Vec::new(),
            paid: Decimal::ZERO,
            reopened: None,
            stage: Status::Open,
            acknowledged: None,
            responded: None,
            resolved: None,
            handler: None,
            followed_up: None,
            investigation: None,
            end: None,
            timeline: Vec::new(),
            first_act: None,
        }
    }

    /// The status: how the newest round ended, else how far it has come.
    pub fn status(&self) -> Status {
        self.end.as_ref().map_or(self.stage, |end| end.status)
    }

    /// The proposal that is still to be carried out.
    pub fn pending_proposal(&self) -> Option<&Proposal> {
        self.proposal.as_ref().filter(|proposal| proposal.is_pending())
    }

    /// Whether the case is above the level at which it was taken in.
    pub fn is_escalated(&self, policy: &Policy) -> bool {
        policy.level_index(&self.level) > policy.level_index(&self.facts.level)
    }

    /// Takes one event in. The match is exhaustive: a new event has to say what it changes.
    pub fn apply(&mut self, entry: &Entry, effect: Effect) {
        let Entry { at, by, event, .. } = entry;
        let was_resolved = self.resolved;
        let mut moment = Moment::new(entry);
        match event {
            Event::Register => {
                self.registered.get_or_insert(*at);
                self.holder.get_or_insert_with(|| by.clone());
            }
            Event::Acknowledge { .. } => {
                self.acknowledged.get_or_insert(*at);
                moment.signals.push(Trigger::Acknowledged);
            }
            Event::Assign { to, department, co_handlers } => {
                self.dispatches.push(Dispatch { by: by.clone(), department: self.department.take() });
                self.holder = Some(to.clone());
                self.department.clone_from(department);
                self.co_handlers.clone_from(co_handlers);
                self.reach(Status::Assigned);
            }
            Event::SendBack { .. } => {
                if let Some(dispatch) = self.dispatches.pop() {
                    self.holder = Some(dispatch.by);
                    self.department = dispatch.department;
                    self.co_handlers.clear();
                }
            }
            Event::Note { .. } | Event::Attach { .. } | Event::Link { .. } | Event::Chase { .. } => {}
            Event::Amend { field, to, .. } => {
                if let Ok(field) = field.parse::<FactField>() {
                    let amended = self.facts.set(field, to.as_deref());
                    moment.change = amended.ok().map(|()| Change::Fact { field, to: to.clone() });
                }
            }
            Event::Investigate { verdict, cause, .. } => {
                self.investigation = Some(Investigation { verdict: *verdict, cause: cause.clone() });
                self.reach(Status::Investigated);
            }
            Event::Propose { terms, .. } => self.propose(entry, terms),
            Event::Approve { .. } if effect == Effect::Void => {}
            Event::Approve { .. } => {
                if let Some(proposal) = &mut self.proposal {
                    proposal.approvals.push((by.clone(), *at));
                }
            }
            Event::Refuse { .. } if effect == Effect::Void => {}
            Event::Refuse { reason, .. } => {
                if let Some(proposal) = &mut self.proposal {
                    proposal.refused = Some((by.clone(), reason.clone()));
                }
            }
            Event::Respond { reply: Reply::Interim { promise }, .. } => {
                moment.signals = vec![Trigger::Interim];
                moment.promise = *promise;
            }
            Event::Respond { reply: Reply::Final(result), .. } => {
                self.acknowledged.get_or_insert(*at);
                self.responded = Some((*at, *result));
                self.reach(Status::Responded);
                moment.signals.push(Trigger::Acknowledged);
                if *result != ResultClass::Refused && self.pending_proposal().is_none() {
                    self.settle(*at);
                }
            }
            Event::Resolve { .. } => {
                self.carry_out(*at);
                self.settle(*at);
            }
            Event::FollowUp(FollowUp::Waived(_)) if effect == Effect::Void => moment.signals.clear(),
            Event::FollowUp(follow_up) => self.followed_up = Some(follow_up.clone()),
            Event::Escalate { from, to, .. } => {
                self.level.clone_from(to);
                moment.change = Some(Change::Level { from: from.clone(), to: to.clone() });
            }
            Event::Resume { .. } => {
                self.paused = None;
                moment.change = Some(Change::Resume);
            }
            Event::Pause { .. } if effect == Effect::Void => {}
            Event::Pause { .. } => {
                self.paused.get_or_insert(*at);
                moment.change = Some(Change::Pause);
            }
            Event::Extend { .. } if effect == Effect::Void => {}
            Event::Extend { deadline, until, .. } => {
                moment.change = Some(Change::Extend { deadline: deadline.clone(), until: *until });
            }
            Event::Invalidate { .. } if effect == Effect::Void => {}
            Event::Invalidate { reason } => self.end(*at, Status::Invalid, Some(reason), &mut moment),
            Event::Withdraw { reason } => self.end(*at, Status::Withdrawn, Some(reason), &mut moment),
            Event::Close { outcome } => self.end(*at, Status::Closed, outcome.as_ref(), &mut moment),
            Event::Reopen { .. } => {
                self.begin_round(*at);
                moment.boundary = Some(Boundary::Round);
            }
            Event::Retract { .. } | Event::Unknown { .. } => {}
        }
        if was_resolved.is_none() && self.resolved.is_some() {
            moment.signals.push(Trigger::Resolved);
        }
        if !matches!(event, Event::Register) {
            self.first_act = Some(self.first_act.map_or(*at, |first| first.min(*at)));
        }
        if moment.says_something() {
            self.timeline.push(moment);
        }
    }

    fn reach(&mut self, stage: Status) {
        self.stage = self.stage.max(stage);
    }

    fn propose(&mut self, entry: &Entry, terms: &Terms) {
        self.proposal = Some(Proposal {
            terms: terms.clone(),
            by: entry.by.clone(),
            at: entry.at,
            paid_before: self.paid,
            approvals: Vec::new(),
            refused: None,
            carried_out: None,
        });
        self.handles.push(terms.proposal.to_string());
        self.reach(Status::Proposed);
        // What was settled is not any more: there is a remedy to carry out.
        if self.resolved.take().is_some() {
            self.stage = Status::Responded;
        }
    }

    fn carry_out(&mut self, at: Instant) {
        if let Some(proposal) = self.proposal.as_mut().filter(|proposal| proposal.is_pending()) {
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
        self.end = Some(End { at, status, outcome: outcome.cloned() });
        self.paused = None;
        moment.boundary = Some(Boundary::End);
    }

    fn begin_round(&mut self, at: Instant) {
        self.reopened = Some(at);
        self.end = None;
        self.stage = Status::Open;
        self.acknowledged = None;
        self.responded = None;
        self.resolved = None;
        self.followed_up = None;
    }
}
