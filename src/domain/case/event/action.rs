//! Corrective actions: planned, carried out, verified.

use complaint_derive::Keys;
use rust_decimal::Decimal;

use super::verb::Efficacy;
use crate::domain::case::record::ActionHandle;
use crate::domain::names::{Handle, StaffId};
use crate::domain::time::Instant;

/// A corrective action is planned.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "an action being planned", grants = no, imports = no)]
pub struct Plan {
    /// The handle of the action.
    #[key(as = ActionHandle, example = "K3TM", rule = "F1", headline = "({})", last)]
    pub plan: Handle,
    /// What is to be done.
    #[key(example = "check every panel for dead pixels", rule = "F1", said)]
    pub action: String,
    /// Who sees to it.
    #[key(example = "zhang.min", rule = "F1", headline = "for {}")]
    pub owner: StaffId,
    /// By when.
    #[key(example = "2026-12-15T18:00:00+08:00", rule = "F1", line = ", by {}")]
    pub until: Instant,
    /// By how many per cent the complaints of a project are to fall from month to month.
    #[key(example = "10", rule = "F3", line = ", a fall of {} % a month")]
    pub fall: Option<Decimal>,
}

/// A planned action was carried out.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "an action carried out", grants = no, imports = no)]
pub struct Done {
    /// The handle of the action.
    #[key(as = ActionHandle, example = "K3TM", rule = "F1", headline = "({})")]
    pub plan: Handle,
    /// Remarks.
    #[key(example = "all outlets were told", rule = "F1", said)]
    pub text: Option<String>,
}

/// An action that was done proved effective, or has to be done again.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(
    noun = "the check of an action",
    grants = no,
    imports = no
)]
pub struct Verify {
    /// The handle of the action.
    #[key(as = ActionHandle, example = "K3TM", rule = "F1", headline = "({})", last)]
    pub plan: Handle,
    /// How it proved.
    #[key(example = "effective", rule = "F1", headline)]
    pub result: Efficacy,
    /// By when it is to be done again, where it was ineffective; a clock runs to that date, as from
    /// the plan.
    #[key(
        example = "2027-01-15T18:00:00+08:00",
        rule = "F1",
        line = ", again by {}"
    )]
    pub until: Option<Instant>,
    /// Remarks.
    #[key(example = "all outlets were told", rule = "F1", said)]
    pub text: Option<String>,
    /// What others may learn: the known problem, what to do, what was improved; nobody's name.
    /// `report lessons` shows it.
    #[key(
        example = "dead pixels in the cold: bring it in, the panel is changed",
        rule = "F5",
        said
    )]
    pub lesson: Option<String>,
}
