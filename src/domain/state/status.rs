//! The status of a case, and its flags.

use crate::domain::word::Word;

/// How far the newest round of a case has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Word)]
pub enum Status {
    Open,
    /// Handed to a holder.
    Assigned,
    /// Investigated, with a verdict.
    Investigated,
    /// A remedy was proposed.
    Proposed,
    /// The complainant has a final answer.
    Responded,
    /// The matter is settled.
    Resolved,
    /// The file is closed.
    Closed,
    /// Withdrawn by the complainant.
    Withdrawn,
    /// Not a valid complaint.
    Invalid,
}

impl Status {
    /// Whether the case is over.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Closed | Self::Withdrawn | Self::Invalid)
    }
}

/// A property of a case besides its status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum Flag {
    /// Waiting for the complainant.
    Paused,
    /// Above its level at intake.
    Escalated,
    /// An appeal is pending.
    Appealed,
    /// Reopened after its end.
    Reopened,
    /// A malicious or false complaint (A11).
    Malicious,
    /// A proposal lacks approvals.
    #[word("awaiting_approval")]
    AwaitingApproval,
}
