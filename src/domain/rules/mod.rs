//! The judge. It takes a case, a policy and an instant, and returns findings. A command is legal if
//! appending its event adds no error.
//!
//! Each event is judged by its own law ([`Laws`]), on the state after the events before it, and then
//! applied to that state. A retraction folds the case again without the retracted event.

pub mod alerts;
pub mod appeal;
pub mod approval;
pub mod claim_window;
pub mod closing;
pub mod conflicts;
pub mod evidence;
pub mod facts;
pub mod priority;
pub mod responsibility;
pub mod sanctions;
pub mod stages;
pub(crate) mod together;

mod able;
mod actions;
mod backdating;
mod check;
mod corrections;
mod disputes;
mod duties;
mod extension;
mod inspection;
mod judged;
mod lessons;
mod levels;
mod limits;
mod mistakes;
mod next_steps;
mod owed;
mod people;
mod permissions;
mod plausible;
mod recusal;
mod remarks;
mod separation;
mod words;

pub(crate) use check::unknown_verb;
pub use judged::Judged;
pub use next_steps::NextStep;
pub use next_steps::next_steps;

use crate::domain::case::event::Retract;
use crate::domain::message::{Message, text};

use std::sync::Arc;

use super::case::{Case, Entry, Event};
use super::finding::{Code, Finding, Severity, Spot};
use super::law::{Applicable, Laws};
use super::names::{CaseId, Digest};
use super::policy::{Policy, Trigger};
use super::state::{Effect, State};
use super::time::Instant;
use evidence::Proof;

/// The context in which an event is judged.
#[derive(Clone, Copy)]
pub(crate) struct Setting<'a> {
    /// The law of the event.
    pub policy: &'a Policy,
    /// The instant of record of the event.
    pub recorded: Instant,
    pub now: Instant,
    pub state: &'a State,
    /// The earlier events, without the retracted ones.
    pub before: &'a [&'a Entry],
}

impl<'a> Setting<'a> {
    /// The context of an event that would be recorded now.
    pub(crate) fn of_now(state: &'a State, policy: &'a Policy, now: Instant) -> Self {
        Self {
            policy,
            recorded: now,
            now,
            state,
            before: &[],
        }
    }
}

/// Most events that are judged again because of retractions: each retraction folds all earlier
/// events again.
const MAX_JUDGED_AGAIN: usize = 500_000;

/// Judges a case under a policy at `now`, with all events visible. Conflicts between clones that
/// could not see each other's events are errors here; see [`conflicts`].
pub fn judge(case: &Case, policy: &Policy, now: Instant) -> Judged {
    judge_by(&Arc::default(), case, policy, now)
}

/// As [`judge`], each event by its own law.
pub(crate) fn judge_by(laws: &Arc<Laws>, case: &Case, policy: &Policy, now: Instant) -> Judged {
    let judge = Judge {
        case,
        policy,
        laws,
        now,
    };
    Judged {
        laws: Arc::clone(laws),
        ..judge.entries(&case.in_order())
    }
}

/// Judges a case again, each event by its own law, after today's policy objected to it. Values that
/// the policy has dropped since are warnings.
pub(crate) fn judge_again(
    today: &Judged,
    laws: &Arc<Laws>,
    case: &Case,
    policy: &Policy,
    now: Instant,
) -> Judged {
    let mut judged = judge_by(laws, case, policy, now);
    let is_dropped = |finding: &&Finding| {
        let is_same = |other: &Finding| {
            (other.code, other.event, &other.key) == (finding.code, finding.event, &finding.key)
        };
        finding.code == Code::UnlistedValue && !judged.findings.iter().any(is_same)
    };
    let dropped = today.findings.iter().filter(is_dropped);
    let warnings: Vec<Finding> = dropped
        .map(|finding| Finding {
            severity: Severity::Warning,
            hint: Some(text!("an earlier policy listed it; leave old cases as they are").into()),
            ..finding.clone()
        })
        .collect();
    judged.findings.extend(warnings);
    judged
}

/// Judges sets of events of one case.
#[derive(Clone, Copy)]
struct Judge<'a> {
    case: &'a Case,
    /// Today's policy.
    policy: &'a Policy,
    laws: &'a Laws,
    now: Instant,
}

impl Judge<'_> {
    /// Judges some events; `entries` are in judging order.
    fn entries(&self, entries: &[&Entry]) -> Judged {
        let mut active = vec![true; entries.len()];
        let mut retracted = Vec::new();
        let mut taken_back = Vec::new();
        let mut granted = Vec::new();
        let mut refused: Vec<Finding> = Vec::new();
        let mut judged_again = 0;
        for (index, entry) in entries.iter().enumerate() {
            let Event::Retract(Retract { event, .. }) = &entry.event else {
                continue;
            };
            judged_again += index;
            if judged_again > MAX_JUDGED_AGAIN {
                refused.push(place(
                    limits::one_too_many(text!("there are more retractions than can be judged")),
                    entry,
                    &self.case.facts.id,
                ));
                continue;
            }
            let void: Vec<Digest> = refused.iter().filter_map(|finding| finding.event).collect();
            match corrections::retract(self, &entries[..=index], &active, &void, *event) {
                Ok(retracted_event) => {
                    active[retracted_event.position] = false;
                    taken_back.extend(retracted_event.clock_event);
                    granted.extend(retracted_event.is_grant.then_some(entry.digest));
                    retracted.push(*event);
                    refused.retain(|finding| finding.event != Some(*event));
                }
                Err(finding) => refused.push(*finding),
            }
        }
        let mut judged = self.fold(entries, &active);
        judged.retracted = retracted;
        judged.grants.extend(granted);
        judged.state.taken_back = taken_back;
        for finding in refused {
            let place = judged
                .findings
                .partition_point(|other| other.spot <= finding.spot);
            judged.findings.insert(place, finding);
        }
        judged
    }

    /// Judges the active events in order.
    fn fold(&self, entries: &[&Entry], active: &[bool]) -> Judged {
        let id = &self.case.facts.id;
        let mut state = State::new(&self.case.facts);
        // Facts, windows and evidence go by the law of the registration.
        let intake = self.law_of_intake(entries);
        let mut findings = facts::check(&self.case.facts, intake, self.now);
        let mut proof = Proof::NotAsked;
        let mut grants = Vec::new();
        let mut before: Vec<&Entry> = Vec::with_capacity(entries.len());
        for (entry, _) in entries.iter().zip(active).filter(|(_, active)| **active) {
            let (found, effect) = self.event(entry, &state, &before);
            findings.extend(found.into_iter().map(|finding| place(finding, entry, id)));
            state.apply(entry, effect);
            state.keep_law(entry, self.recorded(entry), self.laws.first(entry.digest));
            let law = self.laws.policy_of(entry.digest, self.policy);
            let completes = effect == Effect::Counts && approval::completes(entry, &state, law);
            if completes {
                state.mark(Trigger::Approved);
            }
            if entry.event.is_grant() || completes {
                grants.push(entry.digest);
            }
            let proven = evidence::proof(&state, intake);
            if proven != proof && (proven == Proof::There || proof == Proof::Lacking) {
                state.mark(Trigger::Evidence);
            }
            proof = proven;
            if proof == Proof::There {
                state.keep_proof();
            }
            before.push(entry);
        }
        if state.registered.is_none() {
            findings.push(unregistered());
        }
        if state.dispatches.is_empty() {
            // Never assigned, or sent back to its first holder.
            state.department = self.policy.department_for(&state.facts).map(str::to_owned);
        }
        findings.extend(limits::too_many_moves(&state, &before, id));
        findings.extend(limits::too_long(&before, id));
        findings.extend(facts::required(&state.facts, intake));
        let recorded = self.intake_recorded(entries);
        findings.extend(plausible::check(&state, recorded, intake));
        findings.extend(claim_window::check(&state, intake));
        findings.extend(evidence::check(&state, intake));
        findings.extend(separation::holder(&state, self.policy));
        findings.extend(remarks::still_owed(&state).map(|finding| finding.in_case(id)));
        Judged {
            state,
            findings,
            retracted: Vec::new(),
            grants,
            laws: Arc::default(),
        }
    }

    /// The instant of record of an event: the latest of its laws.
    fn recorded(&self, entry: &Entry) -> Instant {
        match self.laws.applicable(entry.digest) {
            Applicable::Of(laws) => laws.iter().map(|law| law.recorded(entry)).max(),
            Applicable::Today | Applicable::Granted => None,
        }
        .unwrap_or_else(|| entry.on_record())
    }

    /// The law of the first registration.
    fn law_of_intake(&self, entries: &[&Entry]) -> &Policy {
        registration(entries).map_or(self.policy, |entry| {
            self.laws.policy_of(entry.digest, self.policy)
        })
    }

    /// When the facts at intake were put on record.
    fn intake_recorded(&self, entries: &[&Entry]) -> Instant {
        registration(entries).map_or(self.now, |entry| entry.on_record())
    }

    /// Judges one event by each of its laws.
    fn event(&self, entry: &Entry, state: &State, before: &[&Entry]) -> (Vec<Finding>, Effect) {
        let today = Setting {
            policy: self.policy,
            recorded: entry.on_record(),
            now: self.now,
            state,
            before,
        };
        let found = match self.laws.applicable(entry.digest) {
            Applicable::Today => check::check(entry, &today),
            Applicable::Granted => Vec::new(),
            Applicable::Of(laws) => distinct(laws.iter().flat_map(|law| {
                let setting = Setting {
                    policy: &law.policy,
                    recorded: law.recorded(entry),
                    ..today
                };
                check::check(entry, &setting)
            })),
        };
        let is_wrong = found
            .iter()
            .any(|finding| finding.severity == Severity::Error);
        let effect = if stages::is_repeated(entry, &today) {
            Effect::Repeated
        } else if is_wrong {
            Effect::Void
        } else {
            Effect::Counts
        };
        (found, effect)
    }
}

/// Findings about one event, without those that say the same about the same key.
fn distinct(found: impl Iterator<Item = Finding>) -> Vec<Finding> {
    let mut distinct: Vec<Finding> = Vec::new();
    for finding in found {
        if !distinct
            .iter()
            .any(|known| (known.code, &known.key) == (finding.code, &finding.key))
        {
            distinct.push(finding);
        }
    }
    distinct
}

fn registration<'e>(entries: &[&'e Entry]) -> Option<&'e Entry> {
    let mut entries = entries.iter();
    entries
        .find(|entry| matches!(entry.event, Event::Register(_)))
        .copied()
}

fn unregistered() -> Finding {
    let message = text!("the case is not registered: it has no event 'register'");
    Finding::error(Code::MissingKey, Spot::default(), message)
        .hint(text!("create cases with `complaint new`"))
}

/// Sets the event, its line and the case of a finding.
fn place(finding: Finding, entry: &Entry, id: &CaseId) -> Finding {
    let spot = if finding.spot.line == 0 && entry.line > 0 {
        Spot::line(entry.line)
    } else {
        finding.spot
    };
    Finding {
        spot,
        case: Some(id.clone()),
        ..finding
    }
    .about(entry.digest)
}

/// An error about the event being judged; [`place`] adds the place later.
pub(crate) fn refusal(code: Code, message: impl Into<Message>) -> Finding {
    Finding::error(code, Spot::default(), message)
}

#[cfg(test)]
mod tests;
