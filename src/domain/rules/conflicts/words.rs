//! Messages about conflicting events.

use super::content::{is_interim, remedy_of};
use super::is_ending;
use super::search::Search;
use crate::domain::case::event::{Amend, Asked, Assign, Dispute, FollowUp, Reply, Settle, Verify};
use crate::domain::case::{Entry, Event};
use crate::domain::finding::{Code, Finding};
use crate::domain::message::{Argument, Message, ToArgument, day_and_time, message, text};
use crate::domain::names::Digest;

/// The most relevant of the unknown events: the latest with the same verb, or else another end of
/// the case, or else the first.
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

/// The message about two conflicting events; `wrong` is the judge's finding on the later one.
pub(super) fn message(
    [first, second]: [&Entry; 2],
    wrong: Option<&Finding>,
    search: &Search<'_>,
) -> Message {
    let at = |entry: &Entry| day_and_time(entry.at, search.policy.calendar.zone());
    let [one, other] = [first, second].map(|entry| act(entry, search.entries));
    let is_known = search.seen.by_author_of(second.digest).is_some();
    let (when, second_when) = (at(first), at(second));
    if is_same_act(&first.event, &second.event) {
        let (by, second_by, did) = (&first.by, &second.by, one.did);
        let how = circumstances(one.how, when);
        let second_how = circumstances(other.how, second_when);
        return if by == second_by {
            message!(
                "{by} {did} twice: {how}, {second_how}",
                by,
                did,
                how,
                second_how
            )
        } else {
            message!(
                "both {did}: {by} {how}, {second_by} {second_how}",
                did,
                by,
                how,
                second_by,
                second_how
            )
        };
    }
    let acts = message!(
        "{by} {did} at {when}, {second_by} {second_did} at {second_when}, and {knowledge}",
        by = first.by,
        did = one.in_words(),
        when,
        second_by = second.by,
        second_did = other.in_words(),
        second_when,
        knowledge = match is_known {
            true => text!("neither knew of the other"),
            false => text!("no history says whether one knew of the other"),
        }
    );
    match wrong.filter(|finding| finding.code != Code::Transition) {
        Some(finding) => message!("{acts}: {why}", acts, why = finding.message),
        None => acts,
    }
}

/// Whether two events are the same act, even if details differ.
fn is_same_act(one: &Event, other: &Event) -> bool {
    one.verb() == other.verb()
        && is_interim(one) == is_interim(other)
        && is_waived(one) == is_waived(other)
}

fn is_waived(event: &Event) -> bool {
    matches!(event, Event::FollowUp(FollowUp::Waived(_)))
}

fn circumstances(how: Option<Message>, when: Argument) -> Message {
    match how {
        Some(how) => message!("{how} at {when}", how, when),
        None => message!("at {when}", when),
    }
}

/// An act and its result, in words.
struct Act {
    did: Message,
    how: Option<Message>,
}

impl Act {
    fn new(did: Message, how: Message) -> Self {
        let how = Some(how);
        Self { did, how }
    }

    fn plain(did: Message) -> Self {
        Self { did, how: None }
    }

    fn in_words(self) -> Message {
        let did = self.did;
        match self.how {
            Some(how) => message!("{did} {how}", did, how),
            None => did,
        }
    }
}

fn act(entry: &Entry, entries: &[&Entry]) -> Act {
    match &entry.event {
        Event::Register(_) => Act::plain(text!("registered it")),
        Event::Acknowledge(_) => Act::plain(text!("acknowledged it")),
        Event::Assign(it) => Act::new(text!("assigned it"), assigned_to(it)),
        Event::SendBack(_) => Act::plain(text!("sent it back")),
        Event::Consult(it) => Act::new(text!("consulted"), argument(&it.expert)),
        Event::Note(_) => Act::plain(text!("made a note")),
        Event::Attach(_) => Act::plain(text!("attached evidence")),
        Event::Link(it) => Act::new(text!("linked it"), to(&it.case)),
        Event::Amend(it) => Act::new(text!("amended"), amended(it)),
        Event::Investigate(it) => Act::new(text!("found it"), argument(it.verdict)),
        Event::Propose(it) => Act::new(text!("proposed"), it.terms.to_message()),
        Event::Approve(it) => Act::new(text!("approved"), it.terms.to_message()),
        Event::Refuse(it) => Act::new(text!("refused"), it.terms.to_message()),
        Event::Respond(it) => answered(&it.reply),
        Event::Resolve(_) => Act::new(text!("resolved it"), with_remedy(remedy_of(entry, entries))),
        Event::FollowUp(it) => followed_up(it),
        Event::Escalate(it) => Act::new(text!("escalated it"), to(&it.to)),
        Event::Appeal(_) => Act::plain(text!("recorded an appeal")),
        Event::Decide(it) => Act::new(
            text!("decided the appeal"),
            message!("as {outcome}", outcome = it.outcome),
        ),
        Event::Dispute(Dispute { between, and, .. }) => Act::new(
            text!("recorded a dispute"),
            message!("between {between} and {and}", between, and),
        ),
        Event::Settle(it) => Act::new(text!("settled the dispute"), settled(it)),
        Event::Resume(_) => Act::plain(text!("resumed it")),
        Event::Pause(_) => Act::plain(text!("paused it")),
        Event::Extend(it) => Act::new(text!("extended"), argument(&it.deadline)),
        Event::Chase(_) => Act::plain(text!("chased the holder")),
        Event::Invalidate(it) => Act::new(
            text!("found it invalid"),
            message!("({reason})", reason = it.reason),
        ),
        Event::Withdraw(_) => Act::plain(text!("recorded its withdrawal")),
        Event::Plan(it) => Act::new(text!("planned the action"), argument(&it.plan)),
        Event::Done(it) => Act::new(text!("carried out the action"), argument(&it.plan)),
        Event::Verify(Verify { plan, result, .. }) => Act::new(
            text!("found the action"),
            message!("{plan} {result}", plan, result),
        ),
        Event::Inspect(_) => Act::plain(text!("inspected it")),
        Event::Close(it) => Act::new(
            text!("closed it"),
            match &it.outcome {
                Some(outcome) => message!("as {outcome}", outcome),
                None => with_remedy(remedy_of(entry, entries)),
            },
        ),
        Event::Reopen(it) if it.rework => Act::new(text!("reopened it"), text!("as rework")),
        Event::Reopen(_) => Act::plain(text!("reopened it")),
        Event::Retract(it) => Act::new(text!("took back"), taken_back(it.event, entries)),
        Event::Unknown { verb, .. } => Act::new(text!("recorded"), argument(verb)),
    }
}

fn argument(thing: impl ToArgument) -> Message {
    message!("{thing}", thing)
}

fn to(target: &str) -> Message {
    message!("to {target}", target)
}

fn assigned_to(assigned: &Assign) -> Message {
    match (&assigned.to, &assigned.department) {
        (Some(to), Some(department)) => message!("to {to} ({department})", to, department),
        (Some(to), None) => message!("to {to}", to),
        (None, department) => message!(
            "to the department {department}",
            department = department.as_deref().unwrap_or_default()
        ),
    }
}

fn amended(amended: &Amend) -> Message {
    let field = &amended.field;
    match &amended.to {
        Some(to) => message!("{field} to '{to}'", field, to),
        None => message!("{field} to nothing", field),
    }
}

fn answered(reply: &Reply) -> Act {
    match reply {
        Reply::Final(None) => Act::plain(text!("answered")),
        Reply::Final(Some(result)) => Act::new(
            text!("answered"),
            message!("with the result {result}", result),
        ),
        Reply::Interim { .. } => Act::plain(text!("sent an interim reply")),
    }
}

fn followed_up(follow_up: &FollowUp) -> Act {
    match follow_up {
        FollowUp::Asked(Asked { score, .. }) => {
            Act::new(text!("followed up"), message!("with {score} of 5", score))
        }
        FollowUp::Waived(_) => Act::plain(text!("waived the follow-up")),
    }
}

fn settled(settled: &Settle) -> Message {
    let means = settled.means;
    if settled.failed {
        message!("by {means}, which failed", means)
    } else {
        message!("by {means}", means)
    }
}

fn taken_back(event: Digest, entries: &[&Entry]) -> Message {
    match entries.iter().find(|entry| entry.digest == event) {
        Some(of) => message!("the '{verb}' by {by}", verb = of.event.name(), by = of.by),
        None => text!("an event"),
    }
}

fn with_remedy(remedy: Option<&str>) -> Message {
    match remedy {
        Some(remedy) => message!("with {remedy}", remedy),
        None => text!("with no remedy"),
    }
}
