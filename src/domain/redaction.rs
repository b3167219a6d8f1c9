//! A case without personal data: neither the complainant's nor that of anybody on the staff (B15, E8).

use super::case::event::FollowUp;
use super::case::{FactField, Facts};
use super::names::StaffId;
use super::policy::Policy;
use super::snapshot::Snapshot;
use super::state::Proposal;

/// What stands for a name.
const BLANK: &str = "[…]";

/// The facts that tell who somebody is.
const PERSONAL: [FactField; 5] = [
    FactField::Contact,
    FactField::Number,
    FactField::Behalf,
    FactField::Person,
    FactField::Description,
];

/// The case without personal data: who complains, who works on it and what people wrote are left out; in the summary names
/// are blanked.
pub fn redacted(snapshot: &Snapshot, policy: &Policy) -> Snapshot {
    let names = names(&snapshot.state().facts, &snapshot.state().taken_in, policy);
    let mut snapshot = snapshot.clone();
    let state = &mut snapshot.judged.state;
    for facts in [
        &mut state.facts,
        &mut state.taken_in,
        &mut snapshot.case.facts,
    ] {
        clear(facts, &names);
    }
    state.holder = None;
    state.handler = None;
    state.proposal = state
        .proposal
        .take()
        .filter(|proposal| proposal.refused.is_none())
        .and_then(anonymous);
    state.drafts.clear();
    state.answers_sent_back.clear();
    state.emergencies.clear();
    state.actions.clear();
    state.disputes.clear();
    state.liability = None;
    state.inspected = None;
    for follow_up in state
        .followed_up
        .iter_mut()
        .chain(&mut state.followed_up_before)
    {
        if let FollowUp::Asked { comment, .. } = follow_up {
            *comment = None;
        }
    }
    if let Some(outcome) = state.end.as_mut().and_then(|end| end.outcome.as_mut()) {
        *outcome = blanked(outcome, &names);
    }
    state.appeal = None;
    state.steps.clear();
    if let Some(found) = &mut state.investigation {
        found.lead = None;
    }
    snapshot.case.entries.clear();
    snapshot.judged.findings.clear();
    snapshot
}

/// The policy without the names of those who work here.
pub fn without_staff(policy: &Policy) -> Policy {
    Policy {
        staff: Default::default(),
        ..policy.clone()
    }
}

fn clear(facts: &mut Facts, names: &[String]) {
    for field in PERSONAL {
        // None of them has to be there.
        let _ = facts.set(field, None);
    }
    facts.name = BLANK.to_owned();
    facts.summary = blanked(&facts.summary, names);
}

fn blanked(text: &str, names: &[String]) -> String {
    names.iter().fold(text.to_owned(), |text, name| {
        text.replace(name.as_str(), BLANK)
    })
}

/// A proposal of nobody in particular.
fn anonymous(proposal: Proposal) -> Option<Proposal> {
    let by: StaffId = "staff".parse().ok()?;
    let approvals = proposal
        .approvals
        .iter()
        .map(|(_, at)| (by.clone(), *at))
        .collect();
    Some(Proposal {
        by,
        approvals,
        text: None,
        agreed: Vec::new(),
        ..proposal
    })
}

/// What a text would betray somebody by, the longest first; a single letter betrays nobody.
fn names(facts: &Facts, taken_in: &Facts, policy: &Policy) -> Vec<String> {
    let told = [
        FactField::Name,
        FactField::Contact,
        FactField::Number,
        FactField::Behalf,
        FactField::Person,
    ];
    let of_facts = [facts, taken_in]
        .into_iter()
        .flat_map(|facts| told.map(|field| facts.get(field)))
        .flatten();
    let of_staff = policy.staff.iter().flat_map(|(id, staff)| {
        [
            Some(id.to_string()),
            staff.name.clone(),
            staff.email.clone(),
        ]
        .into_iter()
        .flatten()
    });
    let mut names: Vec<String> = of_facts
        .chain(of_staff)
        .filter(|name| name.chars().count() > 1)
        .collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names
}
