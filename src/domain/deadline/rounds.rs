//! The rounds of one clock: it starts again at `reopen` or `appeal` where it runs from receipt and is over.

use super::Deadline;
use super::clock::Reckoning;
use super::run::{MAX_HEEDED, Round, Run, View};
use super::subject::Subject;
use crate::domain::case::Verb;
use crate::domain::policy::Appellant;
use crate::domain::timeline::{Moment, RoundChange};

/// Adds the clocks of a subject: one for each round that it started in, and of one that repeats one for each stop.
pub(super) fn run(view: &View<'_>, subject: &Subject<'_>, deadlines: &mut Vec<Deadline>) {
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
            let reckoning = Reckoning::of(view, subject, run);
            let (over, again) = (reckoning.over(), reckoning.again());
            let Some(deadline) = reckoning.finish() else {
                break;
            };
            deadlines.push(deadline);
            // A clock that still runs when a round begins goes on.
            let Some(over) = over else { return };
            (free_from, free_number) = (over.place + 1, run.number + 1);
            next = again.map(|stop| {
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

fn rounds(timeline: &[Moment]) -> Vec<Round> {
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
    // Reopening leaves an appeal that nobody has decided.
    let mut is_decided = false;
    for (place, moment) in timeline.iter().enumerate() {
        is_decided |= moment.is(Verb::Decide) || moment.is(Verb::Withdraw);
        if moment.round != Some(RoundChange::Begin) {
            continue;
        }
        let kept = if is_decided {
            Appellant::Nobody
        } else {
            last.appeal
        };
        let appeal = moment.appeal.unwrap_or(kept);
        is_decided &= moment.appeal.is_none();
        rounds.push(Round { end: place, ..last });
        let (number, begins) = (last.number + 1, Some(moment.at));
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
