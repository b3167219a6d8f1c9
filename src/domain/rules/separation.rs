//! Separation of duties: steps of one case that the same person does not take (D6, B12, B13), and
//! the person complained about.

use super::{Setting, able, refusal};
use crate::domain::case::{Entry, Event, FactField, Facts, Verb};
use crate::domain::finding::{Able, Code, Finding, Spot};
use crate::domain::message::{Message, message, text};
use crate::domain::names::{StaffId, folded};
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
        (&assigned.to, "to")
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
        Separation::ComplainedAbout => is_of_a_judge(verb),
        Separation::ApproverProposer | Separation::ProposerAlone | Separation::InspectHandler => {
            false
        }
    }
}

/// Whether a verb decides something about the complaint. The person complained about can still
/// hand it over, and say or prove something.
fn is_of_a_judge(verb: Verb) -> bool {
    match verb {
        Verb::Amend
        | Verb::Investigate
        | Verb::Propose
        | Verb::Approve
        | Verb::Refuse
        | Verb::Respond
        | Verb::Resolve
        | Verb::FollowUp
        | Verb::Decide
        | Verb::Settle
        | Verb::Pause
        | Verb::Extend
        | Verb::Invalidate
        | Verb::Withdraw
        | Verb::Verify
        | Verb::Inspect
        | Verb::Close => true,
        Verb::Register
        | Verb::Acknowledge
        | Verb::Assign
        | Verb::SendBack
        | Verb::Consult
        | Verb::Note
        | Verb::Attach
        | Verb::Link
        | Verb::Escalate
        | Verb::Appeal
        | Verb::Dispute
        | Verb::Resume
        | Verb::Chase
        | Verb::Plan
        | Verb::Done
        | Verb::Reopen
        | Verb::Retract => false,
    }
}

/// The reason why a rule concerns somebody, if it does.
fn reason(rule: Separation, by: &StaffId, setting: &Setting<'_>) -> Option<Message> {
    let state = setting.state;
    let resolver = || state.holder_at_resolution.as_ref() == Some(by);
    let (concerns, message) = match rule {
        Separation::FollowUpHandler if state.is_answered_only() => (
            state.holder.as_ref() == Some(by),
            message!(
                "'{by}' holds the case, so somebody else has to follow it up",
                by
            ),
        ),
        Separation::FollowUpHandler => (
            resolver(),
            message!(
                "'{by}' held the case when it was resolved, so somebody else has to follow it up",
                by
            ),
        ),
        Separation::CloseHandler => (
            resolver(),
            message!(
                "'{by}' held the case when it was resolved, so somebody else has to close it",
                by
            ),
        ),
        Separation::DecideHandler => (
            state.undecided_appeal()?.former_holder.as_ref() == Some(by),
            message!(
                "'{by}' held the case before the appeal, so somebody else has to decide it",
                by
            ),
        ),
        Separation::ApproverHandler => (
            is_handler(by, state),
            message!(
                "'{by}' handles the case, so somebody else has to approve it",
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

fn is_handler(who: &StaffId, state: &State) -> bool {
    state.holder.as_ref() == Some(who) || state.handlers.contains(who)
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
