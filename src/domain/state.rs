//! The state of a case: the fold of its events. Any set of events yields a state, never an error.
//!
//! Acts change the state even if they were wrong (a close is a close). Grants (approve, refuse,
//! extend, pause, waive, invalidate) count only if the judge accepts them; see [`Effect`].

mod custody;
mod fold;
mod parts;
mod proposal;
mod proposals;
mod satisfaction;
mod standing;
mod status;

use rust_decimal::Decimal;

use super::case::Facts;
use super::case::event::{Attitude, FollowUp, MistakenCase, Verdict};
use super::names::{CaseId, Handle, StaffId};
use super::policy::{Appellant, Policy, Trigger};
use super::time::Instant;
use super::timeline::{ClockEvent, RoundChange};

pub(crate) use custody::Custody;
pub(crate) use parts::{
    Action, Amendment, Answer, Appeal, Dispute, End, Inspection, Investigation, Lesson, Stated,
    Step,
};
pub(crate) use proposal::{Approval, CaseAtProposal, Proposal};
pub use status::Flag;
pub use status::Status;

/// Whether an event takes effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    Counts,
    /// Not permitted: a grant has no effect.
    Void,
    /// Repeats what already holds; changes nothing.
    Repeated,
}

/// The state of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// The facts at intake.
    pub taken_in: Facts,
    /// The corrected facts.
    pub facts: Facts,
    /// The facts when the newest round began, and what was amended in it.
    pub facts_of_round: Facts,
    pub amendments: Vec<Amendment>,
    /// The current level.
    pub level: String,
    /// The levels that the newest round has left.
    pub levels_left: Vec<String>,
    /// When the case was registered.
    pub registered: Option<Instant>,
    /// The current holder; at first, the person who registered the case (A4). `None` in a
    /// department to which it was assigned without a person.
    pub holder: Option<StaffId>,
    /// The people to whom the case was assigned in the newest round, and those who investigated,
    /// proposed, answered for good or resolved in it.
    pub handlers: Vec<StaffId>,
    /// The department in charge. Before any assignment, the one that the policy gives for the
    /// category or product line.
    pub department: Option<String>,
    pub co_handlers: Vec<String>,
    /// Every change of the holder or the department.
    pub custody: Vec<Custody>,
    /// The assignments, each with its author and the department before it: `send-back` undoes the
    /// last.
    pub dispatches: Vec<Dispatch>,
    /// The kinds of the attached evidence.
    pub exhibits: Vec<String>,
    /// Since when the case waits for the complainant.
    pub paused: Option<Instant>,
    /// The latest proposal of a remedy.
    pub proposal: Option<Proposal>,
    /// The earlier proposals of a remedy. Those that are owed stay owed, whatever is proposed next.
    pub earlier: Vec<Proposal>,
    /// The latest proposal of each subject other than a remedy.
    pub drafts: Vec<Proposal>,
    /// Draft answers sent back for rework: who wrote them, and when they were refused (E4).
    pub answers_sent_back: Vec<(StaffId, Instant)>,
    /// The handles of all proposals.
    pub handles: Vec<String>,
    /// The total cost of the remedies carried out.
    pub paid: Decimal,
    /// When the case was last reopened.
    pub reopened: Option<Instant>,
    /// Charges against those who had the case.
    pub charges: Vec<Charge>,
    /// How often the case was reworked (B13).
    pub reworks: u32,
    /// When the newest round began, by a reopening or an appeal; `None` for the first round, which
    /// begins with the receipt.
    pub round_began: Option<Instant>,
    /// The latest appeal of the newest round.
    pub appeal: Option<Appeal>,
    /// The furthest stage of the newest round, ends excluded.
    pub stage: Status,
    /// The first acknowledgement or final response of the newest round.
    pub acknowledged: Option<Instant>,
    /// The last final response of the newest round.
    pub responded: Option<Answer>,
    /// The complainant's reaction to it.
    pub attitude: Option<Attitude>,
    /// The corrective actions, of any round.
    pub actions: Vec<Action>,
    /// The organisation's own steps, of any round.
    pub steps: Vec<Step>,
    /// Lessons to share, of any round.
    pub lessons: Vec<Lesson>,
    /// The last spot check, of any round.
    pub inspected: Option<Inspection>,
    /// The disputes, of any round.
    pub disputes: Vec<Dispute>,
    /// When the newest round was resolved.
    pub resolved: Option<Instant>,
    /// When it was resolved before a later proposal, which left something to carry out again.
    pub(super) resolved_before: Option<Instant>,
    /// The holder when the case was resolved.
    pub holder_at_resolution: Option<StaffId>,
    /// The last follow-up of the newest round.
    pub followed_up: Option<FollowUp>,
    /// The earlier follow-ups of the newest round.
    pub asked_before: Vec<FollowUp>,
    /// The follow-ups of earlier rounds.
    pub followed_up_before: Vec<FollowUp>,
    /// The last investigation, of any round.
    pub investigation: Option<Investigation>,
    /// The last shares of liability that add up to 100 %, of any round.
    pub liability: Option<Stated>,
    /// Whether it was invalidated as malicious or false (A11).
    pub malicious: bool,
    /// The case named by the last invalidation.
    pub(super) duplicate_of: Option<String>,
    /// How the newest round ended.
    pub end: Option<End>,
    /// The events that concern the clocks.
    pub timeline: Vec<ClockEvent>,
    /// Retracted changes: what was late by then stays late.
    pub taken_back: Vec<ClockEvent>,
    /// The earliest event after registration.
    pub first_act: Option<Instant>,
}

/// A charge against whoever had the case at the time (E4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    pub ground: Ground,
    /// Who had the case.
    pub custody: Custody,
    /// The instant of what is charged.
    pub at: Instant,
    /// The deadline of a reminder, if it named one.
    pub deadline: Option<String>,
}

/// The ground of a charge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ground {
    /// The holder had to be reminded (C3).
    Chased,
    /// The case had to be reworked (B13).
    Rework,
}

/// An assignment of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct Dispatch {
    pub by: StaffId,
    pub department: Option<String>,
}

impl State {
    /// The state before any event.
    pub(crate) fn new(facts: &Facts) -> Self {
        Self {
            taken_in: facts.clone(),
            facts: facts.clone(),
            facts_of_round: facts.clone(),
            amendments: Vec::new(),
            level: facts.level.clone(),
            levels_left: Vec::new(),
            registered: None,
            holder: None,
            handlers: Vec::new(),
            department: None,
            co_handlers: Vec::new(),
            custody: Vec::new(),
            dispatches: Vec::new(),
            exhibits: Vec::new(),
            paused: None,
            proposal: None,
            earlier: Vec::new(),
            drafts: Vec::new(),
            answers_sent_back: Vec::new(),
            handles: Vec::new(),
            paid: Decimal::ZERO,
            reopened: None,
            charges: Vec::new(),
            reworks: 0,
            round_began: None,
            appeal: None,
            stage: Status::Open,
            acknowledged: None,
            responded: None,
            attitude: None,
            actions: Vec::new(),
            lessons: Vec::new(),
            inspected: None,
            disputes: Vec::new(),
            steps: Vec::new(),
            resolved: None,
            resolved_before: None,
            holder_at_resolution: None,
            followed_up: None,
            asked_before: Vec::new(),
            followed_up_before: Vec::new(),
            investigation: None,
            liability: None,
            malicious: false,
            duplicate_of: None,
            end: None,
            timeline: Vec::new(),
            taken_back: Vec::new(),
            first_act: None,
        }
    }

    /// The status: how the newest round ended, or how far it has come.
    pub fn status(&self) -> Status {
        self.end.as_ref().map_or(self.stage, |end| end.status)
    }

    /// The action with a handle.
    pub(crate) fn action(&self, plan: &Handle) -> Option<&Action> {
        self.actions.iter().find(|action| action.plan == *plan)
    }

    /// Whether every action proved effective. A complaint found substantiated, even in part, needs
    /// at least one (B14).
    pub fn actions_are_effective(&self) -> bool {
        let asks =
            |investigation: &Investigation| investigation.verdict != Verdict::Unsubstantiated;
        let needed = self.investigation.as_ref().is_some_and(asks);
        self.actions.iter().all(Action::is_effective) && !(needed && self.actions.is_empty())
    }

    /// The open dispute; if a merge left several, the first.
    pub fn open_dispute(&self) -> Option<&Dispute> {
        self.disputes
            .iter()
            .find(|dispute| dispute.settled.is_none())
    }

    /// The pending appeal.
    pub fn undecided_appeal(&self) -> Option<&Appeal> {
        self.appeal
            .as_ref()
            .filter(|appeal| appeal.decided.is_none())
    }

    /// The appellant of the newest round.
    pub(crate) fn appellant(&self) -> Appellant {
        self.appeal
            .as_ref()
            .map_or(Appellant::Nobody, Appeal::appellant)
    }

    /// Whether the complainant can appeal: the newest round was answered, decided or ended, and no
    /// appeal is pending (B12).
    pub(crate) fn can_be_appealed(&self) -> bool {
        (self.end.is_some() || self.responded.is_some() || self.appeal.is_some())
            && self.undecided_appeal().is_none()
    }

    /// Start of the time to appeal: the latest of the final answer, the decision and the
    /// invalidation in the newest round; without any of these, the end of the case.
    pub(crate) fn appealable_since(&self) -> Option<Instant> {
        let answered = self.responded.as_ref().map(|answer| answer.at);
        let decided = self
            .appeal
            .as_ref()
            .and_then(|appeal| appeal.decided)
            .map(|(at, _)| at);
        let invalid = self
            .end
            .as_ref()
            .filter(|end| end.status == Status::Invalid)
            .map(|end| end.at);
        let last = answered.max(decided).max(invalid);
        last.or_else(|| self.end.as_ref().map(|end| end.at))
    }

    /// Adds a signal to the last event of the timeline: a proposal now has all its approvals, or
    /// the evidence is complete.
    pub(crate) fn mark(&mut self, signal: Trigger) {
        if let Some(event) = self.timeline.last_mut() {
            event.signals.push(signal);
        }
    }

    /// Notes that the required evidence is there, in case the last event of the timeline begins a
    /// round.
    pub(crate) fn keep_proof(&mut self) {
        if let Some(event) = self.timeline.last_mut() {
            event.is_proven = event.round == Some(RoundChange::Begin);
        }
    }

    /// Whether the complaint was found substantiated, even in part, and still counts as justified.
    /// The verdict on an invalid complaint, or on one withdrawn without payment, has no
    /// consequences.
    pub(crate) fn is_upheld(&self) -> bool {
        let justified = |found: &Investigation| found.verdict != Verdict::Unsubstantiated;
        self.investigation.as_ref().is_some_and(justified) && !self.came_to_nothing()
    }

    /// Whether the case ended without consequences: found invalid, or withdrawn without payment.
    pub(crate) fn came_to_nothing(&self) -> bool {
        match self.status() {
            Status::Invalid => true,
            Status::Withdrawn => self.paid.is_zero(),
            Status::Open
            | Status::Assigned
            | Status::Investigated
            | Status::Proposed
            | Status::Responded
            | Status::Resolved
            | Status::Closed => false,
        }
    }

    /// Whether the case was found to be no complaint of its own: registered twice or by mistake.
    /// Figures leave it out.
    pub(crate) fn is_mistaken(&self) -> bool {
        self.end.as_ref().is_some_and(|end| {
            let reason = end.outcome.as_deref();
            let mistake = reason.and_then(|reason| reason.parse::<MistakenCase>().ok());
            end.status == Status::Invalid && mistake.is_some()
        })
    }

    /// The case that goes on in place of this one, if this one was found to be its duplicate.
    pub(crate) fn duplicate_of(&self) -> Option<CaseId> {
        let other = self.duplicate_of.as_deref().filter(|_| self.is_mistaken());
        other?.parse().ok()
    }

    /// Whether the case is above its level at intake.
    pub(crate) fn is_escalated(&self, policy: &Policy) -> bool {
        policy.level_index(&self.level) > policy.level_index(&self.facts.level)
    }
}
