//! What two people did that does not go together, in words.

use super::is_ending;
use crate::domain::case::event::{
    Amend, Appeal, Approve, Asked, Assign, Close, Consult, Decide, Dispute, Done, Escalate, Extend,
    FollowUp, Invalidate, Investigate, Link, Plan, Propose, Refuse, Reopen, Reply, Respond,
    Retract, Settle, Terms, Verify,
};
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
        (Event::Close(Close { outcome: a }), Event::Close(Close { outcome: b })) => {
            a == b && remedy_of(one, entries) == remedy_of(other, entries)
        }
        (
            Event::Invalidate(Invalidate {
                reason: a,
                malicious: m,
                ..
            }),
            Event::Invalidate(Invalidate {
                reason: b,
                malicious: n,
                ..
            }),
        ) => (a, m) == (b, n),
        (Event::Reopen(Reopen { rework: a, .. }), Event::Reopen(Reopen { rework: b, .. })) => {
            a == b
        }
        (Event::Appeal(Appeal { cutoff: a, .. }), Event::Appeal(Appeal { cutoff: b, .. })) => {
            a == b
        }
        (Event::Decide(Decide { outcome: a, .. }), Event::Decide(Decide { outcome: b, .. })) => {
            a == b
        }
        (
            Event::Dispute(Dispute {
                between: a,
                and: b,
                about: m,
                ..
            }),
            Event::Dispute(Dispute {
                between: c,
                and: d,
                about: n,
                ..
            }),
        ) => ((a, b) == (c, d) || (a, b) == (d, c)) && m == n,
        (
            Event::Settle(Settle {
                means: a,
                failed: f,
                text: t,
            }),
            Event::Settle(Settle {
                means: b,
                failed: g,
                text: u,
            }),
        ) => (a, f, t) == (b, g, u),
        (Event::Done(Done { plan: a, .. }), Event::Done(Done { plan: b, .. })) => a == b,
        (
            Event::Verify(Verify {
                plan: a,
                result: r,
                until: u,
                ..
            }),
            Event::Verify(Verify {
                plan: b,
                result: s,
                until: v,
                ..
            }),
        ) => (a, r, u) == (b, s, v),
        (Event::Approve(Approve { terms: a }), Event::Approve(Approve { terms: b }))
        | (Event::Refuse(Refuse { terms: a, .. }), Event::Refuse(Refuse { terms: b, .. })) => {
            a.proposal == b.proposal
        }
        (
            Event::Extend(Extend {
                deadline: a,
                until: u,
                ..
            }),
            Event::Extend(Extend {
                deadline: b,
                until: v,
                ..
            }),
        ) => (a, u) == (b, v),
        (
            Event::Amend(Amend {
                field: a, to: x, ..
            }),
            Event::Amend(Amend {
                field: b, to: y, ..
            }),
        ) => (a, x) == (b, y),
        (Event::Retract(Retract { event: a, .. }), Event::Retract(Retract { event: b, .. })) => {
            a == b
        }
        (Event::Escalate(Escalate { to: a, .. }), Event::Escalate(Escalate { to: b, .. })) => {
            a == b
        }
        (Event::Pause(_), Event::Pause(_))
        | (Event::Resume(_), Event::Resume(_))
        | (Event::Withdraw(_), Event::Withdraw(_)) => true,
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
        Event::Register(_) => plain("put it on record"),
        Event::Acknowledge(_) => plain("acknowledged it"),
        Event::Assign(Assign { to, department, .. }) => {
            let department = department
                .as_ref()
                .map(|department| format!(" ({department})"))
                .unwrap_or_default();
            ("assigned it", format!("to {to}{department}"))
        }
        Event::SendBack(_) => plain("sent it back"),
        Event::Consult(Consult { expert, .. }) => ("consulted", expert.clone()),
        Event::Note(_) => plain("made a note"),
        Event::Attach(_) => plain("attached evidence"),
        Event::Link(Link { case, .. }) => ("linked it", format!("to {case}")),
        Event::Amend(Amend { field, to, .. }) => (
            "amended",
            format!(
                "{field} to {}",
                to.as_deref()
                    .map_or("nothing".to_owned(), |to| format!("'{to}'"))
            ),
        ),
        Event::Investigate(Investigate { verdict, .. }) => ("found it", verdict.to_string()),
        Event::Propose(Propose { terms, .. }) => ("proposed", worth(terms)),
        Event::Approve(Approve { terms }) => ("approved", worth(terms)),
        Event::Refuse(Refuse { terms, .. }) => ("refused", worth(terms)),
        Event::Respond(Respond {
            reply: Reply::Final(result),
            ..
        }) => ("answered", format!("with the result {result}")),
        Event::Respond(Respond {
            reply: Reply::Interim { .. },
            ..
        }) => plain("told the complainant of progress"),
        Event::Resolve(_) => ("resolved it", in_words(remedy_of(entry, entries))),
        Event::FollowUp(FollowUp::Asked(Asked { score, .. })) => {
            ("followed up", format!("with {score} of 5"))
        }
        Event::FollowUp(FollowUp::Waived(_)) => plain("waived the follow-up"),
        Event::Escalate(Escalate { to, .. }) => ("escalated it", format!("to {to}")),
        Event::Appeal(_) => plain("put an appeal on record"),
        Event::Decide(Decide { outcome, .. }) => ("decided the appeal", format!("as {outcome}")),
        Event::Dispute(Dispute { between, and, .. }) => (
            "put a dispute on record",
            format!("between {between} and {and}"),
        ),
        Event::Settle(Settle { means, failed, .. }) => (
            "settled the dispute",
            format!("by {means}{}", if *failed { ", which failed" } else { "" }),
        ),
        Event::Resume(_) => plain("resumed it"),
        Event::Pause(_) => plain("paused it"),
        Event::Extend(Extend { deadline, .. }) => ("extended", deadline.clone()),
        Event::Chase(_) => plain("chased the holder"),
        Event::Invalidate(Invalidate { reason, .. }) => ("found it invalid", format!("({reason})")),
        Event::Withdraw(_) => plain("recorded its withdrawal"),
        Event::Plan(Plan { plan, .. }) => ("planned the action", plan.to_string()),
        Event::Done(Done { plan, .. }) => ("carried out the action", plan.to_string()),
        Event::Verify(Verify { plan, result, .. }) => {
            ("found the action", format!("{plan} {result}"))
        }
        Event::Inspect(_) => plain("inspected it"),
        Event::Close(Close { outcome }) => ("closed it", {
            let outcome = outcome.as_ref().map(|outcome| format!("as {outcome}"));
            outcome.unwrap_or_else(|| in_words(remedy_of(entry, entries)))
        }),
        Event::Reopen(Reopen { rework, .. }) => (
            "reopened it",
            if *rework {
                "as rework".to_owned()
            } else {
                String::new()
            },
        ),
        Event::Retract(Retract { event, .. }) => {
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
            Event::Propose(Propose { terms, .. }) if terms.remedy().is_some() => {
                latest = terms.remedy();
                own = if entry.by == event.by { latest } else { own };
            }
            Event::Resolve(_)
            | Event::Respond(Respond {
                reply: Reply::Final(_),
                ..
            }) if entry.by == event.by => own = latest,
            Event::Reopen(_) | Event::Appeal(_) => (latest, own) = (None, None),
            _ => {}
        }
    }
    if matches!(event.event, Event::Resolve(_)) {
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
