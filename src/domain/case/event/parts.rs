//! What several verbs record alike: replies, follow-ups, the terms of a proposal.

use rust_decimal::Decimal;

use super::verb::ResultClass;
use crate::domain::names::Handle;
use crate::domain::time::Instant;

/// What a reply to the complainant was.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// The answer, and how it was taken.
    Final(ResultClass),
    /// Progress, with a new promised time.
    Interim {
        /// By when the answer is promised.
        promise: Option<Instant>,
    },
}

/// What a follow-up brought.
#[derive(Debug, Clone, PartialEq)]
pub enum FollowUp {
    /// The complainant was asked.
    Asked {
        /// The mark, 1 to 5.
        score: u8,
        /// What they said.
        comment: Option<String>,
    },
    /// Nobody was asked, and why.
    Waived(String),
}

/// What a proposal, and each approval or refusal of it, says it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// The proposal's handle.
    pub proposal: Handle,
    /// What the complainant is to get.
    pub remedy: String,
    /// How much; none counts as 0.
    pub amount: Option<Decimal>,
}

impl Terms {
    /// The amount that authority is judged on: none counts as 0.
    pub fn worth(&self) -> Decimal {
        self.amount.unwrap_or_default()
    }
}
