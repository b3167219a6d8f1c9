//! `assign` and `send-back`: the holder of a case.

use clap::Args;

use super::VerbArgs;
use crate::cli::arguments::Text;
use crate::cli::failure::{Failure, tell};
use crate::domain::assignment::{self};
use crate::domain::case::event::{self, Event};
use crate::domain::message::{Command, message};
use crate::domain::names::StaffId;
use crate::domain::rules::responsibility;
use crate::render::Diagnostic;
use crate::store::Session;

/// Assign a case to a staff member, who becomes its holder, or to a department
///
/// With --department alone, nobody holds the case until it is assigned to a person.
///
/// With --auto, somebody in the department whose role may handle the case's level and who matches
/// [[responsibility]]; staff with its category or product line among their `skills` in policy.toml
/// come first, then those with the fewest open cases. The reason is printed.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint assign K7QM2X zhang.min --department quality --co-handler logistics\n  complaint assign K7QM2X --department quality\n  complaint assign K7QM2X --auto"
)]
pub(crate) struct Assign {
    /// The new holder
    #[arg(
        value_name = "STAFF",
        required_unless_present_any = ["auto", "department"],
        conflicts_with = "auto"
    )]
    staff: Option<StaffId>,
    /// Choose the holder by skills and number of open cases
    #[arg(long)]
    auto: bool,
    /// The department in charge [default: the staff member's, else unchanged; with --auto, the
    /// one that has the case without a holder, else the category's]
    #[arg(long, value_name = "DEPARTMENT", allow_hyphen_values = true)]
    department: Option<Text>,
    /// A department that helps; can be repeated
    #[arg(
        long = "co-handler",
        value_name = "DEPARTMENT",
        allow_hyphen_values = true
    )]
    co_handlers: Vec<Text>,
}

impl VerbArgs for Assign {
    fn event(self, session: &Session<'_>) -> Result<Event, Failure> {
        let named = self.department.map(Text::into_string);
        let (to, named) = if self.auto {
            let (chosen, department) = choose_holder(session, named)?;
            (Some(chosen), department)
        } else {
            (self.staff, named)
        };
        let staff_department = || session.policy().staff.get(to.as_ref()?)?.department.clone();
        let department = named
            .or_else(staff_department)
            .or_else(|| session.state().department.clone());
        let co_handlers = self
            .co_handlers
            .into_iter()
            .map(Text::into_string)
            .collect();
        Ok(Event::Assign(event::Assign {
            to,
            department,
            co_handlers,
        }))
    }
}

/// The holder chosen by --auto, and the department that was searched, if any; prints the reason.
fn choose_holder(
    case: &Session,
    department: Option<String>,
) -> Result<(StaffId, Option<String>), Failure> {
    let (policy, state) = (case.policy(), case.state());
    let by_default = || policy.department_for(&state.facts).map(str::to_owned);
    let by_responsibility = || responsibility::department(state, policy).map(str::to_owned);
    let is_waiting = state.holder.is_none();
    let waiting = || state.department.clone().filter(|_| is_waiting);
    let department = department
        .or_else(waiting)
        .or_else(by_responsibility)
        .or_else(by_default)
        .or_else(|| state.department.clone());
    let outlines = case.repository().outlines(case.clock());
    let open = outlines.select(|glance| !glance.is_over, |_| true);
    let load = assignment::load(&open, case.id().as_str());
    let choice = assignment::choose(state, department.as_deref(), &load, policy, case.clock())
        .ok_or_else(|| no_candidate(case, department.as_deref()))?;
    tell(&choice.message());
    Ok((choice.who, department))
}

fn no_candidate(case: &Session, department: Option<&str>) -> Failure {
    let level = &case.state().level;
    let message = match department {
        Some(department) => message!(
            "nobody in '{department}' can handle the level '{level}'",
            department,
            level
        ),
        None => message!("nobody on the staff can handle the level '{level}'", level),
    };
    let hint = message!(
        "name somebody: {assign}; or another department with --department",
        assign = Command::new("assign").this().with("STAFF")
    );
    Failure::Usage(Diagnostic::error(message).hint(hint).of_case(case.id()))
}

/// Return a wrongly assigned case to the person who assigned it
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  complaint send-back K7QM2X --reason \"a matter of the carrier\""
)]
pub(crate) struct SendBack {
    /// The reason
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    reason: Text,
}

impl VerbArgs for SendBack {
    fn event(self, _: &Session<'_>) -> Result<Event, Failure> {
        Ok(Event::SendBack(event::SendBack {
            reason: self.reason.into_string(),
        }))
    }
}
