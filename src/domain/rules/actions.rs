//! Corrective actions: planned, done, verified (F1).

use rust_decimal::Decimal;

use super::{Setting, refusal};
use crate::domain::case::event::Plan;
use crate::domain::finding::{Code, Finding};
use crate::domain::message::{Command, message, text};
use crate::domain::names::Handle;
use crate::domain::state::Action;

/// Requires a new handle for each action, and a fall of at most all complaints.
pub(super) fn plan(planned: &Plan, setting: &Setting<'_>) -> Vec<Finding> {
    let reused = reused(&planned.plan, setting);
    let excessive = planned.fall.filter(|fall| *fall > Decimal::ONE_HUNDRED);
    let excessive = excessive.map(|fall| {
        let message = message!("complaints cannot fall by {fall} %", fall);
        refusal(Code::BadValue, message)
            .hint(text!("give a share of up to 100 per cent"))
            .of_key("fall")
    });
    reused.into_iter().chain(excessive).collect()
}

fn reused(plan: &Handle, setting: &Setting<'_>) -> Option<Finding> {
    setting.state.action(plan).map(|_| {
        refusal(
            Code::HandleReused,
            message!("the handle '{plan}' was used for another action", plan),
        )
        .hint(message!(
            "each action has its own handle; `{command}` creates one",
            command = Command::new("plan")
        ))
        .of_key("plan")
    })
}

/// `done` requires a planned action that is not done yet.
pub(super) fn done(plan: &Handle, setting: &Setting<'_>) -> Option<Finding> {
    let action = match planned(plan, setting) {
        Ok(action) => action,
        Err(finding) => return Some(*finding),
    };
    action.done.map(|_| {
        refusal(
            Code::Transition,
            message!("the action '{plan}' is already done", plan),
        )
        .hint(message!(
            "verify it: {command}",
            command = Command::new("verify")
                .this()
                .with("--result effective|ineffective")
        ))
        .of_key("plan")
    })
}

/// `verify` requires an action that is done and has not proved effective yet.
pub(super) fn verify(plan: &Handle, setting: &Setting<'_>) -> Option<Finding> {
    let action = match planned(plan, setting) {
        Ok(action) => action,
        Err(finding) => return Some(*finding),
    };
    let (message, hint) = match (action.done, action.is_effective()) {
        (None, _) => {
            let done = Command::new("done").this();
            (
                message!("the action '{plan}' is not done yet", plan),
                message!("carry it out, then: {done}", done),
            )
        }
        (Some(_), true) => (
            message!("the action '{plan}' already proved effective", plan),
            message!(
                "nothing to do; plan a new action with `{command}`",
                command = Command::new("plan")
            ),
        ),
        (Some(_), false) => return None,
    };
    Some(refusal(Code::Transition, message).hint(hint).of_key("plan"))
}

fn planned<'a>(plan: &Handle, setting: &Setting<'a>) -> Result<&'a Action, Box<Finding>> {
    setting.state.action(plan).ok_or_else(|| {
        let known = setting
            .state
            .actions
            .iter()
            .map(|action| action.plan.as_str());
        Box::new(
            refusal(
                Code::Transition,
                message!("there is no action '{plan}'", plan),
            )
            .hint(message!(
                "plan it first: {command}",
                command = Command::new("plan")
                    .this()
                    .with("--action TEXT --owner STAFF --until TIME")
            ))
            .did_you_mean(plan.as_str(), known)
            .of_key("plan"),
        )
    })
}
