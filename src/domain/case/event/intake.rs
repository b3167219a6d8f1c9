//! Intake and assignment.

use complaint_derive::Keys;

use crate::domain::names::StaffId;

/// Registers the case.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "registration", is())]
pub struct Register;

/// The complainant was notified that the complaint was received.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "an acknowledgement", is())]
pub struct Acknowledge {
    /// The channel used.
    #[key(example = "phone", rule = "A6", headline = "by {}", list = Channels, imports)]
    pub via: Option<String>,
}

/// Assigns the case to a holder and a department.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "assignment", is())]
pub struct Assign {
    /// The new holder.
    #[key(example = "zhang.min", rule = "B1", headline = "to {}", imports)]
    pub to: StaffId,
    /// The department in charge.
    #[key(example = "quality", rule = "B1", headline = "({})", names = Departments, imports)]
    pub department: Option<String>,
    /// Supporting departments.
    #[key(
        name = "co-handler",
        example = "[logistics]",
        rule = "B1",
        line = ", with {}"
    )]
    pub co_handlers: Vec<String>,
}

/// Returns a wrongly routed case to the person who assigned it.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "the case being sent back", is())]
pub struct SendBack {
    /// The reason.
    #[key(example = "waiting for the carrier", said)]
    pub reason: String,
}
