//! The rules for proposals.

use super::super::permissions::is_active;
use super::super::{Setting, facts, plausible, refusal};
use crate::domain::case::event::{Propose, Terms};
use crate::domain::case::{Entry, Event};
use crate::domain::finding::{Code, Finding};
use crate::domain::list::List;
use crate::domain::message::{Command, message, text};
use crate::domain::names::StaffId;
use crate::domain::policy::Policy;
use crate::domain::state::State;

/// A proposal is legal at any stage up to the end; its handle has to be new and its remedy listed
/// in the policy.
pub(in crate::domain::rules) fn propose(entry: &Entry, setting: &Setting<'_>) -> Vec<Finding> {
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
        facts::listed(
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
