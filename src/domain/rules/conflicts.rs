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

mod ending;
mod seen;
mod suspects;
mod words;

use crate::domain::case::event::Retract;
use crate::domain::message::{Message, message};
use std::cell::Cell;
use std::collections::BTreeSet;

pub use seen::Seen;

use super::{Judged, judge_entries, permissions};
use crate::domain::case::{Case, Entry, Event};
use crate::domain::finding::{Code, Finding, Severity, Spot};
use crate::domain::names::{Digest, StaffId};
use crate::domain::policy::Policy;
use crate::domain::time::Instant;
use crate::domain::timeline::RoundChange;
use suspects::{Suspect, suspects};

/// An event that is right beside some of the events before it only.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The event.
    pub event: Digest,
    /// What its author cannot have known of, the most telling first.
    pub beside: Vec<Digest>,
    /// What there is to settle, and how; none where both say the same.
    pub finding: Option<Finding>,
}

/// Whether it makes a difference to the questions of a case who saw what.
pub fn depend_on_history(case: &Case, judged: &Judged) -> bool {
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
    let mut search = Search {
        case,
        policy,
        now,
        entries: &entries,
        seen,
        left: WORK,
        left_for_hints: Cell::new(WORK),
    };
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
    let finding = (!words::agree(telling, event, search.entries)).then(|| {
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

/// How many events are judged in search of what somebody knew, before an error is left an error; and how many in search of
/// how questions end, before a hint names no more than who decides: bounds for files that were made to take long.
const WORK: usize = 60_000;
/// Of how many people every choice is tried.
const PEOPLE: usize = 5;

/// The search for what the author of an event can have known.
struct Search<'a> {
    case: &'a Case,
    policy: &'a Policy,
    now: Instant,
    entries: &'a [&'a Entry],
    seen: &'a Seen,
    left: usize,
    left_for_hints: Cell<usize>,
}

impl<'a> Search<'a> {
    /// The fewest events before one that its author cannot have known of, so that nothing is wrong with it; none where
    /// it is wrong however little they knew.
    fn unknown_to(&mut self, judged: &Judged, position: usize) -> Option<Vec<&'a Entry>> {
        let event = self.entries[position];
        let mut unknown = match self.seen.by_author_of(event.digest) {
            Some(seen) => {
                let unknown: Vec<usize> = (0..position)
                    .filter(|index| !seen.contains(&self.entries[*index].digest))
                    .collect();
                Some(unknown).filter(|unknown| {
                    !unknown.is_empty() && self.is_right_without(position, unknown) == Some(true)
                })?
            }
            None => self.first_explanation(judged, position)?,
        };
        // What does not matter was known.
        for index in (0..unknown.len()).rev() {
            let mut fewer = unknown.clone();
            fewer.remove(index);
            if !fewer.is_empty() && self.is_right_without(position, &fewer)? {
                unknown = fewer;
            }
        }
        Some(
            unknown
                .into_iter()
                .map(|index| self.entries[index])
                .collect(),
        )
    }

    /// Of the events before one some of the last, of some people, without which nothing is wrong with it.
    fn first_explanation(&mut self, judged: &Judged, position: usize) -> Option<Vec<usize>> {
        let event = self.entries[position];
        let of_it = judged
            .findings
            .iter()
            .filter(|found| found.event == Some(event.digest) && depends_on_others(found));
        let own = if of_it.clone().all(|found| is_about_order(found.code)) {
            Own::MayBeUnknown
        } else {
            Own::IsKnown
        };
        let author = &event.by;
        for from in (1..position).rev() {
            let window = &self.entries[from..position];
            let first = &window[0].by;
            if first == author && own == Own::IsKnown {
                continue;
            }
            let others: BTreeSet<&StaffId> = window
                .iter()
                .map(|entry| &entry.by)
                .filter(|by| *by != first && (*by != author || own == Own::MayBeUnknown))
                .collect();
            for away in choices(&others.into_iter().collect::<Vec<_>>()) {
                let is_away = |index: &usize| {
                    let by = &self.entries[*index].by;
                    by == first || away.contains(&by)
                };
                let unknown: Vec<usize> = (from..position).filter(is_away).collect();
                if self.is_right_without(position, &unknown)? {
                    return Some(unknown);
                }
            }
        }
        None
    }

    /// Whether nothing is wrong with an event where those are not there; none where the search has gone on for too long.
    fn is_right_without(&mut self, position: usize, unknown: &[usize]) -> Option<bool> {
        let seen: Vec<&Entry> = (0..=position)
            .filter(|index| !unknown.contains(index))
            .map(|index| self.entries[index])
            .collect();
        self.left = self.left.checked_sub(cost(&seen))?;
        let judged = judge_entries(self.case, &seen, self.policy, self.now);
        let event = self.entries[position].digest;
        Some(
            !judged
                .findings
                .iter()
                .any(|finding| finding.event == Some(event) && depends_on_others(finding)),
        )
    }
}

/// How many events are judged when these are: what came before a retraction is judged again.
fn cost(entries: &[&Entry]) -> usize {
    let is_retraction = |entry: &Entry| matches!(entry.event, Event::Retract(_));
    let again = entries
        .iter()
        .enumerate()
        .filter(|(_, entry)| is_retraction(entry))
        .map(|(index, _)| index);
    entries.len() + again.sum::<usize>()
}

/// Whether somebody may have acted in two clones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Own {
    MayBeUnknown,
    IsKnown,
}

/// Every choice of some people, small ones first; of many nobody, each one and all.
fn choices<'p>(people: &[&'p StaffId]) -> Vec<Vec<&'p StaffId>> {
    if people.len() > PEOPLE {
        let single = people.iter().map(|one| vec![*one]);
        return std::iter::once(Vec::new())
            .chain(single)
            .chain([people.to_vec()])
            .collect();
    }
    let chosen = |mask: usize| {
        let picked = people
            .iter()
            .enumerate()
            .filter(move |(index, _)| mask >> index & 1 == 1);
        picked.map(|(_, one)| *one).collect::<Vec<_>>()
    };
    let mut all: Vec<Vec<&StaffId>> = (0..1 << people.len()).map(chosen).collect();
    all.sort_by_key(Vec::len);
    all
}

/// Whether an event ends a round.
fn is_ending(entry: &Entry) -> bool {
    entry.event.verb().and_then(RoundChange::of) == Some(RoundChange::End)
}
