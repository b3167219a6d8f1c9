//! Approvals (D1 to D6). Authority is judged on the proposal plus all that the case owes besides,
//! under the category at that time. A grant counts only for the proposal it names.
//!
//! Whose approval is needed: [`approvers`]; whether somebody may give it: [`decision`].

mod acting;
mod approvers;
mod decision;
mod guard;
mod proposing;

use super::{Setting, refusal};
use crate::domain::case::event::{Approve, Propose, Subject, Terms};
use crate::domain::case::{Entry, Event};
use crate::domain::finding::{Code, Finding, Hint, Spot};
use crate::domain::message::{Argument, Command, Message, ToArgument, message};
use crate::domain::names::StaffId;
use crate::domain::policy::{ApprovalMode, EmergencyApproval, Policy};
use crate::domain::state::{Approval, Proposal, State};
use crate::domain::time::Instant;
use approvers::Needed;
use rust_decimal::Decimal;

pub(super) use acting::act;
pub(super) use decision::{approve, could_refuse, refuse};
pub(super) use guard::{check as guard, liability};
pub(crate) use guard::{lacking as lacking_for, unproposed as unproposed_liability};
pub(super) use proposing::propose;

/// The roles whose approval is missing; empty if the proposal is approved. If one of several is
/// enough, all of them are listed.
pub(crate) fn missing<'a>(proposal: &'a Proposal, policy: &'a Policy) -> Vec<&'a str> {
    Needed::of(proposal, policy).lacking(proposal, policy)
}

/// Whether the proposal needs no approval.
pub(crate) fn needs_nobody(proposal: &Proposal, policy: &Policy) -> bool {
    Needed::of(proposal, policy).roles.is_empty()
}

/// Whether a person alone could approve a remedy if it came to `total`.
pub(super) fn covers_alone(
    who: &StaffId,
    at: Instant,
    remedy: &Proposal,
    total: Decimal,
    policy: &Policy,
) -> bool {
    let whole = Proposal {
        by: who.clone(),
        at,
        owed_besides: total.saturating_sub(remedy.terms.worth()),
        ..remedy.clone()
    };
    let needed = Needed::of(&whole, policy);
    needed.roles.is_empty() || needed.is_within(who, at, policy)
}

/// The place of the approval rule; `None` if no rule applies.
pub(crate) fn spot(proposal: &Proposal, policy: &Policy) -> Option<Spot> {
    Needed::of(proposal, policy).spot()
}

/// Whether no approval is missing for closing.
pub(crate) fn is_complete(state: &State, policy: &Policy) -> bool {
    state
        .accountable()
        .all(|proposal| missing(proposal, policy).is_empty())
        && guard::is_liability_approved(state, policy)
}

/// How the required approvals combine.
pub(crate) fn mode(proposal: &Proposal, policy: &Policy) -> ApprovalMode {
    Needed::of(proposal, policy).mode
}

/// The missing approvers, as in `a supervisor, then a director`; `None` if none is missing.
pub(crate) fn missing_in_words(proposal: &Proposal, policy: &Policy) -> Option<Message> {
    let needed = Needed::of(proposal, policy);
    let lacking = needed.lacking(proposal, policy);
    (!lacking.is_empty()).then(|| needed.worded(&lacking))
}

/// Whether a proposal may be carried out before it is approved: an emergency, under a rule that
/// allows it (D3).
pub(crate) fn goes_ahead(proposal: &Proposal, policy: &Policy) -> bool {
    proposal.emergency
        && match Needed::of(proposal, policy).papers() {
            EmergencyApproval::Before => false,
            EmergencyApproval::After => true,
            EmergencyApproval::Oral => is_agreed(proposal, policy),
        }
}

/// The approvers without whom a new emergency can't go ahead; `None` if it can. Also whether their
/// agreement by telephone is enough.
pub(super) fn holding_up(
    proposed: &Propose,
    entry: &Entry,
    setting: &Setting<'_>,
) -> Option<(Message, EmergencyApproval)> {
    let Setting { state, policy, .. } = *setting;
    let proposal = Proposal::made(entry, proposed, state);
    if goes_ahead(&proposal, policy) {
        return None;
    }
    let papers = Needed::of(&proposal, policy).papers();
    Some((missing_in_words(&proposal, policy)?, papers))
}

/// Whether the people who agreed by telephone could give all required approvals.
fn is_agreed(proposal: &Proposal, policy: &Policy) -> bool {
    let agreed = |who: &StaffId| Approval {
        by: who.clone(),
        at: proposal.at,
        total: proposal.total(),
        elsewhere: proposal.elsewhere,
        with_later: false,
    };
    let approvals = proposal.agreed.iter().map(agreed).collect();
    missing(
        &Proposal {
            approvals,
            ..proposal.clone()
        },
        policy,
    )
    .is_empty()
}

/// The proposals with missing approvals: what is owed, even after the end, and while the case is
/// open, what is pending.
pub(crate) fn awaited<'a>(
    state: &'a State,
    policy: &'a Policy,
) -> impl Iterator<Item = &'a Proposal> {
    let is_going_on = state.end.is_none();
    let is_open = move |proposal: &&Proposal| {
        let is_awaited = proposal.is_pending() || goes_ahead(proposal, policy);
        proposal.owed.is_some() || (is_going_on && is_awaited)
    };
    let drafts = state.drafts.iter();
    let drafts = drafts.filter(move |draft| is_going_on && draft.is_pending());
    let open = state.accountable().filter(is_open).chain(drafts);
    open.filter(|proposal| !missing(proposal, policy).is_empty())
}

/// Whether this event completes the approvals of a proposal, and nothing owed lacks any.
pub(super) fn completes(entry: &Entry, state: &State, policy: &Policy) -> bool {
    let (Event::Propose(Propose { terms, .. }) | Event::Approve(Approve { terms, .. })) =
        &entry.event
    else {
        return false;
    };
    let named = state
        .accountable()
        .find(|proposal| proposal.terms.proposal == terms.proposal);
    let is_complete = |proposal: &Proposal| missing(proposal, policy).is_empty();
    named.is_some_and(is_complete) && state.owed().all(is_complete)
}

/// Whether a proposal of the case awaits an approval that this person can give.
pub fn awaits(who: &StaffId, state: &State, policy: &Policy, now: Instant) -> bool {
    let setting = Setting::of_now(state, policy, now);
    awaited(state, policy).any(|proposal| could_approve(who, proposal, &setting))
}

/// Whether a person can give one of the missing approvals: the judge would accept it now.
pub(super) fn could_approve(who: &StaffId, proposal: &Proposal, setting: &Setting<'_>) -> bool {
    let needed = Needed::of(proposal, setting.policy);
    needed.could_approve(who, proposal, setting.now, setting)
}

/// Asks those who can give a missing approval now.
pub(super) fn ask_to_approve(proposal: &Proposal, setting: &Setting<'_>) -> Hint {
    let who = Needed::of(proposal, setting.policy).who(proposal, setting.now, setting);
    let approve = Command::new("approve").this();
    let approve = approve.flag("--proposal", proposal.terms.proposal.as_str());
    Hint::ask_to_run(who, approve)
}

/// The finding for an event that acts on a proposal with missing approvals.
pub(super) fn unapproved(
    entry: &Entry,
    proposal: &Proposal,
    setting: &Setting<'_>,
) -> Option<Finding> {
    let needed = Needed::of(proposal, setting.policy);
    let lacking = missing_in_words(proposal, setting.policy)?;
    let message = message!(
        "cannot {verb}: {exposure} proposed by '{by}' lacks the approval of {lacking}",
        verb = entry.event.name(),
        exposure = exposure_in_words(proposal),
        by = proposal.by,
        lacking
    );
    let who = needed.who(proposal, entry.at, setting);
    let by_telephone = proposal.emergency
        && needed.papers() == EmergencyApproval::Oral
        && proposal.carried_out.is_none();
    let approve = Command::new("approve").this();
    let hint = if by_telephone {
        let ask = Hint::ask_to_run(who, approve);
        message!(
            "{ask}, or get their agreement by telephone and propose it again with --agreed STAFF",
            ask
        )
        .into()
    } else {
        Hint::ask_to_run(who, approve)
    };
    Some(Finding {
        rule: needed.spot(),
        ..refusal(Code::Authority, message).hint(hint)
    })
}

/// The subject with its amount: `refund 100`, `a loss of 100`.
fn in_words(terms: &Terms) -> Argument {
    let subject = &terms.subject;
    match (terms.amount, terms.subject()) {
        (None, _) => subject.to_argument(),
        (Some(amount), Subject::Remedy) => {
            message!("{remedy} {amount}", remedy = subject, amount).to_argument()
        }
        (Some(amount), _) => message!("{subject} of {amount}", subject, amount).to_argument(),
    }
}

/// The basis for authority: the proposal, and what the case owes besides.
fn exposure_in_words(proposal: &Proposal) -> Argument {
    let terms = in_words(&proposal.terms);
    let (besides, elsewhere) = (proposal.owed_besides, proposal.elsewhere);
    let here = if besides.is_zero() {
        terms
    } else {
        message!("{terms} on top of {besides} owed besides", terms, besides).to_argument()
    };
    if elsewhere.is_zero() {
        here
    } else {
        message!("{here}, with {elsewhere} in other cases,", here, elsewhere).to_argument()
    }
}
