//! Who has to approve what (D1 to D6). Authority is judged on the proposal, under the category that the case had then, plus
//! what the case has paid already; a grant counts only for the proposal that it names.

mod guard;
mod needed;

use super::permissions::{is_active, role};
use super::{Setting, refusal};
use crate::domain::case::event::{Approve, Propose, Reply, Respond, Subject, Terms};
use crate::domain::case::{Entry, Event, Verb};
use crate::domain::finding::{Code, Finding, Hint, Spot};
use crate::domain::message::{Command, message, text};
use crate::domain::names::StaffId;
use crate::domain::policy::{Assent, Papers, Permission, Policy};
use crate::domain::state::{Proposal, State};
use crate::domain::time::Instant;
use crate::domain::wording;
use needed::Needed;

pub(super) use guard::{check as guard, liability};
pub use guard::{lacking as lacking_for, unproposed as unproposed_liability};

/// The roles whose approval a proposal still lacks; empty where it has all it needs. Where one of several is enough, all
/// of these are named.
pub fn missing<'a>(proposal: &Proposal, policy: &'a Policy) -> Vec<&'a str> {
    Needed::of(proposal, policy).lacking(proposal, policy)
}

/// Whether whoever proposed it could settle it alone.
pub fn needs_nobody(proposal: &Proposal, policy: &Policy) -> bool {
    Needed::of(proposal, policy).roles.is_empty()
}

/// Where the policy says who approves a proposal; none where no rule fits.
pub fn spot(proposal: &Proposal, policy: &Policy) -> Option<Spot> {
    Needed::of(proposal, policy).spot()
}

/// Whether closing has no approval to wait for.
pub fn is_complete(state: &State, policy: &Policy) -> bool {
    state
        .accountable()
        .all(|proposal| missing(proposal, policy).is_empty())
        && guard::is_liability_approved(state, policy)
}

/// How the approvals that a proposal needs go together.
pub fn assent(proposal: &Proposal, policy: &Policy) -> Assent {
    Needed::of(proposal, policy).assent
}

/// Whose approval a proposal still lacks: `a supervisor, then a director`; none where it has all it needs.
pub fn lacks(proposal: &Proposal, policy: &Policy) -> Option<String> {
    let needed = Needed::of(proposal, policy);
    let lacking = needed.lacking(proposal, policy);
    (!lacking.is_empty()).then(|| needed.assent.in_words(&lacking))
}

/// Whether a proposal is carried out before its approvals are there: an emergency, under a rule that says so (D3).
pub fn goes_ahead(proposal: &Proposal, policy: &Policy) -> bool {
    proposal.emergency
        && match Needed::of(proposal, policy).papers() {
            Papers::Before => false,
            Papers::After => true,
            Papers::Oral => is_agreed(proposal, policy),
        }
}

/// Whether those who agreed by telephone could have given every approval that a proposal needs.
fn is_agreed(proposal: &Proposal, policy: &Policy) -> bool {
    let approvals = proposal
        .agreed
        .iter()
        .map(|who| (who.clone(), proposal.at))
        .collect();
    missing(
        &Proposal {
            approvals,
            ..proposal.clone()
        },
        policy,
    )
    .is_empty()
}

/// The proposals whose approvals are still to come: what waits for them, and emergencies that went ahead.
pub fn awaited<'a>(state: &'a State, policy: &'a Policy) -> impl Iterator<Item = &'a Proposal> {
    let is_open = |proposal: &&Proposal| proposal.is_pending() || goes_ahead(proposal, policy);
    let drafts = state.drafts.iter().filter(|draft| draft.is_pending());
    let open = state.accountable().filter(is_open).chain(drafts);
    open.filter(|proposal| !missing(proposal, policy).is_empty())
}

/// Whether, with this event, a proposal has all the approvals that it needs, and no emergency before it lacks any.
pub(super) fn completes(entry: &Entry, state: &State, policy: &Policy) -> bool {
    let (Event::Propose(Propose { terms, .. }) | Event::Approve(Approve { terms })) = &entry.event
    else {
        return false;
    };
    let named = state
        .accountable()
        .find(|proposal| proposal.terms.proposal == terms.proposal);
    let is_complete = |proposal: &Proposal| missing(proposal, policy).is_empty();
    named.is_some_and(is_complete) && state.emergencies.iter().all(is_complete)
}

/// A proposal is always legal; its handle has to be new and its remedy one of the policy's.
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
        let message = format!("the handle '{}' was used before", terms.proposal);
        findings.push(
            refusal(Code::HandleReused, message)
                .hint("each proposal has a handle of its own")
                .of_key("proposal"),
        );
    }
    findings.extend(agreed(entry, setting.policy));
    let listed = |remedy| {
        super::facts::listed(
            "remedy",
            remedy,
            &setting.policy.lists.remedies,
            setting.policy,
        )
    };
    findings.extend(terms.remedy().and_then(listed));
    findings
}

/// Who agreed by telephone works here, and is not the proposer.
fn agreed(entry: &Entry, policy: &Policy) -> Option<Finding> {
    let Event::Propose(Propose { agreed, .. }) = &entry.event else {
        return None;
    };
    if agreed.contains(&entry.by) {
        let message = format!("'{}' proposes it, so it is for others to agree", entry.by);
        return Some(
            refusal(Code::Separation, message)
                .hint("name those who agreed")
                .of_key("agreed"),
        );
    }
    let stranger = agreed
        .iter()
        .find(|who| !policy.staff.is_empty() && !is_active(who, entry.at, policy))?;
    let finding = refusal(
        Code::UnknownStaff,
        format!("'{stranger}', who agreed, is not on the staff list"),
    );
    Some(
        finding
            .of_key("agreed")
            .did_you_mean(stranger.as_str(), policy.staff.keys().map(StaffId::as_str)),
    )
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
    let needed = Needed::of(proposal, policy);
    let lowest = needed
        .roles
        .iter()
        .filter_map(|role| policy.rank(role))
        .min();
    let held = role(&entry.by, entry.at, policy).and_then(|role| policy.rank(role));
    if policy.staff.is_empty() || lowest.is_none() || held >= lowest {
        return Vec::new();
    }
    let finding = refusal(
        Code::Approver,
        format!(
            "'{}' may not refuse this: it needs {}",
            entry.by,
            needed.assent.in_words(&needed.roles)
        ),
    )
    .of_key("by");
    let ask = needed.who(proposal, entry.at, policy);
    vec![Finding {
        rule: needed.spot(),
        ..finding.hint(Hint::ask(ask))
    }]
}

/// The proposal that a decision is about: the latest, still to be carried out, on exactly these terms.
fn decidable<'a>(
    entry: &Entry,
    terms: &Terms,
    setting: &Setting<'a>,
) -> Result<&'a Proposal, Box<Finding>> {
    let mismatch = |message: String| {
        let hint = "look at the proposal with `show`, and decide on it as it stands; a new remedy or amount needs a new proposal";
        Err(Box::new(
            refusal(Code::ApprovalMismatch, message)
                .hint(hint)
                .of_key("proposal"),
        ))
    };
    if entry.is_imported() {
        return mismatch("approvals are never imported".to_owned());
    }
    let approving = matches!(entry.event, Event::Approve(_));
    let is_named = |proposal: &&Proposal| proposal.terms.proposal == terms.proposal;
    let latest = setting.state.proposal.as_ref().filter(is_named);
    let earlier = || {
        setting
            .state
            .emergencies
            .iter()
            .find(is_named)
            .filter(|_| approving)
    };
    let draft = || setting.state.drafts.iter().find(is_named);
    let Some(proposal) = latest
        .or_else(earlier)
        .or_else(draft)
        .or(setting.state.proposed(terms.subject()))
    else {
        return mismatch("there is no proposal to decide on".to_owned());
    };
    let same = proposal.terms.proposal == terms.proposal
        && proposal.terms.motion == terms.motion
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
    if proposal.carried_out.is_some() && !(approving && goes_ahead(proposal, setting.policy)) {
        return mismatch(format!(
            "the proposal {} was carried out already",
            terms.proposal
        ));
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
    let needed = Needed::of(proposal, policy);
    let lacking = needed.lacking(proposal, policy);
    let ask = || Hint::ask(needed.who(proposal, entry.at, policy));
    let ruled = |finding: Finding| Finding {
        rule: needed.spot(),
        ..finding.of_key("by")
    };
    if proposal.by == entry.by {
        let hint = if lacking.is_empty() {
            Hint::from(text!("it needs no approval"))
        } else {
            ask()
        };
        return Some(ruled(
            refusal(
                Code::Separation,
                format!("'{}' proposed it and cannot approve it", entry.by),
            )
            .hint(hint),
        ));
    }
    if proposal.approvals.iter().any(|(who, _)| *who == entry.by) {
        return Some(ruled(
            refusal(
                Code::Approver,
                format!("'{}' has approved it already", entry.by),
            )
            .hint("each approval is by a person of its own"),
        ));
    }
    if lacking.is_empty() {
        let finding = refusal(
            Code::Approver,
            format!(
                "the proposal {} needs no further approval",
                proposal.terms.proposal
            ),
        );
        return Some(ruled(finding.hint("go on: respond, then resolve")));
    }
    if let Some(finding) = papers_of_others(entry, proposal, &needed, policy) {
        return Some(ruled(finding));
    }
    let held = role(&entry.by, entry.at, policy);
    if held.is_some_and(|held| needed.takes(held, &lacking, policy)) {
        return None;
    }
    let exposure = describe_exposure(proposal);
    // Only where there is an order can somebody be among those who are lacking, and yet not be next.
    let out_of_turn = held.is_some_and(|held| lacking.contains(&held));
    let message = if out_of_turn {
        format!(
            "it is not yet the turn of '{}' to approve {exposure}: {} comes first",
            entry.by,
            wording::one(lacking[0])
        )
    } else {
        format!(
            "'{}' may not approve {exposure}: it needs {}",
            entry.by,
            needed.assent.in_words(&lacking)
        )
    };
    Some(ruled(refusal(Code::Approver, message).hint(ask())))
}

/// The papers of what was agreed by telephone are from those who agreed, as long as one of them can still give them.
fn papers_of_others(
    entry: &Entry,
    proposal: &Proposal,
    needed: &Needed<'_>,
    policy: &Policy,
) -> Option<Finding> {
    if needed.papers() != Papers::Oral
        || proposal.agreed.contains(&entry.by)
        || !goes_ahead(proposal, policy)
    {
        return None;
    }
    let has_approved = |who: &StaffId| {
        proposal
            .approvals
            .iter()
            .any(|(approver, _)| approver == who)
    };
    let open = proposal
        .agreed
        .iter()
        .filter(|who| is_active(who, entry.at, policy) && !has_approved(who));
    let names: Vec<&str> = open.map(StaffId::as_str).collect();
    (!names.is_empty()).then(|| {
        let message = format!(
            "'{}' did not agree to the proposal {} by telephone",
            entry.by, proposal.terms.proposal
        );
        refusal(Code::Approver, message).hint(format!("ask {}", wording::all_of(&names)))
    })
}

/// A final response and a resolution need what the proposal needs; a resolution needs something to resolve.
pub(super) fn act(entry: &Entry, setting: &Setting<'_>) -> Vec<Finding> {
    let state = setting.state;
    if matches!(
        entry.event,
        Event::Respond(Respond {
            reply: Reply::Interim { .. },
            ..
        })
    ) {
        return Vec::new();
    }
    let nothing_left =
        state.pending_proposal().is_none() && state.responded.is_none() && state.resolved.is_none();
    if matches!(entry.event, Event::Resolve(_)) && nothing_left && !entry.is_imported() {
        return vec![nothing_to_resolve(state)];
    }
    let waiting = state
        .pending_proposal()
        .filter(|proposal| !goes_ahead(proposal, setting.policy));
    let remedy = waiting.and_then(|proposal| unapproved(entry, proposal, setting));
    remedy
        .or_else(|| guard::check(entry, setting))
        .into_iter()
        .collect()
}

/// The finding that an event acts on a proposal without its approvals.
pub(super) fn unapproved(
    entry: &Entry,
    proposal: &Proposal,
    setting: &Setting<'_>,
) -> Option<Finding> {
    let needed = Needed::of(proposal, setting.policy);
    let lacking = lacks(proposal, setting.policy)?;
    let message = format!(
        "cannot {}: {} proposed by '{}' lacks the approval of {lacking}",
        entry.event.name(),
        describe_exposure(proposal),
        proposal.by,
    );
    let who = needed.who(proposal, entry.at, setting.policy);
    let by_telephone =
        proposal.emergency && needed.papers() == Papers::Oral && proposal.carried_out.is_none();
    let approve = Command::new("approve").this();
    let hint = if by_telephone {
        let ask = Hint::ask_to_run(who, approve);
        message!(
            "{ask}, or to agree by telephone and propose it again with --agreed STAFF",
            ask
        )
        .into()
    } else {
        Hint::ask_to_run(who, approve)
    };
    Some(refusal(Code::Authority, message).hint(hint)).map(|finding| Finding {
        rule: needed.spot(),
        ..finding
    })
}

fn nothing_to_resolve(state: &State) -> Finding {
    let carried_out = state
        .proposal
        .as_ref()
        .filter(|proposal| proposal.carried_out.is_some());
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
    let setting = Setting {
        policy,
        now,
        state,
        before: &[],
    };
    let permitted = policy.permits(role(who, now, policy), Permission::Verb(Verb::Approve));
    permitted
        && !state.status().is_over()
        && awaited(state, policy).any(|proposal| could_approve(who, proposal, &setting))
}

/// Whether a person could give one of the missing approvals.
pub(super) fn could_approve(who: &StaffId, proposal: &Proposal, setting: &Setting<'_>) -> bool {
    let needed = Needed::of(proposal, setting.policy);
    is_active(who, setting.now, setting.policy)
        && needed.is_open_to(who, proposal, setting.now, setting.policy)
}

fn describe(terms: &Terms) -> String {
    match (terms.amount, terms.subject()) {
        (Some(amount), Subject::Remedy) => format!("{} {amount}", terms.motion),
        (Some(amount), _) => format!("{} of {amount}", terms.motion),
        (None, _) => terms.motion.to_string(),
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
