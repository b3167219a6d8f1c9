//! Clocks to a fixed instant: a promise, which runs from the interim response to the instant it
//! names, and an authority's date, which runs from the appeal to the decision.

use super::run::{self, Over, OverBy, View};
use super::{Basis, CUT_OFF, Deadline, PROMISED, Responsible};
use crate::domain::calendar::{Pauses, Roll, Unit};
use crate::domain::case::Verb;
use crate::domain::policy::Pausable;
use crate::domain::time::Instant;
use crate::domain::timeline::{ClockEvent, RoundChange};

/// Adds a clock for each promise and each cut-off of an appeal.
pub(super) fn run(view: &View<'_>, deadlines: &mut Vec<Deadline>) {
    promises(view, deadlines);
    cut_offs(view, deadlines);
}

/// Adds a clock for each promise. A newer promise replaces it if it was recorded by the old date;
/// otherwise the old promise stays missed.
fn promises(view: &View<'_>, deadlines: &mut Vec<Deadline>) {
    let dates = dates(
        view,
        |event| event.promise,
        |first| over(&view.state.timeline, first),
    );
    for (round, (event, due, over)) in dates.into_iter().enumerate() {
        deadlines.push(fixed(view, PROMISED, round, event, due, over));
    }
}

/// Adds a clock for each date that an authority set for an appeal; the decision stops it.
fn cut_offs(view: &View<'_>, deadlines: &mut Vec<Deadline>) {
    let over = |first| {
        view.state
            .timeline
            .iter()
            .enumerate()
            .skip(first)
            .find_map(|(place, event)| {
                let by = match event.round {
                    Some(RoundChange::End) => OverBy::End,
                    Some(RoundChange::Begin) | None => {
                        event.is(Verb::Decide).then_some(OverBy::Stop)?
                    }
                };
                Some(Over {
                    at: event.at,
                    by,
                    place,
                })
            })
    };
    for (round, (event, due, over)) in dates(view, |event| event.cut_off, over)
        .into_iter()
        .enumerate()
    {
        deadlines.push(fixed(view, CUT_OFF, round, event, due, over));
    }
}

/// The dates set by events, in order, each with the end of its clock; `over` searches from an index
/// of the timeline. Dates retracted in time are left out; dates retracted too late are missed.
fn dates<'a>(
    view: &View<'a>,
    date: impl Fn(&ClockEvent) -> Option<Instant>,
    over: impl Fn(usize) -> Option<Over>,
) -> Vec<(&'a ClockEvent, Instant, Option<Over>)> {
    let timeline = &view.state.timeline;
    let places = timeline.iter().enumerate();
    let standing = places.filter_map(|(place, event)| Some((event, date(event)?, over(place + 1))));
    let taken_back = view.state.taken_back.iter().filter_map(|event| {
        let due = date(event)?;
        let retraction = run::retracted_late(view, event, due)?;
        let over = over(timeline.partition_point(|other| other.at <= event.at));
        let is_late = over.is_none_or(|over| over.at > due);
        is_late.then(|| {
            (
                event,
                due,
                over.filter(|over| over.at <= retraction.at)
                    .or(Some(retraction)),
            )
        })
    });
    let mut dates: Vec<_> = standing.chain(taken_back).collect();
    dates.sort_by_key(|(event, ..)| event.at);
    dates
}

/// The next final response, end, or newer promise; a newer promise cancels the clock as an end of
/// the case would.
fn over(timeline: &[ClockEvent], first: usize) -> Option<Over> {
    timeline
        .iter()
        .enumerate()
        .skip(first)
        .find_map(|(place, event)| {
            if event.is(Verb::Respond) {
                Some(Over {
                    at: event.at,
                    by: OverBy::Stop,
                    place,
                })
            } else if event.round == Some(RoundChange::End) {
                Some(Over {
                    at: event.at,
                    by: OverBy::End,
                    place,
                })
            } else {
                event.promise.map(|_| Over {
                    at: event.on_record,
                    by: OverBy::End,
                    place,
                })
            }
        })
}

/// A clock to a fixed instant; no reminder while the case is paused.
fn fixed(
    view: &View<'_>,
    name: &str,
    round: usize,
    event: &ClockEvent,
    due: Instant,
    over: Option<Over>,
) -> Deadline {
    let clock = deadline(
        view,
        Fixed {
            name: name.to_owned(),
            round,
            started: event.at,
            due,
            over,
            responsible: Responsible::Holder,
        },
    );
    let paused = over.is_none() && view.state.paused.is_some();
    Deadline { paused, ..clock }.at(view.now)
}

/// The parts of a clock to a fixed instant.
pub(super) struct Fixed {
    pub name: String,
    pub round: usize,
    pub started: Instant,
    pub due: Instant,
    pub over: Option<Over>,
    pub responsible: Responsible,
}

/// Builds a clock to a fixed instant; pauses do not affect it.
pub(super) fn deadline(
    view: &View<'_>,
    Fixed {
        name,
        round,
        started,
        due,
        over,
        responsible,
    }: Fixed,
) -> Deadline {
    let warn = view
        .policy
        .calendar
        .warn(started, due, Unit::Hour, Pauses::NONE);
    Deadline {
        name,
        responsible,
        round,
        started,
        due: Some(due),
        warn,
        stopped: over.map(|over| over.at),
        paused: false,
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
