//! The content of events, to compare concurrent ones.

use rust_decimal::Decimal;

use crate::domain::case::event::{
    Efficacy, FollowUp, Matter, Means, ProposalSubject, Propose, Reply, Respond, Ruling, Verdict,
};
use crate::domain::case::{Entry, Event};
use crate::domain::names::{Digest, Handle, StaffId};
use crate::domain::time::Instant;

/// Whether two events say the same, so there is nothing to settle.
pub(super) fn agree(one: &Entry, other: &Entry, entries: &[&Entry]) -> bool {
    let content = content(one, entries);
    content.is_some() && content == self::content(other, entries)
}

/// Whether two contradictory events come to the same, so there is nothing to settle.
pub(super) fn is_same(one: &Entry, other: &Entry, entries: &[&Entry]) -> bool {
    let step = step(&one.event);
    (step.is_some() && step == self::step(&other.event)) || agree(one, other, entries)
}

/// The content of a step that may be legal after another of its kind.
#[derive(PartialEq)]
enum Step<'a> {
    Holder(Option<&'a StaffId>, Option<&'a str>),
    Verdict(Verdict, Option<&'a str>),
    Proposal(&'a ProposalSubject, Option<Decimal>, Option<&'a str>),
    Answer(&'a Reply),
    /// `None`: waived.
    Score(Option<u8>),
}

fn step(event: &Event) -> Option<Step<'_>> {
    Some(if let Event::Assign(it) = event {
        Step::Holder(it.to.as_ref(), it.department.as_deref())
    } else if let Event::Investigate(it) = event {
        Step::Verdict(it.verdict, it.cause.as_deref())
    } else if let Event::Propose(Propose { terms, text, .. }) = event {
        Step::Proposal(&terms.subject, terms.amount, text.as_deref())
    } else if let Event::Respond(it) = event {
        Step::Answer(&it.reply)
    } else if let Event::FollowUp(FollowUp::Asked(asked)) = event {
        Step::Score(Some(asked.score))
    } else if let Event::FollowUp(FollowUp::Waived(_)) = event {
        Step::Score(None)
    } else {
        return None;
    })
}

/// The content of an event that two people can record independently.
#[derive(PartialEq)]
enum Content<'a> {
    Closing(Option<&'a str>, Option<&'a str>),
    Invalidity(&'a str, bool),
    Withdrawal,
    Reopening(bool),
    Appeal(Option<Instant>),
    Decision(Ruling),
    /// The parties, sorted.
    Dispute([&'a str; 2], Option<Matter>),
    Settlement(Means, bool, &'a str),
    Done(&'a Handle),
    Verified(&'a Handle, Efficacy, Option<Instant>),
    Approved(&'a Handle),
    Refused(&'a Handle),
    Extension(&'a str, Instant),
    Amendment(&'a str, Option<&'a str>),
    Retraction(Digest),
    Escalation(&'a str),
    Pause,
    Resumption,
}

/// The content of an event; `None` if two of it cannot say the same, or if it is a [`Step`].
fn content<'a>(entry: &'a Entry, entries: &[&'a Entry]) -> Option<Content<'a>> {
    Some(match &entry.event {
        Event::Close(close) => {
            Content::Closing(close.outcome.as_deref(), remedy_of(entry, entries))
        }
        Event::Invalidate(it) => Content::Invalidity(&it.reason, it.malicious),
        Event::Withdraw(_) => Content::Withdrawal,
        Event::Reopen(it) => Content::Reopening(it.rework),
        Event::Appeal(it) => Content::Appeal(it.cutoff),
        Event::Decide(it) => Content::Decision(it.outcome),
        Event::Dispute(it) => {
            let mut parties = [it.between.as_str(), it.and.as_str()];
            parties.sort_unstable();
            Content::Dispute(parties, it.about)
        }
        Event::Settle(it) => Content::Settlement(it.means, it.failed, &it.text),
        Event::Done(it) => Content::Done(&it.plan),
        Event::Verify(it) => Content::Verified(&it.plan, it.result, it.until),
        Event::Approve(it) => Content::Approved(&it.terms.proposal),
        Event::Refuse(it) => Content::Refused(&it.terms.proposal),
        Event::Extend(it) => Content::Extension(&it.deadline, it.until),
        Event::Amend(it) => Content::Amendment(&it.field, it.to.as_deref()),
        Event::Retract(it) => Content::Retraction(it.event),
        Event::Escalate(it) => Content::Escalation(&it.to),
        Event::Pause(_) => Content::Pause,
        Event::Resume(_) => Content::Resumption,
        Event::Register(_)
        | Event::Acknowledge(_)
        | Event::Assign(_)
        | Event::SendBack(_)
        | Event::Consult(_)
        | Event::Note(_)
        | Event::Attach(_)
        | Event::Link(_)
        | Event::Investigate(_)
        | Event::Propose(_)
        | Event::Respond(_)
        | Event::Resolve(_)
        | Event::FollowUp(_)
        | Event::Chase(_)
        | Event::Plan(_)
        | Event::Inspect(_)
        | Event::Unknown { .. } => return None,
    })
}

/// The remedy behind an event: the last one that its author proposed or carried out before it; for
/// a resolution, else the latest proposed in the round.
pub(super) fn remedy_of<'a>(event: &Entry, entries: &[&'a Entry]) -> Option<&'a str> {
    let before = entries
        .iter()
        .take_while(|entry| entry.digest != event.digest);
    let mut latest = None;
    let mut own = None;
    for entry in before {
        let is_own = entry.by == event.by;
        if let Event::Propose(proposed) = &entry.event {
            if let Some(remedy) = proposed.terms.remedy() {
                latest = Some(remedy);
                own = if is_own { latest } else { own };
            }
        } else if matches!(entry.event, Event::Reopen(_) | Event::Appeal(_)) {
            (latest, own) = (None, None);
        } else if is_own && is_carried_out_by(&entry.event) {
            own = latest;
        }
    }
    if matches!(event.event, Event::Resolve(_)) {
        own.or(latest)
    } else {
        own
    }
}

fn is_carried_out_by(event: &Event) -> bool {
    matches!(event, Event::Resolve(_)) || (matches!(event, Event::Respond(_)) && !is_interim(event))
}

/// Whether an event is an interim reply.
pub(super) fn is_interim(event: &Event) -> bool {
    matches!(
        event,
        Event::Respond(Respond {
            reply: Reply::Interim { .. },
            ..
        })
    )
}
