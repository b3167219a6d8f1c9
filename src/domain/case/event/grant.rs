//! Which events grant something.

use super::{Event, FollowUp};

impl Event {
    /// Whether it grants something: then it counts only as far as the policy grants it.
    pub fn is_grant(&self) -> bool {
        match self {
            Self::Approve(_)
            | Self::Refuse(_)
            | Self::FollowUp(FollowUp::Waived(_))
            | Self::Decide(_)
            | Self::Settle(_)
            | Self::Pause(_)
            | Self::Extend(_)
            | Self::Invalidate(_) => true,
            Self::Register(_)
            | Self::Acknowledge(_)
            | Self::Assign(_)
            | Self::SendBack(_)
            | Self::Consult(_)
            | Self::Note(_)
            | Self::Attach(_)
            | Self::Link(_)
            | Self::Amend(_)
            | Self::Investigate(_)
            | Self::Propose(_)
            | Self::Respond(_)
            | Self::Resolve(_)
            | Self::FollowUp(FollowUp::Asked(_))
            | Self::Escalate(_)
            | Self::Appeal(_)
            | Self::Dispute(_)
            | Self::Resume(_)
            | Self::Chase(_)
            | Self::Withdraw(_)
            | Self::Plan(_)
            | Self::Done(_)
            | Self::Verify(_)
            | Self::Inspect(_)
            | Self::Close(_)
            | Self::Reopen(_)
            | Self::Retract(_)
            | Self::Unknown { .. } => false,
        }
    }
}
