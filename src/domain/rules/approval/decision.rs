//! Approvals and refusals of the current proposal.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::approvers::Needed;
use super::{Setting, exposure_in_words, goes_ahead, in_words, missing_in_words, refusal};
use crate::domain::case::event::{Approve, Refuse, Terms};
use crate::domain::case::{Entry, Event, Verb};
use crate::domain::finding::{Code, Finding, Hint};
use crate::domain::message::{Message, all_of, message, one, text};
use crate::domain::names::StaffId;
use crate::domain::policy::{ApprovalMode, EmergencyApproval, Policy};
use crate::domain::rules::permissions::{acts_as, is_active, role};
use crate::domain::rules::{able, separation};
use crate::domain::state::{Proposal, State};
use crate::domain::time::Instant;

/// Only a missing approver can approve.
pub(crate) fn approve(entry: &Entry, terms: &Terms, setting: &Setting<'_>) -> Vec<Finding> {
    match decidable(entry, terms, setting) {
        Err(finding) => vec![*finding],
        Ok(proposal) => may_approve(entry, &proposal, setting).into_iter().collect(),
    }
}

/// Anyone with the lowest approving role or above can refuse. Proposers replace their own proposal
/// instead.
pub(crate) fn refuse(entry: &Entry, terms: &Terms, setting: &Setting<'_>) -> Vec<Finding> {
    let policy = setting.policy;
    let proposal = match decidable(entry, terms, setting) {
        Err(finding) => return vec![*finding],
        Ok(proposal) => proposal,
    };
    let needed = Needed::of(&proposal, policy);
    let lowest = needed
        .roles
        .iter()
        .filter_map(|role| policy.rank(role))
        .min();
    let may_refuse_at = |at| may_refuse(&entry.by, at, lowest, policy);
    let finding = if let Some(why) = separation::barred(&entry.by, Verb::Refuse, setting) {
        refusal(Code::Separation, why)
    } else if policy.staff.is_empty() || acts_as(entry, setting, may_refuse_at) {
        return Vec::new();
    } else {
        let message = message!(
            "'{by}' cannot refuse this: it requires {approvers}",
            by = entry.by,
            approvers = needed.in_words()
        );
        refusal(Code::Approver, message)
    };
    let ask = able::able(Verb::Refuse, entry.at, setting, needed.in_words(), |who| {
        may_refuse(who, entry.at, lowest, policy)
    });
    vec![Finding {
        rule: needed.spot(),
        ..finding.hint(Hint::ask(ask)).of_key("by")
    }]
}

/// Whether the judge would accept a refusal by somebody now.
pub(crate) fn could_refuse(who: &StaffId, proposal: &Proposal, setting: &Setting<'_>) -> bool {
    let event = Event::Refuse(Refuse {
        terms: proposal.terms.clone(),
        reason: "?".to_owned(),
    });
    let entry = Entry::new(setting.now, who.clone(), event);
    refuse(&entry, &proposal.terms, setting).is_empty()
}

/// Whether a person has the lowest approving rank; anybody does if no approval is needed.
fn may_refuse(who: &StaffId, at: Instant, lowest: Option<usize>, policy: &Policy) -> bool {
    lowest.is_none() || role(who, at, policy).and_then(|role| policy.rank(role)) >= lowest
}

/// The proposal to decide on: pending, and with exactly these terms. An approval judges it with what
/// it knows of other cases.
fn decidable<'a>(
    entry: &Entry,
    terms: &Terms,
    setting: &Setting<'a>,
) -> Result<Cow<'a, Proposal>, Box<Finding>> {
    if entry.is_imported() {
        return Err(mismatch(text!("approvals are never imported")));
    }
    let (is_approval, elsewhere) = if let Event::Approve(Approve { elsewhere, .. }) = &entry.event {
        (true, elsewhere.unwrap_or_default())
    } else {
        (false, Decimal::ZERO)
    };
    let Some(proposal) = on_the_table(terms, is_approval, setting.state) else {
        return Err(mismatch(text!("there is no proposal to decide on")));
    };
    let handle = &terms.proposal;
    let is_same = proposal.terms.proposal == *handle
        && proposal.terms.subject == terms.subject
        && proposal.terms.worth() == terms.worth();
    if !is_same {
        return Err(mismatch(message!(
            "the current proposal is {proposal} ({terms}), not {other} ({other_terms})",
            proposal = proposal.terms.proposal,
            terms = in_words(&proposal.terms),
            other = handle,
            other_terms = in_words(terms)
        )));
    }
    let proposal = proposal.knowing(elsewhere);
    let is_lacking = || missing_in_words(&proposal, setting.policy).is_some();
    if is_approval && proposal.owed.is_some() && is_lacking() {
        return Ok(proposal);
    }
    if !is_approval && proposal.owed.is_some() && proposal.carried_out.is_none() {
        return Err(mismatch(message!(
            "the complainant was already answered on {handle}; it can be taken back, not refused",
            handle
        )));
    }
    let may_follow = is_approval && goes_ahead(&proposal, setting.policy);
    if proposal.carried_out.is_some() && !may_follow {
        return Err(mismatch(message!(
            "the proposal {handle} was already carried out",
            handle
        )));
    }
    if let Some((who, _)) = &proposal.refused {
        return Err(mismatch(message!(
            "{who} refused the proposal {handle}",
            who,
            handle
        )));
    }
    Ok(proposal)
}

/// The proposal with the handle in `terms`, or else the latest of the subject. Earlier remedies
/// that are owed can be approved, but not refused.
fn on_the_table<'a>(terms: &Terms, is_approval: bool, state: &'a State) -> Option<&'a Proposal> {
    let owed = state.accountable().filter(|_| is_approval);
    state
        .proposal
        .iter()
        .chain(owed)
        .chain(&state.drafts)
        .find(|proposal| proposal.terms.proposal == terms.proposal)
        .or(state.proposed(terms.subject()))
}

fn mismatch(message: Message) -> Box<Finding> {
    let hint = text!(
        "look at the current proposal with `show`, and decide on that; a new remedy or amount \
         needs a new proposal"
    );
    Box::new(
        refusal(Code::ApprovalMismatch, message)
            .hint(hint)
            .of_key("proposal"),
    )
}

fn may_approve(entry: &Entry, proposal: &Proposal, setting: &Setting<'_>) -> Option<Finding> {
    let policy = setting.policy;
    // People who are not on the staff list get that error only.
    if !policy.staff.contains_key(&entry.by) {
        return None;
    }
    let needed = Needed::of(proposal, policy);
    let finding = if proposal.by == entry.by {
        own_proposal(entry, proposal, &needed, setting)
    } else if proposal.covering().any(|approval| approval.by == entry.by) {
        refusal(
            Code::Approver,
            message!("'{by}' has already approved it", by = entry.by),
        )
        .hint(text!("each approval has to come from a different person"))
    } else if needed.lacking(proposal, policy).is_empty() {
        let handle = &proposal.terms.proposal;
        refusal(
            Code::Approver,
            message!("the proposal {handle} needs no further approval", handle),
        )
        .hint(text!("continue: respond, then resolve"))
    } else if let Some(why) = separation::barred(&entry.by, Verb::Approve, setting) {
        let who = needed.who(proposal, entry.at, setting);
        refusal(Code::Separation, why).hint(Hint::ask(who))
    } else {
        papers_of_others(entry, proposal, &needed, policy)
            .or_else(|| wrong_role(entry, proposal, &needed, setting))?
    };
    Some(Finding {
        rule: needed.spot(),
        ..finding.of_key("by")
    })
}

fn own_proposal(
    entry: &Entry,
    proposal: &Proposal,
    needed: &Needed<'_>,
    setting: &Setting<'_>,
) -> Finding {
    let message = message!("'{by}' proposed it and cannot approve it", by = entry.by);
    let finding = refusal(Code::Separation, message);
    if needed.lacking(proposal, setting.policy).is_empty() {
        finding.hint(text!("it needs no approval"))
    } else {
        finding.hint(Hint::ask(needed.who(proposal, entry.at, setting)))
    }
}

/// The finding for somebody who cannot give any missing approval, or not yet.
fn wrong_role(
    entry: &Entry,
    proposal: &Proposal,
    needed: &Needed<'_>,
    setting: &Setting<'_>,
) -> Option<Finding> {
    let policy = setting.policy;
    let lacking = needed.lacking(proposal, policy);
    let first = lacking.first()?;
    if acts_as(entry, setting, |at| {
        needed.takes(&entry.by, at, &lacking, policy)
    }) {
        return None;
    }
    let held = role(&entry.by, entry.at, policy);
    let waits = needed.mode == ApprovalMode::Sequence;
    let (by, exposure) = (&entry.by, exposure_in_words(proposal));
    let message = if waits && held.is_some_and(|held| lacking.contains(&held)) {
        message!(
            "it is not yet the turn of '{by}' to approve {exposure}: {first} comes first",
            by,
            exposure,
            first = one(first)
        )
    } else {
        message!(
            "'{by}' cannot approve {exposure}: it requires {approvers}",
            by,
            exposure,
            approvers = needed.worded(&lacking)
        )
    };
    let ask = Hint::ask(needed.who(proposal, entry.at, setting));
    Some(refusal(Code::Approver, message).hint(ask))
}

/// If people agreed by telephone, one of them has to approve, as long as one still can.
fn papers_of_others(
    entry: &Entry,
    proposal: &Proposal,
    needed: &Needed<'_>,
    policy: &Policy,
) -> Option<Finding> {
    if needed.papers() != EmergencyApproval::Oral
        || proposal.agreed.contains(&entry.by)
        || !goes_ahead(proposal, policy)
    {
        return None;
    }
    let has_approved = |who: &StaffId| proposal.covering().any(|approval| approval.by == *who);
    let open = proposal
        .agreed
        .iter()
        .filter(|who| is_active(who, entry.at, policy) && !has_approved(who));
    let names: Vec<&StaffId> = open.collect();
    (!names.is_empty()).then(|| {
        let message = message!(
            "'{by}' did not agree to the proposal {handle} by telephone",
            by = entry.by,
            handle = proposal.terms.proposal
        );
        refusal(Code::Approver, message).hint(message!("ask {who}", who = all_of(names)))
    })
}
