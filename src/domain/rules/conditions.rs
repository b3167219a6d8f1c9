//! Whether the conditions of a rule hold.

use crate::domain::case::{FactField, Facts};
use crate::domain::policy::{Condition, ConditionFact, Policy};

/// Whether every condition of a `when` holds for the facts at a level.
pub fn hold(when: &[Condition], facts: &Facts, level: &str, policy: &Policy) -> bool {
    when.iter().all(|condition| holds(condition, facts, level, policy))
}

fn holds(condition: &Condition, facts: &Facts, level: &str, policy: &Policy) -> bool {
    let among = |value: &str| condition.values.iter().any(|wanted| wanted == value);
    match condition.fact {
        ConditionFact::Level => among(level),
        ConditionFact::Fact(FactField::Category) => policy.lineage(&facts.category).any(among),
        ConditionFact::Fact(field) => facts.text(field).is_some_and(among),
        ConditionFact::ReceivedOn => among(day_of_receipt(facts, policy)),
    }
}

fn day_of_receipt(facts: &Facts, policy: &Policy) -> &'static str {
    let calendar = &policy.calendar;
    if calendar.is_working(calendar.date(facts.received)) { "working-day" } else { "day-off" }
}
