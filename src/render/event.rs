//! Events in words.

use chrono_tz::Tz;

use super::style::on_one_line;
use crate::domain::case::event::{
    Acknowledge, Amend, Appeal, Approve, Asked, Assign, Attach, Chase, Close, Decide, Dispute,
    Done, Escalate, Extend, FollowUp, Inspect, Invalidate, Investigate, Link, Marks, Note, Pause,
    Plan, Propose, Refuse, Reopen, Resolve, Resume, Retract, SendBack, Settle, Terms, Verify,
    Withdraw,
};
use crate::domain::case::record::{Extent, Phrases};
use crate::domain::case::{Entry, Event};
use crate::domain::time::format_short;
use crate::domain::word::Word;

/// The verb with what it records, on one line: `assign to zhang.min (quality)`. `entries` are the case's events in order,
/// whose numbers retractions give.
pub fn headline(event: &Event, entries: &[&Entry], zone: Tz) -> String {
    let detail = on_one_line(&detail(event, entries, zone));
    let blank = if detail.is_empty() { "" } else { " " };
    format!("{}{blank}{detail}", event.name())
}

fn detail(event: &Event, entries: &[&Entry], zone: Tz) -> String {
    if let Some(record) = event.record() {
        return Phrases::of(record, Extent::Line(zone));
    }
    match event {
        Event::Acknowledge(Acknowledge { via: Some(via) }) => format!("by {via}"),
        Event::Assign(Assign {
            to,
            department,
            co_handlers,
        }) => {
            let department = department
                .as_ref()
                .map(|department| format!(" ({department})"))
                .unwrap_or_default();
            let with = if co_handlers.is_empty() {
                ""
            } else {
                ", with "
            };
            format!("to {to}{department}{with}{}", co_handlers.join(", "))
        }
        Event::Note(Note {
            step: Some(step), ..
        }) => format!("step {step}"),
        Event::Attach(Attach { file, kind, .. }) => {
            let kind = kind
                .as_ref()
                .map(|kind| format!(" ({kind})"))
                .unwrap_or_default();
            format!("{file}{kind}")
        }
        Event::Link(Link { case, kind }) => format!("to {case} ({kind})"),
        Event::Amend(Amend {
            field, from, to, ..
        }) => {
            let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "empty".to_owned());
            format!("{field}: {} → {}", text(from), text(to))
        }
        Event::Investigate(Investigate {
            verdict,
            cause,
            liable,
            lead,
            ..
        }) => {
            let cause = cause
                .as_ref()
                .map(|cause| format!(", cause {cause}"))
                .unwrap_or_default();
            let shares = liable
                .iter()
                .map(|(party, share)| format!(", {party} {share}"))
                .collect::<String>();
            let lead = lead
                .as_ref()
                .map(|lead| format!(", led by {lead}"))
                .unwrap_or_default();
            format!("{verdict}{cause}{shares}{lead}")
        }
        Event::Propose(Propose {
            terms,
            emergency,
            agreed,
            ..
        }) => {
            let emergency = if *emergency { ", an emergency" } else { "" };
            let names: Vec<&str> = agreed.iter().map(|who| who.as_str()).collect();
            let agreed = if names.is_empty() {
                String::new()
            } else {
                format!(", agreed by {}", names.join(", "))
            };
            format!("{}{emergency}{agreed}", worth(terms))
        }
        Event::Approve(Approve { terms }) | Event::Refuse(Refuse { terms, .. }) => worth(terms),
        Event::Consult(_) | Event::Respond(_) => String::new(),
        Event::FollowUp(FollowUp::Asked(Asked {
            score,
            marks,
            via,
            because,
            ..
        })) => {
            let Marks {
                process,
                outcome,
                staff,
            } = marks;
            let mark =
                |(what, mark): (&str, &Option<u8>)| mark.map(|mark| format!(", {what} {mark}"));
            let marks: String = [("process", process), ("outcome", outcome), ("staff", staff)]
                .into_iter()
                .filter_map(mark)
                .collect();
            let via = via
                .as_ref()
                .map(|via| format!(", by {via}"))
                .unwrap_or_default();
            let because = because
                .map(|because| format!(", because of the {because}"))
                .unwrap_or_default();
            format!("{score} of 5{marks}{via}{because}")
        }
        Event::Reopen(Reopen { rework: true, .. }) => "as rework".to_owned(),
        Event::FollowUp(FollowUp::Waived(_)) => "waived".to_owned(),
        Event::Escalate(Escalate { from, to, .. }) => format!("from {from} to {to}"),
        Event::Appeal(Appeal {
            regulator,
            reference,
            cutoff,
            ..
        }) => {
            let regulator = regulator
                .as_ref()
                .map(|regulator| format!("by {regulator}"));
            let reference = reference
                .as_ref()
                .map(|reference| format!("reference {reference}"));
            let cutoff =
                cutoff.map(|cutoff| format!("to be decided by {}", format_short(cutoff, zone)));
            [regulator, reference, cutoff]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(", ")
        }
        Event::Decide(Decide { outcome, .. }) => outcome.to_string(),
        Event::Dispute(Dispute {
            between,
            and,
            about,
            ..
        }) => {
            let about = about
                .map(|about| format!(", about {about}"))
                .unwrap_or_default();
            format!("between {between} and {and}{about}")
        }
        Event::Settle(Settle { means, failed, .. }) => {
            format!("by {means}{}", if *failed { ", which failed" } else { "" })
        }
        Event::Extend(Extend {
            deadline, until, ..
        }) => format!("{deadline} until {}", format_short(*until, zone)),
        Event::Chase(Chase {
            deadline: Some(deadline),
            ..
        }) => format!("about {deadline}"),
        Event::Invalidate(Invalidate {
            reason,
            text,
            malicious,
        }) => {
            let ground = if text.is_some() { reason.as_str() } else { "" };
            let gap = if ground.is_empty() || !malicious {
                ""
            } else {
                ", "
            };
            format!("{ground}{gap}{}", if *malicious { "malicious" } else { "" })
        }
        Event::Close(Close {
            outcome: Some(outcome),
        }) => format!("as {outcome}"),
        Event::Plan(Plan {
            plan,
            owner,
            until,
            fall,
            ..
        }) => {
            let fall = fall
                .map(|fall| format!(", a fall of {fall} % a month"))
                .unwrap_or_default();
            format!(
                "for {owner}, by {}{fall} ({plan})",
                format_short(*until, zone)
            )
        }
        Event::Inspect(Inspect { result, faults, .. }) => {
            let faults: Vec<&str> = faults.iter().map(|fault| fault.word()).collect();
            if faults.is_empty() {
                result.to_string()
            } else {
                format!("{result}: {}", faults.join(", "))
            }
        }
        Event::Done(Done { plan, .. }) => format!("({plan})"),
        Event::Verify(Verify {
            plan,
            result,
            until,
            ..
        }) => {
            let again = until
                .map(|until| format!(", again by {}", format_short(until, zone)))
                .unwrap_or_default();
            format!("{result}{again} ({plan})")
        }
        Event::Retract(Retract { event, .. }) => {
            match entries.iter().position(|entry| entry.digest == *event) {
                Some(index) => format!("event {}, {}", index + 1, entries[index].event.name()),
                None => format!("event {event}, which is not there"),
            }
        }
        Event::Unknown { fields, .. } => {
            let keys: Vec<&str> = fields.iter().map(|(key, _)| key.as_str()).collect();
            format!("(not known to this program; it says {})", keys.join(", "))
        }
        Event::Register(_)
        | Event::Acknowledge(Acknowledge { via: None })
        | Event::SendBack(_)
        | Event::Note(Note { step: None, .. })
        | Event::Resolve(_)
        | Event::Resume(_)
        | Event::Pause(_)
        | Event::Chase(Chase { deadline: None, .. })
        | Event::Withdraw(_)
        | Event::Close(Close { outcome: None })
        | Event::Reopen(Reopen { rework: false, .. }) => String::new(),
    }
}

/// What somebody said or wrote in an event: the text, the reason, the finding, the comment.
pub fn said(event: &Event) -> Option<&str> {
    if let Some(record) = event.record() {
        return record.said();
    }
    match event {
        Event::Dispute(Dispute { text, .. })
        | Event::Settle(Settle { text, .. })
        | Event::Chase(Chase { text, .. }) => Some(text),
        Event::Note(Note { text, .. })
        | Event::Propose(Propose { text, .. })
        | Event::Resolve(Resolve { text })
        | Event::Decide(Decide { text, .. })
        | Event::Done(Done { text, .. })
        | Event::Inspect(Inspect { text, .. })
        | Event::Verify(Verify {
            text, lesson: None, ..
        }) => text.as_deref(),
        Event::Verify(Verify {
            text,
            lesson: Some(lesson),
            ..
        }) => Some(text.as_deref().unwrap_or(lesson)),
        Event::SendBack(SendBack { reason })
        | Event::Amend(Amend { reason, .. })
        | Event::Refuse(Refuse { reason, .. })
        | Event::Escalate(Escalate { reason, .. })
        | Event::Appeal(Appeal { reason, .. })
        | Event::Resume(Resume { reason })
        | Event::Pause(Pause { reason })
        | Event::Extend(Extend { reason, .. })
        | Event::Withdraw(Withdraw { reason })
        | Event::Reopen(Reopen { reason, .. })
        | Event::Retract(Retract { reason, .. })
        | Event::FollowUp(FollowUp::Waived(reason)) => Some(reason),
        Event::Invalidate(Invalidate { reason, text, .. }) => Some(text.as_ref().unwrap_or(reason)),
        Event::Plan(Plan { action, .. }) => Some(action),
        Event::Investigate(Investigate { finding, .. }) => finding.as_deref(),
        Event::FollowUp(FollowUp::Asked(Asked { comment, .. })) => comment.as_deref(),
        Event::Register(_)
        | Event::Consult(_)
        | Event::Respond(_)
        | Event::Acknowledge(_)
        | Event::Assign(_)
        | Event::Attach(_)
        | Event::Link(_)
        | Event::Approve(_)
        | Event::Close(_)
        | Event::Unknown { .. } => None,
    }
}

/// `refund of 800.00 (7Q2M)`.
pub fn worth(terms: &Terms) -> String {
    let amount = terms
        .amount
        .map(|amount| format!(" of {amount}"))
        .unwrap_or_default();
    format!("{}{amount} ({})", terms.motion, terms.proposal)
}
