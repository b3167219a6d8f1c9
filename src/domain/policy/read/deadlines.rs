//! Checks of deadlines.

use crate::domain::case::Verb;
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{Message, message, text};
use crate::domain::policy::condition::implies;
use crate::domain::policy::setting::Taking;
use crate::domain::policy::{
    CUT_OFF, DeadlineRule, Level, PROMISED, Per, Repeat, Trigger, plan_of,
};

/// Checks a deadline by itself and against the deadlines before it.
pub(super) fn check(
    rule: &DeadlineRule,
    before: &[DeadlineRule],
    levels: &[Level],
    taking: &Taking,
) {
    let spot = |key: &str| taking.spot_of(key);
    let problems = [
        taken_name(rule, levels, spot("name")),
        starts_as_it_stops(rule, spot("stop")),
        cannot_recur(rule, spot("stop")),
        is_too_low(rule, taking),
        starts_for_no_department(rule, taking),
        is_hidden(rule, before),
    ];
    for problem in problems.into_iter().flatten() {
        taking.report(problem);
    }
}

fn conflict(spot: Spot, message: Message, hint: Message) -> Finding {
    Finding::error(Code::PolicyConflict, spot, message).hint(hint)
}

fn taken_name(rule: &DeadlineRule, levels: &[Level], spot: Spot) -> Option<Finding> {
    let level = levels
        .iter()
        .find(|level| level.name == rule.name && level.within.is_some());
    let clash = match (level, rule.name.as_str()) {
        (Some(level), _) => message!(
            "the level in line {line} already has a deadline of that name",
            line = level.spot.line
        ),
        (None, PROMISED) => text!("the name is reserved for the deadlines of promises"),
        (None, CUT_OFF) => {
            text!("the name is reserved for dates set by an authority")
        }
        (None, name) if plan_of(name).is_some() => {
            text!("names that begin with 'action-' are reserved for corrective actions")
        }
        (None, _) => return None,
    };
    Some(conflict(spot, clash, text!("give it another name")))
}

fn starts_as_it_stops(rule: &DeadlineRule, spot: Spot) -> Option<Finding> {
    let both = rule.stop.iter().find(|stop| rule.start.contains(stop))?;
    let message = message!("the deadline starts and stops with '{both}'", both);
    Some(conflict(
        spot,
        message,
        text!("start or stop it with something else"),
    ))
}

/// The stop of a repeating clock must be able to recur.
fn cannot_recur(rule: &DeadlineRule, spot: Spot) -> Option<Finding> {
    let is_last = |trigger: &&Trigger| match trigger {
        Trigger::Resolved => true,
        Trigger::Verb(verb) => matches!(
            verb,
            Verb::Resolve | Verb::Close | Verb::Withdraw | Verb::Invalidate
        ),
        Trigger::Received
        | Trigger::Date(_)
        | Trigger::Interim
        | Trigger::Acknowledged
        | Trigger::Approved
        | Trigger::Emergency
        | Trigger::Evidence
        | Trigger::Step(_) => false,
    };
    let last = match rule.repeat {
        Repeat::Again => rule.stop.iter().find(is_last)?,
        Repeat::Once => return None,
    };
    let message = message!(
        "the deadline repeats, and nothing comes after '{last}'",
        last
    );
    let hint = text!(
        "stop it with something that recurs, like 'interim' or a step; resolution ends it anyway"
    );
    Some(conflict(spot, message, hint))
}

/// A ceiling that is not longer than `within`: both count from the start. In different units they
/// are not compared, since that depends on the calendar.
fn is_too_low(rule: &DeadlineRule, taking: &Taking) -> Option<Finding> {
    let (within, ceiling) = (rule.within, rule.extend.as_ref()?.ceiling?);
    if ceiling.unit() != within.unit() || ceiling.n() > within.n() {
        return None;
    }
    let spot = taking.item("extend")?.member("ceiling")?.spot;
    let message = message!(
        "the ceiling {ceiling} is not longer than the deadline's {within}, so it can never be extended",
        ceiling = ceiling.to_string(),
        within = within.to_string()
    );
    let hint = text!("count the ceiling from the start, beyond 'within', or leave 'extend' out");
    Some(Finding::warning(Code::PolicyConflict, spot, message).hint(hint))
}

/// The clock of a co-handling department starts with the assignment that names it, and is not
/// extended.
fn starts_for_no_department(rule: &DeadlineRule, taking: &Taking) -> Option<Finding> {
    let assign = [Trigger::Verb(Verb::Assign)];
    let is_wrong = rule.start != assign || rule.extend.is_some();
    if rule.per == Per::Case || !is_wrong {
        return None;
    }
    let message = text!(
        "the clock of a co-handling department starts with the assignment that names it, and is \
         not extended"
    );
    let hint = text!("write start = \"assign\", and leave 'extend' out");
    let finding = Finding::warning(Code::PolicyConflict, taking.spot_of("per"), message);
    Some(finding.hint(hint))
}

/// A rule that an earlier one with the same name and date covers never applies.
fn is_hidden(rule: &DeadlineRule, before: &[DeadlineRule]) -> Option<Finding> {
    let other = before.iter().find(|other| {
        (&other.name, other.per, other.since) == (&rule.name, rule.per, rule.since)
            && implies(&rule.when, &other.when)
    })?;
    let message = message!(
        "this '{name}' never applies: the one in line {line} comes first",
        name = rule.name,
        line = other.spot.line
    );
    let hint = text!("give it a 'since', or put the narrower 'when' first");
    Some(Finding::warning(Code::PolicyConflict, rule.spot, message).hint(hint))
}
