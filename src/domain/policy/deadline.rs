//! Limits: what starts and stops them, how long they run, and when they hold.

use chrono::NaiveDate;

use crate::domain::calendar::{Roll, Span};
use crate::domain::case::{FactField, Verb};
use crate::domain::finding::Spot;

/// The name of the clock that a promise starts; no rule may have it.
pub const PROMISED: &str = "promised";

/// The name of the clock that an authority's date for an appeal starts; no rule may have it.
pub const CUT_OFF: &str = "cut-off";

/// What the clocks of corrective actions are counted under, and what their names begin with: `action-B4KT`.
pub const ACTION: &str = "action";

/// A limit with a start, a stop and a length.
#[derive(Debug, Clone, PartialEq)]
pub struct DeadlineRule {
    /// Its name; rules of one name are told apart by `when` and `since`.
    pub name: String,
    /// What starts it: whichever comes first.
    pub start: Vec<Trigger>,
    /// What stops it: whichever comes first.
    pub stop: Vec<Trigger>,
    /// How long it runs.
    pub within: Span,
    /// Whether a limit that would end on a day off moves to the next working day.
    pub roll: Roll,
    /// Whether a pause of the case stops it.
    pub pausable: Pausable,
    /// Whether each stop starts it again.
    pub repeat: Repeat,
    /// The conditions under which it holds; all of them.
    pub when: Vec<Condition>,
    /// It holds for receipts from this day on.
    pub since: Option<NaiveDate>,
    /// How it may be extended; none: not at all.
    pub extend: Option<ExtendRule>,
    /// Where it stands in the policy.
    pub spot: Spot,
}

/// Whether a pause of the case stops a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pausable {
    /// It does.
    Yes,
    /// It goes on.
    No,
}

/// Whether each stop of a clock starts it again (C3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeat {
    /// It runs once in a round.
    Once,
    /// Until the matter is resolved or the case over.
    Again,
}

/// What starts or stops a clock.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Trigger {
    /// The receipt; as a start only.
    Received,
    /// A date among the facts, such as `delivered`; as a start only (C7).
    Date(FactField),
    /// An event of this verb; `respond` means the final response.
    Verb(Verb),
    /// An interim response.
    Interim,
    /// `acknowledged`: an acknowledgement or a final response.
    Acknowledged,
    /// `resolved`: the matter is settled, as the design defines it.
    Resolved,
    /// `approved`: a proposal has all the approvals it needs; as a stop or a start.
    Approved,
    /// `evidence`: all the evidence that the case needs is there; as a stop or a start (A9).
    Evidence,
    /// `emergency`: a proposal that is marked so; as a start only (D3).
    Emergency,
    /// `step:NAME`: a step of the organisation's own, put on record by `note --step` (B19). As it is written.
    Step(String),
}

/// One condition of `when`: a fact that has to be one of some values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// Which fact.
    pub fact: ConditionFact,
    /// The values of which one has to hold.
    pub values: Vec<String>,
}

/// A fact or derived value that a `when` can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConditionFact {
    /// The level that the case is at.
    Level,
    /// `working-day` or `day-off`: the day of the receipt.
    ReceivedOn,
    /// Whose appeal the newest round is about (B12).
    Appeal,
    /// What the last investigation found.
    Verdict,
    /// Why it came about, as the last investigation has it.
    Cause,
    /// The remedy of the latest proposal, unless that was refused.
    Remedy,
    /// How the last final response of the newest round was taken.
    Result,
    /// A fact that is a text; a category is also each one that it belongs to.
    Fact(FactField),
}

/// Whose appeal a round is about (B12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Appellant {
    /// `none`: it is no round of an appeal.
    Nobody,
    /// The complainant's.
    Complainant,
    /// A regulator's, or an association's.
    Regulator,
}

/// How a deadline may be extended (C5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtendRule {
    /// The lowest role that may grant it; none: whoever may use `extend`.
    pub role: Option<String>,
    /// How often; none: without limit.
    pub times: Option<u32>,
    /// The absolute ceiling, counted from the start.
    pub ceiling: Option<Span>,
}
