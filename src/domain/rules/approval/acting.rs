//! The rules for acting on proposals: final answers and resolutions.

use super::super::{Setting, refusal};
use super::{goes_ahead, guard, in_words, unapproved};
use crate::domain::case::{Entry, Event};
use crate::domain::finding::{Code, Finding};
use crate::domain::message::{Command, message, text};
use crate::domain::names::Handle;
use crate::domain::state::State;

/// A final response and a resolution require an approved proposal; a resolution also requires
/// something to resolve.
pub(in crate::domain::rules) fn act(entry: &Entry, setting: &Setting<'_>) -> Vec<Finding> {
    let state = setting.state;
    if let Event::Respond(response) = &entry.event
        && !response.gives_answer()
    {
        let is_unanswered = response.is_final() && state.responded.is_none();
        return is_unanswered.then(nothing_answered).into_iter().collect();
    }
    if let Some(handle) = carried(&entry.event).filter(|it| !is_known(it, state)) {
        return vec![unknown_remedy(handle)];
    }
    let nothing_left =
        state.to_carry_out().is_none() && state.responded.is_none() && state.resolved.is_none();
    if matches!(entry.event, Event::Resolve(_)) && nothing_left && !entry.is_imported() {
        return vec![nothing_to_resolve(state)];
    }
    let named = |handle: &Handle| {
        let mut remedies = state.remedies();
        remedies.find(|remedy| remedy.terms.proposal == *handle)
    };
    let carried = carried(&entry.event).map_or_else(|| state.pending_proposal(), named);
    let waiting = carried.filter(|proposal| !goes_ahead(proposal, setting.policy));
    let remedy = waiting.and_then(|proposal| unapproved(entry, proposal, setting));
    remedy
        .or_else(|| guard::check(entry, setting))
        .into_iter()
        .collect()
}

/// The handle of the remedy that an act names.
fn carried(event: &Event) -> Option<&Handle> {
    if let Event::Respond(response) = event {
        response.proposal.as_ref()
    } else if let Event::Resolve(resolved) = event {
        resolved.proposal.as_ref()
    } else {
        None
    }
}

fn is_known(handle: &Handle, state: &State) -> bool {
    let mut remedies = state.remedies();
    remedies.any(|remedy| remedy.terms.proposal == *handle)
}

fn unknown_remedy(handle: &Handle) -> Finding {
    let message = message!("no remedy with the handle '{handle}' was proposed", handle);
    refusal(Code::ApprovalMismatch, message)
        .hint(text!(
            "commands name the remedy themselves; `show` has its handle"
        ))
        .of_key("proposal")
}

/// A result without an answer.
fn nothing_answered() -> Finding {
    let respond = Command::new("respond").this().with("--text TEXT");
    refusal(
        Code::Transition,
        text!("there is no final answer yet that somebody could have taken in some way"),
    )
    .hint(message!(
        "give the answer with its text: {respond}",
        respond
    ))
    .of_key("result")
}

fn nothing_to_resolve(state: &State) -> Finding {
    let carried_out = state
        .proposal
        .as_ref()
        .filter(|proposal| proposal.carried_out.is_some());
    let message = match carried_out {
        Some(proposal) => message!(
            "the proposal {handle} ({terms}) was already carried out; its approval does not count \
             again",
            handle = proposal.terms.proposal,
            terms = in_words(&proposal.terms)
        ),
        None => text!("there is no remedy to carry out, and no final response"),
    };
    refusal(Code::NothingToResolve, message)
        .hint(text!("propose a remedy, or respond to the complainant"))
}
