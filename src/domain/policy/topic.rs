//! What a policy is about.

use crate::domain::message::{Message, text};
use crate::domain::word::Word;

/// What statements about a policy are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Word)]
pub enum Topic {
    /// Whose policy it is.
    Organisation,
    /// Working days and hours.
    Calendar,
    /// The lists of values.
    Values,
    /// What complaints are about.
    Categories,
    /// The ladder.
    Levels,
    /// Who works here.
    Staff,
    /// What complaints have to have.
    Intake,
    /// How long after delivery and the like one may complain.
    Windows,
    /// What is due by when.
    Deadlines,
    /// Who approves what.
    Approvals,
    /// Who may do what.
    Permissions,
    /// Who has to deal with what.
    Responsibilities,
    /// Who is told at once.
    Alerts,
    /// What is taken up first.
    Priorities,
    /// What one person may not do alone.
    Separation,
    /// What closing asks for.
    Closing,
    /// What upheld complaints may cost.
    Sanctions,
    /// Who is liable by default.
    Liability,
    /// Pauses, and the bounds of records.
    Records,
    /// What key figures are held to.
    Targets,
}

impl Topic {
    /// The heading that people read.
    pub(crate) fn title(self) -> Message {
        match self {
            Self::Organisation => text!("Organisation"),
            Self::Calendar => text!("Working time"),
            Self::Values => text!("What people choose from"),
            Self::Categories => text!("Categories"),
            Self::Levels => text!("Levels, in the order of escalation"),
            Self::Staff => text!("Staff"),
            Self::Intake => text!("What complaints have to have"),
            Self::Windows => text!("Claim windows: the first that fits counts"),
            Self::Deadlines => text!("Deadlines"),
            Self::Approvals => text!("Approvals: the first that fits counts"),
            Self::Permissions => text!("Who may do what"),
            Self::Responsibilities => text!("Who has to deal with what"),
            Self::Alerts => text!("Who is told at once"),
            Self::Priorities => text!("What is taken up first: the first that fits counts"),
            Self::Separation => text!("What one person may not do alone"),
            Self::Closing => text!("Before a case is closed"),
            Self::Sanctions => text!("What an upheld complaint may cost"),
            Self::Liability => {
                text!(
                    "Who is liable unless an investigation says otherwise: the first that fits counts"
                )
            }
            Self::Records => text!("Pauses and records"),
            Self::Targets => text!("Targets of key figures"),
        }
    }
}
