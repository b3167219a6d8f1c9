//! Who has to approve what (D1 to D6). Authority is judged on the proposal, under the category that the case had then, plus
//! what the case has paid already; a grant counts only for the proposal that it names.

use super::people::{is_active, role, who_has};
use super::{Setting, refusal};
use crate::domain::case::event::{Reply, Terms};
use crate::domain::case::{Entry, Event, Verb};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::names::StaffId;
use crate::domain::policy::{Permission, Policy, Separation};
use crate::domain::state::{Proposal, State};
use crate::domain::time::Instant;
use crate::domain::wording;

/// The roles whose approval a proposal still lacks; empty where it has all it needs.
pub fn missing<'a>(proposal: &Proposal, policy: &'a Policy) -> Vec<&'a str> {
    let (needed, _) = needed(proposal, policy);
    match needed[..] {
        [] => Vec::new(),
        [single] => {
            let stands_in = |who: &StaffId, at| role(who, at, policy).is_some_and(|held| policy.reaches(held, single));
            let approved = proposal.approvals.iter().any(|(who, at)| *who != proposal.by && stands_in(who, *at));
            if approved { Vec::new() } else { vec![single] }
        }
        _ => lacking(proposal, needed, policy),
    }
}

/// Of several named roles those not yet served, each by a person of its own with exactly that role.
fn lacking<'a>(proposal: &Proposal, mut needed: Vec<&'a str>, policy: &Policy) -> Vec<&'a str> {
    let mut served: Vec<&StaffId> = vec![&proposal.by];
    for (who, at) in &proposal.approvals {
        let held = role(who, *at, policy);
        let place = needed.iter().position(|needed| held == Some(*needed));
        if let Some(place) = place.filter(|_| !served.contains(&who)) {
            needed.remove(place);
            served.push(who);
        }
    }
    needed
}

/// The roles that have to approve a proposal, and the place of the rule that says so.
pub(super) fn needed<'a>(proposal: &Proposal, policy: &'a Policy) -> (Vec<&'a str>, Option<Spot>) {
    if policy.staff.is_empty() {
        return (Vec::new(), None);
    }
    let rule = policy.approval_for(&proposal.terms.remedy, &proposal.category, proposal.exposure());
    let spot = rule.map(|rule| rule.spot);
    let approvers: Vec<&str> = match rule {
        Some(rule) => rule.approvers.iter().map(String::as_str).collect(),
        None => policy.highest_role().into_iter().collect(),
    };
    let alone_allowed = !policy.separation.contains(&Separation::ProposerAlone);
    let own = role(&proposal.by, proposal.at, policy);
    match approvers[..] {
        [single] if alone_allowed && own.is_some_and(|own| policy.reaches(own, single)) => (Vec::new(), spot),
        _ => (approvers, spot),
    }
}

/// A proposal is always legal; its handle has to be new and its remedy one of the policy's.
pub(super) fn propose(entry: &Entry, setting: &Setting<'_>) -> Vec<Finding> {
    let Event::Propose { terms, .. } = &entry.event else { return Vec::new() };
    let mut findings = Vec::new();
    if setting.state.handles.iter().any(|known| known == terms.proposal.as_str()) {
        let message = format!("the handle '{}' was used before", terms.proposal);
        findings.push(
            refusal(Code::HandleReused, message).hint("each proposal has a handle of its own").of_key("proposal"),
        );
    }
    findings.extend(super::facts::listed("remedy", &terms.remedy, &setting.policy.lists.remedies, setting.policy));
    findings
}

pub(super) fn approve(entry: &Entry, terms: &Terms, setting: &Setting<'_>) -> Vec<Finding> {
    match decidable(entry, terms, setting) {
        Err(finding) => vec![*finding],
        Ok(proposal) => may_approve(entry, proposal, setting).into_iter().collect(),
    }
}

/// Whoever may approve may refuse; the proposer withdraws a proposal by another one.
pub(super) fn refuse(entry: &Entry, terms: &Terms, setting: &Setting<'_>) -> Vec<Finding> {
    let policy = setting.policy;
    let proposal = match decidable(entry, terms, setting) {
        Err(finding) => return vec![*finding],
        Ok(proposal) => proposal,
    };
    let (needed, spot) = needed(proposal, policy);
    let lowest = needed.iter().filter_map(|role| policy.rank(role)).min();
    let held = role(&entry.by, entry.at, policy).and_then(|role| policy.rank(role));
    if policy.staff.is_empty() || lowest.is_none() || held >= lowest {
        return Vec::new();
    }
    let finding = refusal(
        Code::Approver,
        format!("'{}' may not refuse this: it needs {}", entry.by, wording::one_of_each(&needed)),
    )
    .of_key("by");
    vec![Finding { rule: spot, ..finding.hint(format!("ask {}", who_has(needed[0], entry.at, policy))) }]
}

/// The proposal that a decision is about: the latest, still to be carried out, on exactly these terms.
fn decidable<'a>(entry: &Entry, terms: &Terms, setting: &Setting<'a>) -> Result<&'a Proposal, Box<Finding>> {
    let mismatch = |message: String| {
        let hint = "look at the proposal with `show`, and decide on it as it stands; a new remedy or amount needs a new proposal";
        Err(Box::new(refusal(Code::ApprovalMismatch, message).hint(hint).of_key("proposal")))
    };
    if entry.is_imported() {
        return mismatch("approvals are never imported".to_owned());
    }
    let Some(proposal) = &setting.state.proposal else {
        return mismatch("there is no proposal to decide on".to_owned());
    };
    let same = proposal.terms.proposal == terms.proposal
        && proposal.terms.remedy == terms.remedy
        && proposal.terms.worth() == terms.worth();
    if !same {
        return mismatch(format!(
            "the proposal on the table is {} ({}), not {} ({})",
            proposal.terms.proposal,
            describe(&proposal.terms),
            terms.proposal,
            describe(terms)
        ));
    }
    if proposal.carried_out.is_some() {
        return mismatch(format!("the proposal {} was carried out already", terms.proposal));
    }
    if let Some((who, _)) = &proposal.refused {
        return mismatch(format!("{who} refused the proposal {}", terms.proposal));
    }
    Ok(proposal)
}

fn may_approve(entry: &Entry, proposal: &Proposal, setting: &Setting<'_>) -> Option<Finding> {
    let policy = setting.policy;
    // Who is not on the staff list is refused for that alone.
    if !policy.staff.contains_key(&entry.by) {
        return None;
    }
    let (needed, spot) = needed(proposal, policy);
    let ruled = |finding: Finding| Finding { rule: spot, ..finding.of_key("by") };
    if proposal.by == entry.by {
        let ask = needed.first().map_or_else(
            || "it needs no approval".to_owned(),
            |role| format!("ask {}", who_has(role, entry.at, policy)),
        );
        return Some(ruled(
            refusal(Code::Separation, format!("'{}' proposed it and cannot approve it", entry.by)).hint(ask),
        ));
    }
    if proposal.approvals.iter().any(|(who, _)| *who == entry.by) {
        return Some(ruled(
            refusal(Code::Approver, format!("'{}' has approved it already", entry.by))
                .hint("each approval is by a person of its own"),
        ));
    }
    let lacking = missing(proposal, policy);
    let held = role(&entry.by, entry.at, policy);
    let fits = match (&needed[..], held) {
        (_, None) => false,
        ([single], Some(held)) => policy.reaches(held, single),
        (_, Some(held)) => lacking.contains(&held),
    };
    if lacking.is_empty() {
        let finding =
            refusal(Code::Approver, format!("the proposal {} needs no further approval", proposal.terms.proposal));
        return Some(ruled(finding.hint("go on: respond, then resolve")));
    }
    (!fits).then(|| {
        let message = format!(
            "'{}' may not approve {}: it needs {}",
            entry.by,
            describe_exposure(proposal),
            wording::one_of_each(&lacking)
        );
        ruled(refusal(Code::Approver, message).hint(format!("ask {}", who_has(lacking[0], entry.at, policy))))
    })
}

/// A final response and a resolution need what the proposal needs; a resolution needs something to resolve.
pub(super) fn act(entry: &Entry, setting: &Setting<'_>) -> Vec<Finding> {
    let state = setting.state;
    if matches!(entry.event, Event::Respond { reply: Reply::Interim { .. }, .. }) {
        return Vec::new();
    }
    let nothing_left = state.pending_proposal().is_none() && state.responded.is_none() && state.resolved.is_none();
    if matches!(entry.event, Event::Resolve { .. }) && nothing_left && !entry.is_imported() {
        return vec![nothing_to_resolve(state)];
    }
    unapproved(entry, state.pending_proposal(), setting).into_iter().collect()
}

/// The finding that an event acts on a proposal without its approvals.
pub(super) fn unapproved(entry: &Entry, proposal: Option<&Proposal>, setting: &Setting<'_>) -> Option<Finding> {
    let proposal = proposal?;
    let lacking = missing(proposal, setting.policy);
    let first = lacking.first()?;
    let (_, spot) = needed(proposal, setting.policy);
    let message = format!(
        "cannot {}: {} proposed by '{}' lacks the approval of {}",
        entry.event.name(),
        describe_exposure(proposal),
        proposal.by,
        wording::one_of_each(&lacking)
    );
    let hint = format!("ask {} to run: complaint approve ID", who_has(first, entry.at, setting.policy));
    Some(Finding { rule: spot, ..refusal(Code::Authority, message).hint(hint) })
}

fn nothing_to_resolve(state: &State) -> Finding {
    let carried_out = state.proposal.as_ref().filter(|proposal| proposal.carried_out.is_some());
    let message = match carried_out {
        Some(proposal) => format!(
            "the proposal {} ({}) was carried out already; its approval does not count again",
            proposal.terms.proposal,
            describe(&proposal.terms)
        ),
        None => "there is no remedy to carry out, and no final response".to_owned(),
    };
    refusal(Code::NothingToResolve, message).hint("propose a remedy, or respond to the complainant")
}

/// Whether the proposal of a case waits for an approval that this person could give.
pub fn awaits(who: &StaffId, state: &State, policy: &Policy, now: Instant) -> bool {
    let setting = Setting { policy, now, state, before: &[] };
    let permitted = policy.permits(role(who, now, policy), Permission::Verb(Verb::Approve));
    let pending = state.pending_proposal().filter(|_| !state.status().is_over());
    permitted && pending.is_some_and(|proposal| could_approve(who, proposal, &setting))
}

/// Whether a person could give one of the missing approvals.
pub(super) fn could_approve(who: &StaffId, proposal: &Proposal, setting: &Setting<'_>) -> bool {
    let lacking = missing(proposal, setting.policy);
    let (needed, _) = needed(proposal, setting.policy);
    let fits = |held: &str| match needed[..] {
        [single] => setting.policy.reaches(held, single),
        _ => lacking.contains(&held),
    };
    *who != proposal.by
        && is_active(who, setting.now, setting.policy)
        && !lacking.is_empty()
        && !proposal.approvals.iter().any(|(approver, _)| approver == who)
        && role(who, setting.now, setting.policy).is_some_and(fits)
}

fn describe(terms: &Terms) -> String {
    match terms.amount {
        Some(amount) => format!("{} {amount}", terms.remedy),
        None => terms.remedy.clone(),
    }
}

fn describe_exposure(proposal: &Proposal) -> String {
    let terms = describe(&proposal.terms);
    if proposal.paid_before.is_zero() {
        terms
    } else {
        format!("{terms} on top of {} paid before", proposal.paid_before)
    }
}
