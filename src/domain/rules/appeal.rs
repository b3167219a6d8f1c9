//! Appeals: against an answer, once and in time (B12).

use super::stages::{Block, decide, out_of_stage};
use super::{Setting, refusal};
use crate::domain::calendar::Pauses;
use crate::domain::case::{Entry, Verb};
use crate::domain::finding::{Code, Finding};
use crate::domain::message::{Command, end_at, message, text};
use crate::domain::policy::Policy;
use crate::domain::state::State;
use crate::domain::time::Instant;

/// The end of the time to appeal; `None` if there is no limit.
pub(crate) fn until(state: &State, policy: &Policy) -> Option<Instant> {
    let (calendar, rule) = (&policy.calendar, policy.appeal.as_ref()?);
    let receipt = calendar.date(state.facts.received);
    if rule.since.is_some_and(|since| receipt < since) {
        return None;
    }
    calendar.add(
        state.appealable_since()?,
        rule.within,
        rule.roll,
        Pauses::NONE,
    )
}

/// A complainant appeals against an answer, once and in time. A regulator's appeal is always legal.
pub(super) fn check(
    entry: &Entry,
    regulator: Option<&str>,
    setting: &Setting<'_>,
) -> Option<Finding> {
    let (state, policy) = (setting.state, setting.policy);
    if regulator.is_some() || entry.is_imported() {
        return None;
    }
    if state.can_be_appealed() {
        let until = until(state, policy).filter(|until| entry.at > *until)?;
        let message = message!(
            "the time to appeal ended at {until}",
            until = end_at(until, policy.calendar.zone())
        );
        let finding = refusal(Code::AppealLate, message).of_key("do");
        let hint = message!(
            "for a regulator's appeal, give --regulator; to take up the case anyway: {command}",
            command = Command::new("reopen").this().with("--reason TEXT")
        );
        return Some(Finding {
            rule: policy.appeal.as_ref().map(|rule| rule.spot),
            ..finding.hint(hint)
        });
    }
    let block = match state.undecided_appeal() {
        Some(_) => Block::new(
            text!("an appeal is already pending"),
            message!("decide it first: {command}", command = decide()),
        ),
        None => Block::new(
            text!("the complainant has no answer yet"),
            message!(
                "chase the holder: {command}; for a regulator's appeal, give --regulator",
                command = Command::new("chase").this().with("--text TEXT")
            ),
        ),
    };
    Some(out_of_stage(Verb::Appeal, block, state))
}
