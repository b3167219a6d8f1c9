//! What two people did that does not go together, in words.

use super::is_ending;
use crate::domain::case::event::{Consult, FollowUp, Reply, Respond, Terms};
use crate::domain::case::{Entry, Event};
use crate::domain::finding::{Code, Finding};
use crate::domain::message::{Message, day_and_time, message};
use crate::domain::policy::Policy;

/// Of what somebody cannot have known of, what says most: the same step, else another end of the case, else the first.
pub(super) fn most_telling<'a>(event: &Entry, beside: &[&'a Entry]) -> &'a Entry {
    let same = beside
        .iter()
        .rev()
        .find(|other| other.event.verb() == event.event.verb());
    let end = || {
        beside
            .iter()
            .rev()
            .find(|other| is_ending(event) && is_ending(other))
    };
    same.or_else(end).copied().unwrap_or(beside[0])
}

/// Whether two events say the same, so that there is nothing to settle.
pub(super) fn agree(one: &Entry, other: &Entry, entries: &[&Entry]) -> bool {
    match (&one.event, &other.event) {
        (Event::Close { outcome: a }, Event::Close { outcome: b }) => {
            a == b && remedy_of(one, entries) == remedy_of(other, entries)
        }
        (
            Event::Invalidate {
                reason: a,
                malicious: m,
                ..
            },
            Event::Invalidate {
                reason: b,
                malicious: n,
                ..
            },
        ) => (a, m) == (b, n),
        (Event::Reopen { rework: a, .. }, Event::Reopen { rework: b, .. }) => a == b,
        (Event::Appeal { cutoff: a, .. }, Event::Appeal { cutoff: b, .. }) => a == b,
        (Event::Decide { outcome: a, .. }, Event::Decide { outcome: b, .. }) => a == b,
        (
            Event::Dispute {
                between: a,
                and: b,
                about: m,
                ..
            },
            Event::Dispute {
                between: c,
                and: d,
                about: n,
                ..
            },
        ) => ((a, b) == (c, d) || (a, b) == (d, c)) && m == n,
        (
            Event::Settle {
                means: a,
                failed: f,
                text: t,
            },
            Event::Settle {
                means: b,
                failed: g,
                text: u,
            },
        ) => (a, f, t) == (b, g, u),
        (Event::Done { plan: a, .. }, Event::Done { plan: b, .. }) => a == b,
        (
            Event::Verify {
                plan: a,
                result: r,
                until: u,
                ..
            },
            Event::Verify {
                plan: b,
                result: s,
                until: v,
                ..
            },
        ) => (a, r, u) == (b, s, v),
        (Event::Approve { terms: a }, Event::Approve { terms: b })
        | (Event::Refuse { terms: a, .. }, Event::Refuse { terms: b, .. }) => {
            a.proposal == b.proposal
        }
        (
            Event::Extend {
                deadline: a,
                until: u,
                ..
            },
            Event::Extend {
                deadline: b,
                until: v,
                ..
            },
        ) => (a, u) == (b, v),
        (
            Event::Amend {
                field: a, to: x, ..
            },
            Event::Amend {
                field: b, to: y, ..
            },
        ) => (a, x) == (b, y),
        (Event::Retract { event: a, .. }, Event::Retract { event: b, .. }) => a == b,
        (Event::Escalate { to: a, .. }, Event::Escalate { to: b, .. }) => a == b,
        (Event::Pause { .. }, Event::Pause { .. })
        | (Event::Resume { .. }, Event::Resume { .. })
        | (Event::Withdraw { .. }, Event::Withdraw { .. }) => true,
        _ => false,
    }
}

/// Both, with names, times and what they came to; `wrong` is what the judge says of the later one.
pub(super) fn message(
    first: &Entry,
    second: &Entry,
    wrong: Option<&Finding>,
    entries: &[&Entry],
    policy: &Policy,
) -> Message {
    let at = |entry: &Entry| day_and_time(entry.at, policy.calendar.zone());
    let ((did, how), (other, other_how)) = (deed(second, entries), deed(first, entries));
    let (one_at, second_at) = (at(first), at(second));
    if did == other && first.by == second.by {
        return message!(
            "{by} {did} twice, in two places: {how}at {when}, {second_how}at {second_when}",
            by = first.by,
            did,
            how = followed(&other_how),
            when = one_at,
            second_how = followed(&how),
            second_when = second_at
        );
    }
    if did == other {
        return message!(
            "both {did}: {by} {how}at {when}, {second_by} {second_how}at {second_when}",
            did,
            by = first.by,
            how = followed(&other_how),
            when = one_at,
            second_by = second.by,
            second_how = followed(&how),
            second_when = second_at
        );
    }
    let apart = message!(
        "{by} {did} at {when}, {second_by} {second_did} at {second_when}, and neither knew of the other",
        by = first.by,
        did = whole(other, &other_how),
        when = one_at,
        second_by = second.by,
        second_did = whole(did, &how),
        second_when = second_at
    );
    match wrong.filter(|finding| finding.code != Code::Transition) {
        Some(finding) => message!("{apart}: {why}", apart, why = finding.message),
        None => apart,
    }
}

/// How something was done, with a blank behind it; nothing where there is nothing to say.
fn followed(how: &str) -> String {
    if how.is_empty() {
        String::new()
    } else {
        format!("{how} ")
    }
}

/// Both with a blank between them, where there are both.
fn whole(did: &str, how: &str) -> String {
    let blank = if did.is_empty() || how.is_empty() {
        ""
    } else {
        " "
    };
    format!("{did}{blank}{how}")
}

/// What somebody did, and with what result.
fn deed(entry: &Entry, entries: &[&Entry]) -> (&'static str, String) {
    let plain = |did| (did, String::new());
    match &entry.event {
        Event::Register => plain("put it on record"),
        Event::Acknowledge { .. } => plain("acknowledged it"),
        Event::Assign { to, department, .. } => {
            let department = department
                .as_ref()
                .map(|department| format!(" ({department})"))
                .unwrap_or_default();
            ("assigned it", format!("to {to}{department}"))
        }
        Event::SendBack { .. } => plain("sent it back"),
        Event::Consult(Consult { expert, .. }) => ("consulted", expert.clone()),
        Event::Note { .. } => plain("made a note"),
        Event::Attach { .. } => plain("attached evidence"),
        Event::Link { case, .. } => ("linked it", format!("to {case}")),
        Event::Amend { field, to, .. } => (
            "amended",
            format!(
                "{field} to {}",
                to.as_deref()
                    .map_or("nothing".to_owned(), |to| format!("'{to}'"))
            ),
        ),
        Event::Investigate { verdict, .. } => ("found it", verdict.to_string()),
        Event::Propose { terms, .. } => ("proposed", worth(terms)),
        Event::Approve { terms } => ("approved", worth(terms)),
        Event::Refuse { terms, .. } => ("refused", worth(terms)),
        Event::Respond(Respond {
            reply: Reply::Final(result),
            ..
        }) => ("answered", format!("with the result {result}")),
        Event::Respond(Respond {
            reply: Reply::Interim { .. },
            ..
        }) => plain("told the complainant of progress"),
        Event::Resolve { .. } => ("resolved it", in_words(remedy_of(entry, entries))),
        Event::FollowUp(FollowUp::Asked { score, .. }) => {
            ("followed up", format!("with {score} of 5"))
        }
        Event::FollowUp(FollowUp::Waived(_)) => plain("waived the follow-up"),
        Event::Escalate { to, .. } => ("escalated it", format!("to {to}")),
        Event::Appeal { .. } => plain("put an appeal on record"),
        Event::Decide { outcome, .. } => ("decided the appeal", format!("as {outcome}")),
        Event::Dispute { between, and, .. } => (
            "put a dispute on record",
            format!("between {between} and {and}"),
        ),
        Event::Settle { means, failed, .. } => (
            "settled the dispute",
            format!("by {means}{}", if *failed { ", which failed" } else { "" }),
        ),
        Event::Resume { .. } => plain("resumed it"),
        Event::Pause { .. } => plain("paused it"),
        Event::Extend { deadline, .. } => ("extended", deadline.clone()),
        Event::Chase { .. } => plain("chased the holder"),
        Event::Invalidate { reason, .. } => ("found it invalid", format!("({reason})")),
        Event::Withdraw { .. } => plain("recorded its withdrawal"),
        Event::Plan { plan, .. } => ("planned the action", plan.to_string()),
        Event::Done { plan, .. } => ("carried out the action", plan.to_string()),
        Event::Verify { plan, result, .. } => ("found the action", format!("{plan} {result}")),
        Event::Inspect { .. } => plain("inspected it"),
        Event::Close { outcome } => ("closed it", {
            let outcome = outcome.as_ref().map(|outcome| format!("as {outcome}"));
            outcome.unwrap_or_else(|| in_words(remedy_of(entry, entries)))
        }),
        Event::Reopen { rework, .. } => (
            "reopened it",
            if *rework {
                "as rework".to_owned()
            } else {
                String::new()
            },
        ),
        Event::Retract { event, .. } => {
            let of = entries.iter().find(|entry| entry.digest == *event);
            let what = |of: &&Entry| format!("the '{}' by {}", of.event.name(), of.by);
            ("took back", of.map_or("an event".to_owned(), what))
        }
        Event::Unknown { verb, .. } => ("recorded", verb.clone()),
    }
}

/// The remedy that somebody had to do with before an event of theirs: proposed it, or carried it out.
fn remedy_of<'a>(event: &Entry, entries: &[&'a Entry]) -> Option<&'a str> {
    let before = entries
        .iter()
        .take_while(|entry| entry.digest != event.digest);
    let mut latest = None;
    let mut own = None;
    for entry in before {
        match &entry.event {
            Event::Propose { terms, .. } if terms.remedy().is_some() => {
                latest = terms.remedy();
                own = if entry.by == event.by { latest } else { own };
            }
            Event::Resolve { .. }
            | Event::Respond(Respond {
                reply: Reply::Final(_),
                ..
            }) if entry.by == event.by => own = latest,
            Event::Reopen { .. } | Event::Appeal { .. } => (latest, own) = (None, None),
            _ => {}
        }
    }
    if matches!(event.event, Event::Resolve { .. }) {
        own.or(latest)
    } else {
        own
    }
}

fn in_words(remedy: Option<&str>) -> String {
    remedy.map_or("with no remedy".to_owned(), |remedy| {
        format!("with {remedy}")
    })
}

fn worth(terms: &Terms) -> String {
    let amount = terms
        .amount
        .map(|amount| format!(" of {amount}"))
        .unwrap_or_default();
    format!("{}{amount} ({})", terms.motion, terms.proposal)
}
