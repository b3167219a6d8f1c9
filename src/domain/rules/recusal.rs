//! Who must not take a step on a case, by the separation of duties.

use super::Setting;
use crate::domain::case::{FactField, Facts, Verb, VerbTrait};
use crate::domain::message::{Message, message};
use crate::domain::names::{StaffId, folded};
use crate::domain::policy::{Policy, Separation};
use crate::domain::state::State;

/// Why a person cannot use a verb on the case, if the separation of duties forbids it. What needs
/// the proposal or the earlier events is judged elsewhere.
pub(super) fn barred(who: &StaffId, verb: Verb, setting: &Setting<'_>) -> Option<Message> {
    let rules = setting.policy.separation.iter();
    rules
        .filter(|rule| denies(**rule, verb))
        .find_map(|rule| reason(*rule, who, setting))
}

/// Whether a rule denies a verb to somebody.
fn denies(rule: Separation, verb: Verb) -> bool {
    match rule {
        Separation::FollowUpHandler => verb == Verb::FollowUp,
        Separation::CloseHandler => verb == Verb::Close,
        Separation::DecideHandler => verb == Verb::Decide,
        Separation::ApproverHandler | Separation::ApproverInvestigator => verb == Verb::Approve,
        Separation::ComplainedAbout => verb.is(VerbTrait::Judgment),
        Separation::ApproverProposer | Separation::ProposerAlone | Separation::InspectHandler => {
            false
        }
    }
}

/// The reason why a rule concerns somebody, if it does.
fn reason(rule: Separation, by: &StaffId, setting: &Setting<'_>) -> Option<Message> {
    let state = setting.state;
    let (concerns, message) = match rule {
        Separation::FollowUpHandler => (
            state.handlers.contains(by),
            message!(
                "'{by}' handled the case, so somebody else has to follow it up",
                by
            ),
        ),
        Separation::CloseHandler => (
            state.handlers.contains(by),
            message!(
                "'{by}' handled the case, so somebody else has to close it",
                by
            ),
        ),
        Separation::DecideHandler => (
            state.undecided_appeal()?.former_handlers.contains(by),
            message!(
                "'{by}' handled the case before the appeal, so somebody else has to decide it",
                by
            ),
        ),
        Separation::ApproverHandler if state.holder.as_ref() == Some(by) => (
            true,
            message!(
                "'{by}' handles the case, so somebody else has to approve it",
                by
            ),
        ),
        Separation::ApproverHandler => (
            state.handlers.contains(by),
            message!(
                "'{by}' handled the case, so somebody else has to approve it",
                by
            ),
        ),
        Separation::ApproverInvestigator => (
            has_investigated(by, state),
            message!(
                "'{by}' investigated the case, so somebody else has to approve it",
                by
            ),
        ),
        Separation::ComplainedAbout => return recused(by, setting),
        Separation::ApproverProposer | Separation::ProposerAlone | Separation::InspectHandler => {
            return None;
        }
    };
    concerns.then_some(message)
}

fn has_investigated(who: &StaffId, state: &State) -> bool {
    let found = state.investigation.as_ref();
    found.is_some_and(|found| found.by == *who || found.lead.as_ref() == Some(who))
}

/// Why somebody must have no part in the case: it is about them, and the policy forbids it.
pub(super) fn recused(who: &StaffId, setting: &Setting<'_>) -> Option<Message> {
    let in_force = setting
        .policy
        .separation
        .contains(&Separation::ComplainedAbout);
    let concerns = in_force && is_complained_about(who, &setting.state.facts, setting.policy);
    concerns.then(|| message!("the complaint is about '{who}'", who))
}

/// Whether the fact `person` names this member of the staff: by handle, or else by name. A handle
/// names only that person, even if somebody else is called so.
pub(super) fn is_complained_about(who: &StaffId, facts: &Facts, policy: &Policy) -> bool {
    let Some(person) = facts.text(FactField::Person).map(folded) else {
        return false;
    };
    let mut handles = policy.staff.keys();
    if let Some(handle) = handles.find(|handle| folded(handle.as_str()) == person) {
        return handle == who;
    }
    let name = policy
        .staff
        .get(who)
        .and_then(|staff| staff.name.as_deref());
    name.is_some_and(|name| folded(name) == person)
}
