//! Events in words.

use chrono_tz::Tz;

use super::style::on_one_line;
use crate::domain::case::event::{FollowUp, Marks, Terms};
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
        Event::Acknowledge { via: Some(via) } => format!("by {via}"),
        Event::Assign {
            to,
            department,
            co_handlers,
        } => {
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
        Event::Note {
            step: Some(step), ..
        } => format!("step {step}"),
        Event::Attach { file, kind, .. } => {
            let kind = kind
                .as_ref()
                .map(|kind| format!(" ({kind})"))
                .unwrap_or_default();
            format!("{file}{kind}")
        }
        Event::Link { case, kind } => format!("to {case} ({kind})"),
        Event::Amend {
            field, from, to, ..
        } => {
            let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "empty".to_owned());
            format!("{field}: {} → {}", text(from), text(to))
        }
        Event::Investigate {
            verdict,
            cause,
            liable,
            lead,
            ..
        } => {
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
        Event::Propose {
            terms,
            emergency,
            agreed,
            ..
        } => {
            let emergency = if *emergency { ", an emergency" } else { "" };
            let names: Vec<&str> = agreed.iter().map(|who| who.as_str()).collect();
            let agreed = if names.is_empty() {
                String::new()
            } else {
                format!(", agreed by {}", names.join(", "))
            };
            format!("{}{emergency}{agreed}", worth(terms))
        }
        Event::Approve { terms } | Event::Refuse { terms, .. } => worth(terms),
        Event::Consult(_) | Event::Respond(_) => String::new(),
        Event::FollowUp(FollowUp::Asked {
            score,
            marks,
            via,
            because,
            ..
        }) => {
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
        Event::Reopen { rework: true, .. } => "as rework".to_owned(),
        Event::FollowUp(FollowUp::Waived(_)) => "waived".to_owned(),
        Event::Escalate { from, to, .. } => format!("from {from} to {to}"),
        Event::Appeal {
            regulator,
            reference,
            cutoff,
            ..
        } => {
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
        Event::Decide { outcome, .. } => outcome.to_string(),
        Event::Dispute {
            between,
            and,
            about,
            ..
        } => {
            let about = about
                .map(|about| format!(", about {about}"))
                .unwrap_or_default();
            format!("between {between} and {and}{about}")
        }
        Event::Settle { means, failed, .. } => {
            format!("by {means}{}", if *failed { ", which failed" } else { "" })
        }
        Event::Extend {
            deadline, until, ..
        } => format!("{deadline} until {}", format_short(*until, zone)),
        Event::Chase {
            deadline: Some(deadline),
            ..
        } => format!("about {deadline}"),
        Event::Invalidate {
            reason,
            text,
            malicious,
        } => {
            let ground = if text.is_some() { reason.as_str() } else { "" };
            let gap = if ground.is_empty() || !malicious {
                ""
            } else {
                ", "
            };
            format!("{ground}{gap}{}", if *malicious { "malicious" } else { "" })
        }
        Event::Close {
            outcome: Some(outcome),
        } => format!("as {outcome}"),
        Event::Plan {
            plan,
            owner,
            until,
            fall,
            ..
        } => {
            let fall = fall
                .map(|fall| format!(", a fall of {fall} % a month"))
                .unwrap_or_default();
            format!(
                "for {owner}, by {}{fall} ({plan})",
                format_short(*until, zone)
            )
        }
        Event::Inspect { result, faults, .. } => {
            let faults: Vec<&str> = faults.iter().map(|fault| fault.word()).collect();
            if faults.is_empty() {
                result.to_string()
            } else {
                format!("{result}: {}", faults.join(", "))
            }
        }
        Event::Done { plan, .. } => format!("({plan})"),
        Event::Verify {
            plan,
            result,
            until,
            ..
        } => {
            let again = until
                .map(|until| format!(", again by {}", format_short(until, zone)))
                .unwrap_or_default();
            format!("{result}{again} ({plan})")
        }
        Event::Retract { event, .. } => {
            match entries.iter().position(|entry| entry.digest == *event) {
                Some(index) => format!("event {}, {}", index + 1, entries[index].event.name()),
                None => format!("event {event}, which is not there"),
            }
        }
        Event::Unknown { fields, .. } => {
            let keys: Vec<&str> = fields.iter().map(|(key, _)| key.as_str()).collect();
            format!("(not known to this program; it says {})", keys.join(", "))
        }
        Event::Register
        | Event::Acknowledge { via: None }
        | Event::SendBack { .. }
        | Event::Note { step: None, .. }
        | Event::Resolve { .. }
        | Event::Resume { .. }
        | Event::Pause { .. }
        | Event::Chase { deadline: None, .. }
        | Event::Withdraw { .. }
        | Event::Close { outcome: None }
        | Event::Reopen { rework: false, .. } => String::new(),
    }
}

/// What somebody said or wrote in an event: the text, the reason, the finding, the comment.
pub fn said(event: &Event) -> Option<&str> {
    if let Some(record) = event.record() {
        return record.said();
    }
    match event {
        Event::Dispute { text, .. } | Event::Settle { text, .. } | Event::Chase { text, .. } => {
            Some(text)
        }
        Event::Note { text, .. }
        | Event::Propose { text, .. }
        | Event::Resolve { text }
        | Event::Decide { text, .. }
        | Event::Done { text, .. }
        | Event::Inspect { text, .. }
        | Event::Verify {
            text, lesson: None, ..
        } => text.as_deref(),
        Event::Verify {
            text,
            lesson: Some(lesson),
            ..
        } => Some(text.as_deref().unwrap_or(lesson)),
        Event::SendBack { reason }
        | Event::Amend { reason, .. }
        | Event::Refuse { reason, .. }
        | Event::Escalate { reason, .. }
        | Event::Appeal { reason, .. }
        | Event::Resume { reason }
        | Event::Pause { reason }
        | Event::Extend { reason, .. }
        | Event::Withdraw { reason }
        | Event::Reopen { reason, .. }
        | Event::Retract { reason, .. }
        | Event::FollowUp(FollowUp::Waived(reason)) => Some(reason),
        Event::Invalidate { reason, text, .. } => Some(text.as_ref().unwrap_or(reason)),
        Event::Plan { action, .. } => Some(action),
        Event::Investigate { finding, .. } => finding.as_deref(),
        Event::FollowUp(FollowUp::Asked { comment, .. }) => comment.as_deref(),
        Event::Register
        | Event::Consult(_)
        | Event::Respond(_)
        | Event::Acknowledge { .. }
        | Event::Assign { .. }
        | Event::Attach { .. }
        | Event::Link { .. }
        | Event::Approve { .. }
        | Event::Close { .. }
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
