//! Which events grant something.

use super::{Event, FollowUp};

impl Event {
    /// Whether it grants something: then it counts only as far as the policy grants it.
    pub fn is_grant(&self) -> bool {
        match self {
            Self::Approve { .. }
            | Self::Refuse { .. }
            | Self::FollowUp(FollowUp::Waived(_))
            | Self::Decide { .. }
            | Self::Settle { .. }
            | Self::Pause { .. }
            | Self::Extend { .. }
            | Self::Invalidate { .. } => true,
            Self::Register
            | Self::Acknowledge { .. }
            | Self::Assign { .. }
            | Self::SendBack { .. }
            | Self::Consult(_)
            | Self::Note { .. }
            | Self::Attach { .. }
            | Self::Link { .. }
            | Self::Amend { .. }
            | Self::Investigate { .. }
            | Self::Propose { .. }
            | Self::Respond(_)
            | Self::Resolve { .. }
            | Self::FollowUp(FollowUp::Asked { .. })
            | Self::Escalate { .. }
            | Self::Appeal { .. }
            | Self::Dispute { .. }
            | Self::Resume { .. }
            | Self::Chase { .. }
            | Self::Withdraw { .. }
            | Self::Plan { .. }
            | Self::Done { .. }
            | Self::Verify { .. }
            | Self::Inspect { .. }
            | Self::Close { .. }
            | Self::Reopen { .. }
            | Self::Retract { .. }
            | Self::Unknown { .. } => false,
        }
    }
}
