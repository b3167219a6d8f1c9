//! The possible next steps of a case, and who may take them.

use super::{Setting, able, appeal, approval, closing, extension, stages};
use crate::domain::case::Verb;
use crate::domain::case::event::{Extend, Subject};
use crate::domain::message::{Message, message};
use crate::domain::names::StaffId;
use crate::domain::policy::{Permission, Policy};
use crate::domain::state::{Proposal, State, Status};
use crate::domain::time::Instant;
use crate::domain::word::Word;

/// A step that the stage of the case allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextStep {
    pub verb: Verb,
    /// The lowest role that may take it; `None` if anybody may.
    pub role: Option<String>,
    /// The people who may take it, if the policy has staff.
    pub who: Vec<StaffId>,
    /// The missing requirements, in words.
    pub lacks: Vec<Message>,
}

/// The steps that advance a case, in the order of its life. Remarks and corrections are always
/// possible and not listed.
pub fn next_steps(state: &State, policy: &Policy, now: Instant) -> Vec<NextStep> {
    let setting = Setting::of_now(state, policy, now);
    let extensions = extension::possible(&setting);
    let forward = Verb::ALL.iter().copied().filter(|verb| {
        brings_on(*verb, &setting)
            && stages::blocked(*verb, state).is_none()
            && !(*verb == Verb::Extend && extensions.is_empty())
    });
    forward
        .map(|verb| next_step(verb, &extensions, &setting))
        .collect()
}

fn next_step(verb: Verb, extensions: &[Extend], setting: &Setting<'_>) -> NextStep {
    let policy = setting.policy;
    let allowed = policy.permissions.get(&Permission::Verb(verb));
    let permitted = |who: &StaffId| able::may(who, verb, setting.now, setting);
    let open: Vec<_> = approval::awaited(setting.state, policy).collect();
    let fits = |who: &StaffId| {
        let could = |proposal: &&Proposal| approval::could_approve(who, proposal, setting);
        let may = |extend: &Extend| extension::may(who, extend, setting);
        let mut pending = setting.state.pending();
        (verb != Verb::Approve || open.iter().any(could))
            && (verb != Verb::Extend || extensions.iter().any(may))
            && (verb != Verb::Refuse
                || pending.any(|proposal| approval::could_refuse(who, proposal, setting)))
    };
    let who = policy
        .staff
        .keys()
        .filter(|who| permitted(who) && fits(who))
        .cloned()
        .collect();
    NextStep {
        verb,
        role: allowed.map(|allowed| allowed.role.clone()),
        who,
        lacks: lacks(verb, setting),
    }
}

/// What a step of the case waits for; only the verbs that need an approval have something.
fn lacks(verb: Verb, setting: &Setting<'_>) -> Vec<Message> {
    let (state, policy) = (setting.state, setting.policy);
    let missing = |proposal| {
        let roles = approval::missing_in_words(proposal, policy)?;
        Some(message!("the approval of {roles} is missing", roles))
    };
    let waiting = state
        .pending_proposal()
        .filter(|proposal| !approval::goes_ahead(proposal, policy));
    let mut lacks: Vec<Message> = Vec::new();
    if matches!(verb, Verb::Respond | Verb::Resolve) {
        lacks.extend(waiting.and_then(missing));
    }
    if verb == Verb::Close {
        lacks.extend(state.accountable().find_map(missing));
    }
    if lacks.is_empty() {
        lacks.extend(guarded(verb).and_then(|subject| missing_for(subject, setting)));
    }
    if verb == Verb::Close {
        let gates = closing::open_gates(state, policy).into_iter();
        let blocking = gates.filter(|gate| closing::is_blocking(gate, state, policy));
        lacks.extend(blocking.map(|gate| closing::describe(&gate.need, state)));
    }
    lacks
}

/// The subject whose approval a verb waits for, besides that of a remedy.
fn guarded(verb: Verb) -> Option<Subject> {
    let subjects = [
        (Verb::Respond, Subject::Answer),
        (Verb::Decide, Subject::Decision),
        (Verb::Invalidate, Subject::Validity),
        (Verb::Close, Subject::Liability),
    ];
    let found = subjects.iter().find(|(guarded, _)| *guarded == verb);
    found.map(|(_, subject)| *subject)
}

/// The missing approval of a subject other than a remedy.
fn missing_for(subject: Subject, setting: &Setting<'_>) -> Option<Message> {
    let Setting {
        state, policy, now, ..
    } = *setting;
    approval::lacking_for(subject, state, policy, now).map(|roles| {
        message!(
            "the approval of {roles} for {subject} is missing",
            roles,
            subject = subject.message()
        )
    })
}

/// Whether a verb advances a case at this stage, unlike a remark or a correction.
fn brings_on(verb: Verb, setting: &Setting<'_>) -> bool {
    let (state, policy) = (setting.state, setting.policy);
    let status = state.status();
    let pending = state.to_carry_out().is_some();
    match verb {
        Verb::Register
        | Verb::Consult
        | Verb::Note
        | Verb::Attach
        | Verb::Link
        | Verb::Dispute
        | Verb::Inspect
        | Verb::Plan
        | Verb::Amend
        | Verb::Retract
        | Verb::Chase
        | Verb::SendBack => false,
        Verb::Acknowledge => state.acknowledged.is_none(),
        Verb::Assign => status <= Status::Proposed,
        Verb::Investigate => status < Status::Investigated,
        Verb::Propose => status <= Status::Proposed && !pending,
        Verb::Approve => approval::awaited(state, policy).next().is_some(),
        Verb::Refuse => state.pending().next().is_some(),
        Verb::Respond => state.result().is_none() && state.resolved.is_none(),
        Verb::Resolve => {
            let is_answered = state.responded.is_some() && !state.is_answer_refused();
            state.to_carry_out().is_some() || (is_answered && state.resolved.is_none())
        }
        Verb::FollowUp => state.can_be_followed_up() && state.followed_up.is_none(),
        Verb::Escalate => {
            let highest = policy.levels.last();
            state.resolved.is_none() && highest.is_some_and(|it| it.name != state.level)
        }
        Verb::Pause | Verb::Extend | Verb::Invalidate | Verb::Withdraw => state.resolved.is_none(),
        Verb::Appeal => {
            let is_late = appeal::until(state, policy).is_some_and(|until| setting.now > until);
            state.can_be_appealed() && !is_late
        }
        Verb::Decide => state.undecided_appeal().is_some(),
        Verb::Settle => state.open_dispute().is_some(),
        Verb::Resume => state.paused.is_some(),
        Verb::Done => state.actions.iter().any(|action| action.done.is_none()),
        Verb::Verify => state
            .actions
            .iter()
            .any(|action| action.done.is_some() && !action.is_effective()),
        Verb::Close => true,
        Verb::Reopen => true,
    }
}
