//! Corrective actions: planned, carried out, verified.

use rust_decimal::Decimal;

use super::verb::Efficacy;
use crate::domain::names::{Handle, StaffId};
use crate::domain::time::Instant;

/// A corrective, preventive or improving action is planned (F1).
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Its handle.
    pub plan: Handle,
    /// What is to be done.
    pub action: String,
    /// Who sees to it.
    pub owner: StaffId,
    /// By when.
    pub until: Instant,
    /// By how many per cent the complaints of a project are to fall from month to month (F3).
    pub fall: Option<Decimal>,
}

/// A planned action was carried out (F1).
#[derive(Debug, Clone, PartialEq)]
pub struct Done {
    /// The handle of the action.
    pub plan: Handle,
    /// Remarks.
    pub text: Option<String>,
}

/// An action that was carried out proved effective, or has to be done again (F1).
#[derive(Debug, Clone, PartialEq)]
pub struct Verify {
    /// The handle of the action.
    pub plan: Handle,
    /// How it proved.
    pub result: Efficacy,
    /// By when it is to be done again, where it was ineffective.
    pub until: Option<Instant>,
    /// Remarks.
    pub text: Option<String>,
    /// What others may learn from it: the known problem, what to do, what was improved; without personal data (F5).
    pub lesson: Option<String>,
}
