//! One case under both policies: its clocks, its proposals, its findings.

use std::collections::BTreeSet;

use super::{Approvers, ClockChange, ClockView, Clocks, Count, ProposalChange, Simulation};
use crate::domain::case::event::{Propose, Subject};
use crate::domain::case::{Case, Event, Verb};
use crate::domain::deadline::Deadline;
use crate::domain::finding::{Code, Finding};
use crate::domain::message::{message, series};
use crate::domain::names::Digest;
use crate::domain::policy::{ApprovalMode, Policy};
use crate::domain::rules::{self, Judged, approval};
use crate::domain::snapshot::Snapshot;
use crate::domain::time::Instant;

impl Simulation {
    pub(super) fn compare_clocks(&mut self, snapshot: &Snapshot, then: &[Deadline]) {
        let key = |deadline: &Deadline| (deadline.name.clone(), deadline.round);
        let view = |deadlines: &[Deadline], wanted: &(String, usize)| {
            deadlines
                .iter()
                .find(|deadline| key(deadline) == *wanted)
                .map(ClockView::new)
        };
        let keys: BTreeSet<(String, usize)> =
            snapshot.deadlines.iter().chain(then).map(key).collect();
        for wanted in keys {
            let stage = stage(snapshot.deadlines.iter().chain(then), &wanted.0);
            let (now, then) = (view(&snapshot.deadlines, &wanted), view(then, &wanted));
            let clocks = self.clocks_of(stage);
            clocks.now.add(now);
            clocks.then.add(then);
            if now.map(ClockView::is_late) != then.map(ClockView::is_late) {
                let (case, round) = (snapshot.id().to_owned(), wanted.1 + 1);
                clocks.changed.push(ClockChange {
                    case,
                    round,
                    now,
                    then,
                });
            }
        }
    }

    fn clocks_of(&mut self, name: &str) -> &mut Clocks {
        let place = self
            .clocks
            .partition_point(|clocks| clocks.name.as_str() < name);
        if self
            .clocks
            .get(place)
            .is_none_or(|clocks| clocks.name != name)
        {
            self.clocks.insert(
                place,
                Clocks {
                    name: name.to_owned(),
                    ..Clocks::default()
                },
            );
        }
        &mut self.clocks[place]
    }

    pub(super) fn compare_proposals(
        &mut self,
        snapshot: &Snapshot,
        in_force: &Policy,
        other: &Policy,
        now: Instant,
    ) {
        let standing = snapshot.standing();
        let proposals = standing.iter().enumerate().filter_map(|(index, entry)| {
            let Event::Propose(Propose { terms, .. }) = &entry.event else {
                return None;
            };
            Some((index, terms))
        });
        for (index, terms) in proposals {
            let entries = standing[..=index]
                .iter()
                .map(|entry| (*entry).clone())
                .collect();
            let until = Case {
                facts: snapshot.case.facts.clone(),
                entries,
            };
            let approvers = |policy: &Policy| needed(&until, terms.subject(), policy, now);
            let (before, after) = (approvers(in_force), approvers(other));
            self.proposals.all += 1;
            if before != after {
                let case = snapshot.id().to_owned();
                self.proposals.changed.push(ProposalChange {
                    case,
                    terms: terms.clone(),
                    now: before,
                    then: after,
                });
            }
        }
    }

    pub(super) fn compare_findings(&mut self, snapshot: &Snapshot, then: &Judged) {
        let closings: Vec<Digest> = snapshot
            .standing()
            .into_iter()
            .filter(|entry| entry.event.verb() == Some(Verb::Close) && !entry.is_imported())
            .map(|entry| entry.digest)
            .collect();
        let is_closing = |finding: &Finding| {
            matches!(finding.code, Code::ClosingGate | Code::Authority)
                && finding.event.is_some_and(|event| closings.contains(&event))
        };
        self.closings.all += closings.len();
        for finding in new_errors(&snapshot.judged, then).filter(|finding| !is_closing(finding)) {
            self.objections
                .entry(finding.code)
                .or_default()
                .insert(snapshot.id().to_owned());
        }
        for closing in closings.iter().copied() {
            let why = |before: &Judged, after: &Judged| {
                let found =
                    new_errors(before, after).filter(|finding| finding.event == Some(closing));
                let mut why = found
                    .filter(|it| is_closing(it))
                    .map(|it| &it.message)
                    .peekable();
                why.peek()?;
                Some((
                    snapshot.id().to_owned(),
                    message!("{reasons}", reasons = series(why)),
                ))
            };
            let is_refused = |judged: &Judged| {
                judged
                    .errors()
                    .any(|finding| finding.event == Some(closing) && is_closing(finding))
            };
            match (is_refused(&snapshot.judged), is_refused(then)) {
                (false, true) => self.closings.refused.extend(why(&snapshot.judged, then)),
                (true, false) => self.closings.allowed.extend(why(then, &snapshot.judged)),
                (true, true) | (false, false) => {}
            }
        }
    }
}

/// The name under which the clocks of a name are counted: one for all corrective actions.
fn stage<'a>(mut deadlines: impl Iterator<Item = &'a Deadline>, name: &'a str) -> &'a str {
    let of_name = deadlines.find(|deadline| deadline.name == name);
    of_name.map_or(name, Deadline::stage)
}

/// The approvers that the latest proposal about a subject needs, before any approval.
fn needed(case: &Case, subject: Subject, policy: &Policy, now: Instant) -> Approvers {
    let state = rules::judge(case, policy, now).state;
    let Some(proposal) = state.proposed(subject) else {
        return Approvers {
            roles: Vec::new(),
            mode: ApprovalMode::All,
        };
    };
    let roles: Vec<String> = approval::missing(proposal, policy)
        .into_iter()
        .map(str::to_owned)
        .collect();
    // How approvers combine matters only for several.
    let mode = match roles.len() {
        0 | 1 => ApprovalMode::All,
        _ => approval::mode(proposal, policy),
    };
    Approvers { roles, mode }
}

fn new_errors<'a>(before: &'a Judged, after: &'a Judged) -> impl Iterator<Item = &'a Finding> {
    let known = |finding: &Finding| {
        before
            .errors()
            .any(|old| (old.code, old.event) == (finding.code, finding.event))
    };
    after.errors().filter(move |finding| !known(finding))
}

impl Count {
    fn add(&mut self, clock: Option<ClockView>) {
        if let Some(clock) = clock {
            self.all += 1;
            self.late += usize::from(clock.is_late());
        }
    }
}
