//! `plan`, `done` and `verify`: corrective actions.

use clap::Args;
use rust_decimal::Decimal;

use super::VerbArgs;
use super::propose::new_handle;
use crate::cli::arguments::{self, Text, read_stdin, time, word};
use crate::cli::failure::Failure;
use crate::domain::case::event::{self, Efficacy, Event};
use crate::domain::message::{Command, listed, message, text};
use crate::domain::names::{Handle, StaffId};
use crate::domain::state::Action;
use crate::render::Diagnostic;
use crate::store::Session;

/// Plan a corrective action: what, who, by when
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  complaint plan K7QM2X --action \"check every panel before it leaves\" --owner zhang.min --until 2026-12-15"
)]
pub(crate) struct Plan {
    /// The action
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    action: Text,
    /// The staff member in charge
    #[arg(long, value_name = "STAFF")]
    owner: StaffId,
    /// The due time; a date alone means the end of that day
    #[arg(long, value_name = "TIME", value_parser = time)]
    until: String,
    /// The target of a project: the monthly fall in complaints, in per cent
    #[arg(long, value_name = "PERCENT", value_parser = arguments::percent)]
    fall: Option<Decimal>,
}

impl VerbArgs for Plan {
    fn event(self, session: &Session<'_>) -> Result<Event, Failure> {
        Ok(Event::Plan(event::Plan {
            plan: new_handle(|handle| session.state().action(handle).is_some())?,
            action: self.action.into_string(),
            owner: self.owner,
            until: session.by_the_end_of("--until", &self.until)?,
            fall: self.fall,
        }))
    }
}

/// Record that a planned action was carried out
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  complaint done K7QM2X\n  complaint done K7QM2X --action B4KT --text \"all outlets were told\""
)]
pub(crate) struct Done {
    /// The action, by handle or number [default: the only one that is not done]
    #[arg(long, value_name = "HANDLE|N")]
    action: Option<String>,
    /// Remarks; `-` reads them from stdin
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    text: Option<Text>,
}

impl VerbArgs for Done {
    fn prepare(&mut self) -> Result<(), Failure> {
        read_stdin(&mut self.text)
    }

    fn event(self, session: &Session<'_>) -> Result<Event, Failure> {
        Ok(Event::Done(event::Done {
            plan: selected_action(session, self.action.as_deref(), |action| {
                action.done.is_none()
            })?,
            text: arguments::text(self.text),
        }))
    }
}

/// Record whether a completed action was effective; if not, it must be repeated
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  complaint verify K7QM2X --result effective --text \"no dead pixels in three months\""
)]
pub(crate) struct Verify {
    /// The action, by handle or number [default: the only one that is done and not yet effective]
    #[arg(long, value_name = "HANDLE|N")]
    action: Option<String>,
    /// The result: effective or ineffective
    #[arg(long, value_name = "RESULT", value_parser = word::<Efficacy>)]
    result: Efficacy,
    /// The due time of the repetition; a date alone means the end of that day
    #[arg(long, value_name = "TIME", value_parser = time)]
    until: Option<String>,
    /// Remarks; `-` reads them from stdin
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    text: Option<Text>,
    /// The lesson for others: the known problem, what to do, what was improved; no names. Shown by
    /// `report lessons`
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    lesson: Option<Text>,
}

impl VerbArgs for Verify {
    fn prepare(&mut self) -> Result<(), Failure> {
        if self.until.is_some() && self.result == Efficacy::Effective {
            return Err(Failure::usage(text!(
                "--until is for an action that proved ineffective"
            )));
        }
        read_stdin(&mut self.text)
    }

    fn event(self, session: &Session<'_>) -> Result<Event, Failure> {
        let until = self
            .until
            .as_deref()
            .map(|until| session.by_the_end_of("--until", until))
            .transpose()?;
        let awaits = |action: &Action| action.done.is_some() && !action.is_effective();
        let plan = selected_action(session, self.action.as_deref(), awaits)?;
        Ok(Event::Verify(event::Verify {
            plan,
            result: self.result,
            until,
            text: arguments::text(self.text),
            lesson: arguments::text(self.lesson),
        }))
    }
}

/// The named action, else the only one that fits. The judge decides whether the step is allowed.
fn selected_action(
    case: &Session,
    named: Option<&str>,
    fits: impl Fn(&Action) -> bool,
) -> Result<Handle, Failure> {
    let actions = &case.state().actions;
    if let Some(named) = named {
        return by_name(actions, named);
    }
    let fitting: Vec<&Action> = actions.iter().filter(|action| fits(action)).collect();
    match fitting.as_slice() {
        [action] => Ok(action.plan.clone()),
        [] => Err(none_waits(case)),
        several => Err(several_wait(case, several)),
    }
}

/// The action with a number, counted from 1, or with a handle.
fn by_name(actions: &[Action], name: &str) -> Result<Handle, Failure> {
    let numbered = name
        .parse::<usize>()
        .ok()
        .and_then(|number| actions.get(number.checked_sub(1)?));
    match numbered {
        Some(action) => Ok(action.plan.clone()),
        None => name
            .to_ascii_uppercase()
            .parse()
            .map_err(|_| Failure::usage(message!("there is no action '{name}'", name))),
    }
}

fn none_waits(case: &Session) -> Failure {
    let message = message!("no action of {id} is waiting for this step", id = case.id());
    let plan = Command::new("plan").this();
    let plan = plan.with("--action TEXT --owner STAFF --until TIME");
    let none = Diagnostic::error(message).hint(plan).of_case(case.id());
    Failure::Refused(vec![none])
}

fn several_wait(case: &Session, actions: &[&Action]) -> Failure {
    let message = message!(
        "{count} actions of {id} are waiting for this step",
        id = case.id(),
        count = actions.len()
    );
    let actions = actions.iter().map(|action| {
        message!(
            "({handle}) {action}",
            handle = action.plan,
            action = action.action
        )
    });
    Failure::Usage(Diagnostic::error(message).hint(message!(
        "name one with --action: {actions}",
        actions = listed(actions)
    )))
}
