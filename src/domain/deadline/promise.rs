//! The clocks to a fixed instant: a promise, from the interim response to the instant that it names, and an authority's date,
//! from the appeal until it is decided.

use super::run::{self, Over, OverBy, View};
use super::{Basis, CUT_OFF, Deadline, PROMISED};
use crate::domain::calendar::{Pauses, Roll, Unit};
use crate::domain::case::Verb;
use crate::domain::policy::Pausable;
use crate::domain::time::Instant;
use crate::domain::timeline::{Boundary, Moment};

/// Adds a clock for each promise and each cut-off of an appeal.
pub(super) fn run(view: &View<'_>, deadlines: &mut Vec<Deadline>) {
    promises(view, deadlines);
    cut_offs(view, deadlines);
}

/// A clock for each promise. A newer promise put on record by the old date replaces it; after that the old one
/// stays missed.
fn promises(view: &View<'_>, deadlines: &mut Vec<Deadline>) {
    let timeline = &view.state.timeline;
    let promises = timeline.iter().enumerate().filter_map(|(index, moment)| Some((index, moment, moment.promise?)));
    for (round, (index, moment, due)) in promises.enumerate() {
        let over = over(timeline, index + 1);
        deadlines.push(deadline(view, PROMISED, round, moment, due, over));
    }
}

/// A clock for each date that an authority set for an appeal, over when the appeal is decided.
fn cut_offs(view: &View<'_>, deadlines: &mut Vec<Deadline>) {
    let timeline = &view.state.timeline;
    let dates = timeline.iter().enumerate().filter_map(|(index, moment)| Some((index, moment, moment.cut_off?)));
    for (round, (index, moment, due)) in dates.enumerate() {
        let over = timeline.iter().enumerate().skip(index + 1).find_map(|(place, moment)| {
            let by = match moment.boundary {
                Some(Boundary::End) => OverBy::End,
                Some(Boundary::Round) | None => moment.is(Verb::Decide).then_some(OverBy::Stop)?,
            };
            Some(Over { at: moment.at, by, place })
        });
        deadlines.push(deadline(view, CUT_OFF, round, moment, due, over));
    }
}

/// The next final response, end, or newer promise; a newer promise ends the clock as an end of the case would.
fn over(timeline: &[Moment], first: usize) -> Option<Over> {
    timeline.iter().enumerate().skip(first).find_map(|(place, moment)| {
        if moment.is(Verb::Respond) {
            Some(Over { at: moment.at, by: OverBy::Stop, place })
        } else if moment.boundary == Some(Boundary::End) {
            Some(Over { at: moment.at, by: OverBy::End, place })
        } else {
            moment.promise.map(|_| Over { at: moment.on_record, by: OverBy::End, place })
        }
    })
}

fn deadline(view: &View<'_>, name: &str, round: usize, moment: &Moment, due: Instant, over: Option<Over>) -> Deadline {
    let warn = view.policy.calendar.warn(moment.at, due, Unit::Hour, Pauses::NONE);
    let paused = over.is_none() && view.state.paused.is_some();
    Deadline {
        name: name.to_owned(),
        round,
        started: moment.at,
        due: Some(due),
        warn,
        stopped: over.map(|over| over.at),
        state: run::state(over, Some(due), warn.filter(|_| !paused), view.now),
        basis: Basis {
            within: None,
            roll: Roll::Keep,
            pausable: Pausable::No,
            rule: None,
            pauses: Pauses::default(),
            computed: Some(due),
            extension: None,
            ignored: Vec::new(),
        },
    }
}
