//! Corrective actions: planned, carried out, verified.

use complaint_derive::Keys;
use rust_decimal::Decimal;

use super::verb::Efficacy;
use crate::domain::case::record::ActionHandle;
use crate::domain::names::{Handle, StaffId};
use crate::domain::time::Instant;

/// Plans a corrective action.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "an action being planned", is())]
pub struct Plan {
    /// The handle of the action.
    #[key(as = ActionHandle, example = "K3TM", rule = "F1", headline = "({})", last)]
    pub plan: Handle,
    /// The action to take.
    #[key(example = "check every panel for dead pixels", rule = "F1", said)]
    pub action: String,
    /// The owner of the action.
    #[key(example = "zhang.min", rule = "F1", headline = "for {}")]
    pub owner: StaffId,
    /// The due date.
    #[key(example = "2026-12-15T18:00:00+08:00", rule = "F1", line = ", by {}")]
    pub until: Instant,
    /// For a project: the target decrease of complaints from month to month, in per cent.
    #[key(example = "10", rule = "F3", line = ", a fall of {} % a month")]
    pub fall: Option<Decimal>,
}

/// A planned action has been carried out.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "an action carried out", is())]
pub struct Done {
    /// The handle of the action.
    #[key(as = ActionHandle, example = "K3TM", rule = "F1", headline = "({})")]
    pub plan: Handle,
    /// Remarks.
    #[key(example = "all outlets were told", rule = "F1", said)]
    pub text: Option<String>,
}

/// The check of a completed action: it was effective, or must be repeated.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "the check of an action", is(Judgment))]
pub struct Verify {
    /// The handle of the action.
    #[key(as = ActionHandle, example = "K3TM", rule = "F1", headline = "({})", last)]
    pub plan: Handle,
    /// Whether the action was effective.
    #[key(example = "effective", rule = "F1", headline)]
    pub result: Efficacy,
    /// If it was ineffective: the new due date. It has a deadline, like the date of the plan.
    #[key(
        example = "2027-01-15T18:00:00+08:00",
        rule = "F1",
        line = ", again by {}"
    )]
    pub until: Option<Instant>,
    /// Remarks.
    #[key(example = "all outlets were told", rule = "F1", said)]
    pub text: Option<String>,
    /// The lesson for others: the known problem, what to do, what was improved. No personal names.
    /// Shown by `report lessons`.
    #[key(
        example = "dead pixels in the cold: bring it in, the panel is changed",
        rule = "F5",
        said
    )]
    pub lesson: Option<String>,
}
