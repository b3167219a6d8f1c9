//! The words of events: values that are one of a few.

use crate::domain::message::{Message, text};
use crate::domain::word::Word;

/// What an investigation found (B6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum Verdict {
    /// The complaint is justified.
    Substantiated,
    /// In part.
    Partly,
    /// It is not.
    Unsubstantiated,
}

/// How the complainant took the answer (B10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum ResultClass {
    /// The matter is solved.
    Solved,
    /// It was explained, and the explanation accepted.
    Explained,
    /// The complainant refused the answer; our position was stated.
    Refused,
}

/// How the complainant took it that they were answered so (B10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum Attitude {
    /// Content.
    Satisfied,
    /// Neither.
    Neutral,
    /// Not content.
    Dissatisfied,
}

/// What a complainant who was asked afterwards is dissatisfied with (B13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum Grievance {
    /// How the complaint was handled: it is to be done again.
    Handling,
    /// The matter itself, which handling cannot change.
    Matter,
}

/// How a corrective action proved (F1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum Efficacy {
    /// It helped.
    Effective,
    /// It did not: done again.
    Ineffective,
}

/// How an appeal was decided (B12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum Ruling {
    /// The organisation is responsible.
    Upheld,
    /// The matter had been handled properly before.
    HandledBefore,
    /// It is not for us to decide: already before a court or an authority, or not the interested
    /// party.
    Dismissed,
    /// The complainant's own cause.
    OwnCause,
}

/// How a dispute is settled (B18).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum Means {
    /// Somebody brings the two together.
    Mediation,
    /// Somebody decides it, once mediation has failed.
    Arbitration,
}

/// What a dispute is about, where the policy has a rule for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum Matter {
    /// Who is liable, and for how much (B17).
    Liability,
}

/// What a spot check of a work order found (E7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum Quality {
    /// Nothing is wrong with it.
    Right,
    /// Something is.
    Wrong,
}

/// What is wrong with a work order (E7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum Fault {
    /// It was filled in wrongly, or not in full.
    Filled,
    /// It went to the wrong department or holder.
    Routed,
}

/// What can be proposed for approval (D5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum Subject {
    /// What the complainant is to get.
    Remedy,
    /// The final answer.
    Answer,
    /// The decision of an appeal.
    Decision,
    /// Whether the complaint is a valid one.
    Validity,
    /// A higher amount in dispute.
    Loss,
    /// The shares of liability.
    Liability,
}

impl Subject {
    /// What is approved, as a message.
    pub(crate) fn message(self) -> Message {
        match self {
            Self::Remedy => text!("any remedy"),
            Self::Answer => text!("the final answer"),
            Self::Decision => text!("the decision of an appeal"),
            Self::Validity => text!("invalidity"),
            Self::Loss => text!("a higher loss"),
            Self::Liability => text!("the shares of liability"),
        }
    }

    /// What is approved, in words.
    // transition: for what still composes texts
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::Remedy => "any remedy",
            Self::Answer => "the final answer",
            Self::Decision => "the decision of an appeal",
            Self::Validity => "invalidity",
            Self::Loss => "a higher loss",
            Self::Liability => "the shares of liability",
        }
    }
}
