//! Appeals and how they are decided.

use super::verb::Ruling;
use crate::domain::time::Instant;

/// The complainant does not accept how it was handled, or a regulator takes the matter up (B12). Begins a new round; a
/// complainant appeals once there is an answer, a regulator at any time.
#[derive(Debug, Clone, PartialEq)]
pub struct Appeal {
    /// Why.
    pub reason: String,
    /// The regulator or association that it came from; none: from the complainant.
    pub regulator: Option<String>,
    /// Its reference there.
    pub reference: Option<String>,
    /// By when it has to be decided, if a date was set.
    pub cutoff: Option<Instant>,
}

/// The outcome of the appeal that stands (B12).
#[derive(Debug, Clone, PartialEq)]
pub struct Decide {
    /// How it was decided.
    pub outcome: Ruling,
    /// Remarks: the cause, the place of responsibility, an authority's opinion.
    pub text: Option<String>,
}
