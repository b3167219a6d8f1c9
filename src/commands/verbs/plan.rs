//! `plan`, `done` and `verify`: what is changed so that it does not happen again.

use clap::Args;

use super::propose::new_handle;
use crate::cli::Context;
use crate::domain::case::event;
use rust_decimal::Decimal;

use crate::cli::arguments::{self, Text};
use crate::cli::failure::Failure;
use crate::domain::case::Event;
use crate::domain::case::event::Efficacy;
use crate::domain::names::{Handle, StaffId};
use crate::domain::state::Action;
use crate::render::Diagnostic;
use crate::store::Session;

/// Plan a corrective action: what, who, by when
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  complaint plan K7QM2X --action \"check every panel before it leaves\" --owner zhang.min --until 2026-12-15"
)]
pub struct Plan {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
    /// What is to be done
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    action: Text,
    /// Who sees to it
    #[arg(long, value_name = "STAFF")]
    owner: StaffId,
    /// By when; a date alone means the end of that day
    #[arg(long, value_name = "TIME")]
    until: String,
    /// By how much the complaints of a project are to fall from month to month, in per cent
    #[arg(long, value_name = "PERCENT", value_parser = arguments::percent)]
    fall: Option<Decimal>,
}

impl Plan {
    /// Records it.
    ///
    /// # Errors
    /// As [`Context::record`].
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        context.record_with(&self.id, |case| {
            Ok(Event::Plan(event::Plan {
                plan: new_handle(|handle| case.state().action(handle).is_some())?,
                action: self.action.into_string(),
                owner: self.owner,
                until: case.by_the_end_of(&self.until)?,
                fall: self.fall,
            }))
        })
    }
}

/// Put on record that a planned action was carried out
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  complaint done K7QM2X\n  complaint done K7QM2X --action B4KT --text \"all outlets were told\""
)]
pub struct Done {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
    /// Which action, by its handle or number [default: the only one that is not done]
    #[arg(long, value_name = "HANDLE|N")]
    action: Option<String>,
    /// Remarks; `-` reads them from stdin
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    text: Option<Text>,
}

impl Done {
    /// Records it.
    ///
    /// # Errors
    /// As [`Context::record`]; also where it is not clear which action is meant.
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        let text = self.text.map(Text::or_stdin).transpose()?;
        context.record_with(&self.id, |case| {
            Ok(Event::Done(event::Done {
                plan: meant(case, self.action.as_deref(), |action| action.done.is_none())?,
                text,
            }))
        })
    }
}

/// Put on record whether an action that was done proved effective; if not, it is done again
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  complaint verify K7QM2X --result effective --text \"no dead pixels in three months\""
)]
pub struct Verify {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
    /// Which action, by its handle or number [default: the only one that is done and not found effective]
    #[arg(long, value_name = "HANDLE|N")]
    action: Option<String>,
    /// How it proved: effective or ineffective
    #[arg(long, value_name = "RESULT", value_parser = efficacy)]
    result: Efficacy,
    /// By when it is to be done again; a date alone means the end of that day
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
    /// Remarks; `-` reads them from stdin
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    text: Option<Text>,
    /// What others may learn from it: the known problem, what to do, what was improved; nobody's name. `report lessons` shows
    /// it
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    lesson: Option<Text>,
}

impl Verify {
    /// Records it.
    ///
    /// # Errors
    /// As [`Context::record`]; also where it is not clear which action is meant, and where one that was effective is to be
    /// done again.
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        if self.until.is_some() && self.result == Efficacy::Effective {
            return Err(Failure::usage(
                "--until is for an action that proved ineffective",
            ));
        }
        let text = self.text.map(Text::or_stdin).transpose()?;
        context.record_with(&self.id, |case| {
            let until = self
                .until
                .as_deref()
                .map(|until| case.by_the_end_of(until))
                .transpose()?;
            let awaits = |action: &Action| action.done.is_some() && !action.is_effective();
            let plan = meant(case, self.action.as_deref(), awaits)?;
            Ok(Event::Verify(event::Verify {
                plan,
                result: self.result,
                until,
                text,
                lesson: arguments::text(self.lesson),
            }))
        })
    }
}

/// The action that was named, else the only one that fits. Whether the step may be taken is for the judge to say.
fn meant(
    case: &Session,
    named: Option<&str>,
    fits: impl Fn(&Action) -> bool,
) -> Result<Handle, Failure> {
    let actions = &case.state().actions;
    if let Some(named) = named {
        let numbered = named
            .parse::<usize>()
            .ok()
            .and_then(|number| actions.get(number.checked_sub(1)?));
        return match numbered {
            Some(action) => Ok(action.plan.clone()),
            None => named
                .to_ascii_uppercase()
                .parse()
                .map_err(|_| Failure::usage(format!("there is no action '{named}'"))),
        };
    }
    let fitting: Vec<&Action> = actions.iter().filter(|action| fits(action)).collect();
    match fitting.as_slice() {
        [action] => Ok(action.plan.clone()),
        [] => {
            let message = format!("no action of {} waits for that", case.id());
            let hint = format!(
                "complaint plan {} --action TEXT --owner STAFF --until TIME",
                case.id()
            );
            Err(Failure::Refused(vec![
                Diagnostic::error(message).hint(hint),
            ]))
        }
        several => {
            let handles: Vec<String> = several
                .iter()
                .map(|action| format!("({}) {}", action.plan, action.action))
                .collect();
            let message = format!(
                "{} has {} actions that wait for that",
                case.id(),
                several.len()
            );
            Err(Failure::Usage(Diagnostic::error(message).hint(format!(
                "name one with --action: {}",
                handles.join(", ")
            ))))
        }
    }
}

fn efficacy(text: &str) -> Result<Efficacy, &'static str> {
    text.parse()
        .map_err(|_| "a result is effective or ineffective")
}
