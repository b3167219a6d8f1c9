//! Deadlines, permissions, closing, records and targets as statements.

use super::phrases::{self, conditions, from_day, moves_on, or_above};
use super::{Statement, Topic};
use crate::domain::finding::Spot;
use crate::domain::message::{Message, any_of, listed, message, text};
use crate::domain::policy::{
    Allowed, AppealRule, AuditRules, DeadlineRule, ExtendRule, FigureRules, Gate, LiabilityRule,
    Need, Pausable, PauseRules, Per, Permission, Policy, PolicyFormat, Repeat, Requirement, SYSTEM,
    Separation, Target, TargetBound,
};

/// A deadline: `the final answer within 3 business days of receipt`.
pub(super) fn deadline(rule: &DeadlineRule) -> Statement {
    let start = phrases::triggers(&rule.start);
    let pauses = (rule.pausable == Pausable::No).then_some(text!("not paused while a case waits"));
    let repeat =
        (rule.repeat == Repeat::Again).then_some(text!("repeats until the matter is resolved"));
    let per = match rule.per {
        Per::Case => None,
        Per::CoHandler => Some(text!("for each co-handling department")),
    };
    Statement::about(Topic::Deadlines, &rule.name, rule.spot)
        .with_keys(rule)
        .then("stop", phrases::triggers(&rule.stop))
        .then("limit", message!("within {span}", span = rule.within))
        .then("start", message!("of {start}", start))
        .and_maybe("when", conditions(&rule.when))
        .and_maybe("since", from_day(rule.since))
        .and_maybe("days off", moves_on(rule.roll))
        .and_maybe("pauses", pauses)
        .and_maybe("repeat", repeat)
        .and_maybe("per", per)
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

/// The roles, their permissions, and permissions open to all.
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
        (SYSTEM, _) => text!("only automated jobs"),
        (role, true) => message!("{role}, and automated jobs", role = or_above(role)),
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
        Separation::ApproverProposer => text!("the proposer does not approve"),
        Separation::ProposerAlone => {
            text!("somebody else approves even what the proposer's own role covers")
        }
        Separation::FollowUpHandler => {
            text!("those who handled the case do not follow it up")
        }
        Separation::CloseHandler => {
            text!("those who handled the case do not close it")
        }
        Separation::DecideHandler => {
            text!("those who handled the case before an appeal do not decide it")
        }
        Separation::InspectHandler => {
            text!("staff who took in, dispatched or held the case do not check it")
        }
        Separation::ApproverHandler => {
            text!("staff who hold the case, or were assigned it, do not approve")
        }
        Separation::ApproverInvestigator => {
            text!("staff who recorded or led the investigation do not approve")
        }
        Separation::ComplainedAbout => {
            text!("the person complained about has no part in the case")
        }
    }
}

/// A gate of closing: `there is a final answer; where severity is critical`.
pub(super) fn gate(gate: &Gate) -> Statement {
    let asks = match &gate.need {
        Requirement::Step(name) => message!("the step '{name}' is recorded", name),
        Requirement::Need(need) => requirement(*need),
    };
    Statement::about(Topic::Closing, &gate.need, gate.spot)
        .then("asks", asks)
        .and_maybe("when", conditions(&gate.when))
}

fn requirement(need: Need) -> Message {
    match need {
        Need::Authority => text!("the proposal has its approvals"),
        Need::Response => text!("there is a final answer"),
        Need::Resolved => text!("the matter is resolved"),
        Need::FollowUp => {
            text!("the follow-up was done, or waived with a reason")
        }
        Need::Verdict => text!("there is a verdict"),
        Need::Cause => text!("the cause is recorded"),
        Need::Actions => {
            text!("a substantiated complaint has corrective actions, all done and found effective")
        }
        Need::Disputes => text!("every dispute is settled"),
        Need::Acknowledged => text!("the receipt is acknowledged"),
        Need::Evidence => text!("the case has all required evidence"),
    }
}

/// Default liability: `carrier 80 %, sales 20 %; where channel is phone; once 'settle' was missed`.
pub(super) fn liability(rule: &LiabilityRule) -> Statement {
    let parties = listed(rule.shares.iter().map(|(party, _)| party));
    let shares = rule.shares.iter().map(|(party, share)| {
        message!("{party} {share}", party, share = share.plain().to_string())
    });
    let missed = rule.missed.as_ref();
    Statement::about(Topic::Liability, parties, rule.spot)
        .with_keys(rule)
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
            "{role} may record what others did, but for what grants something",
            role = or_above(role)
        ),
        None => text!("nobody records for others"),
    };
    let signed = match signed {
        true => text!("by their committers"),
        false => text!("not required"),
    };
    let mut statements = vec![
        statement(text!("one wait stops the clocks"), pause),
        statement(
            text!("a clock may be ahead by"),
            message!("{skew} at most", skew),
        ),
        statement(text!("recorded afterwards"), backdate),
        statement(text!("commits of others"), others),
        statement(text!("commits are signed"), signed),
    ];
    statements.extend(from.as_ref().map(|commit| {
        let from = message!("after the commit {commit}", commit);
        statement(text!("the audit begins"), from)
    }));
    statements.extend(policy.appeal.as_ref().map(appeal));
    statements.extend((policy.format < PolicyFormat::NEWEST).then(|| {
        statement(
            text!("rules that the program learned since format 1"),
            text!("are warnings; `complaint policy upgrade` lists them"),
        )
    }));
    statements
}

fn appeal(rule: &AppealRule) -> Statement {
    let limit = message!("within {span} of the final answer", span = rule.within);
    Statement::new(Topic::Records, text!("a complainant may appeal"), rule.spot)
        .with_keys(rule)
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
        numbered,
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
            message!("from {satisfied} of 5 marks", satisfied),
        ),
        rule(
            text!("first response"),
            message!("within {first_response}", first_response),
        ),
        rule(text!("solved"), message!("within {solved}", solved)),
    ]);
    statements.extend(numbered.as_ref().map(|step| {
        let says = message!("once the step '{step}' is recorded", step);
        rule(text!("numbered in the ledger"), says)
    }));
    statements.extend(policy.targets.iter().map(target));
    statements
}

fn target(target: &Target) -> Statement {
    let bound = match target.bound {
        TargetBound::AtLeast(share) => message!("at least {share} %", share),
        TargetBound::AtMost(span) => message!("at most {span}", span),
    };
    Statement::about(Topic::Targets, &target.figure, target.spot)
        .with_keys(target)
        .then("bound", bound)
        .and_maybe("when", conditions(&target.when))
}
