//! Topics of a policy.

use crate::domain::message::{Message, text};
use crate::domain::word::Word;

/// The topic of a statement about a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Word)]
pub enum Topic {
    Organisation,
    /// Working days and hours.
    Calendar,
    /// The lists of values.
    Values,
    /// Categories and product lines.
    Categories,
    /// Escalation levels.
    Levels,
    Staff,
    /// Facts and evidence that complaints must have.
    Intake,
    /// Time limits for complaints after delivery or another date.
    Windows,
    Deadlines,
    /// Approval rules.
    Approvals,
    /// Permissions of roles.
    Permissions,
    /// Requirements on who handles a case.
    Responsibilities,
    /// Who is alerted at once.
    Alerts,
    /// Which cases come first.
    Priorities,
    /// Separation of duties.
    Separation,
    /// Requirements for closing a case.
    Closing,
    /// Sanctions for upheld complaints.
    Sanctions,
    /// Default liability.
    Liability,
    /// Pauses, and limits on the times of records.
    Records,
    /// Targets of key figures.
    Targets,
    /// What nobody can do, and what can never be met.
    DeadEnds,
}

impl Topic {
    /// The displayed heading.
    pub(crate) fn title(self) -> Message {
        match self {
            Self::Organisation => text!("Organisation"),
            Self::Calendar => text!("Working time"),
            Self::Values => text!("Lists of values"),
            Self::Categories => text!("Categories"),
            Self::Levels => text!("Levels, in the order of escalation"),
            Self::Staff => text!("Staff"),
            Self::Intake => text!("Required at intake"),
            Self::Windows => text!("Claim windows: the first match applies"),
            Self::Deadlines => text!("Deadlines"),
            Self::Approvals => text!("Approvals: the first match applies"),
            Self::Permissions => text!("Permissions"),
            Self::Responsibilities => text!("Responsibilities"),
            Self::Alerts => text!("Alerts"),
            Self::Priorities => text!("Priorities: the first match applies"),
            Self::Separation => text!("Separation of duties"),
            Self::Closing => text!("Required for closing"),
            Self::Sanctions => text!("Sanctions for upheld complaints"),
            Self::Liability => {
                text!("Default liability: the first match applies")
            }
            Self::Records => text!("Pauses and records"),
            Self::Targets => text!("Targets of key figures"),
            Self::DeadEnds => text!("Dead ends"),
        }
    }
}
