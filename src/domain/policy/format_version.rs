//! The version of the file format. A policy of an older version was written before the program
//! learned some rules, so these are only warnings under it: an honest history stays valid.

use crate::domain::finding::{Code, Severity};
use crate::domain::message::{Message, text};

/// The version of the file format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PolicyFormat {
    First = 1,
    /// Rules learned since the first version are errors.
    Second = 2,
}

/// A rule that the program learned after a version of the format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LearnedRule {
    /// The first version under which it is an error.
    pub since: PolicyFormat,
    /// The code of its findings; those of older rules with the same code are errors.
    pub code: Code,
    pub rule: Message,
}

/// The gates of a level that a case has left.
pub(crate) const GATES_OF_LEFT_LEVELS: LearnedRule = LearnedRule {
    since: PolicyFormat::Second,
    code: Code::ClosingGate,
    rule: text!(
        "the gates of a level hold for every case that was at it in the round: moving up passes none"
    ),
};

/// All learned rules, oldest first.
pub static LEARNED: [LearnedRule; 1] = [GATES_OF_LEFT_LEVELS];

impl PolicyFormat {
    /// The newest version, which `init` writes.
    pub const NEWEST: Self = Self::Second;

    /// The version of a number in the file.
    pub(crate) fn of(number: &str) -> Option<Self> {
        match number {
            "1" => Some(Self::First),
            "2" => Some(Self::Second),
            _ => None,
        }
    }

    /// The number in the file.
    pub fn number(self) -> u32 {
        self as u32
    }

    /// How serious a finding of a learned rule is under a policy of this version.
    pub(crate) fn severity_of(self, learned: &LearnedRule) -> Severity {
        if self < learned.since {
            Severity::Warning
        } else {
            Severity::Error
        }
    }
}
