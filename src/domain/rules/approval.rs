//! Approvals (D1 to D6). Authority is judged on the proposal plus all that the case owes besides,
//! under the category at that time. A grant counts only for the proposal it names.

mod decision;
mod guard;
mod needed;

use super::permissions::is_active;
use super::{Setting, plausible, refusal};
use crate::domain::case::event::{Approve, Propose, Subject, Terms};
use crate::domain::case::{Entry, Event};
use crate::domain::finding::{Code, Finding, Hint, Spot};
use crate::domain::list::List;
use crate::domain::message::{Argument, Command, Message, ToArgument, message, text};
use crate::domain::names::{Handle, StaffId};
use crate::domain::policy::{ApprovalMode, EmergencyApproval, Policy};
use crate::domain::state::{Approval, Proposal, State};
use crate::domain::time::Instant;
use needed::Needed;
use rust_decimal::Decimal;

pub(super) use decision::{approve, refuse};
pub(super) use guard::{check as guard, liability};
pub(crate) use guard::{lacking as lacking_for, unproposed as unproposed_liability};

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
    let (Event::Propose(Propose { terms, .. }) | Event::Approve(Approve { terms })) = &entry.event
    else {
        return false;
    };
    let named = state
        .accountable()
        .find(|proposal| proposal.terms.proposal == terms.proposal);
    let is_complete = |proposal: &Proposal| missing(proposal, policy).is_empty();
    named.is_some_and(is_complete) && state.owed().all(is_complete)
}

/// A proposal is legal at any stage up to the end; its handle has to be new and its remedy listed
/// in the policy.
pub(super) fn propose(entry: &Entry, setting: &Setting<'_>) -> Vec<Finding> {
    let Event::Propose(Propose { terms, .. }) = &entry.event else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    if setting
        .state
        .handles
        .iter()
        .any(|known| known == terms.proposal.as_str())
    {
        let message = message!(
            "the handle '{handle}' was used before",
            handle = terms.proposal
        );
        findings.push(
            refusal(Code::HandleReused, message)
                .hint(text!("each proposal needs its own handle"))
                .of_key("proposal"),
        );
    }
    findings.extend(too_much(terms, setting.state));
    findings.extend(agreed(entry, setting.policy));
    findings.extend(unpriced(terms, setting.policy));
    findings.extend(terms.amount.and_then(|amount| {
        plausible::number("amount", amount, plausible::Unit::Money, setting.policy)
            .map(|finding| finding.of_key("amount"))
    }));
    let listed = |remedy| {
        super::facts::listed(
            "remedy",
            remedy,
            &setting.policy.lists[List::Remedies],
            setting.policy,
        )
    };
    findings.extend(terms.remedy().and_then(listed));
    findings
}

/// Amounts are judged by their sum, so it has to be one that can be counted.
fn too_much(terms: &Terms, state: &State) -> Option<Finding> {
    let sum = state.total_owed().checked_add(terms.worth());
    sum.is_none().then(|| {
        let message = text!("the amounts owed add up to more than can be counted");
        refusal(Code::BadValue, message)
            .hint(text!("check the amount"))
            .of_key("amount")
    })
}

/// A remedy that costs money is proposed with its amount, so that it cannot slip below the tiers of
/// authority (D1). That holds for imports, too.
fn unpriced(terms: &Terms, policy: &Policy) -> Option<Finding> {
    let remedy = terms.remedy().filter(|_| terms.amount.is_none())?;
    let is_priced = policy.priced.iter().any(|priced| priced == remedy);
    is_priced.then(|| {
        let message = message!("'{remedy}' is proposed without its amount", remedy);
        let propose = Command::new("propose").this().flag("--remedy", remedy);
        refusal(Code::AmountRequired, message)
            .hint(propose.with("--amount AMOUNT"))
            .of_key("amount")
    })
}

/// People who agreed by telephone must be active staff, and not the proposer.
fn agreed(entry: &Entry, policy: &Policy) -> Option<Finding> {
    let Event::Propose(Propose { agreed, .. }) = &entry.event else {
        return None;
    };
    if agreed.contains(&entry.by) {
        let message = message!(
            "'{by}' proposes it, so somebody else has to agree",
            by = entry.by
        );
        return Some(
            refusal(Code::Separation, message)
                .hint(text!("name those who agreed"))
                .of_key("agreed"),
        );
    }
    let stranger = agreed
        .iter()
        .find(|who| !policy.staff.is_empty() && !is_active(who, entry.at, policy))?;
    let finding = refusal(
        Code::UnknownStaff,
        message!(
            "'{stranger}', who agreed, is not on the staff list",
            stranger
        ),
    );
    Some(
        finding
            .of_key("agreed")
            .did_you_mean(stranger.as_str(), policy.staff.keys().map(StaffId::as_str)),
    )
}

/// A final response and a resolution require an approved proposal; a resolution also requires
/// something to resolve.
pub(super) fn act(entry: &Entry, setting: &Setting<'_>) -> Vec<Finding> {
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

/// Whether a proposal of the case awaits an approval that this person can give.
pub fn awaits(who: &StaffId, state: &State, policy: &Policy, now: Instant) -> bool {
    let setting = Setting {
        policy,
        recorded: now,
        now,
        state,
        before: &[],
    };
    awaited(state, policy).any(|proposal| could_approve(who, proposal, &setting))
}

/// Whether a person can give one of the missing approvals: the judge would accept it now.
pub(super) fn could_approve(who: &StaffId, proposal: &Proposal, setting: &Setting<'_>) -> bool {
    let needed = Needed::of(proposal, setting.policy);
    needed.could_approve(who, proposal, setting.now, setting)
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
