//! Permissions of roles.

use crate::domain::case::Verb;
use crate::domain::finding::Spot;
use crate::domain::message::{Argument, ToArgument};
use crate::domain::word::Word;

/// Something that can require a role: a verb or another permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Permission {
    /// Use a verb (`assign`).
    Verb(Verb),
    /// Import a ledger (`import`).
    Import,
    /// Waive a follow-up (`waive`).
    Waive,
    /// Change the policy (`policy`); by default only the highest role.
    Policy,
    /// Settle a dispute by arbitration (`arbitrate`).
    Arbitrate,
    /// Settle a dispute about liability by mediation (`settle-liability`).
    SettleLiability,
}

/// The lowest role that has a permission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed {
    /// The role; `system` if only `system` has the permission.
    pub role: String,
    /// Whether `system` has the permission, too.
    pub system: bool,
    /// Its place in the file.
    pub spot: Spot,
}

impl Permission {
    /// Every permission, verbs first.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        Verb::ALL.iter().copied().map(Self::Verb).chain([
            Self::Import,
            Self::Waive,
            Self::Policy,
            Self::Arbitrate,
            Self::SettleLiability,
        ])
    }

    /// The word in the policy.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Verb(verb) => verb.word(),
            Self::Import => "import",
            Self::Waive => "waive",
            Self::Policy => "policy",
            Self::Arbitrate => "arbitrate",
            Self::SettleLiability => "settle-liability",
        }
    }
}

impl ToArgument for Permission {
    fn to_argument(&self) -> Argument {
        Argument::Word {
            of: "Permission",
            word: self.word(),
        }
    }
}
