//! The requirements for closing a case (B14).

use super::{Setting, approval, evidence, refusal};
use crate::domain::case::{Entry, Verb};
use crate::domain::finding::{Code, Finding, Hint, Severity};
use crate::domain::list::List;
use crate::domain::message::{Command, Message, all_of, message, text};
use crate::domain::policy::when::{self, ConditionContext};
use crate::domain::policy::{GATES_OF_LEFT_LEVELS, Gate, Need, Policy, Requirement};
use crate::domain::state::State;
use crate::domain::word::Word;

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
    let (blocking, left) = open
        .iter()
        .partition::<Vec<&Gate>, _>(|gate| is_blocking(gate, setting.state, setting.policy));
    let needs =
        |gates: &[&Gate]| all_of(gates.iter().map(|gate| describe(&gate.need, setting.state)));
    if let Some(first) = blocking.first() {
        let message = message!("cannot close: {needs}", needs = needs(&blocking));
        findings.push(unpassed(first, message, setting.state));
    }
    if let Some(first) = left.first() {
        let message = message!(
            "closed although {needs}, as a level asked that the case has left",
            needs = needs(&left)
        );
        findings.push(Finding {
            severity: Severity::Warning,
            ..unpassed(first, message, setting.state)
        });
    }
    // An open gate for evidence already reports it.
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
            &setting.policy.lists[List::Outcomes],
            setting.policy,
        )
    }));
    findings
}

fn unpassed(gate: &Gate, message: Message, state: &State) -> Finding {
    refusal(Code::ClosingGate, message)
        .hint(hint(&gate.need, state))
        .ruled_by(gate.spot)
}

/// Whether a gate that is not passed is an error. Those of a level that the case has left are only
/// warnings under a policy from before they were.
pub(super) fn is_blocking(gate: &Gate, state: &State, policy: &Policy) -> bool {
    policy.format.severity_of(&GATES_OF_LEFT_LEVELS) == Severity::Error
        || applies_at(gate, &state.level, state, policy)
}

/// The gates that are not passed; of several with the same need, the first. Authority is judged
/// separately, to name the missing approvers.
pub(super) fn open_gates<'a>(state: &State, policy: &'a Policy) -> Vec<&'a Gate> {
    let closed = applying(state, policy).filter(|gate| !is_passed(&gate.need, state, policy));
    closed.fold(Vec::new(), |mut open: Vec<&Gate>, gate| {
        if open.iter().all(|other| other.need != gate.need) {
            open.push(gate);
        }
        open
    })
}

/// The gates that apply to a case, each with what is missing to pass it.
pub(crate) fn gates<'a>(
    state: &State,
    policy: &'a Policy,
) -> impl Iterator<Item = (&'a Gate, Option<Message>)> {
    applying(state, policy).map(move |gate| {
        let is_passed = match gate.need {
            Requirement::Need(Need::Authority) => approval::is_complete(state, policy),
            Requirement::Need(_) | Requirement::Step(_) => is_passed(&gate.need, state, policy),
        };
        (gate, (!is_passed).then(|| describe(&gate.need, state)))
    })
}

/// A gate of a level applies to every case that was at this level in the newest round: moving up
/// does not pass it.
fn applying<'a>(state: &State, policy: &'a Policy) -> impl Iterator<Item = &'a Gate> {
    let levels = move || state.levels_left.iter().chain([&state.level]);
    policy
        .closing
        .iter()
        .filter(move |gate| levels().any(|level| applies_at(gate, level, state, policy)))
}

fn applies_at(gate: &Gate, level: &str, state: &State, policy: &Policy) -> bool {
    let then = ConditionContext {
        level,
        ..ConditionContext::from(state)
    };
    when::hold(&gate.when, then, policy)
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
        // A refused answer ends the case, too, though not as resolved.
        Need::Resolved => state.resolved.is_some() || state.is_answer_refused(),
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

pub(super) fn describe(requirement: &Requirement, state: &State) -> Message {
    match requirement {
        Requirement::Need(Need::Resolved) if awaits_reaction(state) => {
            text!("nobody has said how the complainant took the answer")
        }
        Requirement::Need(need) => lacking(*need),
        Requirement::Step(name) => message!("the step '{name}' is not recorded", name),
    }
}

/// Whether a final answer was given, nothing is left to carry out, and nobody has said how the
/// complainant took it.
fn awaits_reaction(state: &State) -> bool {
    state.responded.is_some() && state.result().is_none() && state.pending_proposal().is_none()
}

fn lacking(need: Need) -> Message {
    match need {
        Need::Authority => text!("a proposal lacks its approval"),
        Need::Response => text!("the complainant has no final response"),
        Need::Resolved => text!("the matter is not resolved"),
        Need::FollowUp => text!("nobody has followed up"),
        Need::Verdict => text!("there is no verdict"),
        Need::Cause => text!("the cause is not recorded"),
        Need::Actions => text!("the corrective actions are not done and verified"),
        Need::Disputes => text!("a dispute is not settled"),
        Need::Acknowledged => text!("the receipt is not acknowledged"),
        Need::Evidence => text!("evidence is missing"),
    }
}

fn hint(requirement: &Requirement, state: &State) -> Hint {
    let run = |verb: Verb| Command::new(verb.word()).this();
    let need = match requirement {
        Requirement::Need(need) => *need,
        Requirement::Step(name) => return run(Verb::Note).flag("--step", name).into(),
    };
    match need {
        Need::Authority => run(Verb::Approve).into(),
        Need::Response => run(Verb::Respond).with("--text TEXT").into(),
        Need::Resolved if awaits_reaction(state) => run(Verb::Respond)
            .with("--result solved|explained|refused")
            .into(),
        Need::Resolved => {
            let resolve = run(Verb::Resolve);
            message!("{resolve}, once the remedy is carried out", resolve).into()
        }
        Need::FollowUp => {
            let follow_up = run(Verb::FollowUp).with("--score 1..5");
            message!("{follow_up}, or --waive REASON", follow_up).into()
        }
        Need::Verdict => run(Verb::Investigate)
            .with("--verdict substantiated|partly|unsubstantiated")
            .into(),
        Need::Cause => run(Verb::Investigate)
            .with("--verdict V --cause CAUSE")
            .into(),
        Need::Actions => {
            let plan = run(Verb::Plan).with("--action TEXT --owner STAFF --until TIME");
            message!("{plan}, then done and verify", plan).into()
        }
        Need::Disputes => run(Verb::Settle)
            .with("--by mediation|arbitration --text TEXT")
            .into(),
        Need::Acknowledged => run(Verb::Acknowledge).into(),
        Need::Evidence => run(Verb::Attach).with("FILE --kind KIND").into(),
    }
}
