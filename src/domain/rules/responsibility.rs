//! Responsibilities: who has to hold a case, lead its investigation or answer it (B5, B9). Rules
//! about people apply at the instant of the event.

pub use super::duties::misfit;
use super::duties::{asked, failed};
pub(crate) use super::duties::{department, fits, in_force};
use super::people::{instants, is_active, role, role_in_words};
use super::{Setting, able, refusal, separation};
use crate::domain::case::event::{Means, Note, Settle};
use crate::domain::case::{Entry, Event, Verb};
use crate::domain::finding::{Able, Code, Finding};
use crate::domain::message::{Message, message, text};
use crate::domain::names::StaffId;
use crate::domain::policy::describe::who_fits;
use crate::domain::policy::{Duty, SYSTEM};
use crate::domain::time::Instant;

pub(super) fn check(entry: &Entry, setting: &Setting<'_>) -> Vec<Finding> {
    if entry.is_imported() || setting.policy.staff.is_empty() {
        return Vec::new();
    }
    let part = if let Event::Assign(assigned) = &entry.event {
        let to = assigned.to.as_ref();
        to.and_then(|to| unfit(&Duty::Hold, to, "to", entry, setting))
    } else if let Event::Investigate(investigation) = &entry.event {
        match &investigation.lead {
            Some(lead) => unfit(&Duty::Lead, lead, "lead", entry, setting),
            None => leaderless(entry, setting),
        }
    } else if let Event::Settle(Settle {
        means: Means::Arbitration,
        ..
    }) = &entry.event
    {
        unfit(&Duty::Arbitrate, &entry.by, "by", entry, setting)
    } else if let Event::Note(Note {
        step: Some(step), ..
    }) = &entry.event
    {
        unfit(&Duty::step(step), &entry.by, "by", entry, setting)
    } else {
        None
    };
    let verb = entry
        .event
        .verb()
        .and_then(|verb| unfit(&Duty::Verb(verb), &entry.by, "by", entry, setting));
    part.into_iter().chain(verb).collect()
}

fn unfit(
    duty: &Duty,
    who: &StaffId,
    key: &str,
    entry: &Entry,
    setting: &Setting<'_>,
) -> Option<Finding> {
    // People who are not on the staff list get another error.
    let staff = setting.policy.staff.get(who)?;
    let (rule, at) = instants(entry, key, setting)
        .into_iter()
        .find_map(|at| Some((failed(duty, who, at, setting.state, setting.policy)?, at)))?;
    let role = role_in_words(staff.role_at(at, &setting.policy.calendar));
    let is = match &staff.department {
        Some(department) => message!("{role} of {department}", role, department),
        None => role,
    };
    let message = message!(
        "'{who}' is {is}; {duty} requires {needed}",
        who,
        is,
        duty = part(duty),
        needed = who_fits(rule)
    );
    let hint = hint(duty, entry.at, setting);
    Some(
        refusal(Code::Responsibility, message)
            .hint(hint)
            .ruled_by(rule.spot)
            .of_key(key),
    )
}

fn leaderless(entry: &Entry, setting: &Setting<'_>) -> Option<Finding> {
    let rule = asked(&Duty::Lead, setting.state, setting.policy).next()?;
    let message = message!(
        "the investigation names no lead; leading it requires {needed}",
        needed = who_fits(rule)
    );
    let hint = hint(&Duty::Lead, entry.at, setting);
    Some(
        refusal(Code::Responsibility, message)
            .hint(hint)
            .ruled_by(rule.spot)
            .of_key("do"),
    )
}

/// A duty, as a noun phrase.
fn part(duty: &Duty) -> Message {
    match duty {
        Duty::Hold => text!("holding this case"),
        Duty::Lead => text!("leading its investigation"),
        Duty::Arbitrate => text!("arbitration"),
        Duty::Verb(verb) => message!("`{verb}`", verb),
        Duty::Step(_) => message!("recording {duty}", duty),
    }
}

/// The people who qualify, by name if they are few, else by their number.
fn hint(duty: &Duty, at: Instant, setting: &Setting<'_>) -> Message {
    let (state, policy) = (setting.state, setting.policy);
    let may = |who: &&StaffId| match duty {
        Duty::Verb(verb) => able::may(who, *verb, at, setting),
        Duty::Step(_) => {
            able::may(who, Verb::Note, at, setting)
                && failed(duty, who, at, state, policy).is_none()
        }
        Duty::Arbitrate => {
            able::may(who, Verb::Settle, at, setting)
                && failed(duty, who, at, state, policy).is_none()
        }
        Duty::Hold | Duty::Lead => {
            is_active(who, at, policy)
                && role(who, at, policy) != Some(SYSTEM)
                && failed(duty, who, at, state, policy).is_none()
                && separation::recused(who, setting).is_none()
        }
    };
    let names: Vec<StaffId> = policy.staff.keys().filter(may).cloned().collect();
    if names.is_empty() {
        return text!(
            "nobody on the staff list qualifies; `[[responsibility]]` in policy.toml says who does"
        );
    }
    let number = message!("one of the {many} people who qualify", many = names.len());
    let who = Able::new(names, number);
    match duty {
        Duty::Hold => message!("assign it to {who}", who),
        Duty::Lead => message!("name the lead with --lead: {who}", who),
        Duty::Arbitrate | Duty::Verb(_) | Duty::Step(_) => message!("ask {who}", who),
    }
}
