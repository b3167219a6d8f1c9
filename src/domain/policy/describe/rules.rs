//! Deadlines, approvals, permissions, closing, records and targets as statements.

use super::phrases::{self, conditions, from_day, moves_on, or_above};
use super::{Statement, Topic};
use crate::domain::case::event::Subject;
use crate::domain::finding::Spot;
use crate::domain::message::{Message, any_of, listed, message, text};
use crate::domain::policy::{
    Allowed, AppealRule, ApprovalRule, Assent, AuditRules, DeadlineRule, ExtendRule, FigureRules,
    Gate, LiabilityRule, Limit, Measure, Need, Papers, Pausable, PauseRules, Permission, Policy,
    Repeat, Requirement, SYSTEM, Separation, Target, TargetBound,
};

/// A deadline: `the final answer within 3 business days of receipt`.
pub(super) fn deadline(rule: &DeadlineRule) -> Statement {
    let start = phrases::triggers(&rule.start);
    let pauses = (rule.pausable == Pausable::No).then_some(text!("runs on while a case waits"));
    let repeat =
        (rule.repeat == Repeat::Again).then_some(text!("and so on, until the matter is resolved"));
    Statement::about(Topic::Deadlines, &rule.name, rule.spot)
        .of(rule)
        .then("stop", phrases::triggers(&rule.stop))
        .then("limit", message!("within {span}", span = rule.within))
        .then("start", message!("of {start}", start))
        .and_maybe("when", conditions(&rule.when))
        .and_maybe("since", from_day(rule.since))
        .and_maybe("days off", moves_on(rule.roll))
        .and_maybe("pauses", pauses)
        .and_maybe("repeat", repeat)
        .and_maybe("extension", rule.extend.as_ref().map(extension))
}

fn extension(rule: &ExtendRule) -> Message {
    let mut said = text!("may be extended");
    if let Some(times) = rule.times {
        said = message!("{said} {times}", said, times = phrases::times(times));
    }
    if let Some(role) = &rule.role {
        said = message!("{said} by {role}", said, role = or_above(role));
    }
    if let Some(ceiling) = rule.ceiling {
        said = message!("{said}, to {ceiling} from its start at most", said, ceiling);
    }
    said
}

/// The approvals, with what holds where none of them fits.
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
    statements
}

fn covers_all(rule: &ApprovalRule) -> bool {
    rule.subject == Subject::Remedy
        && rule.remedies.is_empty()
        && rule.categories.is_empty()
        && rule.when.is_empty()
        && rule.limit == Limit::None
}

/// An approval: `above 500 and up to 5000 CNY by supervisor or above`; `before` are the rules before it.
fn approval(rule: &ApprovalRule, before: &[ApprovalRule], policy: &Policy) -> Statement {
    let name = match rule.remedies.as_slice() {
        [] => Message::fixed(rule.subject.noun()),
        remedies => message!("{remedies}", remedies = any_of(remedies)),
    };
    let below = before.iter().rev().find(|other| is_alike(other, rule));
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
        .of(rule)
        .and_maybe("amount", amount)
        .then("approvers", approvers(rule))
        .and_maybe("categories", categories)
        .and_maybe("when", conditions(&rule.when))
        .and_maybe("emergency", in_emergency(rule.papers))
}

/// Whether two rules differ in their limits alone.
fn is_alike(one: &ApprovalRule, other: &ApprovalRule) -> bool {
    one.subject == other.subject
        && one.remedies == other.remedies
        && one.categories == other.categories
        && one.when == other.when
        && one.measure == other.measure
}

fn in_emergency(papers: Papers) -> Option<Message> {
    match papers {
        Papers::Before => None,
        Papers::After => Some(text!("in an emergency also afterwards")),
        Papers::Oral => Some(text!(
            "in an emergency by telephone, and on record afterwards"
        )),
    }
}

fn judged_on(measure: Measure, amount: Message) -> Message {
    match measure {
        Measure::Proposal => amount,
        Measure::Goods => message!("for goods worth {amount}", amount),
        Measure::Dispute => message!("with {amount} in dispute", amount),
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

/// Who has to approve: `by a supervisor or above`.
fn approvers(rule: &ApprovalRule) -> Message {
    let roles: Vec<&str> = rule.approvers.iter().map(String::as_str).collect();
    let together = rule.assent.approvers(&roles);
    match (roles.as_slice(), rule.assent) {
        ([], _) => text!("on one's own"),
        ([single], _) => message!("by {role}", role = or_above(single)),
        (_, Assent::Any) => message!("by {roles}", roles = together),
        (_, Assent::All | Assent::Sequence) => {
            message!("by {roles}, each a person of their own", roles = together)
        }
    }
}

/// The roles, who may do what, and what is open to all.
pub(super) fn permissions(policy: &Policy) -> Vec<Statement> {
    let statement = |name: Message| Statement::new(Topic::Permissions, name, Spot::default());
    let roles = statement(text!("roles, lowest first")).values("roles", &policy.roles);
    let named = policy.permissions.iter().map(|(permission, allowed)| {
        Statement::about(Topic::Permissions, permission, allowed.spot).then("who", who(allowed))
    });
    let open = Permission::all().filter(|it| !policy.permissions.contains_key(it));
    let rest = statement(text!("open to all staff")).values("open", open);
    [roles].into_iter().chain(named).chain([rest]).collect()
}

fn who(allowed: &Allowed) -> Message {
    match (allowed.role.as_str(), allowed.system) {
        (SYSTEM, _) => text!("what runs by itself, alone"),
        (role, true) => message!("{role}, and what runs by itself", role = or_above(role)),
        (role, false) => or_above(role),
    }
}

pub(super) fn separation(policy: &Policy) -> Vec<Statement> {
    let statement = |separation: &Separation| {
        Statement::about(Topic::Separation, separation, Spot::default())
            .then("rule", separated(*separation))
    };
    policy.separation.iter().map(statement).collect()
}

fn separated(separation: Separation) -> Message {
    match separation {
        Separation::ApproverProposer => text!("who proposed does not approve it"),
        Separation::ProposerAlone => {
            text!("somebody else approves even what the proposer's own role covers")
        }
        Separation::FollowUpHandler => {
            text!("who held the case when it was resolved does not follow it up")
        }
        Separation::CloseHandler => {
            text!("who held the case when it was resolved does not close it")
        }
        Separation::DecideHandler => {
            text!("who held the case before the appeal does not decide it")
        }
        Separation::InspectHandler => {
            text!("who took the case in, dispatched or held it does not check it")
        }
    }
}

/// A gate of closing: `there is a final answer; where severity is critical`.
pub(super) fn gate(gate: &Gate) -> Statement {
    let asks = match &gate.need {
        Requirement::Step(name) => message!("the step '{name}' is on record", name),
        Requirement::Need(need) => asked(*need),
    };
    Statement::about(Topic::Closing, &gate.need, gate.spot)
        .then("asks", asks)
        .and_maybe("when", conditions(&gate.when))
}

fn asked(need: Need) -> Message {
    match need {
        Need::Authority => text!("the proposal has its approvals"),
        Need::Response => text!("there is a final answer"),
        Need::Resolved => text!("the matter is resolved"),
        Need::FollowUp => {
            text!("the complainant was followed up, or that was waived with a reason")
        }
        Need::Verdict => text!("there is a verdict"),
        Need::Cause => text!("the cause is recorded"),
        Need::Actions => {
            text!("a substantiated complaint has corrective actions, all done and found effective")
        }
        Need::Disputes => text!("every dispute is settled"),
        Need::Acknowledged => text!("the receipt is acknowledged"),
        Need::Evidence => text!("the evidence that the case needs is there"),
    }
}

/// A default of liability: `carrier 80 %, sales 20 %; where channel is phone; once 'settle' was missed`.
pub(super) fn liability(rule: &LiabilityRule) -> Statement {
    let parties = listed(rule.shares.iter().map(|(party, _)| party));
    let shares = rule
        .shares
        .iter()
        .map(|(party, share)| message!("{party} {share}", party, share = share.to_string()));
    let missed = rule.missed.as_ref();
    Statement::about(Topic::Liability, parties, rule.spot)
        .of(rule)
        .values("shares", shares)
        .and_maybe("when", conditions(&rule.when))
        .and_maybe(
            "missed",
            missed.map(|deadline| message!("once '{deadline}' was missed", deadline)),
        )
}

pub(super) fn records(policy: &Policy) -> Vec<Statement> {
    let AuditRules {
        skew,
        backdate,
        signed,
        recorders,
        from,
    } = &policy.audit;
    let PauseRules { max } = &policy.pause;
    let statement = |name: Message, phrase: Message| {
        Statement::new(Topic::Records, name, Spot::default()).then("limit", phrase)
    };
    let pause = max.map_or(text!("for as long as it takes"), |cap| {
        message!("for {cap} at most", cap)
    });
    let backdate = backdate.map_or(text!("any time"), |span| message!("{span} at most", span));
    let others = match recorders {
        Some(role) => message!(
            "{role} may record what others did; approvals, refusals and decisions never",
            role = or_above(role)
        ),
        None => text!("nobody records for others"),
    };
    let signed = match signed {
        true => text!("by their committers"),
        false => text!("not asked for"),
    };
    let mut statements = vec![
        statement(text!("one wait stops the clocks"), pause),
        statement(
            text!("a clock may be ahead by"),
            message!("{skew} at most", skew),
        ),
        statement(text!("put on record afterwards"), backdate),
        statement(text!("commits of others"), others),
        statement(text!("commits are signed"), signed),
    ];
    statements.extend(from.as_ref().map(|commit| {
        let from = message!("after the commit {commit}", commit);
        statement(text!("the audit begins"), from)
    }));
    statements.extend(policy.appeal.as_ref().map(appeal));
    statements
}

fn appeal(rule: &AppealRule) -> Statement {
    let limit = message!("within {span} of the final answer", span = rule.within);
    Statement::new(Topic::Records, text!("a complainant may appeal"), rule.spot)
        .of(rule)
        .then("limit", limit)
        .and_maybe("roll", moves_on(rule.roll))
        .and_maybe("since", from_day(rule.since))
}

pub(super) fn targets(policy: &Policy) -> Vec<Statement> {
    let FigureRules {
        kinds,
        satisfied,
        first_response,
        solved,
    } = &policy.figures;
    let rule = |name: Message, says: Message| {
        Statement::new(Topic::Targets, name, Spot::default()).then("says", says)
    };
    let mut statements = Vec::new();
    if !kinds.is_empty() {
        let kinds = message!("{kinds}", kinds = any_of(kinds));
        statements.push(rule(text!("counted"), kinds));
    }
    statements.extend([
        rule(
            text!("satisfied"),
            message!("from {satisfied} of 5 marks on", satisfied),
        ),
        rule(
            text!("first response"),
            message!("within {first_response}", first_response),
        ),
        rule(text!("solved"), message!("within {solved}", solved)),
    ]);
    statements.extend(policy.targets.iter().map(target));
    statements
}

fn target(target: &Target) -> Statement {
    let bound = match target.bound {
        TargetBound::AtLeast(share) => message!("at least {share} %", share),
        TargetBound::AtMost(span) => message!("at most {span}", span),
    };
    Statement::about(Topic::Targets, &target.figure, target.spot)
        .of(target)
        .then("bound", bound)
        .and_maybe("when", conditions(&target.when))
}
