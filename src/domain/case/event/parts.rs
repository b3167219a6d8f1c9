//! What several verbs record alike: replies, follow-ups, the terms of a proposal.

use rust_decimal::Decimal;

use super::verb::{Grievance, ResultClass};
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
        /// The mark on the whole, 1 to 5.
        score: u8,
        /// The marks for its parts.
        marks: Marks,
        /// By which channel they were asked.
        via: Option<String>,
        /// What they are dissatisfied with, if they are.
        because: Option<Grievance>,
        /// What they said.
        comment: Option<String>,
    },
    /// Nobody was asked, and why.
    Waived(String),
}

/// The marks for the parts of how a complaint was handled, each 1 to 5 (B13).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Marks {
    /// How it went.
    pub process: Option<u8>,
    /// What came of it.
    pub outcome: Option<u8>,
    /// Those who dealt with it.
    pub staff: Option<u8>,
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
