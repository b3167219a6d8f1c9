//! What several cases of one order or complainant were granted together.

use std::collections::{BTreeSet, HashMap};

use super::Found;
use crate::domain::case::event::Propose;
use crate::domain::case::{Entry, Event};
use crate::domain::finding::{Finding, Spot};
use crate::domain::names::CaseId;
use crate::domain::policy::{Policy, TogetherRule};
use crate::domain::rules::Setting;
use crate::domain::rules::together::{self, Counted, Elsewhere, Party};
use crate::domain::snapshot::Snapshot;
use crate::domain::state::Proposal;
use crate::domain::time::Instant;

/// Reports grants of the running period whose sum with the earlier ones of other cases exceeds an
/// authority.
pub(crate) fn together(snapshots: &[&Snapshot], policy: &Policy, now: Instant) -> Vec<Found> {
    let Some(rule) = &policy.together else {
        return Vec::new();
    };
    let mut cases_of: HashMap<Party, Vec<usize>> = HashMap::new();
    for (index, snapshot) in snapshots.iter().enumerate() {
        for party in together::parties(&snapshot.state().facts, rule) {
            cases_of.entry(party).or_default().push(index);
        }
    }
    let related = |snapshot: &Snapshot| -> Vec<&Snapshot> {
        let parties = together::parties(&snapshot.state().facts, rule);
        let cases: BTreeSet<usize> = parties
            .iter()
            .flat_map(|party| cases_of[party].iter().copied())
            .collect();
        let cases = cases.into_iter().map(|index| snapshots[index]);
        cases.filter(|other| other.id() != snapshot.id()).collect()
    };
    snapshots
        .iter()
        .flat_map(|snapshot| questions(snapshot, &related(snapshot), rule, policy, now))
        .collect()
}

fn questions(
    snapshot: &Snapshot,
    others: &[&Snapshot],
    rule: &TogetherRule,
    policy: &Policy,
    now: Instant,
) -> Vec<Found> {
    if others.is_empty() {
        return Vec::new();
    }
    let id = &snapshot.case.facts.id;
    let question = |(remedy, granted): (&Proposal, Instant)| {
        let earlier = Counted::Before(granted);
        let counts = |other: &CaseId, at| earlier.counts((other, at), id, rule, policy);
        let elsewhere = Elsewhere::of(others.iter().map(|other| other.state()), counts);
        let setting = Setting::of_now(snapshot.state(), policy, now);
        let finding = together::question(remedy, &elsewhere, &setting)?.in_case(id);
        let standing = snapshot.standing();
        let proposed = standing.into_iter().find(|entry| proposes(entry, remedy));
        let finding = match proposed {
            Some(entry) => Finding {
                spot: Spot::line(entry.line),
                ..finding.about(entry.digest)
            },
            None => finding,
        };
        Some(Found::new(&snapshot.path, finding))
    };
    let recent = together::grants(snapshot.state())
        .filter(|(_, granted)| together::is_near(*granted, now, rule, policy));
    recent.filter_map(question).collect()
}

fn proposes(entry: &Entry, remedy: &Proposal) -> bool {
    let Event::Propose(Propose { terms, .. }) = &entry.event else {
        return false;
    };
    terms.proposal == remedy.terms.proposal
}
