//! Disputes between departments or parties, and how they are settled.

use super::verb::{Matter, Means};

/// Two departments or parties do not agree (B18). One dispute at a time.
#[derive(Debug, Clone, PartialEq)]
pub struct Dispute {
    /// Who.
    pub between: String,
    /// With whom.
    pub and: String,
    /// What about, where that matters.
    pub about: Option<Matter>,
    /// What they do not agree on.
    pub text: String,
}

/// How the dispute that stands was settled, or that mediating it failed (B18).
#[derive(Debug, Clone, PartialEq)]
pub struct Settle {
    /// By mediation, or by arbitration after a mediation that failed.
    pub means: Means,
    /// Whether it failed; only a mediation does.
    pub failed: bool,
    /// What was agreed or decided.
    pub text: String,
}
