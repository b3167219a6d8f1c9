//! What must be done before a case is closed (B14).

use super::{Setting, approval, evidence, refusal};
use crate::domain::case::{Entry, Verb};
use crate::domain::finding::{Code, Finding};
use crate::domain::policy::when;
use crate::domain::policy::{Gate, Need, Policy, Requirement};
use crate::domain::state::State;
use crate::domain::wording;

pub(super) fn check(entry: &Entry, outcome: Option<&str>, setting: &Setting<'_>) -> Vec<Finding> {
    if entry.is_imported() {
        return Vec::new();
    }
    let mut findings = Vec::new();
    findings.extend(
        setting
            .state
            .accountable()
            .find_map(|proposal| approval::unapproved(entry, proposal, setting)),
    );
    if findings.is_empty() {
        findings.extend(approval::liability(entry, setting));
    }
    let open = open_gates(setting.state, setting.policy);
    if let Some(first) = open.first() {
        let needs: Vec<String> = open.iter().map(|gate| describe(&gate.need)).collect();
        let message = format!("cannot close: {}", wording::all_of(&needs));
        findings.push(
            refusal(Code::ClosingGate, message)
                .hint(hint(&first.need))
                .ruled_by(first.spot),
        );
    }
    // A gate that asks for it has said so.
    if !open
        .iter()
        .any(|gate| gate.need == Requirement::Need(Need::Evidence))
    {
        findings.extend(evidence::lacks(setting.state, setting.policy));
    }
    findings.extend(outcome.and_then(|outcome| {
        super::facts::listed(
            "outcome",
            outcome,
            &setting.policy.lists.outcomes,
            setting.policy,
        )
    }));
    findings
}

/// The gates that are not passed, of those that ask for the same the first. Authority is judged by itself, with who is missing.
pub(super) fn open_gates<'a>(state: &State, policy: &'a Policy) -> Vec<&'a Gate> {
    let closed = applying(state, policy).filter(|gate| !is_passed(&gate.need, state, policy));
    closed.fold(Vec::new(), |mut open: Vec<&Gate>, gate| {
        if open.iter().all(|other| other.need != gate.need) {
            open.push(gate);
        }
        open
    })
}

/// The gates that apply to a case, each with what is missing before it is passed.
pub fn gates<'a>(
    state: &State,
    policy: &'a Policy,
) -> impl Iterator<Item = (&'a Gate, Option<String>)> {
    applying(state, policy).map(move |gate| {
        let is_passed = match gate.need {
            Requirement::Need(Need::Authority) => approval::is_complete(state, policy),
            Requirement::Need(_) | Requirement::Step(_) => is_passed(&gate.need, state, policy),
        };
        (gate, (!is_passed).then(|| describe(&gate.need)))
    })
}

fn applying<'a>(state: &State, policy: &'a Policy) -> impl Iterator<Item = &'a Gate> {
    policy
        .closing
        .iter()
        .filter(move |gate| when::hold(&gate.when, state, policy))
}

fn is_passed(requirement: &Requirement, state: &State, policy: &Policy) -> bool {
    match requirement {
        Requirement::Need(need) => is_met(*need, state, policy),
        Requirement::Step(name) => state.steps.iter().any(|step| step.name == *name),
    }
}

fn is_met(need: Need, state: &State, policy: &Policy) -> bool {
    match need {
        Need::Authority => true,
        Need::Response => state.responded.is_some(),
        Need::Resolved => state.resolved.is_some(),
        Need::FollowUp => state.followed_up.is_some(),
        Need::Verdict => state.investigation.is_some(),
        Need::Cause => state
            .investigation
            .as_ref()
            .is_some_and(|investigation| investigation.cause.is_some()),
        Need::Actions => state.actions_are_effective(),
        Need::Disputes => state.open_dispute().is_none(),
        Need::Acknowledged => state.acknowledged.is_some(),
        Need::Evidence => evidence::missing(state, policy).is_empty(),
    }
}

/// What is missing, in words.
pub(super) fn describe(requirement: &Requirement) -> String {
    match requirement {
        Requirement::Need(need) => lacking(*need).to_owned(),
        Requirement::Step(name) => format!("the step '{name}' is not on record"),
    }
}

fn lacking(need: Need) -> &'static str {
    match need {
        Need::Authority => "a proposal lacks its approval",
        Need::Response => "the complainant has no final response",
        Need::Resolved => "the matter is not resolved",
        Need::FollowUp => "nobody has followed up",
        Need::Verdict => "there is no verdict",
        Need::Cause => "the cause is not recorded",
        Need::Actions => "the corrective actions are not done and verified",
        Need::Disputes => "a dispute is not settled",
        Need::Acknowledged => "the receipt is not acknowledged",
        Need::Evidence => "evidence is missing",
    }
}

fn hint(requirement: &Requirement) -> String {
    let need = match requirement {
        Requirement::Need(need) => *need,
        Requirement::Step(name) => return format!("complaint note ID --step {name}"),
    };
    let (verb, flags) = match need {
        Need::Authority => (Verb::Approve, ""),
        Need::Response => (Verb::Respond, " --text TEXT"),
        Need::Resolved => (Verb::Resolve, ", once the remedy is carried out"),
        Need::FollowUp => (Verb::FollowUp, " --score 1..5, or --waive REASON"),
        Need::Verdict => (
            Verb::Investigate,
            " --verdict substantiated|partly|unsubstantiated",
        ),
        Need::Cause => (Verb::Investigate, " --verdict V --cause CAUSE"),
        Need::Actions => (
            Verb::Plan,
            " --action TEXT --owner STAFF --until TIME, then done and verify",
        ),
        Need::Disputes => (Verb::Settle, " --by mediation|arbitration --text TEXT"),
        Need::Acknowledged => (Verb::Acknowledge, ""),
        Need::Evidence => (Verb::Attach, " FILE --kind KIND"),
    };
    format!("complaint {verb} ID{flags}")
}
