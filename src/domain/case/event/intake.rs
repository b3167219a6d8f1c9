//! Intake and assignment.

use complaint_derive::Keys;

use crate::domain::case::record::Dependent;
use crate::domain::keys::{Choice, Form};
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

/// Assigns the case to a holder, a department, or both. In a department without a holder nobody
/// holds it until it is assigned to a person.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "assignment", is(), lacks)]
pub struct Assign {
    /// The new holder.
    #[key(example = "zhang.min", rule = "B1", headline = "to {}", imports)]
    pub to: Option<StaffId>,
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

impl Dependent for Assign {
    const CHOICE: Choice = Choice::Forms(&[
        Form {
            has: &[("to", &[])],
            lacks: &[],
        },
        Form {
            has: &[("department", &[])],
            lacks: &[],
        },
    ]);

    /// `to` is required without `department`.
    fn lacks(&self) -> Option<&'static str> {
        (self.to.is_none() && self.department.is_none()).then_some("to")
    }
}

/// Returns a wrongly routed case to the person who assigned it.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "the case being sent back", is())]
pub struct SendBack {
    /// The reason.
    #[key(example = "waiting for the carrier", said)]
    pub reason: String,
}
