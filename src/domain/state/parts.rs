//! The parts of a case other than its proposals.

use rust_decimal::Decimal;

use super::Status;
use crate::domain::case::FactField;
use crate::domain::case::event::{
    Efficacy, Fault, Matter, Means, Quality, ResultClass, Ruling, Verdict,
};
use crate::domain::names::{Handle, StaffId};
use crate::domain::policy::Appellant;
use crate::domain::share::Share;
use crate::domain::time::Instant;

/// A corrective action and its outcome (F1).
#[derive(Debug, Clone, PartialEq)]
pub struct Action {
    pub plan: Handle,
    /// What is to be done.
    pub action: String,
    pub owner: StaffId,
    /// The due instant; `None` if it proved ineffective and has no new date.
    pub until: Option<Instant>,
    /// When it was carried out; reset to `None` if it proved ineffective.
    pub done: Option<Instant>,
    /// The result of the last verification.
    pub verified: Option<Efficacy>,
    /// For a project: the targeted monthly fall of complaints, in per cent.
    pub fall: Option<Decimal>,
}

/// A lesson from an action that proved effective (F5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lesson {
    pub at: Instant,
    /// The problem, what to do, and what was improved.
    pub text: String,
}

/// A spot check (E7).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspection {
    pub at: Instant,
    pub by: StaffId,
    /// Whether the work order was right.
    pub result: Quality,
    pub faults: Vec<Fault>,
}

impl Action {
    /// Whether it was carried out and proved effective.
    pub(crate) fn is_effective(&self) -> bool {
        self.done.is_some() && self.verified == Some(Efficacy::Effective)
    }
}

/// The last final answer of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub at: Instant,
    /// How the complainant took it; `None` while nobody has said so.
    pub result: Option<ResultClass>,
    /// The remedy that it carries.
    pub remedy: Option<Handle>,
}

/// An amended fact.
#[derive(Debug, Clone, PartialEq)]
pub struct Amendment {
    pub by: StaffId,
    pub field: FactField,
    pub to: Option<String>,
}

/// The latest appeal and its outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Appeal {
    /// When it came in.
    pub at: Instant,
    /// The regulator or association that lodged it; `None` if the complainant did.
    pub regulator: Option<String>,
    pub reference: Option<String>,
    /// The handlers of the round that it is about.
    pub former_handlers: Vec<StaffId>,
    /// The instant and the outcome of the decision.
    pub decided: Option<(Instant, Ruling)>,
}

impl Appeal {
    pub(crate) fn appellant(&self) -> Appellant {
        if self.regulator.is_some() {
            Appellant::Regulator
        } else {
            Appellant::Complainant
        }
    }
}

/// A step defined by the organisation (B19).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub name: String,
    /// Who recorded it.
    pub by: StaffId,
    pub at: Instant,
}

/// A dispute between two parties and its outcome (B18).
#[derive(Debug, Clone, PartialEq)]
pub struct Dispute {
    pub at: Instant,
    /// The first party.
    pub between: String,
    pub and: String,
    /// The subject of the dispute, if it affects permissions.
    pub about: Option<Matter>,
    /// When mediation failed.
    pub mediated: Option<Instant>,
    /// The instant and the means of the settlement.
    pub settled: Option<(Instant, Means)>,
}

/// How a round ended.
#[derive(Debug, Clone, PartialEq)]
pub struct End {
    pub at: Instant,
    /// `closed`, `withdrawn` or `invalid`.
    pub status: Status,
    /// The outcome of a closing, or the reason of another end.
    pub outcome: Option<String>,
}

/// The result of an investigation.
#[derive(Debug, Clone, PartialEq)]
pub struct Investigation {
    /// Whether the complaint is justified.
    pub verdict: Verdict,
    /// The cause of the complaint.
    pub cause: Option<String>,
    /// Who recorded it.
    pub by: StaffId,
    pub lead: Option<StaffId>,
}

/// The shares of liability as last stated (B17).
#[derive(Debug, Clone, PartialEq)]
pub struct Stated {
    pub at: Instant,
    pub by: StaffId,
    /// The parties and their shares.
    pub shares: Vec<(String, Share)>,
}
