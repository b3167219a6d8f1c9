//! The parts of a case beside its proposals: what was done about it, what became of it.

use rust_decimal::Decimal;

use super::Status;
use crate::domain::case::event::{Efficacy, Fault, Matter, Means, Quality, Ruling, Verdict};
use crate::domain::names::{Handle, StaffId};
use crate::domain::policy::Appellant;
use crate::domain::share::Share;
use crate::domain::time::Instant;

/// A corrective action, with what became of it (F1).
#[derive(Debug, Clone, PartialEq)]
pub struct Action {
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
    pub at: Instant,
    pub by: StaffId,
    /// Whether the work order was right.
    pub result: Quality,
    /// What was wrong with it.
    pub faults: Vec<Fault>,
}

impl Action {
    /// Whether it was done and proved effective.
    pub(crate) fn is_effective(&self) -> bool {
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
    pub reference: Option<String>,
    /// Who held the case when the matter was resolved, else when the appeal came in.
    pub former_holder: Option<StaffId>,
    /// When it was decided, and how.
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

/// A step of the organisation's own that was taken (B19).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub name: String,
    /// Who put it on record.
    pub by: StaffId,
    /// When it was taken.
    pub at: Instant,
}

/// A dispute between two, with what became of it (B18).
#[derive(Debug, Clone, PartialEq)]
pub struct Dispute {
    pub at: Instant,
    /// Who does not agree.
    pub between: String,
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
    pub lead: Option<StaffId>,
}

/// Who is responsible, as it was last stated (B17).
#[derive(Debug, Clone, PartialEq)]
pub struct Stated {
    pub at: Instant,
    pub by: StaffId,
    /// The parties with their shares of the whole.
    pub shares: Vec<(String, Share)>,
}
