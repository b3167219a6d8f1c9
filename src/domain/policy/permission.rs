//! Who may do what.

use crate::domain::case::Verb;
use crate::domain::finding::Spot;
use crate::domain::message::{Argument, ToArgument};
use crate::domain::word::Word;

/// Something that needs a role: a verb, or one of the rights beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Permission {
    /// To use a verb (`assign`).
    Verb(Verb),
    /// To bring in a ledger (`import`).
    Import,
    /// To waive a follow-up (`waive`).
    Waive,
    /// To change the policy itself (`policy`); the highest role where the policy does not say.
    Policy,
    /// To settle a dispute by arbitration (`arbitrate`).
    Arbitrate,
    /// To settle a dispute about liability by mediation (`settle-liability`).
    SettleLiability,
}

/// The lowest role that has a permission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed {
    /// The role; `system` where it alone may.
    pub role: String,
    /// Whether `system` may too.
    pub system: bool,
    /// Where the permission stands in the policy.
    pub spot: Spot,
}

impl Permission {
    /// Every permission: the verbs first.
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
