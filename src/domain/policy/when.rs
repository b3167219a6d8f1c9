//! Evaluates the conditions of a rule.

use crate::domain::case::event::{ResultClass, Verdict};
use crate::domain::case::{FactField, Facts};
use crate::domain::policy::condition::MISSING;
use crate::domain::policy::{Appellant, Condition, ConditionFact, Policy};
use crate::domain::spelling::same;
use crate::domain::word::Word;

/// The values that the conditions of a rule are evaluated against.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct ConditionContext<'a> {
    /// The facts, as corrected.
    pub facts: &'a Facts,
    /// The level that the case is at.
    pub level: &'a str,
    /// Who made the appeal that opened the round.
    pub appeal: Appellant,
    /// The verdict of the last investigation.
    pub verdict: Option<Verdict>,
    /// The cause named by the last investigation.
    pub cause: Option<&'a str>,
    /// The remedy of the latest proposal that was not refused.
    pub remedy: Option<&'a str>,
    /// How the complainant took the last final response of the round.
    pub result: Option<ResultClass>,
}

impl<'a> ConditionContext<'a> {
    /// The context for a clock, without later findings and decisions.
    pub(crate) fn of_clock(facts: &'a Facts, level: &'a str, appeal: Appellant) -> Self {
        Self {
            facts,
            level,
            appeal,
            verdict: None,
            cause: None,
            remedy: None,
            result: None,
        }
    }
}

/// Whether every condition of a `when` holds.
pub(crate) fn hold<'a>(
    when: &[Condition],
    standing: impl Into<ConditionContext<'a>>,
    policy: &Policy,
) -> bool {
    let standing = standing.into();
    when.iter()
        .all(|condition| holds(condition, &standing, policy))
}

fn holds(condition: &Condition, standing: &ConditionContext<'_>, policy: &Policy) -> bool {
    let among = |value: &str| condition.values.iter().any(|wanted| same(wanted, value));
    let facts = standing.facts;
    match condition.fact {
        ConditionFact::Level => among(standing.level),
        ConditionFact::Fact(FactField::Category) => policy.lineage(&facts.category).any(among),
        ConditionFact::Fact(field) => among(facts.text(field).unwrap_or(MISSING)),
        ConditionFact::ReceivedOn => among(day_of_receipt(facts, policy)),
        ConditionFact::Appeal => among(standing.appeal.word()),
        ConditionFact::Verdict => standing.verdict.map(Verdict::word).is_some_and(among),
        ConditionFact::Cause => standing.cause.is_some_and(among),
        ConditionFact::Remedy => standing.remedy.is_some_and(among),
        ConditionFact::Result => standing.result.map(ResultClass::word).is_some_and(among),
    }
}

fn day_of_receipt(facts: &Facts, policy: &Policy) -> &'static str {
    let calendar = &policy.calendar;
    if calendar.is_working(calendar.date(facts.received)) {
        "working-day"
    } else {
        "day-off"
    }
}
