//! Pairs of events that contradict each other, though each is legal after the other: two people
//! assign the case, or one assigns it while the other closes it. Only who knew what tells them from
//! steps taken one after the other.

use std::cell::Cell;

use super::Seen;
use super::content;
use super::table::Relation;
use crate::domain::case::event::{Approve, Propose, Subject};
use crate::domain::case::{Entry, Event, Verb};
use crate::domain::message::Command;
use crate::domain::names::Handle;
use crate::domain::timeline::RoundChange;
use crate::domain::word::Word;

/// Budget of comparisons for one case. Without it, a file could be crafted to take very long.
const WORK: usize = 4_000_000;

/// Two contradictory events, in order.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair<'a> {
    pub first: &'a Entry,
    pub second: &'a Entry,
}

/// Whether some of these events contradict each other unless one knew of the other.
pub(super) fn may_contradict(standing: &[&Entry]) -> bool {
    let work = Work::new();
    standing.iter().enumerate().any(|(place, later)| {
        let mut before = standing[..place].iter().take_while(|_| work.goes_on());
        before.any(|earlier| {
            is_contradictory(earlier, later) && !content::is_same(earlier, later, standing)
        })
    })
}

/// The open contradictions among the events that are not retracted, in order: at most one for each
/// later event, with the latest event that it contradicts.
///
/// An event that knew of both and settles the matter leaves none. Of several events of one clone
/// that contradict the same event of the other, the last one is asked about.
pub(super) fn contradictions<'a>(standing: &[&'a Entry], seen: &Seen) -> Vec<Pair<'a>> {
    let work = Work::new();
    let pair = |place| contradiction(standing, place, seen, &work);
    (0..standing.len()).filter_map(pair).collect()
}

/// Whether an event contradicts one of some others, as in [`contradictions`].
pub(super) fn is_contradicted(
    event: &Entry,
    others: &[&Entry],
    standing: &[&Entry],
    seen: &Seen,
) -> bool {
    let place = standing.iter().position(|it| it.digest == event.digest);
    let pair = place.and_then(|place| contradiction(standing, place, seen, &Work::new()));
    pair.is_some_and(|pair| others.iter().any(|it| it.digest == pair.first.digest))
}

/// The contradiction of the event at a place to an earlier one.
fn contradiction<'a>(
    standing: &[&'a Entry],
    place: usize,
    seen: &Seen,
    work: &Work,
) -> Option<Pair<'a>> {
    let conflict = |one: &Entry, other: &Entry| {
        is_contradictory(one, other) && seen.neither_saw(one.digest, other.digest)
    };
    let after = |place: usize| standing[place + 1..].iter().take_while(|_| work.goes_on());
    let is_outdone = |place: usize, other: &Entry| {
        let one = standing[place].digest;
        after(place).any(|later| seen.saw(later.digest, one) && conflict(later, other))
    };
    let is_settled = |place: usize, first: &Entry| {
        let pair = [first, standing[place]];
        after(place).any(|later| {
            pair.iter().all(|it| seen.saw(later.digest, it.digest))
                && pair.iter().any(|it| settles(later, it))
        })
    };
    let second = standing[place];
    let mut before = (0..place).rev().take_while(|_| work.goes_on());
    let first = before.find(|earlier| {
        let first = standing[*earlier];
        conflict(first, second)
            && !content::is_same(first, second, standing)
            && !is_settled(place, first)
            && !is_outdone(*earlier, second)
            && !is_outdone(place, first)
    })?;
    let first = standing[first];
    Some(Pair { first, second })
}

/// The comparisons that are left.
struct Work(Cell<usize>);

impl Work {
    fn new() -> Self {
        Self(Cell::new(WORK))
    }

    /// Spends one comparison, if there is one left.
    fn goes_on(&self) -> bool {
        let left = self.0.get();
        self.0.set(left.saturating_sub(1));
        left > 0
    }
}

/// Whether two events contradict each other, if neither knew of the other.
fn is_contradictory(one: &Entry, other: &Entry) -> bool {
    let (Some(verb), Some(of_other)) = (one.event.verb(), other.event.verb()) else {
        return false;
    };
    Relation::of(verb, of_other) == Relation::Contradictory
        && (is_one_matter(&one.event, &other.event) && is_one_matter(&other.event, &one.event))
}

/// Whether two events are about the same matter: the same fact, deadline, action or proposal.
/// Asked in both orders, as it looks at the kinds of `one` only.
fn is_one_matter(one: &Event, other: &Event) -> bool {
    match (one, other) {
        (Event::Amend(one), Event::Amend(other)) => one.field == other.field,
        (Event::Extend(one), Event::Extend(other)) => one.deadline == other.deadline,
        (Event::Plan(one), Event::Plan(other)) => one.action == other.action,
        (Event::Verify(one), Event::Verify(other)) => one.plan == other.plan,
        (Event::Respond(one), Event::Respond(other)) => {
            one.is_final() && one.gives_answer() == other.gives_answer()
        }
        (Event::Propose(one), other) => is_replaced(one, other),
        (Event::Refuse(_), Event::Respond(answer)) if !answer.is_final() => false,
        (Event::Refuse(refused), other) => {
            let is_it = |handle: &Handle| *handle == refused.terms.proposal;
            carried(other).is_none_or(|it| it.is_none_or(is_it))
        }
        _ => true,
    }
}

/// Whether a proposal takes the place of what an event is about.
fn is_replaced(proposed: &Propose, event: &Event) -> bool {
    let subject = proposed.terms.subject();
    if let Event::Propose(other) = event {
        other.terms.subject() == subject
    } else if let Event::Approve(Approve { terms, .. }) = event {
        terms.subject() == subject && terms.proposal != proposed.terms.proposal
    } else if let Event::Respond(answer) = event {
        answer.gives_answer() && matches!(subject, Subject::Remedy | Subject::Answer)
    } else {
        subject == Subject::Remedy || !matches!(event, Event::Resolve(_))
    }
}

/// The proposal that an event approves or carries out, `Some(None)` if it does not name it; `None`
/// for other events.
fn carried(event: &Event) -> Option<Option<&Handle>> {
    if let Event::Approve(Approve { terms, .. }) = event {
        Some(Some(&terms.proposal))
    } else if let Event::Respond(answer) = event {
        answer.is_final().then_some(answer.proposal.as_ref())
    } else if let Event::Resolve(resolved) = event {
        Some(resolved.proposal.as_ref())
    } else {
        None
    }
}

/// Whether a later event that knew of a contradiction settles it, given one of its events.
fn settles(later: &Entry, event: &Entry) -> bool {
    let verb = later.event.verb();
    let is_over = verb.and_then(RoundChange::of).is_some() || verb == Some(Verb::Resolve);
    is_contradictory(later, event) || is_over && !outlasts_a_round(&event.event)
}

/// Whether what an event says holds after the end of the round.
fn outlasts_a_round(event: &Event) -> bool {
    matches!(
        event.verb(),
        Some(
            Verb::FollowUp | Verb::Amend | Verb::Plan | Verb::Verify | Verb::Dispute | Verb::Settle
        )
    )
}

/// The command that records the later event again, where that settles a contradiction.
pub(super) fn anew(pair: &Pair<'_>) -> Option<Command> {
    let [first, second] = [pair.first, pair.second].map(|entry| entry.event.verb());
    let is_dispatch = |verb| matches!(verb, Some(Verb::Assign | Verb::SendBack));
    if first != second && !(is_dispatch(first) && is_dispatch(second)) {
        return None;
    }
    let event = &pair.second.event;
    let flags = if let Event::Assign(_) | Event::SendBack(_) = event {
        return Some(Command::new(Verb::Assign.word()).this().with("STAFF"));
    } else if let Event::Investigate(_) = event {
        "--verdict VERDICT"
    } else if let Event::Propose(it) = event {
        (it.terms.subject() == Subject::Remedy).then_some("--remedy REMEDY")?
    } else if let Event::Respond(it) = event {
        if it.gives_answer() {
            "--text TEXT"
        } else {
            "--result RESULT"
        }
    } else if let Event::FollowUp(_) = event {
        "--score N"
    } else {
        return None;
    };
    Some(Command::new(event.verb()?.word()).this().with(flags))
}
