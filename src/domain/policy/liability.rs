//! Who is liable unless an investigation says otherwise.

use super::Condition;
use crate::domain::finding::Spot;
use crate::domain::share::Share;

/// Shares of liability that hold by default (B17).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiabilityRule {
    /// For which cases; all of the conditions.
    pub when: Vec<Condition>,
    /// The deadline that has to have been missed; none: no deadline.
    pub missed: Option<String>,
    /// The parties with their shares; they add up to the whole.
    pub shares: Vec<(String, Share)>,
    /// Where it stands in the policy.
    pub spot: Spot,
}
