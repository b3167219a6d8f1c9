//! The rounds of one clock: it starts again at `reopen` or `appeal` where it runs from receipt and is over.

use super::Deadline;
use super::reckoning::Reckoning;
use super::run::View;
use super::subject::Subject;
use crate::domain::time::Instant;
use crate::domain::timeline::{Boundary, Moment};

/// Where a round begins and ends.
#[derive(Debug, Clone, Copy)]
pub(super) struct Round {
    /// Its number, from 0.
    pub number: usize,
    /// The place in the timeline of what began it: a reopening or an appeal starts clocks, but stops none.
    pub opening: usize,
    /// The place of the first moment after that.
    pub first: usize,
    /// The place behind its last moment.
    pub end: usize,
    /// When it was begun; none for the first, which begins with the receipt.
    pub begins: Option<Instant>,
}

/// Adds the clocks of a subject, one for each round that it started in.
pub(super) fn run(view: &View<'_>, subject: &Subject<'_>, deadlines: &mut Vec<Deadline>) {
    let mut free_from = 0;
    for round in rounds(&view.state.timeline) {
        if round.first < free_from {
            continue;
        }
        let reckoning = Reckoning::of(view, subject, round);
        let over = reckoning.over();
        let Some(deadline) = reckoning.finish() else { continue };
        deadlines.push(deadline);
        // A clock that still runs when a round begins goes on.
        let Some(over) = over else { return };
        free_from = over.place + 1;
    }
}

fn rounds(timeline: &[Moment]) -> Vec<Round> {
    let begun = |(_, moment): &(usize, &Moment)| moment.boundary == Some(Boundary::Round);
    let mut rounds = vec![Round { number: 0, opening: 0, first: 0, end: timeline.len(), begins: None }];
    for (number, (place, moment)) in (1..).zip(timeline.iter().enumerate().filter(begun)) {
        rounds[number - 1].end = place;
        rounds.push(Round { number, opening: place, first: place + 1, end: timeline.len(), begins: Some(moment.at) });
    }
    rounds
}
