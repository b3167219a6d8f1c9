//! Phrases of sentences.

use chrono::NaiveDate;

use crate::domain::calendar::Roll;
use crate::domain::case::FactField;
use crate::domain::message::{Message, any_of, conjunction, message, one, text};
use crate::domain::policy::condition::{Appellant, DayOfReceipt};
use crate::domain::policy::deadline::step_name;
use crate::domain::policy::{Condition, ConditionFact, Trigger};

/// `where severity is critical and grade is vip or gold`; `None` if there are no conditions.
pub(super) fn conditions(when: &[Condition]) -> Option<Message> {
    let conditions = conjunction(when.iter().map(condition));
    (!when.is_empty()).then(|| message!("where {conditions}", conditions))
}

fn condition(condition: &Condition) -> Message {
    let values = condition.values.iter().map(String::as_str);
    match condition.fact {
        ConditionFact::ReceivedOn => {
            message!("received on a {days}", days = any_of(values.map(day)))
        }
        ConditionFact::Appeal => message!("{appeals}", appeals = any_of(values.map(appealed))),
        fact @ (ConditionFact::Level
        | ConditionFact::Verdict
        | ConditionFact::Cause
        | ConditionFact::Remedy
        | ConditionFact::Result
        | ConditionFact::Fact(_)) => {
            message!("{fact} is {values}", fact, values = any_of(values))
        }
    }
}

fn day(word: &str) -> Message {
    match word.parse() {
        Ok(DayOfReceipt::WorkingDay) => text!("working day"),
        Ok(DayOfReceipt::DayOff) => text!("day off"),
        Err(()) => message!("{word}", word),
    }
}

fn appealed(by: &str) -> Message {
    match by.parse() {
        Ok(Appellant::Nobody) => text!("nobody appeals"),
        Ok(Appellant::Complainant | Appellant::Regulator) | Err(()) => {
            message!("{by} appeals", by = one(by))
        }
    }
}

/// `a supervisor or above`.
pub(super) fn or_above(role: &str) -> Message {
    message!("{role} or above", role = one(role))
}

/// `for receipts from 2026-12-01 on`.
pub(super) fn from_day(since: Option<NaiveDate>) -> Option<Message> {
    since.map(|since| message!("for receipts from {since} on", since))
}

/// `receipt or assignment, whichever comes first`.
pub(super) fn triggers(triggers: &[Trigger]) -> Message {
    let names = any_of(triggers.iter().map(noun));
    if triggers.len() > 1 {
        message!("{names}, whichever comes first", names)
    } else {
        message!("{names}", names)
    }
}

/// The trigger as a noun.
pub(super) fn noun(trigger: &Trigger) -> Message {
    match trigger {
        Trigger::Step(word) => {
            let step = step_name(word).unwrap_or(word);
            message!("the step '{step}'", step)
        }
        Trigger::Received => text!("receipt"),
        Trigger::Interim => text!("a reply with progress"),
        Trigger::Acknowledged => text!("an acknowledgement or the final answer"),
        Trigger::Resolved => text!("resolution"),
        Trigger::Approved => text!("all approvals of a proposal"),
        Trigger::Evidence => text!("all required evidence"),
        Trigger::Emergency => text!("a proposal in an emergency"),
        Trigger::Date(FactField::Shipped) => text!("shipping"),
        Trigger::Date(FactField::Delivered) => text!("delivery"),
        Trigger::Date(field) => message!("{field}", field = field.name()),
        Trigger::Verb(verb) => Message::fixed(verb.noun()),
    }
}

/// The phrase for a limit that moves to the next working day.
pub(super) fn moves_on(roll: Roll) -> Option<Message> {
    match roll {
        Roll::Keep => None,
        Roll::NextWorkingDay => Some(text!("moves to the next working day")),
    }
}

/// `once`, `twice`, `3 times`.
pub(super) fn times(count: u32) -> Message {
    match count {
        1 => text!("once"),
        2 => text!("twice"),
        _ => message!("{count} times", count),
    }
}
