//! Escalations between levels (C4).

use super::{Setting, refusal};
use crate::domain::case::event::Escalate;
use crate::domain::case::{Entry, Event};
use crate::domain::finding::{Code, Finding};
use crate::domain::message::{Message, listed, message, text};
use crate::domain::policy::Policy;

/// An escalation moves a case from its current level to a higher one.
pub(super) fn check(entry: &Entry, setting: &Setting<'_>) -> Vec<Finding> {
    let Event::Escalate(Escalate { from, to, .. }) = &entry.event else {
        return Vec::new();
    };
    let (policy, level) = (setting.policy, &setting.state.level);
    let Some(reached) = policy.level_index(to) else {
        let names = policy.levels.iter().map(|level| level.name.as_str());
        return vec![
            refusal(
                Code::UnlistedValue,
                message!("there is no level '{to}'", to),
            )
            .did_you_mean(to, names)
            .of_key("to"),
        ];
    };
    if has_risen(from, to, setting) {
        return Vec::new();
    }
    if from != level {
        let message = message!("the case is at level '{level}', not '{from}'", level, from);
        return vec![
            refusal(Code::Transition, message)
                .hint(text!("look at the case again: somebody else has moved it"))
                .of_key("from"),
        ];
    }
    if policy.level_index(from).is_some_and(|left| reached <= left) {
        let message = message!("'{to}' is not above '{from}'", to, from);
        return vec![
            refusal(Code::Transition, message)
                .hint(above(from, policy))
                .of_key("to"),
        ];
    }
    Vec::new()
}

/// Whether a case has already left level `from` and reached or passed level `to`.
pub(super) fn has_risen(from: &str, to: &str, setting: &Setting<'_>) -> bool {
    let (policy, state) = (setting.policy, setting.state);
    let place = |level: &str| policy.level_index(level);
    let taken_in = place(&state.facts.level);
    let Some(((from, to), stands)) = place(from).zip(place(to)).zip(place(&state.level)) else {
        return false;
    };
    taken_in.is_some_and(|lowest| lowest <= from) && from < to && to <= stands
}

fn above(level: &str, policy: &Policy) -> Message {
    let higher = policy
        .level_index(level)
        .map_or(&[][..], |index| &policy.levels[index + 1..]);
    if higher.is_empty() {
        return text!("it is already at the highest level");
    }
    let names = higher.iter().map(|level| level.name.as_str());
    message!("above it: {levels}", levels = listed(names))
}
