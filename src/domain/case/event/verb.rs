//! The keywords of events: values from a fixed set.

use crate::domain::message::{Message, text};
use crate::domain::word::Word;

/// The verdict of an investigation (B6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum Verdict {
    /// The complaint is justified.
    Substantiated,
    /// It is justified in part.
    Partly,
    /// It is not justified.
    Unsubstantiated,
}

/// The result of a final answer (B10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum ResultClass {
    /// The matter is solved.
    Solved,
    /// The complainant accepted the explanation.
    Explained,
    /// The complainant refused the answer; the organisation stated its position.
    Refused,
}

/// The attitude of the complainant to the answer (B10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum Attitude {
    /// The complainant is satisfied.
    Satisfied,
    /// Neither satisfied nor dissatisfied.
    Neutral,
    /// The complainant is dissatisfied.
    Dissatisfied,
}

/// A case that should not have been registered: a reason of `invalidate` in every policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum MistakenCase {
    /// The complaint is on record as another case.
    Duplicate,
    /// There is no such complaint.
    MistakenEntry,
}

/// The kind of a link to another case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum LinkKind {
    /// Another complaint with something in common.
    Related,
    /// The complainant complained of the same before.
    Repeated,
    /// The same complaint, registered twice.
    Duplicate,
    /// A case that belongs to this project.
    Member,
}

/// The reason for dissatisfaction in a follow-up (B13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum Grievance {
    /// The handling of the complaint, which must be repeated.
    Handling,
    /// The matter itself, which handling cannot change.
    Matter,
}

/// Whether a corrective action was effective (F1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum Efficacy {
    /// The action was effective.
    Effective,
    /// The action was not effective and must be repeated.
    Ineffective,
}

/// The decision of an appeal (B12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum Ruling {
    /// The organisation is responsible.
    Upheld,
    /// The matter had been handled properly before.
    HandledBefore,
    /// Outside our remit: already before a court or an authority, or the complainant is not the
    /// interested party.
    Dismissed,
    /// The complainant caused the matter.
    OwnCause,
}

/// How a dispute is settled (B18).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum Means {
    /// A mediator helps the parties to agree.
    Mediation,
    /// An arbitrator decides after a failed mediation.
    Arbitration,
}

/// The subject of a dispute, if the policy has rules for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum Matter {
    /// The shares of liability (B17).
    Liability,
}

/// The result of a spot check of a work order (E7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum Quality {
    /// The work order is correct.
    Right,
    /// The work order has faults.
    Wrong,
}

/// A fault of a work order (E7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum Fault {
    /// Its entries are wrong or incomplete.
    Filled,
    /// It was sent to the wrong department or holder.
    Routed,
}

/// The subject of a proposal (D5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum Subject {
    /// A remedy for the complainant.
    Remedy,
    /// The final answer.
    Answer,
    /// The decision of an appeal.
    Decision,
    /// Whether the complaint is valid.
    Validity,
    /// A higher amount in dispute.
    Loss,
    /// The shares of liability.
    Liability,
}

impl Subject {
    /// The subject as a message.
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
}
