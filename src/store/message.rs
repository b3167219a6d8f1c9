//! What a commit says: subject, one line that says who and when, trailers for programs.
//!
//! Nothing of what complainants said stands in it: a file can be encrypted or its text erased, a message cannot.

use std::fmt::Write;

use crate::domain::case::event::{FollowUp, Terms};
use crate::domain::case::record::{Extent, Phrases};
use crate::domain::case::{Entry, Event};
use crate::domain::names::{CaseId, StaffId};
use crate::domain::policy::Policy;
use crate::domain::time::{Instant, format_short};

/// The whole message of the commit that puts one event on record.
pub fn of(id: &CaseId, entry: &Entry, policy: &Policy) -> String {
    let zone = policy.organisation.time_zone;
    let who = person(&entry.by, policy);
    let mut message = format!(
        "{}\n\nBy {who}, {}",
        subject(id, entry),
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
pub fn subject(id: &CaseId, entry: &Entry) -> String {
    let detail = detail(&entry.event);
    let blank = if detail.is_empty() { "" } else { " " };
    format!("{} {id}{blank}{detail}", entry.event.name())
}

/// What is said of an event beside its verb, on one line.
fn detail(event: &Event) -> String {
    if let Some(record) = event.record() {
        return Phrases::of(record, Extent::Commit);
    }
    match event {
        Event::Acknowledge { via: Some(via) } => format!("by {via}"),
        Event::Assign {
            to,
            department: Some(department),
            ..
        } => format!("to {to} ({department})"),
        Event::Assign {
            to,
            department: None,
            ..
        } => format!("to {to}"),
        Event::Note {
            step: Some(step), ..
        } => format!("step {step}"),
        Event::Attach { file, .. } => file.rsplit('/').next().unwrap_or(file).to_owned(),
        Event::Link { case, kind } => format!("to {case} ({kind})"),
        Event::Amend { field, .. } => field.clone(),
        Event::Investigate { verdict, .. } => verdict.to_string(),
        Event::Propose { terms, .. } | Event::Approve { terms } | Event::Refuse { terms, .. } => {
            worth(terms)
        }
        Event::Consult(_) | Event::Respond(_) => String::new(),
        Event::FollowUp(FollowUp::Asked { score, .. }) => format!("{score} of 5"),
        Event::FollowUp(FollowUp::Waived(_)) => "waived".to_owned(),
        Event::Escalate { from, to, .. } => format!("from {from} to {to}"),
        Event::Appeal {
            regulator: Some(regulator),
            ..
        } => format!("by {regulator}"),
        Event::Decide { outcome, .. } => outcome.to_string(),
        Event::Dispute { between, and, .. } => format!("between {between} and {and}"),
        Event::Settle {
            means,
            failed: true,
            ..
        } => format!("by {means}, which failed"),
        Event::Settle {
            means,
            failed: false,
            ..
        } => format!("by {means}"),
        Event::Extend { deadline, .. } => deadline.clone(),
        Event::Chase {
            deadline: Some(deadline),
            ..
        } => format!("about {deadline}"),
        Event::Close {
            outcome: Some(outcome),
        } => format!("as {outcome}"),
        Event::Plan { plan, owner, .. } => format!("for {owner} ({plan})"),
        Event::Done { plan, .. } => format!("({plan})"),
        Event::Inspect { result, .. } => result.to_string(),
        Event::Verify { plan, result, .. } => format!("{result} ({plan})"),
        Event::Retract { event, .. } => format!("event {event}"),
        Event::Register
        | Event::Acknowledge { via: None }
        | Event::SendBack { .. }
        | Event::Note { step: None, .. }
        | Event::Resolve { .. }
        | Event::Appeal {
            regulator: None, ..
        }
        | Event::Resume { .. }
        | Event::Pause { .. }
        | Event::Chase { deadline: None, .. }
        | Event::Invalidate { .. }
        | Event::Withdraw { .. }
        | Event::Close { outcome: None }
        | Event::Reopen { .. }
        | Event::Unknown { .. } => String::new(),
    }
}

fn worth(terms: &Terms) -> String {
    let amount = terms
        .amount
        .map(|amount| format!(" of {amount}"))
        .unwrap_or_default();
    format!("{}{amount} ({})", terms.motion, terms.proposal)
}
