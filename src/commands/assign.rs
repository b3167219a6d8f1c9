//! `assign` and `send-back`: who has the case.

use clap::Args;

use super::Context;
use crate::cli::arguments::Text;
use crate::domain::case::Event;
use crate::domain::names::StaffId;
use crate::failure::Failure;

/// Hand a case to somebody, who holds it from now on
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  complaint assign K7QM2X zhang.min --department quality --co-handler logistics")]
pub struct Assign {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
    /// Who is to have it
    #[arg(value_name = "STAFF")]
    staff: StaffId,
    /// The department in charge [default: the staff member's, else as it is]
    #[arg(long, value_name = "DEPARTMENT", allow_hyphen_values = true)]
    department: Option<Text>,
    /// A department that helps; may be repeated
    #[arg(long = "co-handler", value_name = "DEPARTMENT", allow_hyphen_values = true)]
    co_handlers: Vec<Text>,
}

impl Assign {
    /// Records it.
    ///
    /// # Errors
    /// As [`Context::record`].
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        context.record_with(&self.id, |case| {
            let named = self.department.map(Text::into_string);
            let of_staff = || case.policy().staff.get(&self.staff)?.department.clone();
            let department = named.or_else(of_staff).or_else(|| case.state().department.clone());
            let co_handlers = self.co_handlers.into_iter().map(Text::into_string).collect();
            Ok(Event::Assign { to: self.staff, department, co_handlers })
        })
    }
}

/// Return a case that was wrongly dispatched to whoever assigned it
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  complaint send-back K7QM2X --reason \"a matter of the carrier\"")]
pub struct SendBack {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
    /// Why
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    reason: Text,
}

impl SendBack {
    /// Records it.
    ///
    /// # Errors
    /// As [`Context::record`].
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        context.record(&self.id, Event::SendBack { reason: self.reason.into_string() })
    }
}
