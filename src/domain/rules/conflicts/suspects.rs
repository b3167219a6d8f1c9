//! What may come one after the other as well as in two clones at once: two people assign the case, or answer it. Only who
//! saw what tells one from the other.

use super::words;
use crate::domain::case::event::{
    Approve, Asked, Assign, FollowUp, Investigate, Plan, Propose, Refuse, Reply, Respond,
};
use crate::domain::case::{Entry, Event, Verb};
use crate::domain::message::Command;
use crate::domain::word::Word;

/// Two events of different people, the second without anything that was built on the first, and nothing after them that
/// settles it: the pair is a question if they were made in two clones.
#[derive(Debug, Clone, Copy)]
pub(super) struct Suspect<'a> {
    pub first: &'a Entry,
    pub second: &'a Entry,
}

/// What can be said twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind<'a> {
    Dispatch,
    Investigation,
    Proposal(&'static str),
    Answer,
    FollowUp,
    Action(&'a str),
}

/// The pairs among the events that were not taken back, in order.
pub(super) fn suspects<'a>(standing: &[&'a Entry]) -> Vec<Suspect<'a>> {
    let pair = |(second, entry): (usize, &&'a Entry)| {
        let kind = kind(entry)?;
        let first = standing[..second]
            .iter()
            .rposition(|other| self::kind(other) == Some(kind))?;
        let (earlier, later) = (standing[first], standing[second]);
        let between = standing[first + 1..second].iter();
        let is_used = between.clone().any(|other| uses(other, earlier));
        let is_settled = standing[second + 1..]
            .iter()
            .any(|other| settles(other, kind));
        let is_suspect = earlier.by != later.by && !later.is_imported() && !is_used && !is_settled;
        (is_suspect && !is_same(earlier, later)).then_some(Suspect {
            first: earlier,
            second: later,
        })
    };
    standing.iter().enumerate().filter_map(pair).collect()
}

fn kind(entry: &Entry) -> Option<Kind<'_>> {
    match &entry.event {
        Event::Assign(_) | Event::SendBack(_) => Some(Kind::Dispatch),
        Event::Investigate(_) => Some(Kind::Investigation),
        Event::Propose(Propose { terms, .. }) => Some(Kind::Proposal(terms.subject().word())),
        Event::Respond(Respond {
            reply: Reply::Final(_),
            ..
        }) => Some(Kind::Answer),
        Event::FollowUp(FollowUp::Asked(_)) => Some(Kind::FollowUp),
        Event::Plan(Plan { action, .. }) => Some(Kind::Action(action)),
        _ => None,
    }
}

/// Whether somebody went on with what an event brought about, so that it was known.
fn uses(event: &Entry, earlier: &Entry) -> bool {
    let ends = matches!(
        event.event.verb(),
        Some(
            Verb::Close
                | Verb::Withdraw
                | Verb::Invalidate
                | Verb::Reopen
                | Verb::Appeal
                | Verb::Decide
        )
    );
    ends || match (&earlier.event, &event.event) {
        (Event::Assign(Assign { to, .. }), _) => event.by == *to,
        (
            Event::Propose(Propose { terms, .. }),
            Event::Approve(Approve { terms: of }) | Event::Refuse(Refuse { terms: of, .. }),
        ) => terms.proposal == of.proposal,
        (Event::Propose(_), Event::Respond(_) | Event::Resolve(_)) => true,
        (Event::Respond(_), Event::Resolve(_) | Event::FollowUp(_)) => true,
        (Event::Investigate(_), Event::Propose(_) | Event::Respond(_)) => true,
        _ => false,
    }
}

/// Whether a later event says what holds, or leaves nothing to say.
fn settles(event: &Entry, of: Kind<'_>) -> bool {
    let is_over = matches!(
        event.event.verb(),
        Some(
            Verb::Resolve
                | Verb::Close
                | Verb::Withdraw
                | Verb::Invalidate
                | Verb::Reopen
                | Verb::Appeal
        )
    );
    let stays = matches!(of, Kind::Action(_) | Kind::FollowUp);
    (is_over && !stays) || (kind(event) == Some(of) && !matches!(of, Kind::Action(_)))
}

/// Whether two of a kind say the same; of an action that is planned twice that is the trouble.
fn is_same(one: &Entry, other: &Entry) -> bool {
    match (&one.event, &other.event) {
        (
            Event::Assign(Assign {
                to: a,
                department: d,
                ..
            }),
            Event::Assign(Assign {
                to: b,
                department: e,
                ..
            }),
        ) => (a, d) == (b, e),
        (
            Event::Investigate(Investigate {
                verdict: a,
                cause: c,
                ..
            }),
            Event::Investigate(Investigate {
                verdict: b,
                cause: d,
                ..
            }),
        ) => (a, c) == (b, d),
        (
            Event::Propose(Propose {
                terms: a, text: t, ..
            }),
            Event::Propose(Propose {
                terms: b, text: u, ..
            }),
        ) => (&a.motion, a.amount, t) == (&b.motion, b.amount, u),
        (Event::Respond(Respond { reply: a, .. }), Event::Respond(Respond { reply: b, .. })) => {
            a == b
        }
        (
            Event::FollowUp(FollowUp::Asked(Asked { score: a, .. })),
            Event::FollowUp(FollowUp::Asked(Asked { score: b, .. })),
        ) => a == b,
        _ => words::agree(one, other, &[]),
    }
}

/// How the later of two is said anew.
pub(super) fn anew(suspect: &Suspect<'_>) -> Option<Command> {
    let (verb, flags) = match kind(suspect.second)? {
        Kind::Dispatch => (Verb::Assign, "STAFF"),
        Kind::Investigation => (Verb::Investigate, "--verdict VERDICT"),
        Kind::Proposal(_) => (Verb::Propose, "--remedy REMEDY"),
        Kind::Answer => (Verb::Respond, "--text TEXT"),
        Kind::FollowUp => (Verb::FollowUp, "--score N"),
        Kind::Action(_) => return None,
    };
    Some(Command::new(verb.word()).this().with(flags))
}
