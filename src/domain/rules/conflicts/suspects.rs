//! Pairs of steps that are legal in sequence but conflict if they were made in two clones: two
//! people assign the case, or answer it. Only who saw what tells the two apart.

use rust_decimal::Decimal;

use crate::domain::case::event::{
    Approve, FollowUp, ProposalSubject, Propose, Refuse, Reply, Subject, Verdict,
};
use crate::domain::case::{Entry, Event, Verb};
use crate::domain::message::Command;
use crate::domain::names::StaffId;
use crate::domain::timeline::RoundChange;
use crate::domain::word::Word;

/// Two steps of the same kind by different people, with nothing in between that builds on the first
/// and nothing later that settles the matter. The pair is a question if it was made in two clones.
#[derive(Debug, Clone, Copy)]
pub(super) struct Suspect<'a> {
    pub first: &'a Entry,
    pub second: &'a Entry,
}

/// A step that two people can take independently.
#[derive(Clone, Copy)]
struct Step<'a> {
    kind: Kind<'a>,
    /// Its content, if two steps can have the same.
    content: Option<Content<'a>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind<'a> {
    Dispatch,
    Investigation,
    Proposal(Subject),
    Answer,
    /// How an answer was taken.
    Reaction,
    FollowUp,
    /// The action's text. An action planned twice is done twice.
    Action(&'a str),
}

#[derive(Clone, Copy, PartialEq)]
enum Content<'a> {
    Holder(Option<&'a StaffId>, Option<&'a str>),
    Verdict(Verdict, Option<&'a str>),
    Proposal(&'a ProposalSubject, Option<Decimal>, Option<&'a str>),
    Answer(&'a Reply),
    Score(u8),
}

/// The pairs among the events that are not retracted, in order.
pub(super) fn suspects<'a>(standing: &[&'a Entry]) -> Vec<Suspect<'a>> {
    let pair = |(place, later): (usize, &&'a Entry)| {
        let step = step(later)?;
        let is_alike = |other: &&Entry| self::step(other).is_some_and(|it| it.kind == step.kind);
        let first = standing[..place].iter().rposition(is_alike)?;
        let earlier = standing[first];
        let mut between = standing[first + 1..place].iter();
        let is_used = between.any(|other| uses(other, earlier, step.kind));
        let is_settled = standing[place + 1..]
            .iter()
            .any(|other| settles(other, step.kind));
        let is_suspect = earlier.by != later.by && !later.is_imported() && !is_used && !is_settled;
        let is_same = step.content.is_some() && step.content == self::step(earlier)?.content;
        (is_suspect && !is_same).then_some(Suspect {
            first: earlier,
            second: later,
        })
    };
    standing.iter().enumerate().filter_map(pair).collect()
}

/// The step, if the event is one; all other events are judged by their content alone.
fn step(entry: &Entry) -> Option<Step<'_>> {
    let event = &entry.event;
    let (kind, content) = if let Event::Assign(it) = event {
        let holder = Content::Holder(it.to.as_ref(), it.department.as_deref());
        (Kind::Dispatch, Some(holder))
    } else if let Event::SendBack(_) = event {
        (Kind::Dispatch, None)
    } else if let Event::Investigate(it) = event {
        let verdict = Content::Verdict(it.verdict, it.cause.as_deref());
        (Kind::Investigation, Some(verdict))
    } else if let Event::Propose(Propose { terms, text, .. }) = event {
        let proposal = Content::Proposal(&terms.subject, terms.amount, text.as_deref());
        (Kind::Proposal(terms.subject()), Some(proposal))
    } else if let Event::Respond(it) = event {
        let kind = match (&it.reply, &it.text) {
            (Reply::Final(_), Some(_)) => Kind::Answer,
            (Reply::Final(_), None) => Kind::Reaction,
            (Reply::Interim { .. }, _) => return None,
        };
        (kind, Some(Content::Answer(&it.reply)))
    } else if let Event::FollowUp(FollowUp::Asked(asked)) = event {
        (Kind::FollowUp, Some(Content::Score(asked.score)))
    } else if let Event::Plan(it) = event {
        (Kind::Action(&it.action), None)
    } else {
        return None;
    };
    Some(Step { kind, content })
}

/// Whether `event` builds on an `earlier` event of this kind, so it must have been known.
fn uses(event: &Entry, earlier: &Entry, kind: Kind<'_>) -> bool {
    let (used, later) = (&earlier.event, &event.event);
    if parts_rounds(event) || matches!(later, Event::Decide(_)) {
        return true;
    }
    match kind {
        Kind::Dispatch => {
            matches!(used, Event::Assign(assigned) if assigned.to.as_ref() == Some(&event.by))
        }
        Kind::Investigation => matches!(later, Event::Propose(_) | Event::Respond(_)),
        Kind::Proposal(_) => {
            matches!(later, Event::Respond(_) | Event::Resolve(_)) || decides_on(later, used)
        }
        Kind::Answer | Kind::Reaction => {
            matches!(later, Event::Resolve(_) | Event::FollowUp(_))
        }
        Kind::FollowUp | Kind::Action(_) => false,
    }
}

/// Whether an event approves or refuses the proposal of another.
fn decides_on(event: &Event, proposed: &Event) -> bool {
    let Event::Propose(proposed) = proposed else {
        return false;
    };
    let (Event::Approve(Approve { terms }) | Event::Refuse(Refuse { terms, .. })) = event else {
        return false;
    };
    terms.proposal == proposed.terms.proposal
}

/// Whether a later event settles which of two steps holds, or makes it irrelevant.
fn settles(event: &Entry, of: Kind<'_>) -> bool {
    let is_over = parts_rounds(event) || matches!(event.event, Event::Resolve(_));
    let is_again = step(event).is_some_and(|step| step.kind == of);
    match of {
        Kind::Dispatch
        | Kind::Investigation
        | Kind::Proposal(_)
        | Kind::Answer
        | Kind::Reaction => is_over || is_again,
        Kind::FollowUp => is_again,
        Kind::Action(_) => false,
    }
}

/// Whether an event ends or begins a round.
fn parts_rounds(entry: &Entry) -> bool {
    entry.event.verb().and_then(RoundChange::of).is_some()
}

/// The command that records the later step again.
pub(super) fn anew(suspect: &Suspect<'_>) -> Option<Command> {
    let (verb, flags) = match step(suspect.second)?.kind {
        Kind::Dispatch => (Verb::Assign, "STAFF"),
        Kind::Investigation => (Verb::Investigate, "--verdict VERDICT"),
        Kind::Proposal(_) => (Verb::Propose, "--remedy REMEDY"),
        Kind::Answer => (Verb::Respond, "--text TEXT"),
        Kind::Reaction => (Verb::Respond, "--result RESULT"),
        Kind::FollowUp => (Verb::FollowUp, "--score N"),
        Kind::Action(_) => return None,
    };
    Some(Command::new(verb.word()).this().with(flags))
}
