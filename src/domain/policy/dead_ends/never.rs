//! Rules that can never be met, or never apply, whoever works here.

use chrono::{NaiveDate, TimeDelta};

use super::DeadEnd;
use crate::domain::calendar::Pauses;
use crate::domain::case::event::Verdict;
use crate::domain::case::{FactField, Verb};
use crate::domain::list::List;
use crate::domain::message::{message, text};
use crate::domain::policy::condition::DayOfReceipt;
use crate::domain::policy::deadline::step_name;
use crate::domain::policy::{
    Appellant, ApprovalRule, Condition, ConditionFact, DeadlineRule, EvidenceRule, Gate,
    LiabilityRule, Limit, Policy, Requirement, Target, Trigger,
};
use crate::domain::time::Instant;
use crate::domain::word::Word;

pub(super) fn dead_ends(policy: &Policy, now: Instant) -> Vec<DeadEnd> {
    let mut ends = Vec::new();
    ends.extend(
        policy
            .approvals
            .iter()
            .filter_map(|it| approval(it, policy)),
    );
    ends.extend(policy.closing.iter().filter_map(|it| gate(it, policy)));
    ends.extend(policy.evidence.iter().filter_map(|it| evidence(it, policy)));
    ends.extend(policy.deadlines.iter().filter_map(|it| clock(it, policy)));
    ends.extend(
        policy
            .deadlines
            .iter()
            .filter_map(|it| ceiling(it, policy, now)),
    );
    ends.extend(
        policy
            .liability
            .iter()
            .filter_map(|it| liability(it, policy)),
    );
    ends.extend(policy.targets.iter().filter_map(|it| target(it, policy)));
    ends.extend(sanctions(policy));
    ends.extend(days(policy, now));
    ends
}

fn approval(rule: &ApprovalRule, policy: &Policy) -> Option<DeadEnd> {
    let own = |fact, values: &[String]| {
        (!values.is_empty()).then(|| Condition {
            fact,
            values: values.to_vec(),
        })
    };
    let category = own(ConditionFact::Fact(FactField::Category), &rule.categories);
    let remedy = own(ConditionFact::Remedy, &rule.remedies);
    let own: Vec<Condition> = category.into_iter().chain(remedy).collect();
    let why = if matches!(rule.limit, Limit::Below(amount) if amount.is_zero()) {
        text!("no amount is below 0")
    } else if contradict(&own, &rule.when, policy) {
        text!("its 'when' contradicts its 'remedy' or 'category'")
    } else {
        return None;
    };
    let what = message!("the rule for {subject}", subject = rule.subject.message());
    Some(DeadEnd::new(what, why, rule.spot))
}

/// A step that is no longer offered cannot be recorded.
fn gate(gate: &Gate, policy: &Policy) -> Option<DeadEnd> {
    let Requirement::Step(step) = &gate.need else {
        return None;
    };
    is_gone(step, List::Steps, policy).then(|| {
        let what = message!("the gate '{need}' of closing", need = gate.need.to_string());
        DeadEnd::new(
            what,
            message!("the step '{step}' is retired", step),
            gate.spot,
        )
    })
}

/// Evidence of kinds that are no longer offered cannot be attached.
fn evidence(rule: &EvidenceRule, policy: &Policy) -> Option<DeadEnd> {
    let mut kinds = rule.any.iter();
    kinds
        .all(|kind| is_gone(kind, List::Documents, policy))
        .then(|| {
            let why = text!("each kind that it accepts is retired");
            DeadEnd::new(text!("an evidence rule"), why, rule.spot)
        })
}

/// Whether a value is retired. A list without values accepts any, but for retired ones.
fn is_gone(value: &str, list: List, policy: &Policy) -> bool {
    let is_listed = policy.lists[list].iter().any(|listed| listed == value);
    !is_listed && policy.lists.retired.iter().any(|retired| retired == value)
}

/// A clock that can never start or stop.
fn clock(rule: &DeadlineRule, policy: &Policy) -> Option<DeadEnd> {
    let name = &rule.name;
    let why = if rule.start.iter().all(|it| !can_be(it, &rule.when, policy)) {
        message!("'{start}' can never start it", start = rule.start.first()?)
    } else if rule.stop.iter().all(|it| !can_be(it, &rule.when, policy)) {
        message!("'{stop}' can never stop it", stop = rule.stop.first()?)
    } else {
        return None;
    };
    let what = message!("the deadline '{name}'", name);
    Some(DeadEnd::new(what, why, rule.spot))
}

/// Whether a trigger can occur in a case for which a `when` holds.
fn can_be(trigger: &Trigger, when: &[Condition], policy: &Policy) -> bool {
    match trigger {
        Trigger::Step(word) => {
            step_name(word).is_none_or(|step| !is_gone(step, List::Steps, policy))
        }
        Trigger::Evidence => {
            let mut rules = policy.evidence.iter();
            rules.any(|rule| !contradict(&rule.when, when, policy))
        }
        // An appeal begins a round with an appellant.
        Trigger::Verb(Verb::Appeal | Verb::Decide) => {
            let values = when.iter().find(|it| it.fact == ConditionFact::Appeal);
            values.is_none_or(|it| it.values.iter().any(|by| by != Appellant::Nobody.word()))
        }
        Trigger::Verb(_)
        | Trigger::Received
        | Trigger::Date(_)
        | Trigger::Interim
        | Trigger::Acknowledged
        | Trigger::Resolved
        | Trigger::Approved
        | Trigger::Emergency => true,
    }
}

/// The days that are tried to compare limits of different units.
const DAYS: i64 = 400;

/// An extension whose ceiling is never later than the limit itself. The same unit has been compared
/// when the policy was read.
fn ceiling(rule: &DeadlineRule, policy: &Policy, now: Instant) -> Option<DeadEnd> {
    let ceiling = rule.extend.as_ref()?.ceiling?;
    if ceiling.unit() == rule.within.unit() {
        return None;
    }
    let due = |from, span| policy.calendar.add(from, span, rule.roll, Pauses::NONE);
    let is_later = |day: i64| {
        let from = now + TimeDelta::days(day);
        due(from, ceiling) > due(from, rule.within)
    };
    (!(0..DAYS).any(is_later)).then(|| {
        let what = message!("the extension of the deadline '{name}'", name = rule.name);
        let why = message!(
            "its ceiling {ceiling} is never later than {within}",
            ceiling,
            within = rule.within
        );
        DeadEnd::new(what, why, rule.spot)
    })
}

/// Liability after a missed deadline that such a case never has.
fn liability(rule: &LiabilityRule, policy: &Policy) -> Option<DeadEnd> {
    let missed = rule.missed.as_ref()?;
    let mut named = policy
        .deadlines
        .iter()
        .filter(|it| it.name == *missed)
        .peekable();
    named.peek()?;
    named
        .all(|it| contradict(&it.when, &rule.when, policy))
        .then(|| {
            let what = text!("a rule of liability");
            let why = message!("the deadline '{missed}' never runs in such a case", missed);
            DeadEnd::new(what, why, rule.spot)
        })
}

/// A target for cases that the figures leave out.
fn target(target: &Target, policy: &Policy) -> Option<DeadEnd> {
    let counted = &policy.figures.kinds;
    let kinds = target.when.iter();
    let mut kinds = kinds.filter(|it| it.fact == ConditionFact::Fact(FactField::Kind));
    let is_out = kinds.any(|it| !it.values.iter().any(|kind| counted.contains(kind)));
    (is_out && !counted.is_empty()).then(|| {
        let what = message!("the target of '{figure}'", figure = target.figure);
        let why = text!("`[figures] kinds` counts no such case");
        DeadEnd::new(what, why, target.spot)
    })
}

/// Sanctions are for complaints that are upheld.
fn sanctions(policy: &Policy) -> impl Iterator<Item = DeadEnd> {
    let is_for_nothing = |condition: &Condition| {
        let unfounded = Verdict::Unsubstantiated.word();
        condition.fact == ConditionFact::Verdict
            && condition.values.iter().all(|verdict| verdict == unfounded)
    };
    let dead = policy.sanctions.iter();
    let dead = dead.filter(move |sanction| sanction.when.iter().any(is_for_nothing));
    dead.map(|sanction| {
        let what = message!("the sanction of '{offence}'", offence = sanction.offence);
        let why = text!("it is only for complaints that are upheld");
        DeadEnd::new(what, why, sanction.spot)
    })
}

/// Deadlines for receipts on a kind of day that the calendar does not have.
fn days(policy: &Policy, now: Instant) -> Vec<DeadEnd> {
    let today = policy.calendar.date(now);
    let dates = (0..DAYS).filter_map(|day| today.checked_add_signed(TimeDelta::days(day)));
    let dates: Vec<NaiveDate> = dates.collect();
    let has = |wanted: &String| {
        let works = *wanted == DayOfReceipt::WorkingDay.word();
        dates
            .iter()
            .any(|day| policy.calendar.is_working(*day) == works)
    };
    let is_for_no_day = |condition: &Condition| {
        condition.fact == ConditionFact::ReceivedOn && !condition.values.iter().any(has)
    };
    let dead = policy.deadlines.iter();
    let dead = dead.filter(|rule| rule.when.iter().any(is_for_no_day));
    dead.map(|rule| {
        let what = message!("the deadline '{name}'", name = rule.name);
        DeadEnd::new(what, text!("the calendar has no such day"), rule.spot)
    })
    .collect()
}

/// Whether no case can meet both lists of conditions: they ask one fact for different values.
fn contradict(one: &[Condition], other: &[Condition], policy: &Policy) -> bool {
    one.iter().any(|condition| {
        let mut same = other.iter().filter(|it| it.fact == condition.fact);
        same.any(|it| is_disjoint(condition, it, policy))
    })
}

/// Whether two conditions on the same fact share no value. A category is also in its ancestors.
fn is_disjoint(one: &Condition, other: &Condition, policy: &Policy) -> bool {
    let is_category = one.fact == ConditionFact::Fact(FactField::Category);
    let is_below = |a: &str, b: &str| is_category && policy.lineage(a).any(|name| name == b);
    let meets = |a: &str, b: &str| a == b || is_below(a, b) || is_below(b, a);
    let mut values = one.values.iter();
    !values.any(|a| other.values.iter().any(|b| meets(a, b)))
}
