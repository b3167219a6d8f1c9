//! Approvals as statements.

use super::phrases::{conditions, or_above};
use super::{Statement, Topic};
use crate::domain::case::event::Subject;
use crate::domain::finding::Spot;
use crate::domain::message::{Message, any_of, message, text};
use crate::domain::policy::{
    ApprovalMode, ApprovalRule, EmergencyApproval, JudgedAmount, Limit, Policy, TogetherRule,
};

/// The approval rules, and the default if none matches.
pub(super) fn approvals(policy: &Policy) -> Vec<Statement> {
    let rules = policy.approvals.iter().enumerate();
    let mut statements: Vec<Statement> = rules
        .map(|(index, rule)| approval(rule, &policy.approvals[..index], policy))
        .collect();
    let highest = policy.highest_role();
    if let Some(highest) = highest.filter(|_| !policy.approvals.iter().any(covers_all)) {
        let rest = Statement::new(Topic::Approvals, text!("all else"), Spot::default());
        let approvers = message!("by {highest}, the highest role", highest);
        statements.push(rest.then("approvers", approvers));
    }
    statements.extend(policy.together.as_ref().map(together));
    statements
}

/// What counts together: `what one order or complainant got within 30 days; a warning`.
fn together(rule: &TogetherRule) -> Statement {
    let effect = match rule.binding {
        true => text!("the sum needs its approval"),
        false => text!("a sum without its approval is a warning"),
    };
    let sum = message!(
        "what one {bond} was granted within {span}",
        bond = any_of(&rule.by),
        span = rule.within
    );
    Statement::new(Topic::Approvals, text!("several cases"), rule.spot)
        .with_keys(rule)
        .then("sum", sum)
        .and("effect", effect)
}

fn covers_all(rule: &ApprovalRule) -> bool {
    rule.subject == Subject::Remedy
        && rule.remedies.is_empty()
        && rule.categories.is_empty()
        && rule.when.is_empty()
        && rule.limit == Limit::None
}

/// An approval: `above 500 and up to 5000 CNY by supervisor or above`. `before`: the rules before
/// it, for its lower limit.
fn approval(rule: &ApprovalRule, before: &[ApprovalRule], policy: &Policy) -> Statement {
    let name = match rule.remedies.as_slice() {
        [] => rule.subject.message(),
        remedies => message!("{remedies}", remedies = any_of(remedies)),
    };
    let below = before
        .iter()
        .rev()
        .find(|other| differs_only_in_limit(other, rule));
    let below = below.map(|other| other.limit);
    let categories = (!rule.categories.is_empty()).then(|| {
        let categories = any_of(&rule.categories);
        message!("for {categories}", categories)
    });
    let goes_by_amount = match rule.subject {
        Subject::Remedy | Subject::Loss => true,
        Subject::Answer | Subject::Decision | Subject::Validity | Subject::Liability => {
            rule.limit != Limit::None || below.is_some()
        }
    };
    let amount = goes_by_amount.then(|| {
        let amount = amount(below, rule.limit, &policy.organisation.currency);
        judged_on(rule.measure, amount)
    });
    Statement::new(Topic::Approvals, name, rule.spot)
        .with_keys(rule)
        .and_maybe("amount", amount)
        .then("approvers", approvers(rule))
        .and_maybe("categories", categories)
        .and_maybe("when", conditions(&rule.when))
        .and_maybe("emergency", in_emergency(rule.papers))
}

/// Whether two rules differ only in their limits.
fn differs_only_in_limit(one: &ApprovalRule, other: &ApprovalRule) -> bool {
    one.subject == other.subject
        && one.remedies == other.remedies
        && one.categories == other.categories
        && one.when == other.when
        && one.measure == other.measure
}

fn in_emergency(papers: EmergencyApproval) -> Option<Message> {
    match papers {
        EmergencyApproval::Before => None,
        EmergencyApproval::After => Some(text!("in an emergency, approval can follow afterwards")),
        EmergencyApproval::Oral => Some(text!(
            "in an emergency, approval by telephone, recorded afterwards"
        )),
    }
}

fn judged_on(measure: JudgedAmount, amount: Message) -> Message {
    match measure {
        JudgedAmount::Proposal => amount,
        JudgedAmount::Goods => message!("for goods worth {amount}", amount),
        JudgedAmount::Dispute => message!("{amount} in dispute", amount),
    }
}

fn amount(from: Option<Limit>, to: Limit, currency: &str) -> Message {
    let from = match from {
        Some(Limit::Below(amount)) => Some(message!("from {amount}", amount)),
        Some(Limit::UpTo(amount)) => Some(message!("above {amount}", amount)),
        Some(Limit::None) | None => None,
    };
    let to = match to {
        Limit::Below(amount) => Some(message!("below {amount}", amount)),
        Limit::UpTo(amount) => Some(message!("up to {amount}", amount)),
        Limit::None => None,
    };
    match (from, to) {
        (Some(from), Some(to)) => message!("{from} and {to} {currency}", from, to, currency),
        (Some(bound), None) | (None, Some(bound)) => {
            message!("{bound} {currency}", bound, currency)
        }
        (None, None) => text!("any amount"),
    }
}

/// The approvers: `by a supervisor or above`.
fn approvers(rule: &ApprovalRule) -> Message {
    let roles: Vec<&str> = rule.approvers.iter().map(String::as_str).collect();
    match (roles.as_slice(), rule.mode) {
        ([], _) => text!("without approval"),
        ([single], _) if !rule.exact => {
            let who = rule.of_department(or_above(single));
            message!("by {who}", who)
        }
        (_, ApprovalMode::Any) | ([_], _) => message!("by {who}", who = rule.needs(&roles)),
        (_, ApprovalMode::All | ApprovalMode::Sequence) => {
            let who = rule.needs(&roles);
            message!("by {who}, each a different person", who)
        }
    }
}
