//! Conflicts that only a merge creates: each side was valid by itself, but together they are not.
//!
//! A second closing is refused if the first is visible; if two clones close the same case, neither
//! did anything wrong. So an event with an error is judged again as its author may have seen the
//! case, without some of the earlier events. If it is valid then, the pair becomes a question that
//! somebody has to settle, or nothing at all if both events say the same.
//!
//! What an author saw is known from the sides of a merge or from git's history ([`Seen`]).
//! Otherwise it is searched for. People's own earlier events never excuse a lack of authority: a
//! missing approval is overlooked only if somebody else made the proposal. A question does not
//! change what counts: an invalid grant grants nothing.

mod content;
mod ending;
mod pairs;
mod search;
mod seen;
mod table;
mod words;

use crate::domain::case::event::Retract;
use crate::domain::message::{Message, message};
use std::collections::BTreeSet;

pub use seen::Seen;
pub use table::Relation;

use super::{Judged, permissions};
use crate::domain::case::{Case, Entry, Event};
use crate::domain::finding::{Code, Finding, Severity, Spot};
use crate::domain::names::Digest;
use crate::domain::policy::Policy;
use crate::domain::time::Instant;
use crate::domain::timeline::RoundChange;
use pairs::{Pair, contradictions};
use search::Search;

/// An event that is valid only without some of the earlier events.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    pub event: Digest,
    /// The earlier events that its author did not know of, the most relevant first.
    pub beside: Vec<Digest>,
    /// The conflict and how to settle it; `None` if both events say the same.
    pub finding: Option<Finding>,
}

/// Whether the questions of a case depend on who saw what.
pub(crate) fn depend_on_history(case: &Case, judged: &Judged) -> bool {
    has_objection(judged) || pairs::may_contradict(&standing(case, judged))
}

/// Whether the judge objects to an event because of others.
pub(crate) fn has_objection(judged: &Judged) -> bool {
    judged.findings.iter().any(depends_on_others)
}

/// The questions of a judged case: first those from errors, in the order of the events, then those
/// from pairs.
pub fn questions(
    case: &Case,
    judged: &Judged,
    policy: &Policy,
    now: Instant,
    seen: &Seen,
) -> Vec<Question> {
    let objected: BTreeSet<Digest> = judged
        .findings
        .iter()
        .filter(|found| depends_on_others(found))
        .filter_map(|found| found.event)
        .collect();
    let standing = standing(case, judged);
    let mut pairs = contradictions(&standing, seen);
    pairs.retain(|pair| !objected.contains(&pair.second.digest));
    if objected.is_empty() && pairs.is_empty() {
        return Vec::new();
    }
    let entries = case.in_order();
    let mut search = Search::new(case, policy, &judged.laws, now, &entries, seen);
    let positions =
        (0..entries.len()).filter(|position| objected.contains(&entries[*position].digest));
    let mut questions: Vec<Question> = positions
        .filter_map(|position| question(&mut search, judged, position))
        .collect();
    questions.extend(pairs.iter().map(|pair| unaware(&search, judged, pair)));
    questions
}

/// The events that are not retracted, in order.
fn standing<'a>(case: &'a Case, judged: &Judged) -> Vec<&'a Entry> {
    case.in_order()
        .into_iter()
        .filter(|entry| !judged.retracted.contains(&entry.digest))
        .collect()
}

/// The findings of a case, with questions replacing the errors that they explain.
pub fn with_questions(judged: &Judged, questions: &[Question]) -> Vec<Finding> {
    let is_explained = |finding: &&Finding| {
        depends_on_others(finding)
            && questions
                .iter()
                .any(|question| Some(question.event) == finding.event)
    };
    let mut findings: Vec<Finding> = judged
        .findings
        .iter()
        .filter(|finding| !is_explained(finding))
        .cloned()
        .collect();
    for finding in questions
        .iter()
        .filter_map(|question| question.finding.as_ref())
    {
        let place = findings.partition_point(|other| other.spot <= finding.spot);
        findings.insert(place, finding.clone());
    }
    findings
}

/// The errors and questions of a merged case that none of its judged sides has.
pub fn raised(
    (union, judged): (&Case, &Judged),
    sides: &[(&Case, &Judged)],
    policy: &Policy,
    now: Instant,
) -> Vec<Finding> {
    let is_old = |new: &Finding| {
        let mut before = sides.iter().flat_map(|(_, side)| &side.findings);
        before.any(|old| old.event == new.event && (old.code == new.code || depends_on_others(old)))
    };
    let cases: Vec<&Case> = sides.iter().map(|(case, _)| *case).collect();
    let questions = questions(union, judged, policy, now, &Seen::on_sides(&cases));
    let raised = with_questions(judged, &questions)
        .into_iter()
        .filter(|new| !is_old(new));
    raised
        .filter(|new| new.severity == Severity::Error || new.code == Code::Questionable)
        .collect()
}

fn question(search: &mut Search<'_>, judged: &Judged, position: usize) -> Option<Question> {
    let event = search.entries[position];
    let beside = search.unknown_to(judged, position);
    let is_known = search.seen.by_author_of(event.digest).is_some();
    if is_gone_in_the_end(event, judged) && !(is_known && beside.is_none()) {
        return Some(Question {
            event: event.digest,
            beside: Vec::new(),
            finding: None,
        });
    }
    let beside = beside?;
    let telling = words::most_telling(event, &beside);
    let mut others: Vec<&Entry> = beside
        .iter()
        .copied()
        .filter(|other| other.digest != telling.digest)
        .collect();
    others.insert(0, telling);
    let wrong = judged
        .findings
        .iter()
        .find(|found| found.event == Some(event.digest) && depends_on_others(found));
    let is_settled = content::agree(telling, event, search.entries)
        || stands_anyway(&event.event, wrong, &beside);
    let finding = (!is_settled).then(|| {
        let message = words::message([telling, event], wrong, search);
        let hint = ending::hint(search, judged, event, &others);
        finding(search, event, message, hint)
    });
    Some(Question {
        event: event.digest,
        beside: others.iter().map(|other| other.digest).collect(),
        finding,
    })
}

/// Whether an event that comes too late for the case loses nothing by it: a reminder or a remark of
/// somebody who did not know that the case is over.
fn stands_anyway(event: &Event, wrong: Option<&Finding>, beside: &[&Entry]) -> bool {
    let is_independent = |other: &&Entry| {
        let verbs = event.verb().zip(other.event.verb());
        verbs.is_some_and(|(one, other)| Relation::of(one, other) == Relation::Independent)
    };
    wrong.is_some_and(|found| found.code == Code::Transition) && beside.iter().all(is_independent)
}

/// The question for a pair of events that is legal in sequence, but was recorded concurrently.
fn unaware(search: &Search<'_>, judged: &Judged, pair: &Pair<'_>) -> Question {
    let Pair { first, second } = *pair;
    let message = words::message([first, second], None, search);
    let hint = ending::hint(search, judged, second, &[first]);
    let hint = match pairs::anew(pair) {
        Some(anew) => message!("{hint}; or record it again: {anew}", hint, anew),
        None => hint,
    };
    Question {
        event: second.digest,
        beside: vec![first.digest],
        finding: Some(finding(search, second, message, hint)),
    }
}

fn finding(search: &Search<'_>, event: &Entry, message: Message, hint: Message) -> Finding {
    let spot = if event.line > 0 {
        Spot::line(event.line)
    } else {
        Spot::default()
    };
    let finding = Finding::warning(Code::Questionable, spot, message)
        .hint(hint)
        .of_key("do")
        .about(event.digest);
    Finding {
        case: Some(search.case.facts.id.clone()),
        ..finding
    }
}

/// Whether an event retracts an event that is retracted anyway.
fn is_gone_in_the_end(event: &Entry, judged: &Judged) -> bool {
    matches!(&event.event, Event::Retract(Retract { event, .. }) if judged.retracted.contains(event))
}

/// Whether a finding depends on other events rather than on its own event alone.
fn depends_on_others(finding: &Finding) -> bool {
    finding.severity == Severity::Error
        && finding.event.is_some()
        && (is_about_order(finding.code)
            || is_about_authority(finding.code)
            || permissions::depends_on_dispute(finding))
}

/// Errors that anybody can cause by acting in two clones.
fn is_about_order(code: Code) -> bool {
    matches!(
        code,
        Code::Transition
            | Code::AmendValue
            | Code::RetractTarget
            | Code::RetractBuiltOn
            | Code::NothingToResolve
            | Code::ExtensionNotLater
            | Code::ExtensionLate
            | Code::BeforeReceipt
            | Code::AppealLate
    )
}

/// Errors that only other people's events can excuse.
fn is_about_authority(code: Code) -> bool {
    matches!(
        code,
        Code::Authority
            | Code::Approver
            | Code::ApprovalMismatch
            | Code::Separation
            | Code::Responsibility
            | Code::ClosingGate
            | Code::EvidenceRequired
            | Code::ExtensionLimit
    )
}

/// Whether an event ends a round.
fn is_ending(entry: &Entry) -> bool {
    entry.event.verb().and_then(RoundChange::of) == Some(RoundChange::End)
}
