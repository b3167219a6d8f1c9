//! What a case has come to: the fold of its events. Any set of events yields a state, never an error.
//!
//! What people did changes the state even where it was wrong (a close is a close); what *grants* (approve, refuse,
//! extend, pause, waive, invalidate) counts only as far as the judge lets it, see [`Effect`].

mod fold;
mod parts;
mod proposal;
mod standing;
mod status;

use rust_decimal::Decimal;

use super::case::Facts;
use super::case::event::{Asked, Attitude, FollowUp, Grievance, ResultClass, Subject, Verdict};
use super::names::{Handle, StaffId};
use super::policy::{Appellant, Policy, Trigger};
use super::time::Instant;
use super::timeline::ClockEvent;

pub(crate) use parts::{
    Action, Appeal, Dispute, End, Inspection, Investigation, Lesson, Stated, Step,
};
pub(crate) use proposal::{CaseAtProposal, Proposal};
pub use status::Flag;
pub use status::Status;

/// Whether an event has the effect that it states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    Counts,
    /// It was not granted, and grants nothing.
    Void,
    /// It says what is so already, and changes nothing.
    Repeated,
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
    /// The department in charge; while nobody has assigned the case, the one that its category or product line goes to.
    pub department: Option<String>,
    pub co_handlers: Vec<String>,
    /// Who dispatched it, with holder and department before: what `send-back` returns to.
    pub dispatches: Vec<Dispatch>,
    /// The kinds of the evidence that was attached.
    pub exhibits: Vec<String>,
    /// Since when it waits for the complainant.
    pub paused: Option<Instant>,
    /// The latest proposal of a remedy.
    pub proposal: Option<Proposal>,
    /// The other remedies carried out before the latest proposal was made.
    pub settled: Vec<Proposal>,
    /// The latest proposal of each other subject.
    pub drafts: Vec<Proposal>,
    /// The answers that were sent back for rework: who had drafted them, and when (E4).
    pub answers_sent_back: Vec<(StaffId, Instant)>,
    /// Emergencies carried out before the latest proposal was made: their approvals may still be to come.
    pub emergencies: Vec<Proposal>,
    /// The handles that proposals have had.
    pub handles: Vec<String>,
    /// What remedies carried out have cost.
    pub paid: Decimal,
    /// When it was last taken up again after it was over.
    pub reopened: Option<Instant>,
    /// What counts against those who have had it.
    pub charges: Vec<Charge>,
    /// How often its handling was done again (B13).
    pub reworks: u32,
    /// When the newest round began, by a reopening or an appeal; none for the first, which begins with the receipt.
    pub round_began: Option<Instant>,
    /// The latest appeal of the newest round.
    pub appeal: Option<Appeal>,
    /// The furthest stage of the newest round that is not an end.
    pub stage: Status,
    /// The first acknowledgement or final response of the newest round.
    pub acknowledged: Option<Instant>,
    /// The last final response of the newest round.
    pub responded: Option<(Instant, ResultClass)>,
    /// How the complainant took it.
    pub attitude: Option<Attitude>,
    /// The corrective actions, of any round.
    pub actions: Vec<Action>,
    /// The steps taken, of any round.
    pub steps: Vec<Step>,
    /// What others may learn from it, of any round.
    pub lessons: Vec<Lesson>,
    /// The last spot check, of any round.
    pub inspected: Option<Inspection>,
    /// The disputes, of any round.
    pub disputes: Vec<Dispute>,
    /// When the newest round was settled.
    pub resolved: Option<Instant>,
    /// Who held the case when it was resolved.
    pub holder_at_resolution: Option<StaffId>,
    /// The last follow-up of the newest round.
    pub followed_up: Option<FollowUp>,
    /// The last follow-up of each round before it that has one.
    pub followed_up_before: Vec<FollowUp>,
    /// The last investigation, of any round.
    pub investigation: Option<Investigation>,
    /// The last shares of liability that add up, of any round.
    pub liability: Option<Stated>,
    /// Whether it was found malicious or false when it was made invalid (A11).
    pub malicious: bool,
    /// How the newest round ended.
    pub end: Option<End>,
    /// What the clocks have to know.
    pub timeline: Vec<ClockEvent>,
    /// Changes that were taken back: what was late by then stays late.
    pub taken_back: Vec<ClockEvent>,
    /// The earliest event after registration.
    pub first_act: Option<Instant>,
}

/// Something that counts against whoever had the case then (E4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    pub ground: Ground,
    pub holder: Option<StaffId>,
    /// The department in charge.
    pub department: Option<String>,
}

/// What counts against whoever had a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ground {
    /// They had to be reminded (C3).
    Chased,
    /// The handling had to be done again (B13).
    Rework,
}

/// One handing over of a case.
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
            level: facts.level.clone(),
            registered: None,
            holder: None,
            department: None,
            co_handlers: Vec::new(),
            dispatches: Vec::new(),
            exhibits: Vec::new(),
            paused: None,
            proposal: None,
            settled: Vec::new(),
            drafts: Vec::new(),
            answers_sent_back: Vec::new(),
            emergencies: Vec::new(),
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
            holder_at_resolution: None,
            followed_up: None,
            followed_up_before: Vec::new(),
            investigation: None,
            liability: None,
            malicious: false,
            end: None,
            timeline: Vec::new(),
            taken_back: Vec::new(),
            first_act: None,
        }
    }

    /// The status: how the newest round ended, else how far it has come.
    pub fn status(&self) -> Status {
        self.end.as_ref().map_or(self.stage, |end| end.status)
    }

    /// The proposal that is still to be carried out.
    pub(crate) fn pending_proposal(&self) -> Option<&Proposal> {
        self.proposal
            .as_ref()
            .filter(|proposal| proposal.is_pending())
    }

    /// The remedy of the latest proposal that was not refused.
    pub(crate) fn latest_remedy(&self) -> Option<&str> {
        self.proposal
            .as_ref()
            .filter(|proposal| proposal.refused.is_none())?
            .terms
            .remedy()
    }

    /// The latest proposal about a subject.
    pub(crate) fn proposed(&self, subject: Subject) -> Option<&Proposal> {
        match subject {
            Subject::Remedy => self.proposal.as_ref(),
            Subject::Answer
            | Subject::Decision
            | Subject::Validity
            | Subject::Loss
            | Subject::Liability => self
                .drafts
                .iter()
                .find(|draft| draft.terms.subject() == subject),
        }
    }

    /// Every remedy that was carried out.
    pub(crate) fn carried_out(&self) -> impl Iterator<Item = &Proposal> {
        let all = self
            .settled
            .iter()
            .chain(&self.emergencies)
            .chain(&self.proposal);
        all.filter(|proposal| proposal.carried_out.is_some())
    }

    /// The proposals still to be carried out, that of a remedy first.
    pub fn pending(&self) -> impl Iterator<Item = &Proposal> {
        self.proposal
            .iter()
            .chain(&self.drafts)
            .filter(|proposal| proposal.is_pending())
    }

    /// The action of that handle.
    pub(crate) fn action(&self, plan: &Handle) -> Option<&Action> {
        self.actions.iter().find(|action| action.plan == *plan)
    }

    /// Whether every action proved effective, and a complaint found substantiated, if only in part, has one (B14).
    pub fn actions_are_effective(&self) -> bool {
        let asks =
            |investigation: &Investigation| investigation.verdict != Verdict::Unsubstantiated;
        let needed = self.investigation.as_ref().is_some_and(asks);
        self.actions.iter().all(Action::is_effective) && !(needed && self.actions.is_empty())
    }

    /// The dispute that is not settled yet; after a merge there may be several, then the first.
    pub fn open_dispute(&self) -> Option<&Dispute> {
        self.disputes
            .iter()
            .find(|dispute| dispute.settled.is_none())
    }

    /// The appeal that nobody has decided yet.
    pub fn undecided_appeal(&self) -> Option<&Appeal> {
        self.appeal
            .as_ref()
            .filter(|appeal| appeal.decided.is_none())
    }

    /// Whose appeal the newest round is about.
    pub(crate) fn appellant(&self) -> Appellant {
        self.appeal
            .as_ref()
            .map_or(Appellant::Nobody, Appeal::appellant)
    }

    /// Whether the complainant has an answer to appeal against, and no appeal stands: the newest round was answered,
    /// decided or ended (B12).
    pub(crate) fn can_be_appealed(&self) -> bool {
        (self.end.is_some() || self.responded.is_some() || self.appeal.is_some())
            && self.undecided_appeal().is_none()
    }

    /// Since when there is something to appeal against: the last answer or decision of the newest round, or that the case was
    /// found invalid; where there is none of these, the end of the case.
    pub(crate) fn appealable_since(&self) -> Option<Instant> {
        let answered = self.responded.map(|(at, _)| at);
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

    /// The proposals whose approvals are of account: emergencies of before, and the latest unless it was refused.
    pub(crate) fn accountable(&self) -> impl Iterator<Item = &Proposal> {
        let latest = self
            .proposal
            .as_ref()
            .filter(|proposal| proposal.refused.is_none());
        self.emergencies.iter().chain(latest)
    }

    /// Takes down for the clocks what came about with the last event: a proposal has all its approvals, evidence is there.
    pub(crate) fn mark(&mut self, signal: Trigger) {
        if let Some(event) = self.timeline.last_mut() {
            event.signals.push(signal);
        }
    }

    /// Whether the complainant can be asked how it went: the matter is settled, or they refused the final answer (B13).
    pub(crate) fn can_be_followed_up(&self) -> bool {
        self.resolved.is_some() || matches!(self.responded, Some((_, ResultClass::Refused)))
    }

    /// The last follow-up of each round that has one, in their order.
    pub(crate) fn follow_ups(&self) -> impl DoubleEndedIterator<Item = &FollowUp> {
        self.followed_up_before.iter().chain(&self.followed_up)
    }

    /// The last follow-up with marks: that of the newest round that has any, so that doing it again, or asking no more, does
    /// not make what was said unsaid (E6).
    pub(crate) fn asked(&self) -> Option<&FollowUp> {
        self.follow_ups()
            .rev()
            .find(|follow_up| matches!(follow_up, FollowUp::Asked(_)))
    }

    /// Whether the complainant, asked afterwards, is dissatisfied with the handling: it is to be done again (B13).
    pub(crate) fn wants_rework(&self) -> bool {
        self.followed_up.as_ref().and_then(FollowUp::grievance) == Some(Grievance::Handling)
    }

    /// Whether the complainant is not content with what was done (C4): they refused the final answer or took it
    /// dissatisfied, gave 1 or 2 of 5 marks, appealed, or had the case taken up again.
    pub fn is_dissatisfied(&self) -> bool {
        let refused = matches!(self.responded, Some((_, ResultClass::Refused)));
        let low = matches!(
            self.followed_up,
            Some(FollowUp::Asked(Asked { score: ..=2, .. }))
        );
        let took_it_ill = self.attitude == Some(Attitude::Dissatisfied);
        refused || took_it_ill || low || self.appeal.is_some() || self.reopened.is_some()
    }

    /// Whether the case is above the level at which it was taken in.
    pub(crate) fn is_escalated(&self, policy: &Policy) -> bool {
        policy.level_index(&self.level) > policy.level_index(&self.facts.level)
    }
}
