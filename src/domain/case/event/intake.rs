//! What is recorded when a case comes in and goes to somebody.

use complaint_derive::Keys;

use crate::domain::names::StaffId;

/// The case is on record.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "registration", grants = no, imports = no)]
pub struct Register;

/// The complainant was told that the complaint was received.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "an acknowledgement", grants = no, imports = yes)]
pub struct Acknowledge {
    /// By which channel.
    #[key(example = "phone", rule = "A6", headline = "by {}", list = Channels, imports)]
    pub via: Option<String>,
}

/// The case goes to a holder and department.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "assignment", grants = no, imports = yes)]
pub struct Assign {
    /// The new holder.
    #[key(example = "zhang.min", rule = "B1", headline = "to {}", imports)]
    pub to: StaffId,
    /// The department in charge.
    #[key(example = "quality", rule = "B1", headline = "({})", names = Departments, imports)]
    pub department: Option<String>,
    /// Departments that help.
    #[key(
        name = "co-handler",
        example = "[logistics]",
        rule = "B1",
        line = ", with {}"
    )]
    pub co_handlers: Vec<String>,
}

/// Wrongly dispatched: back to whoever assigned it.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "the case being sent back", grants = no, imports = no)]
pub struct SendBack {
    /// Why.
    #[key(example = "waiting for the carrier", said)]
    pub reason: String,
}
