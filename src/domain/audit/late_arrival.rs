//! Events that arrive long after they happened: what would stop or move a clock counts as if it
//! happened on arrival. Otherwise, a commit dated back would make a late case timely.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::Archive;
use super::history::{Arrival, Commit, History, Versions};
use super::versions::{Readable, VersionReader};
use crate::domain::case::{Case, Entry, Event};
use crate::domain::deadline::{self, Deadline, DeadlineState};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::law::Laws;
use crate::domain::message::{Command, events_apart, message};
use crate::domain::names::{CaseId, Digest};
use crate::domain::policy::Policy;
use crate::domain::rules;
use crate::domain::time::Instant;

/// Reports the first old event of a case without which a clock would be missed by now. `brought`
/// are the events that arriving commits brought. The clocks are those of the last version: what a
/// merge unites counts together.
pub(super) fn check<'a, A: Archive>(
    versions: &'a Versions<'_>,
    brought: &HashMap<Digest, &'a Commit>,
    history: &History,
    policy: &Policy,
    reader: &mut VersionReader<'a, '_, A>,
) -> Result<Option<(&'a Commit, &'a str, Finding)>, A::Error> {
    let arrival = history.arrival.as_ref();
    let Some(arrival) = arrival.filter(|_| policy.audit.backdate.is_some()) else {
        return Ok(None);
    };
    let last = versions.last().filter(|_| !brought.is_empty());
    let Some((path, id)) = last.and_then(|(_, last)| Some((last.path, last.after?))) else {
        return Ok(None);
    };
    let version = reader.version(id)?;
    let Ok(Readable { case, .. }) = version.as_ref() else {
        return Ok(None);
    };
    let is_old = |entry: &&&Entry| {
        !matches!(entry.event, Event::Register(_))
            && !entry.is_imported()
            && arrival.is_late(entry.at, policy)
    };
    let in_order = case.in_order();
    let arrived = in_order
        .iter()
        .filter(|entry| brought.contains_key(&entry.digest));
    let mut old: Vec<&Entry> = arrived.filter(is_old).copied().collect();
    if old.is_empty() {
        return Ok(None);
    }
    let known = known_before(versions, arrival, reader)?;
    old.retain(|entry| !known.contains(&entry.digest));
    let laws = reader.laws();
    let clocks = Clocks {
        case,
        laws: &laws,
        policy,
        now: arrival.at,
    };
    Ok(clocks.first_to_move(&old).map(|late| {
        let finding = late_arrival(late, &case.facts.id, arrival, policy);
        (brought[&late.digest], path, finding)
    }))
}

/// The events of a case that were here before the arriving commits.
fn known_before<'a, A: Archive>(
    versions: &'a Versions<'_>,
    arrival: &Arrival,
    reader: &mut VersionReader<'a, '_, A>,
) -> Result<HashSet<Digest>, A::Error> {
    let mut known = HashSet::new();
    for (commit, file) in versions {
        let is_new = |id: &String| arrival.commits.contains(id);
        let before = commit.parents.iter().zip(&file.before);
        let before = before.filter(|(parent, _)| !is_new(parent));
        let before = before.filter_map(|(_, id)| id.as_ref());
        let own = file.after.filter(|_| !is_new(&commit.id));
        for id in before.chain(own) {
            if let Ok(version) = reader.version(id)?.as_ref() {
                known.extend(version.digests.iter().copied());
            }
        }
    }
    Ok(known)
}

/// The clocks of a case on arrival.
struct Clocks<'c> {
    case: &'c Case,
    laws: &'c Arc<Laws>,
    policy: &'c Policy,
    now: Instant,
}

/// A clock: its name, its department, and when it started.
type ClockId = (String, Instant);

impl Clocks<'_> {
    /// The first of these events, in order, with which a clock is no longer missed that would be
    /// missed without them.
    fn first_to_move<'e>(&self, old: &[&'e Entry]) -> Option<&'e Entry> {
        let missed = self.missed_without(old);
        let is_moved = |kept: usize| !missed.is_subset(&self.missed_without(&old[kept..]));
        if missed.is_empty() || !is_moved(old.len()) {
            return None;
        }
        // Without the first `low` events all is missed, with the first `high` it is not.
        let (mut low, mut high) = (0, old.len());
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if is_moved(middle) {
                high = middle;
            } else {
                low = middle;
            }
        }
        old.get(low).copied()
    }

    /// The clocks that are missed if the case lacks some of its events.
    fn missed_without(&self, lacking: &[&Entry]) -> BTreeSet<ClockId> {
        let lacking: HashSet<Digest> = lacking.iter().map(|entry| entry.digest).collect();
        let mut case = self.case.clone();
        case.entries
            .retain(|entry| !lacking.contains(&entry.digest));
        let judged = rules::judge_by(self.laws, &case, self.policy, self.now);
        let clocks = deadline::deadlines(&judged.state, self.policy, self.now);
        clocks.into_iter().filter(is_missed).map(id).collect()
    }
}

fn is_missed(clock: &Deadline) -> bool {
    matches!(clock.state, DeadlineState::Overdue | DeadlineState::Missed)
}

fn id(clock: Deadline) -> ClockId {
    (clock.name, clock.started)
}

fn late_arrival(entry: &Entry, case: &CaseId, arrival: &Arrival, policy: &Policy) -> Finding {
    let zone = policy.calendar.zone();
    let [at, arrival] = events_apart([entry.at, arrival.at], zone);
    let message = message!(
        "'{event}' by {by} of {at} arrives at {arrival}, when a deadline had passed that it would \
         meet or move",
        event = entry.event.name(),
        by = entry.by,
        at,
        arrival,
    );
    let finding = Finding::error(Code::LateArrival, Spot::line(entry.line), message)
        .about(entry.digest)
        .of_key("at");
    finding.hint(message!(
        "record it anew without this commit, and say in a note when it was done: {note}",
        note = Command::new("note").case(case).with("--text TEXT")
    ))
}
