//! The rounds of one clock: once it has ended, a clock that runs from receipt starts again at
//! `reopen` or `appeal`.

use super::Deadline;
use super::clock::Computation;
use super::rule::RuleSource;
use super::run::{MAX_HEEDED, Round, Run, View};
use crate::domain::case::Verb;
use crate::domain::policy::Appellant;
use crate::domain::timeline::{ClockEvent, RoundChange};

/// Adds the clocks of a source: one for each round in which it started, and, if it repeats, one for
/// each stop.
pub(super) fn run(view: &View<'_>, source: &RuleSource<'_>, deadlines: &mut Vec<Deadline>) {
    let rounds = rounds(&view.state.timeline);
    let (mut free_from, mut free_number) = (0, 0);
    for round in &rounds {
        if round.first < free_from {
            continue;
        }
        let mut next = Some(Run {
            round: *round,
            number: round.number.max(free_number),
            after: None,
        });
        while let Some(run) = next {
            let computation = Computation::new(view, source, run);
            let (over, restart) = (computation.over(), computation.restart());
            let Some(deadline) = computation.finish() else {
                break;
            };
            deadlines.push(deadline);
            // A clock that still runs when a round begins goes on.
            let Some(over) = over else { return };
            (free_from, free_number) = (over.place + 1, run.number + 1);
            next = restart.map(|stop| {
                let round = rounds
                    .iter()
                    .rfind(|round| round.first <= stop)
                    .unwrap_or(round);
                Run {
                    round: *round,
                    number: free_number,
                    after: Some(stop),
                }
            });
        }
    }
}

fn rounds(timeline: &[ClockEvent]) -> Vec<Round> {
    let end = timeline.len();
    let mut last = Round {
        number: 0,
        opening: 0,
        first: 0,
        end,
        begins: None,
        appeal: Appellant::Nobody,
    };
    let mut rounds = Vec::new();
    // An undecided appeal survives a reopening.
    let mut is_decided = false;
    for (place, event) in timeline.iter().enumerate() {
        is_decided |= event.is(Verb::Decide) || event.is(Verb::Withdraw);
        if event.round != Some(RoundChange::Begin) {
            continue;
        }
        let kept = if is_decided {
            Appellant::Nobody
        } else {
            last.appeal
        };
        let appeal = event.appeal.unwrap_or(kept);
        is_decided &= event.appeal.is_none();
        rounds.push(Round { end: place, ..last });
        let (number, begins) = (last.number + 1, Some(event.at));
        last = Round {
            number,
            opening: place,
            first: place + 1,
            end,
            begins,
            appeal,
        };
    }
    rounds.push(last);
    rounds.truncate(MAX_HEEDED);
    rounds
}
