//! Separation of duties: steps of one case that the same person does not take (D6, B12, B13), and
//! the person complained about.

use super::recusal::is_complained_about;
pub(super) use super::recusal::{barred, recused};
use super::{Setting, able, refusal};
use crate::domain::case::{Entry, Event, Verb};
use crate::domain::finding::{Able, Code, Finding, Spot};
use crate::domain::message::{Message, message, text};
use crate::domain::names::StaffId;
use crate::domain::policy::{Policy, Separation};
use crate::domain::state::State;

/// Checks the author of an event, and the person to whom it gives a part in the case.
pub(super) fn check(entry: &Entry, setting: &Setting<'_>) -> Option<Finding> {
    let verb = entry.event.verb().filter(|_| !entry.is_imported())?;
    own_step(entry, verb, setting).or_else(|| part_given(entry, setting))
}

/// Approvals and refusals are judged with their proposal, which says who else could decide.
fn own_step(entry: &Entry, verb: Verb, setting: &Setting<'_>) -> Option<Finding> {
    if matches!(verb, Verb::Approve | Verb::Refuse) {
        return None;
    }
    let why = barred(&entry.by, verb, setting)?;
    let colleagues = able::able(verb, entry.at, setting, text!("a colleague"), |_| true);
    let finding = refusal(Code::Separation, why);
    Some(finding.hint(ask(colleagues)).of_key("by"))
}

/// The hint of a step that somebody else has to take.
pub(super) fn ask(colleagues: Able) -> Message {
    message!(
        "ask {colleagues}; `[separation]` in policy.toml says so",
        colleagues
    )
}

/// Refuses to give the case or its investigation to somebody who must have no part in it.
fn part_given(entry: &Entry, setting: &Setting<'_>) -> Option<Finding> {
    let (who, key) = if let Event::Assign(assigned) = &entry.event {
        (assigned.to.as_ref()?, "to")
    } else if let Event::Investigate(investigation) = &entry.event {
        (investigation.lead.as_ref()?, "lead")
    } else {
        return None;
    };
    let why = recused(who, setting).or_else(|| has_approved(who, key, setting))?;
    Some(
        refusal(Code::Separation, why)
            .hint(text!(
                "name somebody else; `[separation]` in policy.toml says so"
            ))
            .of_key(key),
    )
}

/// Approving first and handling the case afterwards is the same pair of steps.
fn has_approved(who: &StaffId, key: &str, setting: &Setting<'_>) -> Option<Message> {
    let rule = match key {
        "lead" => Separation::ApproverInvestigator,
        _ => Separation::ApproverHandler,
    };
    let approved = setting.policy.separation.contains(&rule)
        && setting.state.accountable().any(|proposal| {
            let mut approvals = proposal.approvals.iter();
            approvals.any(|approval| approval.by == *who)
        });
    approved.then(|| {
        message!(
            "'{who}' approved the proposal, so somebody else has to handle the case",
            who
        )
    })
}

/// Warns while the person complained about holds the case.
pub(super) fn holder(state: &State, policy: &Policy) -> Option<Finding> {
    let holder = state
        .holder
        .as_ref()
        .filter(|_| !state.status().is_over())?;
    is_complained_about(holder, &state.facts, policy).then(|| {
        let message = message!("'{holder}' holds the case, and it is about them", holder);
        Finding::warning(Code::Recusal, Spot::default(), message)
            .hint(text!("assign it to somebody else"))
            .of_key("person")
    })
}
