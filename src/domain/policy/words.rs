//! The fixed words of a policy file, each enum with its words in one table.

use super::{ConditionFact, Need, Permission, Separation, Topic, Trigger};
use crate::domain::case::Verb;

macro_rules! words {
    ($($name:ident { $($variant:ident = $word:literal),* $(,)? })*) => {$(
        impl $name {
            /// Every value.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The word in the policy.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.word())
            }
        }
    )*};
}

words! {
    ConditionFact {
        Level = "level", Grade = "grade", Category = "category", Severity = "severity", Channel = "channel",
        Product = "product", ReceivedOn = "received_on",
    }
    Separation {
        ApproverProposer = "approver-proposer", ProposerAlone = "proposer-alone",
        FollowUpHandler = "follow-up-handler", CloseHandler = "close-handler",
    }
    Topic {
        Organisation = "organisation", Calendar = "calendar", Values = "values", Categories = "categories",
        Levels = "levels", Staff = "staff", Deadlines = "deadlines", Approvals = "approvals",
        Permissions = "permissions", Separation = "separation", Closing = "closing", Records = "records",
        Targets = "targets",
    }
    Need {
        Authority = "authority", Response = "response", Resolved = "resolved", FollowUp = "follow-up",
        Verdict = "verdict", Cause = "cause", Acknowledged = "acknowledged",
    }
}

impl Trigger {
    /// Every trigger: those that are no verbs first.
    pub fn all() -> impl Iterator<Item = Self> {
        let own = [Self::Received, Self::Interim, Self::Acknowledged, Self::Resolved];
        own.into_iter().chain(Verb::ALL.iter().copied().map(Self::Verb))
    }

    /// The word in the policy.
    pub fn word(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Interim => "interim",
            Self::Acknowledged => "acknowledged",
            Self::Resolved => "resolved",
            Self::Verb(verb) => verb.word(),
        }
    }
}

impl Permission {
    /// Every permission: the verbs first.
    pub fn all() -> impl Iterator<Item = Self> {
        Verb::ALL.iter().copied().map(Self::Verb).chain([Self::Import, Self::Waive])
    }

    /// The word in the policy.
    pub fn word(self) -> &'static str {
        match self {
            Self::Verb(verb) => verb.word(),
            Self::Import => "import",
            Self::Waive => "waive",
        }
    }
}
