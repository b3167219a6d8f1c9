//! The rounds of one clock: it starts again at `reopen` where it runs from receipt and is over.

use super::Deadline;
use super::run::{self, Course, Over, OverBy, Rule, Standing, Subject, View};
use crate::domain::policy::Trigger;
use crate::domain::time::Instant;
use crate::domain::timeline::{Boundary, Change, Moment};

/// Where a round begins.
struct Round {
    /// Its number, from 0.
    number: usize,
    /// The first moment after its beginning.
    first: usize,
    /// When a clock from receipt starts in it.
    begins: Instant,
}

/// Adds the clocks of a subject, one for each round that it started in.
pub(super) fn run(view: &View<'_>, subject: &Subject<'_>, deadlines: &mut Vec<Deadline>) {
    let timeline = &view.state.timeline;
    let rounds = rounds(view);
    let mut next = 0;
    while let Some(round) = rounds.get(next) {
        let end = rounds.get(next + 1).map_or(timeline.len(), |round| round.first);
        next += 1;
        let Some((standing, rule, start)) = start(view, subject, round, end) else { continue };
        let over = over(subject, &rule, timeline, round.first);
        let course = Course { round: round.number, start, over: over.map(|(_, over)| over) };
        deadlines.push(run::deadline(view, subject, &course, standing, rule));
        // A clock that still runs when a round begins goes on.
        let Some((last, _)) = over else { return };
        while rounds.get(next).is_some_and(|round| round.first <= last) {
            next += 1;
        }
    }
}

fn rounds(view: &View<'_>) -> Vec<Round> {
    let received = original(view).facts.received;
    let mut rounds = vec![Round { number: 0, first: 0, begins: received }];
    for (index, moment) in view.state.timeline.iter().enumerate() {
        if moment.boundary == Some(Boundary::Round) {
            rounds.push(Round { number: rounds.len(), first: index + 1, begins: moment.at });
        }
    }
    rounds
}

/// The facts before any correction.
fn original(view: &View<'_>) -> Standing {
    Standing { facts: view.state.taken_in.clone(), level: view.state.taken_in.level.clone() }
}

/// The facts before the moment `until`, the rule under them, and when the clock starts in the round.
fn start(view: &View<'_>, subject: &Subject<'_>, round: &Round, end: usize) -> Option<(Standing, Rule, Instant)> {
    let mut standing = original(view);
    let timeline = &view.state.timeline;
    timeline[..round.first].iter().for_each(|moment| run::apply_to(&mut standing, moment));
    if let Some(found) = start_at(view, subject, round, &standing) {
        return Some((original(view), found, round.begins));
    }
    for moment in &timeline[round.first..end] {
        run::apply_to(&mut standing, moment);
        let Some(rule) = subject.rule(view.policy, &standing) else { continue };
        let starts = match subject {
            Subject::Named(_) => moment.gives(&rule.start),
            Subject::Level(level) => matches!(&moment.change, Some(Change::Level { to, .. }) if *to == level.name),
        };
        // A correction can bring a case under a rule that runs from its receipt.
        let corrected = moment.change.is_some() && matches!(subject, Subject::Named(_)) && rule.runs_from_receipt();
        if starts {
            return Some((original(view), rule, moment.at));
        } else if corrected {
            let begins = if round.number == 0 { standing.facts.received } else { round.begins };
            return Some((original(view), rule, begins));
        }
    }
    None
}

/// The rule of a clock that starts with the round itself.
fn start_at(view: &View<'_>, subject: &Subject<'_>, _round: &Round, standing: &Standing) -> Option<Rule> {
    let rule = subject.rule(view.policy, standing)?;
    let starts = match subject {
        Subject::Named(_) => rule.start.contains(&Trigger::Received),
        Subject::Level(level) => standing.level == level.name,
    };
    starts.then_some(rule)
}

/// The first stop or end after a round's beginning; at one instant the stop comes first.
fn over(subject: &Subject<'_>, rule: &Rule, timeline: &[Moment], first: usize) -> Option<(usize, Over)> {
    timeline.iter().enumerate().skip(first).find_map(|(index, moment)| {
        if subject.is_stopped_by(rule, moment) {
            Some((index, Over { at: moment.at, by: OverBy::Stop }))
        } else if moment.boundary == Some(Boundary::End) {
            Some((index, Over { at: moment.at, by: OverBy::End }))
        } else {
            None
        }
    })
}
