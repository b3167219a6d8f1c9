//! Removes personal data of complainants and staff from a case (B15, E8).
//!
//! Works by allowlist: a fact is shown if its class allows it, any other text if it is a value of
//! the policy.

use super::case::event::{Asked, FollowUp, ProposalSubject};
use super::case::facts::FactClass;
use super::case::{FactField, Facts};
use super::names::StaffId;
use super::policy::Policy;
use super::snapshot::Snapshot;
use super::state::{Approval, Proposal};
use crate::domain::list::{List, NameSource};

/// Placeholder for a required text.
const BLANK: &str = "[…]";

/// The case without personal data: complainant, staff and free text are removed.
pub fn redacted(snapshot: &Snapshot, policy: &Policy) -> Snapshot {
    let mut snapshot = snapshot.clone();
    let state = &mut snapshot.judged.state;
    for facts in [
        &mut state.facts,
        &mut state.taken_in,
        &mut snapshot.case.facts,
    ] {
        clear(facts);
    }
    state.holder = None;
    state.holder_at_resolution = None;
    let is_known = |name: &String| policy.has(NameSource::Departments, name);
    state.department = state.department.take().filter(is_known);
    state.co_handlers.retain(is_known);
    state.dispatches.clear();
    state.amendments.clear();
    state.facts_of_round = state.facts.clone();
    state.charges.clear();
    state.custody.clear();
    state.earlier.clear();
    state.proposal = state
        .proposal
        .take()
        .filter(|proposal| proposal.refused.is_none())
        .and_then(|proposal| anonymous(proposal, policy));
    state.drafts.clear();
    state.answers_sent_back.clear();
    state.actions.clear();
    state.disputes.clear();
    state.liability = None;
    state.inspected = None;
    state.lessons.clear();
    let surveys = state.followed_up.iter_mut();
    for follow_up in surveys
        .chain(&mut state.asked_before)
        .chain(&mut state.followed_up_before)
    {
        *follow_up = without_words(follow_up, policy);
    }
    if let Some(end) = &mut state.end {
        let lists = [&policy.lists[List::Outcomes], &policy.lists[List::Grounds]];
        end.outcome = end
            .outcome
            .take()
            .filter(|outcome| lists.iter().any(|list| list.contains(outcome)));
    }
    state.appeal = None;
    state.steps.clear();
    if let Some(found) = &mut state.investigation {
        found.lead = None;
        found.cause = listed(found.cause.take(), &policy.lists[List::Causes]);
    }
    snapshot.case.entries.clear();
    snapshot.judged.findings.clear();
    snapshot
}

/// The policy without its staff list.
pub fn without_staff(policy: &Policy) -> Policy {
    Policy {
        staff: Default::default(),
        ..policy.clone()
    }
}

fn clear(facts: &mut Facts) {
    for field in FactField::ALL {
        if !is_shown(*field) {
            // A required fact cannot be removed.
            let text = field.is_required().then_some(BLANK);
            let _ = facts.set(*field, text);
        }
    }
    facts.source = None;
}

/// Whether a fact is shown unchanged.
fn is_shown(field: FactField) -> bool {
    match field.class() {
        FactClass::Listed | FactClass::Measured | FactClass::Named => true,
        FactClass::Complainant | FactClass::Person | FactClass::Text => false,
    }
}

/// Keeps a value only if the policy lists it.
fn listed(value: Option<String>, list: &[String]) -> Option<String> {
    value.filter(|value| list.contains(value))
}

/// The follow-up with its marks, but without free text.
fn without_words(follow_up: &FollowUp, policy: &Policy) -> FollowUp {
    match follow_up {
        FollowUp::Asked(Asked {
            score,
            marks,
            via,
            because,
            comment: _,
        }) => FollowUp::Asked(Asked {
            score: *score,
            marks: *marks,
            via: listed(via.clone(), &policy.lists[List::Channels]),
            because: *because,
            comment: None,
        }),
        FollowUp::Waived(_) => FollowUp::Waived(BLANK.to_owned()),
    }
}

/// The proposal with its author and approvers replaced by `staff`.
fn anonymous(mut proposal: Proposal, policy: &Policy) -> Option<Proposal> {
    if let ProposalSubject::Remedy(remedy) = &mut proposal.terms.subject
        && !policy.lists[List::Remedies].contains(remedy)
    {
        *remedy = BLANK.to_owned();
    }
    let by: StaffId = "staff".parse().ok()?;
    let approvals = proposal
        .approvals
        .iter()
        .map(|approval| Approval {
            by: by.clone(),
            ..approval.clone()
        })
        .collect();
    Some(Proposal {
        by,
        approvals,
        text: None,
        agreed: Vec::new(),
        ..proposal
    })
}
