//! The clocks to a fixed instant: a promise, from the interim response to the instant that it names, and an authority's date,
//! from the appeal until it is decided.

use super::run::{self, Over, OverBy, View};
use super::{Basis, CUT_OFF, Deadline, DeadlineState, PROMISED};
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
        deadlines.push(fixed(view, PROMISED, round, moment, due, over));
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
        deadlines.push(fixed(view, CUT_OFF, round, moment, due, over));
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

/// A clock to a fixed instant: of whoever waits for the complainant nobody is reminded of it.
fn fixed(view: &View<'_>, name: &str, round: usize, moment: &Moment, due: Instant, over: Option<Over>) -> Deadline {
    let clock = deadline(view, Fixed { name: name.to_owned(), round, started: moment.at, due, over });
    let paused = over.is_none() && view.state.paused.is_some();
    let state = if paused && clock.state == DeadlineState::Soon { DeadlineState::Open } else { clock.state };
    Deadline { state, ..clock }
}

/// What a clock to a fixed instant is made of.
pub(super) struct Fixed {
    pub name: String,
    pub round: usize,
    pub started: Instant,
    pub due: Instant,
    pub over: Option<Over>,
}

/// The clock that runs to a fixed instant, whatever the case waits for.
pub(super) fn deadline(view: &View<'_>, Fixed { name, round, started, due, over }: Fixed) -> Deadline {
    let warn = view.policy.calendar.warn(started, due, Unit::Hour, Pauses::NONE);
    Deadline {
        name,
        round,
        started,
        due: Some(due),
        warn,
        stopped: over.map(|over| over.at),
        state: run::state(over, Some(due), warn, view.now),
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
