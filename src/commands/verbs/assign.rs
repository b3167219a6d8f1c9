//! `assign` and `send-back`: who has the case.

use crate::domain::message::{Command, message};
use clap::Args;

use crate::cli::Context;
use crate::cli::arguments::Text;
use crate::cli::failure::{Failure, say};
use crate::domain::assignment;
use crate::domain::case::Event;
use crate::domain::names::StaffId;
use crate::domain::rules::responsibility;
use crate::render::Diagnostic;
use crate::store::Session;

/// Hand a case to somebody, who holds it from now on
///
/// With --auto: to one of the department whose role may deal with the case's level, and who fits
/// [[responsibility]]; first to whoever has its category or
/// product line among the `skills` in policy.toml, and of those to whoever has the fewest open cases. It says why.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint assign K7QM2X zhang.min --department quality --co-handler logistics\n  complaint assign K7QM2X --auto"
)]
pub struct Assign {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
    /// Who is to have it
    #[arg(
        value_name = "STAFF",
        required_unless_present = "auto",
        conflicts_with = "auto"
    )]
    staff: Option<StaffId>,
    /// Whoever knows the matter and has the fewest open cases
    #[arg(long)]
    auto: bool,
    /// The department in charge [default: the staff member's, else as it is; with --auto, the category's]
    #[arg(long, value_name = "DEPARTMENT", allow_hyphen_values = true)]
    department: Option<Text>,
    /// A department that helps; may be repeated
    #[arg(
        long = "co-handler",
        value_name = "DEPARTMENT",
        allow_hyphen_values = true
    )]
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
            let (to, named) = match self.staff {
                Some(staff) => (staff, named),
                None => chosen(context, case, named)?,
            };
            let of_staff = || case.policy().staff.get(&to)?.department.clone();
            let department = named
                .or_else(of_staff)
                .or_else(|| case.state().department.clone());
            let co_handlers = self
                .co_handlers
                .into_iter()
                .map(Text::into_string)
                .collect();
            Ok(Event::Assign {
                to,
                department,
                co_handlers,
            })
        })
    }
}

/// Who is to have the case, and the department that was looked in, if any; says why.
fn chosen(
    context: &Context,
    case: &Session,
    department: Option<String>,
) -> Result<(StaffId, Option<String>), Failure> {
    let (policy, state) = (case.policy(), case.state());
    let by_default = || policy.department_for(&state.facts).map(str::to_owned);
    let asked_for = || responsibility::department(state, policy).map(str::to_owned);
    let department = department
        .or_else(asked_for)
        .or_else(by_default)
        .or_else(|| state.department.clone());
    let now = context.now(policy)?;
    let survey = case.repository().all_cases(now);
    let load = assignment::load(&survey.snapshots, case.id().as_str());
    let choice =
        assignment::choose(state, department.as_deref(), &load, policy, now).ok_or_else(|| {
            let place = department
                .as_ref()
                .map_or("on the staff".to_owned(), |department| {
                    format!("in '{department}'")
                });
            let message = format!(
                "there is nobody {place} to deal with the level '{}'",
                state.level
            );
            let hint = message!(
                "name somebody: {assign}; or another department with --department",
                assign = Command::new("assign").this().with("STAFF")
            );
            Failure::Usage(Diagnostic::error(message).hint(hint).of_case(case.id()))
        })?;
    say(&format!("{choice}\n"));
    Ok((choice.who, department))
}

/// Return a case that was wrongly dispatched to whoever assigned it
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  complaint send-back K7QM2X --reason \"a matter of the carrier\""
)]
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
        context.record(
            &self.id,
            Event::SendBack {
                reason: self.reason.into_string(),
            },
        )
    }
}
