//! Who approves what, what one person may not do alone, and what closing asks for.

use rust_decimal::Decimal;

use super::Condition;
use crate::domain::case::event::Subject;
use crate::domain::finding::Spot;
use crate::domain::message::{Message, all_of, any_of, message, one, text};
use crate::domain::wording;

/// Who approves what (D1 to D5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApprovalRule {
    /// What is approved; a remedy where the policy does not say (D5, B8).
    pub subject: Subject,
    /// For these remedies; empty: for any.
    pub remedies: Vec<String>,
    /// For these categories; empty: for any.
    pub categories: Vec<String>,
    /// For which cases, by the facts as they stood at the proposal; all of the conditions (D4).
    pub when: Vec<Condition>,
    /// Which amount the limit is about.
    pub measure: Measure,
    /// Up to which amount.
    pub limit: Limit,
    /// Who has to approve, by role; none: on one's own.
    pub approvers: Vec<String>,
    /// How several of them go together.
    pub assent: Assent,
    /// Whether they may follow in an emergency.
    pub papers: Papers,
    /// Where it stands in the policy.
    pub spot: Spot,
}

/// An amount that authority is judged on (D5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Measure {
    /// `proposal`: what is proposed, and what the case has been paid before.
    Proposal,
    /// `goods`: what the goods were sold for: quantity times price.
    Goods,
    /// `dispute`: the amount in dispute.
    Dispute,
}

/// What a proposal comes to, by each measure; in the policy's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exposure {
    /// What is proposed, and what the case has been paid before.
    pub proposal: Decimal,
    /// What the goods were sold for; where the facts do not say, the amount in dispute.
    pub goods: Option<Decimal>,
    /// The amount in dispute.
    pub dispute: Option<Decimal>,
}

/// How several approvers go together (D5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Assent {
    /// `all`: every one of them, each by a person of its own, in any order.
    All,
    /// `any`: one of them.
    Any,
    /// `sequence`: every one of them, each by a person of its own, in the order of the list.
    Sequence,
}

/// When the approvals of an emergency are on record (D3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Papers {
    /// `before`: before anything is carried out, as ever.
    Before,
    /// `after`: what is proposed as an emergency goes ahead, and closing waits for them.
    After,
    /// `oral`: what is proposed as an emergency goes ahead once those who have to approve it agreed by telephone, each
    /// named; their own approvals are the papers, and closing waits for them.
    Oral,
}

/// The upper end of an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Less than this.
    Below(Decimal),
    /// This or less.
    UpTo(Decimal),
    /// Any amount.
    None,
}

/// Two steps of one case that the same person may not take (D6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Separation {
    /// `approver-proposer`: who proposed does not approve. Always in force for approvals that are needed.
    ApproverProposer,
    /// `proposer-alone`: a proposer's own tier does not cover it; somebody else approves.
    ProposerAlone,
    /// `follow-up-handler`: who held the case when it was resolved does not follow it up.
    FollowUpHandler,
    /// `close-handler`: who held the case when it was resolved does not close it.
    CloseHandler,
    /// `decide-handler`: who held the case when it was resolved does not decide the appeal.
    DecideHandler,
    /// `inspect-handler`: who took the case in, dispatched or held it does not check it.
    InspectHandler,
}

/// Something that must be done before a case is closed (B14).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gate {
    /// What.
    pub need: Requirement,
    /// Under which conditions; all of them.
    pub when: Vec<Condition>,
    /// Where it stands in the policy.
    pub spot: Spot,
}

/// What a gate asks for: something that every organisation knows, or a step of its own.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Requirement {
    /// One of the program's words.
    Need(Need),
    /// `step:NAME`: that step is on record (B19).
    Step(String),
}

/// What a gate asks for that every organisation knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Need {
    /// `authority`: no proposal without its approvals.
    Authority,
    /// `response`: a final response.
    Response,
    /// `resolved`: the matter is settled.
    Resolved,
    /// `follow-up`: followed up, or waived.
    FollowUp,
    /// `verdict`: an investigation with its verdict.
    Verdict,
    /// `cause`: an investigation that names the cause.
    Cause,
    /// `actions`: a substantiated complaint has corrective actions, and all are done and verified effective.
    Actions,
    /// `disputes`: no dispute stands.
    Disputes,
    /// `acknowledged`: the complainant was told that it was received.
    Acknowledged,
    /// `evidence`: the evidence that the case needs is there (A9).
    Evidence,
}

impl Exposure {
    /// The amount by one measure, and never less than what is proposed: a fact that is left out, or put low, makes nothing
    /// cheaper.
    pub fn by(self, measure: Measure) -> Decimal {
        match measure {
            Measure::Proposal => self.proposal,
            Measure::Goods => self
                .goods
                .map_or(self.proposal, |goods| goods.max(self.proposal)),
            Measure::Dispute => self
                .dispute
                .map_or(self.proposal, |dispute| dispute.max(self.proposal)),
        }
    }
}

impl Limit {
    /// Whether an amount is within the limit.
    pub fn covers(self, amount: Decimal) -> bool {
        match self {
            Self::Below(limit) => amount < limit,
            Self::UpTo(limit) => amount <= limit,
            Self::None => true,
        }
    }
}

impl Assent {
    /// Some roles as they go together: `a clerk and an auditor`, `a clerk or an auditor`, `a clerk, then an auditor`.
    pub fn approvers(self, roles: &[&str]) -> Message {
        let each = roles.iter().map(|role| one(role));
        match self {
            Self::All => message!("{roles}", roles = all_of(each)),
            Self::Any => message!("{roles}", roles = any_of(each)),
            Self::Sequence => each
                .map(|role| message!("{role}", role))
                .reduce(|first, then| message!("{first}, then {then}", first, then))
                .unwrap_or(text!("nobody")),
        }
    }

    /// The same as a text.
    // transition: for what still composes texts
    pub fn in_words(self, roles: &[&str]) -> String {
        let each = || {
            roles
                .iter()
                .map(|role| wording::one(role))
                .collect::<Vec<_>>()
        };
        match self {
            Self::All => wording::one_of_each(roles),
            Self::Any => wording::any_of(&each()),
            Self::Sequence => each().join(", then "),
        }
    }
}
