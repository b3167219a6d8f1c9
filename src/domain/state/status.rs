//! The status of a case, and its flags.

use std::fmt;

use crate::domain::message::words_in_messages;

/// How far the newest round of a case has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    /// Every status, in the order of a case's life.
    pub(crate) const ALL: [Self; 9] = [
        Self::Open,
        Self::Assigned,
        Self::Investigated,
        Self::Proposed,
        Self::Responded,
        Self::Resolved,
        Self::Closed,
        Self::Withdrawn,
        Self::Invalid,
    ];

    /// The word in lists and reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Assigned => "assigned",
            Self::Investigated => "investigated",
            Self::Proposed => "proposed",
            Self::Responded => "responded",
            Self::Resolved => "resolved",
            Self::Closed => "closed",
            Self::Withdrawn => "withdrawn",
            Self::Invalid => "invalid",
        }
    }

    /// Whether the case is over.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Closed | Self::Withdrawn | Self::Invalid)
    }
}

words_in_messages!(Status, Flag);

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl std::str::FromStr for Status {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL
            .into_iter()
            .find(|status| status.word() == text)
            .ok_or(())
    }
}

/// A property of a case besides its status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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
    AwaitingApproval,
}

impl Flag {
    /// Every flag, in display order.
    pub(crate) const ALL: [Self; 6] = [
        Self::Paused,
        Self::Escalated,
        Self::Appealed,
        Self::Reopened,
        Self::Malicious,
        Self::AwaitingApproval,
    ];

    /// The word in lists and reports.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Paused => "paused",
            Self::Escalated => "escalated",
            Self::Appealed => "appealed",
            Self::Reopened => "reopened",
            Self::Malicious => "malicious",
            Self::AwaitingApproval => "awaiting_approval",
        }
    }
}

impl std::str::FromStr for Flag {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL
            .into_iter()
            .find(|flag| flag.word() == text)
            .ok_or(())
    }
}
