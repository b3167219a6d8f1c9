//! What a case has come to: the fold of its events. Any set of events yields a state, never an error.
//!
//! What people did changes the state even where it was wrong (a close is a close); what *grants* (approve, refuse,
//! extend, pause, waive, invalidate) counts only as far as the judge lets it, see [`Effect`].

mod fold;
mod status;

use rust_decimal::Decimal;

use super::case::event::{
    Attitude, Efficacy, Fault, FollowUp, Grievance, Matter, Means, Quality, ResultClass, Ruling, Subject, Terms,
    Verdict,
};
use super::case::{FactField, Facts};
use super::names::{Handle, StaffId};
use super::policy::{Appellant, Exposure, Policy, Trigger};
use super::share::Share;
use super::time::Instant;
use super::timeline::Moment;

pub use status::{Flag, Status};

/// Whether an event has the effect that it states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It has.
    Counts,
    /// It was not granted, and grants nothing.
    Void,
    /// It says what is so already, and changes nothing.
    Repeated,
}

/// What was proposed, a remedy or something else, with what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// Handle, remedy or subject, and amount.
    pub terms: Terms,
    /// What was said with it; of an answer its draft.
    pub text: Option<String>,
    /// Who proposed it.
    pub by: StaffId,
    /// When.
    pub at: Instant,
    /// The case as it stood then: authority is judged on that.
    pub then: Circumstances,
    /// What the case had paid before: authority is judged on both together.
    pub paid_before: Decimal,
    /// Whether it was marked an emergency (D3).
    pub emergency: bool,
    /// Who agreed to it by telephone before.
    pub agreed: Vec<StaffId>,
    /// Approvals that count, each with its instant.
    pub approvals: Vec<(StaffId, Instant)>,
    /// Who refused it, and why.
    pub refused: Option<(StaffId, String)>,
    /// When it was carried out: the remedy resolved, the answer given, the appeal decided.
    pub carried_out: Option<Instant>,
}

/// How a case stood when something was proposed: what the `when` of an approval is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Circumstances {
    /// The facts, as corrected by then.
    pub facts: Facts,
    /// The level that it was at.
    pub level: String,
    /// Whose appeal the round was about.
    pub appeal: Appellant,
    /// The last investigation.
    pub investigation: Option<Investigation>,
    /// The remedy of the latest proposal that was not refused.
    pub remedy: Option<String>,
    /// How the last final response of the round was taken.
    pub result: Option<ResultClass>,
}

impl From<&State> for Circumstances {
    fn from(state: &State) -> Self {
        Self {
            facts: state.facts.clone(),
            level: state.level.clone(),
            appeal: state.appellant(),
            investigation: state.investigation.clone(),
            remedy: state.latest_remedy().map(str::to_owned),
            result: state.responded.map(|(_, result)| result),
        }
    }
}

impl Proposal {
    /// Something that is proposed for a case as it stands.
    pub fn new(terms: Terms, by: StaffId, at: Instant, state: &State) -> Self {
        let is_remedy = terms.subject() == Subject::Remedy;
        Self {
            terms,
            text: None,
            by,
            at,
            then: Circumstances::from(state),
            paid_before: if is_remedy { state.paid } else { Decimal::ZERO },
            emergency: false,
            agreed: Vec::new(),
            approvals: Vec::new(),
            refused: None,
            carried_out: None,
        }
    }

    /// Whether it is still to be carried out.
    pub fn is_pending(&self) -> bool {
        self.refused.is_none() && self.carried_out.is_none()
    }

    /// The amounts that authority is judged on.
    pub fn exposure(&self) -> Exposure {
        let proposal = self.terms.worth().saturating_add(self.paid_before);
        let fact = |field| self.then.facts.amount(field);
        let dispute = fact(FactField::Amount);
        let sold_for = fact(FactField::Quantity).zip(fact(FactField::Price));
        let sold_for = sold_for.map(|(quantity, price)| quantity.saturating_mul(price));
        Exposure { proposal, goods: sold_for.or(dispute), dispute }
    }
}

/// A corrective action, with what became of it (F1).
#[derive(Debug, Clone, PartialEq)]
pub struct Action {
    /// Its handle.
    pub plan: Handle,
    /// What is to be done.
    pub action: String,
    /// Who sees to it.
    pub owner: StaffId,
    /// By when; none where it proved ineffective and has no new date.
    pub until: Option<Instant>,
    /// When it was carried out; none again where that proved ineffective.
    pub done: Option<Instant>,
    /// How it proved at last.
    pub verified: Option<Efficacy>,
    /// By how many per cent the complaints of a project are to fall from month to month.
    pub fall: Option<Decimal>,
}

/// What others may learn from an action that proved effective (F5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lesson {
    /// Since when it is known.
    pub at: Instant,
    /// The known problem, what to do, what was improved.
    pub text: String,
}

/// A spot check (E7).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspection {
    /// When.
    pub at: Instant,
    /// By whom.
    pub by: StaffId,
    /// Whether the work order was right.
    pub result: Quality,
    /// What was wrong with it.
    pub faults: Vec<Fault>,
}

impl Action {
    /// Whether it was done and proved effective.
    pub fn is_effective(&self) -> bool {
        self.done.is_some() && self.verified == Some(Efficacy::Effective)
    }
}

/// The latest appeal, with what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Appeal {
    /// When it came in.
    pub at: Instant,
    /// The regulator or association that it came from; none: from the complainant.
    pub regulator: Option<String>,
    /// Its reference there.
    pub reference: Option<String>,
    /// Who held the case when the matter was resolved, else when the appeal came in.
    pub handler: Option<StaffId>,
    /// When it was decided, and how.
    pub decided: Option<(Instant, Ruling)>,
}

impl Appeal {
    /// Whose it is.
    pub fn appellant(&self) -> Appellant {
        if self.regulator.is_some() { Appellant::Regulator } else { Appellant::Complainant }
    }
}

/// A step of the organisation's own that was taken (B19).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its name.
    pub name: String,
    /// Who put it on record.
    pub by: StaffId,
    /// When it was taken.
    pub at: Instant,
}

/// A dispute between two, with what became of it (B18).
#[derive(Debug, Clone, PartialEq)]
pub struct Dispute {
    /// Since when.
    pub at: Instant,
    /// Who does not agree.
    pub between: String,
    /// With whom.
    pub and: String,
    /// What about, where that matters.
    pub about: Option<Matter>,
    /// When mediating it failed.
    pub mediated: Option<Instant>,
    /// When it was settled, and how.
    pub settled: Option<(Instant, Means)>,
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
    /// Who led it.
    pub lead: Option<StaffId>,
}

/// Who is responsible, as it was last stated (B17).
#[derive(Debug, Clone, PartialEq)]
pub struct Stated {
    /// When.
    pub at: Instant,
    /// By whom.
    pub by: StaffId,
    /// The parties with their shares of the whole.
    pub shares: Vec<(String, Share)>,
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
    /// Departments that help.
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
    pub handler: Option<StaffId>,
    /// The last follow-up of the newest round.
    pub followed_up: Option<FollowUp>,
    /// The last investigation, of any round.
    pub investigation: Option<Investigation>,
    /// The last shares of liability that add up, of any round.
    pub liability: Option<Stated>,
    /// Whether it was found malicious or false when it was made invalid (A11).
    pub malicious: bool,
    /// How the newest round ended.
    pub end: Option<End>,
    /// What the clocks have to know.
    pub timeline: Vec<Moment>,
    /// Changes that were taken back: what was late by then stays late.
    pub taken_back: Vec<Moment>,
    /// The earliest event after registration.
    pub first_act: Option<Instant>,
}

/// Something that counts against whoever had the case then (E4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    /// What.
    pub ground: Ground,
    /// Who had it.
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
            handler: None,
            followed_up: None,
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
    pub fn pending_proposal(&self) -> Option<&Proposal> {
        self.proposal.as_ref().filter(|proposal| proposal.is_pending())
    }

    /// The remedy of the latest proposal that was not refused.
    pub fn latest_remedy(&self) -> Option<&str> {
        self.proposal.as_ref().filter(|proposal| proposal.refused.is_none())?.terms.remedy()
    }

    /// The latest proposal about a subject.
    pub fn proposed(&self, subject: Subject) -> Option<&Proposal> {
        match subject {
            Subject::Remedy => self.proposal.as_ref(),
            Subject::Answer | Subject::Decision | Subject::Validity | Subject::Loss | Subject::Liability => {
                self.drafts.iter().find(|draft| draft.terms.subject() == subject)
            }
        }
    }

    /// Every remedy that was carried out.
    pub fn carried_out(&self) -> impl Iterator<Item = &Proposal> {
        let all = self.settled.iter().chain(&self.emergencies).chain(&self.proposal);
        all.filter(|proposal| proposal.carried_out.is_some())
    }

    /// The proposals still to be carried out, that of a remedy first.
    pub fn pending(&self) -> impl Iterator<Item = &Proposal> {
        self.proposal.iter().chain(&self.drafts).filter(|proposal| proposal.is_pending())
    }

    /// The action of that handle.
    pub fn action(&self, plan: &Handle) -> Option<&Action> {
        self.actions.iter().find(|action| action.plan == *plan)
    }

    /// Whether every action proved effective, and a complaint found substantiated, if only in part, has one (B14).
    pub fn actions_are_effective(&self) -> bool {
        let asks = |investigation: &Investigation| investigation.verdict != Verdict::Unsubstantiated;
        let needed = self.investigation.as_ref().is_some_and(asks);
        self.actions.iter().all(Action::is_effective) && !(needed && self.actions.is_empty())
    }

    /// The dispute that is not settled yet; after a merge there may be several, then the first.
    pub fn open_dispute(&self) -> Option<&Dispute> {
        self.disputes.iter().find(|dispute| dispute.settled.is_none())
    }

    /// The appeal that nobody has decided yet.
    pub fn undecided_appeal(&self) -> Option<&Appeal> {
        self.appeal.as_ref().filter(|appeal| appeal.decided.is_none())
    }

    /// Whose appeal the newest round is about.
    pub fn appellant(&self) -> Appellant {
        self.appeal.as_ref().map_or(Appellant::Nobody, Appeal::appellant)
    }

    /// Whether the complainant has an answer to appeal against, and no appeal stands: the newest round was answered,
    /// decided or ended (B12).
    pub fn can_be_appealed(&self) -> bool {
        (self.end.is_some() || self.responded.is_some() || self.appeal.is_some()) && self.undecided_appeal().is_none()
    }

    /// Since when there is something to appeal against: the last answer or decision of the newest round, or that the case was
    /// found invalid; where there is none of these, the end of the case.
    pub fn appealable_since(&self) -> Option<Instant> {
        let answered = self.responded.map(|(at, _)| at);
        let decided = self.appeal.as_ref().and_then(|appeal| appeal.decided).map(|(at, _)| at);
        let invalid = self.end.as_ref().filter(|end| end.status == Status::Invalid).map(|end| end.at);
        let last = answered.max(decided).max(invalid);
        last.or_else(|| self.end.as_ref().map(|end| end.at))
    }

    /// The proposals whose approvals are of account: emergencies of before, and the latest unless it was refused.
    pub fn accountable(&self) -> impl Iterator<Item = &Proposal> {
        let latest = self.proposal.as_ref().filter(|proposal| proposal.refused.is_none());
        self.emergencies.iter().chain(latest)
    }

    /// Takes down for the clocks what came about with the last event: a proposal has all its approvals, evidence is there.
    pub fn mark(&mut self, signal: Trigger) {
        if let Some(moment) = self.timeline.last_mut() {
            moment.signals.push(signal);
        }
    }

    /// Whether the complainant can be asked how it went: the matter is settled, or they refused the final answer (B13).
    pub fn can_be_followed_up(&self) -> bool {
        self.resolved.is_some() || matches!(self.responded, Some((_, ResultClass::Refused)))
    }

    /// Whether the complainant, asked afterwards, is dissatisfied with the handling: it is to be done again (B13).
    pub fn wants_rework(&self) -> bool {
        matches!(self.followed_up, Some(FollowUp::Asked { because: Some(Grievance::Handling), .. }))
    }

    /// Whether the complainant is not content with what was done (C4): they refused the final answer or took it
    /// dissatisfied, gave 1 or 2 of 5 marks, appealed, or had the case taken up again.
    pub fn is_dissatisfied(&self) -> bool {
        let refused = matches!(self.responded, Some((_, ResultClass::Refused)));
        let low = matches!(self.followed_up, Some(FollowUp::Asked { score: ..=2, .. }));
        let took_it_ill = self.attitude == Some(Attitude::Dissatisfied);
        refused || took_it_ill || low || self.appeal.is_some() || self.reopened.is_some()
    }

    /// Whether the case is above the level at which it was taken in.
    pub fn is_escalated(&self, policy: &Policy) -> bool {
        policy.level_index(&self.level) > policy.level_index(&self.facts.level)
    }
}
