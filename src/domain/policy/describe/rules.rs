//! Deadlines, approvals, permissions, closing, records and targets as statements.

use super::phrases::{self, conditions, moves_on};
use super::{Statement, Topic};
use crate::domain::case::event::Subject;
use crate::domain::finding::Spot;
use crate::domain::policy::{
    Allowed, ApprovalRule, Assent, DeadlineRule, ExtendRule, FigureRules, Gate, LiabilityRule,
    Limit, Measure, Need, Papers, Pausable, Permission, Policy, Repeat, Requirement, SYSTEM,
    Separation, TargetBound,
};
use crate::domain::wording::{any_of, one};

/// A deadline: `the final answer within 3 business days of receipt`.
pub fn deadline(rule: &DeadlineRule) -> Statement {
    Statement::new(Topic::Deadlines, &rule.name, rule.spot)
        .then("stop", phrases::triggers(&rule.stop))
        .then("limit", format!("within {}", rule.within.in_words()))
        .then("start", format!("of {}", phrases::triggers(&rule.start)))
        .and_maybe("when", conditions(&rule.when))
        .and_maybe(
            "since",
            rule.since
                .map(|since| format!("for receipts from {since} on")),
        )
        .and_maybe("days off", moves_on(rule.roll))
        .and_maybe(
            "pauses",
            (rule.pausable == Pausable::No).then(|| "runs on while a case waits".to_owned()),
        )
        .and_maybe(
            "repeat",
            (rule.repeat == Repeat::Again)
                .then(|| "and so on, until the matter is resolved".to_owned()),
        )
        .and_maybe("extension", rule.extend.as_ref().map(extension))
}

fn extension(rule: &ExtendRule) -> String {
    let mut text = "may be extended".to_owned();
    if let Some(times) = rule.times {
        text += &format!(" {}", phrases::times(times));
    }
    if let Some(role) = &rule.role {
        text += &format!(" by {}", or_above(role));
    }
    if let Some(ceiling) = rule.ceiling {
        text += &format!(", to {} from its start at most", ceiling.in_words());
    }
    text
}

pub(super) fn or_above(role: &str) -> String {
    format!("{} or above", one(role))
}

/// The approvals, with what holds where none of them fits.
pub(super) fn approvals(policy: &Policy) -> Vec<Statement> {
    let rule =
        |(index, rule): (usize, &ApprovalRule)| approval(rule, &policy.approvals[..index], policy);
    let mut statements: Vec<Statement> = policy.approvals.iter().enumerate().map(rule).collect();
    let covers_all = |rule: &ApprovalRule| {
        rule.subject == Subject::Remedy
            && rule.remedies.is_empty()
            && rule.categories.is_empty()
            && rule.when.is_empty()
            && rule.limit == Limit::None
    };
    if let Some(highest) = policy
        .highest_role()
        .filter(|_| !policy.approvals.iter().any(covers_all))
    {
        let rest = Statement::new(Topic::Approvals, "all else", Spot::default());
        statements.push(rest.then("approvers", format!("by {highest}, the highest role")));
    }
    statements
}

/// An approval: `above 500 and up to 5000 CNY by supervisor or above`; `before` are the rules before it.
pub fn approval(rule: &ApprovalRule, before: &[ApprovalRule], policy: &Policy) -> Statement {
    let remedies = if rule.remedies.is_empty() {
        rule.subject.noun().to_owned()
    } else {
        any_of(&rule.remedies)
    };
    let about = |rule: &ApprovalRule| {
        (
            rule.subject,
            rule.remedies.clone(),
            rule.categories.clone(),
            rule.when.clone(),
            rule.measure,
        )
    };
    let alike = |other: &&ApprovalRule| about(other) == about(rule);
    let below = before.iter().rev().find(alike).map(|other| other.limit);
    let categories =
        (!rule.categories.is_empty()).then(|| format!("for {}", any_of(&rule.categories)));
    let amount = judged_on(
        rule.measure,
        amount(below, rule.limit, &policy.organisation.currency),
    );
    let goes_by_amount = match rule.subject {
        Subject::Remedy | Subject::Loss => true,
        Subject::Answer | Subject::Decision | Subject::Validity | Subject::Liability => {
            rule.limit != Limit::None || below.is_some()
        }
    };
    Statement::new(Topic::Approvals, remedies, rule.spot)
        .and_maybe("amount", goes_by_amount.then_some(amount))
        .then("approvers", approvers(rule))
        .and_maybe("categories", categories)
        .and_maybe("when", conditions(&rule.when))
        .and_maybe("emergency", in_emergency(rule.papers).map(str::to_owned))
}

fn in_emergency(papers: Papers) -> Option<&'static str> {
    match papers {
        Papers::Before => None,
        Papers::After => Some("in an emergency also afterwards"),
        Papers::Oral => Some("in an emergency by telephone, and on record afterwards"),
    }
}

fn judged_on(measure: Measure, amount: String) -> String {
    match measure {
        Measure::Proposal => amount,
        Measure::Goods => format!("for goods worth {amount}"),
        Measure::Dispute => format!("with {amount} in dispute"),
    }
}

fn amount(from: Option<Limit>, to: Limit, currency: &str) -> String {
    let from = match from {
        Some(Limit::Below(amount)) => Some(format!("from {amount}")),
        Some(Limit::UpTo(amount)) => Some(format!("above {amount}")),
        Some(Limit::None) | None => None,
    };
    let to = match to {
        Limit::Below(amount) => Some(format!("below {amount}")),
        Limit::UpTo(amount) => Some(format!("up to {amount}")),
        Limit::None => None,
    };
    match (from, to) {
        (Some(from), Some(to)) => format!("{from} and {to} {currency}"),
        (Some(one), None) | (None, Some(one)) => format!("{one} {currency}"),
        (None, None) => "any amount".to_owned(),
    }
}

/// Who has to approve: `by a supervisor or above`.
fn approvers(rule: &ApprovalRule) -> String {
    let roles: Vec<&str> = rule.approvers.iter().map(String::as_str).collect();
    match (roles.as_slice(), rule.assent) {
        ([], _) => "on one's own".to_owned(),
        ([single], _) => format!("by {}", or_above(single)),
        (several, Assent::Any) => format!("by {}", Assent::Any.in_words(several)),
        (several, assent) => format!(
            "by {}, each a person of their own",
            assent.in_words(several)
        ),
    }
}

/// The roles, who may do what, and what is open to all.
pub(super) fn permissions(policy: &Policy) -> Vec<Statement> {
    let roles = Statement::new(Topic::Permissions, "roles, lowest first", Spot::default())
        .values("roles", &policy.roles);
    let named = policy.permissions.iter().map(|(permission, allowed)| {
        Statement::new(Topic::Permissions, permission.word(), allowed.spot)
            .then("who", who(allowed))
    });
    let open: Vec<&str> = Permission::all()
        .filter(|it| !policy.permissions.contains_key(it))
        .map(Permission::word)
        .collect();
    let rest = Statement::new(Topic::Permissions, "open to all staff", Spot::default())
        .values("open", open);
    [roles].into_iter().chain(named).chain([rest]).collect()
}

fn who(allowed: &Allowed) -> String {
    match (allowed.role.as_str(), allowed.system) {
        (SYSTEM, _) => "what runs by itself, alone".to_owned(),
        (role, true) => format!("{}, and what runs by itself", or_above(role)),
        (role, false) => or_above(role),
    }
}

pub(super) fn separation(policy: &Policy) -> Vec<Statement> {
    let said = |separation: &Separation| match separation {
        Separation::ApproverProposer => "who proposed does not approve it",
        Separation::ProposerAlone => {
            "somebody else approves even what the proposer's own role covers"
        }
        Separation::FollowUpHandler => {
            "who held the case when it was resolved does not follow it up"
        }
        Separation::CloseHandler => "who held the case when it was resolved does not close it",
        Separation::DecideHandler => "who held the case before the appeal does not decide it",
        Separation::InspectHandler => {
            "who took the case in, dispatched or held it does not check it"
        }
    };
    let statement = |separation: &Separation| {
        Statement::new(Topic::Separation, separation.word(), Spot::default())
            .then("rule", said(separation))
    };
    policy.separation.iter().map(statement).collect()
}

/// A gate of closing: `there is a final answer; where severity is critical`.
pub fn gate(gate: &Gate) -> Statement {
    let asks = match &gate.need {
        Requirement::Step(name) => format!("the step '{name}' is on record"),
        Requirement::Need(need) => asked(*need).to_owned(),
    };
    Statement::new(Topic::Closing, gate.need.to_string(), gate.spot)
        .then("asks", asks)
        .and_maybe("when", conditions(&gate.when))
}

fn asked(need: Need) -> &'static str {
    match need {
        Need::Authority => "the proposal has its approvals",
        Need::Response => "there is a final answer",
        Need::Resolved => "the matter is resolved",
        Need::FollowUp => "the complainant was followed up, or that was waived with a reason",
        Need::Verdict => "there is a verdict",
        Need::Cause => "the cause is recorded",
        Need::Actions => {
            "a substantiated complaint has corrective actions, all done and found effective"
        }
        Need::Disputes => "every dispute is settled",
        Need::Acknowledged => "the receipt is acknowledged",
        Need::Evidence => "the evidence that the case needs is there",
    }
}

/// A default of liability: `carrier 80 %, sales 20 %; where channel is phone; once 'settle' was missed`.
pub(super) fn liability(rule: &LiabilityRule) -> Statement {
    let parties: Vec<&str> = rule
        .shares
        .iter()
        .map(|(party, _)| party.as_str())
        .collect();
    Statement::new(Topic::Liability, parties.join(", "), rule.spot)
        .values(
            "shares",
            rule.shares
                .iter()
                .map(|(party, share)| format!("{party} {share}")),
        )
        .and_maybe("when", conditions(&rule.when))
        .and_maybe(
            "missed",
            rule.missed
                .as_ref()
                .map(|deadline| format!("once '{deadline}' was missed")),
        )
}

pub(super) fn records(policy: &Policy) -> Vec<Statement> {
    let statement = |name: &str, phrase: String| {
        Statement::new(Topic::Records, name, Spot::default()).then("limit", phrase)
    };
    let pause = policy
        .pause_cap
        .map_or("for as long as it takes".to_owned(), |cap| {
            format!("for {} at most", cap.in_words())
        });
    let backdate = policy.backdate.map_or("any time".to_owned(), |span| {
        format!("{} at most", span.in_words())
    });
    let others = policy
        .recorders
        .as_ref()
        .map_or("nobody records for others".to_owned(), |role| {
            format!(
                "{} or above may record what others did; approvals, refusals and decisions never",
                one(role)
            )
        });
    let appeal = policy.appeal.as_ref().map(|rule| {
        Statement::new(Topic::Records, "a complainant may appeal", rule.spot)
            .then(
                "limit",
                format!("within {} of the final answer", rule.within.in_words()),
            )
            .and_maybe("roll", moves_on(rule.roll))
            .and_maybe(
                "since",
                rule.since
                    .map(|since| format!("for receipts from {since} on")),
            )
    });
    let from = policy
        .audit_from
        .as_ref()
        .map(|commit| statement("the audit begins", format!("after the commit {commit}")));
    let bounds = vec![
        statement("one wait stops the clocks", pause),
        statement(
            "a clock may be ahead by",
            format!("{} at most", policy.skew.in_words()),
        ),
        statement("put on record afterwards", backdate),
        statement("commits of others", others),
        statement(
            "commits are signed",
            if policy.signed {
                "by their committers"
            } else {
                "not asked for"
            }
            .to_owned(),
        ),
    ];
    bounds.into_iter().chain(from).chain(appeal).collect()
}

pub(super) fn targets(policy: &Policy) -> Vec<Statement> {
    let FigureRules {
        kinds,
        satisfied,
        first_response,
        solved,
    } = &policy.figures;
    let rule = |name: &str, says: String| {
        Statement::new(Topic::Targets, name, Spot::default()).then("says", says)
    };
    let counted = (!kinds.is_empty()).then(|| rule("counted", any_of(kinds)));
    let rules = [
        rule("satisfied", format!("from {satisfied} of 5 marks on")),
        rule(
            "first response",
            format!("within {}", first_response.in_words()),
        ),
        rule("solved", format!("within {}", solved.in_words())),
    ];
    let statement = |target: &crate::domain::policy::Target| {
        let bound = match target.bound {
            TargetBound::AtLeast(share) => format!("at least {share} %"),
            TargetBound::AtMost(span) => format!("at most {}", span.in_words()),
        };
        Statement::new(Topic::Targets, &target.figure, target.spot)
            .then("bound", bound)
            .and_maybe("when", conditions(&target.when))
    };
    counted
        .into_iter()
        .chain(rules)
        .chain(policy.targets.iter().map(statement))
        .collect()
}
