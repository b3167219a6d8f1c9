//! What only a merge makes questionable: each side was right as far as it could see, and together they cannot be.
//!
//! Whoever sees the whole case is refused a second closing; where two clones closed it, neither did anything wrong. So an
//! event that the judge objects to is held once more against what its author can have known, had some of the events before
//! it been made in another clone. If nothing is wrong with it then, the two are a question for somebody to settle, in the
//! case's own words, or nothing at all where both say the same.
//!
//! Who saw what is known where the sides of a merge are at hand, or git's history is ([`Seen`]). Else it is searched for, and
//! what people may do is not excused by what they did themselves: an approval that is missing is only overlooked where
//! somebody else had proposed. Nor does a question change what counts: a grant that the judge finds wrong grants nothing.

mod content;
mod ending;
mod search;
mod seen;
mod suspects;
mod words;

use crate::domain::case::event::Retract;
use crate::domain::message::{Message, message};
use std::collections::BTreeSet;

pub use seen::Seen;

use super::{Judged, permissions};
use crate::domain::case::{Case, Entry, Event};
use crate::domain::finding::{Code, Finding, Severity, Spot};
use crate::domain::names::Digest;
use crate::domain::policy::Policy;
use crate::domain::time::Instant;
use crate::domain::timeline::RoundChange;
use search::Search;
use suspects::{Suspect, suspects};

/// An event that is right beside some of the events before it only.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    pub event: Digest,
    /// What its author cannot have known of, the most telling first.
    pub beside: Vec<Digest>,
    /// What there is to settle, and how; none where both say the same.
    pub finding: Option<Finding>,
}

/// Whether it makes a difference to the questions of a case who saw what.
pub(crate) fn depend_on_history(case: &Case, judged: &Judged) -> bool {
    judged.findings.iter().any(depends_on_others) || !suspects(&standing(case, judged)).is_empty()
}

/// The questions of a case as it was judged, in the order of its events.
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
    let mut apart = suspects(&standing);
    apart.retain(|pair| {
        seen.neither_saw(pair.first.digest, pair.second.digest)
            && !objected.contains(&pair.second.digest)
    });
    if objected.is_empty() && apart.is_empty() {
        return Vec::new();
    }
    let entries = case.in_order();
    let mut search = Search::new(case, policy, now, &entries, seen);
    let positions =
        (0..entries.len()).filter(|position| objected.contains(&entries[*position].digest));
    let mut questions: Vec<Question> = positions
        .filter_map(|position| question(&mut search, judged, position))
        .collect();
    questions.extend(apart.iter().map(|pair| done_twice(&search, judged, pair)));
    questions
}

/// The events that were not taken back, in order.
fn standing<'a>(case: &'a Case, judged: &Judged) -> Vec<&'a Entry> {
    case.in_order()
        .into_iter()
        .filter(|entry| !judged.retracted.contains(&entry.digest))
        .collect()
}

/// The findings of a case with the questions in place of the errors that they explain.
pub fn with_questions(judged: &Judged, questions: &[Question]) -> Vec<Finding> {
    let is_explained = |finding: &&Finding| {
        depends_on_others(finding)
            && questions
                .iter()
                .any(|question| Some(question.event) == finding.event)
    };
    let mut told: Vec<Finding> = judged
        .findings
        .iter()
        .filter(|finding| !is_explained(finding))
        .cloned()
        .collect();
    for asked in questions
        .iter()
        .filter_map(|question| question.finding.as_ref())
    {
        let place = told.partition_point(|other| other.spot <= asked.spot);
        told.insert(place, asked.clone());
    }
    told
}

/// What is wrong or questionable with the union of versions of a case and with none of them, each as it was judged: each
/// side did what it might.
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
    let asked = questions(union, judged, policy, now, &Seen::on_sides(&cases));
    let raised = with_questions(judged, &asked)
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
    let finding = (!content::agree(telling, event, search.entries)).then(|| {
        let wrong = judged
            .findings
            .iter()
            .find(|found| found.event == Some(event.digest) && depends_on_others(found));
        let message = words::message(telling, event, wrong, search.entries, search.policy);
        let hint = ending::hint(search, judged, event, &others);
        finding(search, event, message, hint)
    });
    Some(Question {
        event: event.digest,
        beside: others.iter().map(|other| other.digest).collect(),
        finding,
    })
}

/// The question of two events that may come one after the other, and did not.
fn done_twice(search: &Search<'_>, judged: &Judged, pair: &Suspect<'_>) -> Question {
    let Suspect { first, second } = *pair;
    let message = words::message(first, second, None, search.entries, search.policy);
    let hint = ending::hint(search, judged, second, &[first]);
    let hint = match suspects::anew(pair) {
        Some(anew) => message!("{hint}; or it is said anew: {anew}", hint, anew),
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

/// Whether an event wanted to take back what is taken back anyway.
fn is_gone_in_the_end(event: &Entry, judged: &Judged) -> bool {
    matches!(&event.event, Event::Retract(Retract { event, .. }) if judged.retracted.contains(event))
}

/// Whether a finding is about an event beside others, rather than about the event as such.
fn depends_on_others(finding: &Finding) -> bool {
    finding.severity == Severity::Error
        && finding.event.is_some()
        && (is_about_order(finding.code)
            || is_about_authority(finding.code)
            || permissions::depends_on_dispute(finding))
}

/// What anybody may have done twice, in two places.
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

/// What is excused by what others did alone.
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
