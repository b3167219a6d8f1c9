//! What a commit says: subject, one line that says who and when, trailers for programs.
//!
//! A subject is made of the verb, the id, and values that are neither a personal fact nor free text: a file can be
//! encrypted or its text erased, a message cannot. A text is shown only where the policy lists it.

use std::fmt::Write;

use crate::domain::case::event::{
    Acknowledge, Amend, Appeal, Approve, Asked, Assign, Attach, Chase, Close, Decide, Dispute,
    Done, Escalate, Extend, FollowUp, Inspect, Investigate, Link, Motion, Note, Plan, Propose,
    Refuse, Retract, Settle, Terms, Verify,
};
use crate::domain::case::record::{Extent, Phrases};
use crate::domain::case::{Entry, Event, FactField};
use crate::domain::names::{CaseId, Handle, StaffId};
use crate::domain::policy::{ACTION, CUT_OFF, PROMISED, Policy};
use crate::domain::time::{Instant, format_short};

/// The whole message of the commit that puts one event on record.
pub fn of(id: &CaseId, entry: &Entry, policy: &Policy) -> String {
    let zone = policy.organisation.time_zone;
    let who = person(&entry.by, policy);
    let mut message = format!(
        "{}\n\nBy {who}, {}",
        subject(id, entry, policy),
        format_short(entry.at, zone)
    );
    if let Some(recorded) = entry.recorded {
        let _ = write!(message, ", put on record {}", format_short(recorded, zone));
    }
    let _ = write!(
        message,
        ".\n\nCase: {id}\nVerb: {}\nEvent: {}\n",
        entry.event.name(),
        entry.digest
    );
    message
}

/// The whole message of the commit that brings cases of a ledger in.
pub fn of_import(
    cases: usize,
    ledger: &str,
    by: &StaffId,
    clock: Instant,
    policy: &Policy,
) -> String {
    let noun = if cases == 1 { "case" } else { "cases" };
    let when = format_short(clock, policy.organisation.time_zone);
    let who = person(by, policy);
    format!(
        "import {cases} {noun} from {ledger}\n\nBy {who}, {when}.\n\nVerb: import\nSource: {ledger}\nCases: {cases}\n"
    )
}

fn person(by: &StaffId, policy: &Policy) -> String {
    let name = policy.staff.get(by).and_then(|staff| staff.name.as_deref());
    name.map_or(by.to_string(), |name| format!("{name} ({by})"))
}

/// `assign 20261121-K7QM2X to zhang.min (quality)`.
pub fn subject(id: &CaseId, entry: &Entry, policy: &Policy) -> String {
    let detail = detail(&entry.event, policy);
    let blank = if detail.is_empty() { "" } else { " " };
    format!("{} {id}{blank}{detail}", entry.event.name())
}

/// The values of an event that may stand beside its verb.
fn detail(event: &Event, policy: &Policy) -> String {
    if let Some(record) = event.record() {
        return Phrases::of(record, Extent::Commit);
    }
    let lists = &policy.lists;
    match event {
        Event::Acknowledge(Acknowledge { via: Some(via) }) => listed("by", via, &lists.channels),
        Event::Assign(Assign { to, department, .. }) => {
            let department = department
                .as_deref()
                .filter(|department| has_department(policy, department))
                .map(|department| format!(" ({department})"))
                .unwrap_or_default();
            format!("to {to}{department}")
        }
        Event::Note(Note {
            step: Some(step), ..
        }) => listed("step", step, &lists.steps),
        Event::Attach(Attach { sha256, .. }) => sha256.chars().take(8).collect(),
        Event::Link(Link { case, .. }) => case
            .parse()
            .map(|case: CaseId| format!("to {case}"))
            .unwrap_or_default(),
        Event::Amend(Amend { field, .. }) => field
            .parse()
            .map(FactField::name)
            .unwrap_or_default()
            .to_owned(),
        Event::Investigate(Investigate { verdict, .. }) => verdict.to_string(),
        Event::Propose(Propose { terms, .. })
        | Event::Approve(Approve { terms })
        | Event::Refuse(Refuse { terms, .. }) => worth(terms, policy),
        Event::Consult(_) | Event::Respond(_) => String::new(),
        Event::FollowUp(FollowUp::Asked(Asked { score, .. })) => format!("{score} of 5"),
        Event::FollowUp(FollowUp::Waived(_)) => "waived".to_owned(),
        Event::Escalate(Escalate { from, to, .. }) => {
            let levels = [from, to].map(|level| policy.level_index(level));
            match levels {
                [Some(_), Some(_)] => format!("from {from} to {to}"),
                [None, _] | [_, None] => String::new(),
            }
        }
        Event::Appeal(Appeal {
            regulator: Some(_), ..
        }) => "by a regulator".to_owned(),
        Event::Decide(Decide { outcome, .. }) => outcome.to_string(),
        Event::Dispute(Dispute { between, and, .. })
            if has_department(policy, between) && has_department(policy, and) =>
        {
            format!("between {between} and {and}")
        }
        Event::Settle(Settle {
            means,
            failed: true,
            ..
        }) => format!("by {means}, which failed"),
        Event::Settle(Settle {
            means,
            failed: false,
            ..
        }) => format!("by {means}"),
        Event::Extend(Extend { deadline, .. }) if has_deadline(policy, deadline) => {
            deadline.clone()
        }
        Event::Chase(Chase {
            deadline: Some(deadline),
            ..
        }) if has_deadline(policy, deadline) => format!("about {deadline}"),
        Event::Close(Close {
            outcome: Some(outcome),
        }) => listed("as", outcome, &lists.outcomes),
        Event::Plan(Plan { plan, owner, .. }) => format!("for {owner} ({plan})"),
        Event::Done(Done { plan, .. }) => format!("({plan})"),
        Event::Inspect(Inspect { result, .. }) => result.to_string(),
        Event::Verify(Verify { plan, result, .. }) => format!("{result} ({plan})"),
        Event::Retract(Retract { event, .. }) => format!("event {event}"),
        Event::Register(_)
        | Event::Acknowledge(Acknowledge { via: None })
        | Event::SendBack(_)
        | Event::Note(Note { step: None, .. })
        | Event::Resolve(_)
        | Event::Appeal(Appeal {
            regulator: None, ..
        })
        | Event::Dispute(_)
        | Event::Resume(_)
        | Event::Pause(_)
        | Event::Extend(_)
        | Event::Chase(_)
        | Event::Invalidate(_)
        | Event::Withdraw(_)
        | Event::Close(Close { outcome: None })
        | Event::Reopen(_)
        | Event::Unknown { .. } => String::new(),
    }
}

/// A value with the word before it, if it is one of the policy's.
fn listed(word: &str, value: &String, list: &[String]) -> String {
    if list.contains(value) {
        format!("{word} {value}")
    } else {
        String::new()
    }
}

/// Whether a department is named in the policy: by a category, a product line or somebody on the staff.
fn has_department(policy: &Policy, name: &str) -> bool {
    let of_categories = policy.categories.values().map(|it| &it.department);
    let of_lines = policy.product_lines.values().map(|it| &it.department);
    let of_staff = policy.staff.values().map(|it| &it.department);
    of_categories
        .chain(of_lines)
        .chain(of_staff)
        .any(|department| department.as_deref() == Some(name))
}

/// Whether a deadline has that name: one of the policy's, or one that every case may have.
fn has_deadline(policy: &Policy, name: &str) -> bool {
    let of_an_action = || {
        let plan = name.strip_prefix(ACTION)?.strip_prefix('-')?;
        plan.parse::<Handle>().ok()
    };
    [PROMISED, CUT_OFF].contains(&name)
        || policy.deadline_names().contains(&name)
        || policy.level_index(name).is_some()
        || of_an_action().is_some()
}

fn worth(terms: &Terms, policy: &Policy) -> String {
    let amount = terms
        .amount
        .map(|amount| format!(" of {amount}"))
        .unwrap_or_default();
    let motion = match &terms.motion {
        Motion::Remedy(remedy) if !policy.lists.remedies.contains(remedy) => "remedy".to_owned(),
        motion => motion.to_string(),
    };
    format!("{motion}{amount} ({})", terms.proposal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::Verb;
    use crate::domain::case::described::examples;
    use crate::domain::policy::{parse, preset};
    use crate::domain::word::Word;

    fn policy() -> Policy {
        let (policy, findings) = parse(preset("standard").expect("the preset"));
        policy.unwrap_or_else(|| panic!("{findings:#?}"))
    }

    #[test]
    fn no_text_that_somebody_typed_stands_in_a_message() {
        let marker = "Wang Fang, 138 0000 0000";
        let id: CaseId = "20261121-K7QM2X".parse().expect("an id");
        let by: StaffId = "li.wei".parse().expect("a staff id");
        let at = crate::domain::time::parse_rfc3339("2026-11-21T09:20:00+08:00").expect("a time");
        for verb in Verb::ALL {
            for example in examples(*verb, Some(marker)) {
                let entry =
                    Entry::new(at, by.clone(), example.event()).source(Some(marker.to_owned()));
                let message = of(&id, &entry, &policy());
                assert!(!message.contains("Wang"), "{verb}: {message}");
                assert!(!message.contains("138"), "{verb}: {message}");
            }
        }
    }
}
