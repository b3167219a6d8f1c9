//! Phrases that sentences are made of.

use std::borrow::Cow;

use crate::domain::calendar::Roll;
use crate::domain::case::FactField;
use crate::domain::policy::words::step_name;
use crate::domain::policy::{Condition, ConditionFact, Trigger};
use crate::domain::wording::{any_of, one};

/// `where severity is critical and grade is vip or gold`; none where there are no conditions.
pub fn conditions(when: &[Condition]) -> Option<String> {
    let one = |condition: &Condition| {
        let values = any_of(&condition.values);
        match condition.fact {
            ConditionFact::ReceivedOn => format!("received on a {}", values.replace('-', " ")),
            ConditionFact::Appeal => any_of(
                &condition
                    .values
                    .iter()
                    .map(|value| appealed(value))
                    .collect::<Vec<_>>(),
            ),
            ConditionFact::Level
            | ConditionFact::Verdict
            | ConditionFact::Cause
            | ConditionFact::Remedy
            | ConditionFact::Result
            | ConditionFact::Fact(_) => format!("{} is {values}", condition.fact),
        }
    };
    let all: Vec<String> = when.iter().map(one).collect();
    (!all.is_empty()).then(|| format!("where {}", all.join(" and ")))
}

fn appealed(by: &str) -> String {
    match by {
        "none" => "nobody appeals".to_owned(),
        other => format!("{} appeals", one(other)),
    }
}

/// `receipt or assignment, whichever comes first`.
pub(super) fn triggers(triggers: &[Trigger]) -> String {
    let names: Vec<Cow<'static, str>> = triggers.iter().map(noun).collect();
    let first = if names.len() > 1 {
        ", whichever comes first"
    } else {
        ""
    };
    format!("{}{first}", any_of(&names))
}

/// What happens, as a noun.
pub(super) fn noun(trigger: &Trigger) -> Cow<'static, str> {
    let noun = match trigger {
        Trigger::Step(word) => {
            return format!("the step '{}'", step_name(word).unwrap_or(word)).into();
        }
        Trigger::Received => "receipt",
        Trigger::Interim => "a reply with progress",
        Trigger::Acknowledged => "an acknowledgement or the final answer",
        Trigger::Resolved => "resolution",
        Trigger::Approved => "all approvals of a proposal",
        Trigger::Evidence => "all evidence that is needed",
        Trigger::Emergency => "a proposal in an emergency",
        Trigger::Date(FactField::Shipped) => "shipping",
        Trigger::Date(FactField::Delivered) => "delivery",
        Trigger::Date(field) => field.name(),
        Trigger::Verb(verb) => verb.noun(),
    };
    noun.into()
}

/// What is said of a limit that moves on where it would end on a day off.
pub(super) fn moves_on(roll: Roll) -> Option<String> {
    match roll {
        Roll::Keep => None,
        Roll::NextWorkingDay => Some("moves on from days off".to_owned()),
    }
}

/// `once`, `twice`, `3 times`.
pub(super) fn times(count: u32) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        more => format!("{more} times"),
    }
}
