//! What several verbs record alike: follow-ups, the terms of a proposal.

use std::fmt;

use rust_decimal::Decimal;

use super::verb::{Grievance, Ruling, Subject};
use crate::domain::message::{Argument, ToArgument, message, text};
use crate::domain::names::Handle;

/// What a follow-up brought.
#[derive(Debug, Clone, PartialEq)]
pub enum FollowUp {
    /// The complainant was asked.
    Asked(Asked),
    /// Nobody was asked, and why.
    Waived(String),
}

/// What a complainant said who was asked afterwards.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// The mark on the whole, 1 to 5.
    pub score: u8,
    /// The marks for its parts.
    pub marks: Marks,
    /// By which channel they were asked.
    pub via: Option<String>,
    /// What they are dissatisfied with, if they are.
    pub because: Option<Grievance>,
    /// What they said.
    pub comment: Option<String>,
}

impl FollowUp {
    /// What the complainant is dissatisfied with, if they were asked and are.
    pub fn grievance(&self) -> Option<Grievance> {
        match self {
            Self::Asked(Asked { because, .. }) => *because,
            Self::Waived(_) => None,
        }
    }
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

/// What a proposal is about: a remedy, or something else that somebody has to approve (D5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Motion {
    /// What the complainant is to get.
    Remedy(String),
    /// The final answer; the proposal's text is its draft (B8).
    Answer,
    /// The decision of an appeal.
    Decision(Ruling),
    /// That the complaint is not a valid one.
    Validity,
    /// A higher amount in dispute than was registered: a late figure of the loss.
    Loss,
    /// The shares of liability as they were last stated (B17).
    Liability,
}

impl Motion {
    /// Its kind.
    pub fn subject(&self) -> Subject {
        match self {
            Self::Remedy(_) => Subject::Remedy,
            Self::Answer => Subject::Answer,
            Self::Decision(_) => Subject::Decision,
            Self::Validity => Subject::Validity,
            Self::Loss => Subject::Loss,
            Self::Liability => Subject::Liability,
        }
    }
}

impl ToArgument for Motion {
    fn to_argument(&self) -> Argument {
        let message = match self {
            Self::Remedy(remedy) => return remedy.to_argument(),
            Self::Answer => text!("the answer"),
            Self::Decision(ruling) => message!("the decision '{ruling}'", ruling),
            Self::Validity => text!("invalidity"),
            Self::Loss => text!("a loss"),
            Self::Liability => text!("the shares of liability"),
        };
        message.to_argument()
    }
}

impl fmt::Display for Motion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Remedy(remedy) => f.write_str(remedy),
            Self::Answer => f.write_str("the answer"),
            Self::Decision(ruling) => write!(f, "the decision '{ruling}'"),
            Self::Validity => f.write_str("invalidity"),
            Self::Loss => f.write_str("a loss"),
            Self::Liability => f.write_str("the shares of liability"),
        }
    }
}

/// What a proposal, and each approval or refusal of it, says it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// The proposal's handle.
    pub proposal: Handle,
    /// What is to be approved.
    pub motion: Motion,
    /// How much; none counts as 0.
    pub amount: Option<Decimal>,
}

impl Terms {
    /// What kind of thing it is about.
    pub fn subject(&self) -> Subject {
        self.motion.subject()
    }

    /// What the complainant is to get; none where it is about something else.
    pub fn remedy(&self) -> Option<&str> {
        match &self.motion {
            Motion::Remedy(remedy) => Some(remedy),
            Motion::Answer
            | Motion::Decision(_)
            | Motion::Validity
            | Motion::Loss
            | Motion::Liability => None,
        }
    }

    /// The amount that authority is judged on: none counts as 0.
    pub fn worth(&self) -> Decimal {
        self.amount.unwrap_or_default()
    }
}
