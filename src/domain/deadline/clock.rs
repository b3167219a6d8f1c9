//! One clock in one round. Changes are applied in the order in which they were recorded, and a
//! change counts only if it was recorded by the due instant in force at that moment (clock S10).

mod started;

use super::rule::RuleSource;
use super::run::{self, Over, OverBy, Round, Run, View};
use super::{Basis, Deadline, Responsible};
use crate::domain::calendar::{Pause, Pauses};
use crate::domain::case::Verb;
use crate::domain::names::Digest;
use crate::domain::policy::{Pausable, Repeat, Trigger};
use crate::domain::time::Instant;
use crate::domain::timeline::{Change, ClockEvent};
use started::StartedClock;

/// Computes one clock by applying the changes of a case one by one.
pub(super) struct Computation<'a> {
    view: &'a View<'a>,
    source: &'a RuleSource<'a>,
    round: Round,
    /// The number of the clock among those of its name.
    number: usize,
    /// The index of the stop that restarts a repeating clock.
    after: Option<usize>,
    /// The changes that count, in order of time; without extensions.
    counted: Vec<(usize, &'a ClockEvent)>,
    /// The extensions that count, in order of recording.
    extensions: Vec<Granted>,
    ignored: Vec<Digest>,
    clock: Option<StartedClock<'a>>,
}

/// An extension that counts.
struct Granted {
    event: Digest,
    until: Instant,
    /// Whether an open pause hid the due instant when it was granted.
    in_pause: bool,
}

impl Granted {
    /// The due instant, given that without the extension. One granted in a pause could end before
    /// it, so then the later of both counts; otherwise it is a fixed date (clock S9).
    fn extends(&self, computed: Option<Instant>) -> Option<Instant> {
        match self.in_pause {
            true => computed.map(|due| due.max(self.until)),
            false => Some(self.until),
        }
    }
}

/// The due instant, given that without any extension.
fn extended(granted: Option<&Granted>, computed: Option<Instant>) -> Option<Instant> {
    match granted {
        Some(granted) => granted.extends(computed),
        None => computed,
    }
}

impl<'a> Computation<'a> {
    pub(crate) fn new(view: &'a View<'a>, source: &'a RuleSource<'a>, run: Run) -> Self {
        let Run {
            round,
            number,
            after,
        } = run;
        let (counted, extensions, ignored) = (Vec::new(), Vec::new(), Vec::new());
        let mut computation = Self {
            view,
            source,
            round,
            number,
            after,
            counted,
            extensions,
            ignored,
            clock: None,
        };
        let (before, since) = view.changes.split_at(computation.count_before_start());
        for (place, event) in before {
            computation.record(*place, event);
        }
        computation.clock = computation.clock();
        for (place, event) in since {
            computation.apply(*place, event);
        }
        computation
    }

    /// The number of changes that happened and were recorded before the clock can have started or
    /// ended. All of them count.
    fn count_before_start(&self) -> usize {
        let stop = self.after.map(|stop| self.view.state.timeline[stop].at);
        let Some(begins) = stop.or(self.round.begins) else {
            return 0;
        };
        let begins = self.end().map_or(begins, |end| end.at.min(begins));
        let is_before = |event: &ClockEvent| event.at < begins && event.on_record < begins;
        self.view
            .changes
            .iter()
            .take_while(|(_, event)| is_before(event))
            .count()
    }

    /// When the clock ended.
    pub(crate) fn over(&self) -> Option<Over> {
        self.clock.as_ref()?.over
    }

    /// The index of the stop that restarts the clock, if it repeats.
    pub(crate) fn restart(&self) -> Option<usize> {
        let StartedClock { rule, over, .. } = self.clock.as_ref()?;
        let stop = over.filter(|over| rule.repeat == Repeat::Again && over.by == OverBy::Stop)?;
        let is_left = self
            .source
            .is_left_by(&self.view.state.timeline[stop.place]);
        (!is_left && !self.is_resolved_by(stop.place)).then_some(stop.place)
    }

    /// Whether the matter is resolved at an index of the timeline; a new proposal reopens it.
    fn is_resolved_by(&self, place: usize) -> bool {
        let so_far = self.view.state.timeline[self.round.first..=place]
            .iter()
            .rev();
        let settles = |event: &ClockEvent| match event.gives(&[Trigger::Resolved]) {
            true => Some(true),
            false => event.is(Verb::Propose).then_some(false),
        };
        so_far.filter_map(settles).next().unwrap_or(false)
    }

    fn apply(&mut self, place: usize, event: &'a ClockEvent) {
        // Without a rule there is no clock, so only events after the end of the case come too late.
        let over = self
            .clock
            .as_ref()
            .map_or_else(|| self.end(), |clock| clock.over);
        if over.is_some_and(|over| event.at > over.at) {
            return;
        }
        let started = self.clock.as_ref().map(|clock| clock.start);
        let before_start = started.is_some_and(|start| event.on_record <= start);
        if before_start || self.due().is_none_or(|due| event.on_record <= due) {
            self.count(place, event);
        } else if self.would_move(event) {
            self.ignored.push(event.digest);
        }
    }

    fn count(&mut self, place: usize, event: &'a ClockEvent) {
        match &event.change {
            Some(Change::Extend { deadline, until }) => {
                let running = self
                    .clock
                    .as_ref()
                    .is_some_and(|clock| event.at >= clock.start);
                let due = self.due();
                if deadline == self.source.name() && running && due.is_none_or(|due| *until > due) {
                    self.extensions.push(Granted {
                        event: event.digest,
                        until: *until,
                        in_pause: due.is_none(),
                    });
                }
                return;
            }
            Some(Change::Retract { target }) if !self.is_retracted(*target) => return,
            Some(
                Change::Retract { .. }
                | Change::Fact { .. }
                | Change::Level { .. }
                | Change::Pause
                | Change::Resume,
            )
            | None => self.record(place, event),
        }
        self.clock = self.clock();
    }

    /// Records a change that counts, without recomputing the clock. Extensions have no effect here,
    /// as the clock does not run.
    fn record(&mut self, place: usize, event: &'a ClockEvent) {
        match &event.change {
            Some(Change::Extend { .. }) => {}
            Some(Change::Retract { target }) if self.is_retracted(*target) => {
                self.counted.retain(|(_, event)| event.digest != *target);
                self.extensions.retain(|granted| granted.event != *target);
            }
            Some(Change::Retract { .. }) => {}
            Some(Change::Fact { .. } | Change::Level { .. } | Change::Pause | Change::Resume)
            | None => {
                let index = self.counted.partition_point(|(other, _)| *other < place);
                self.counted.insert(index, (place, event));
            }
        }
    }

    fn would_move(&self, event: &ClockEvent) -> bool {
        match &event.change {
            Some(Change::Extend { deadline, .. }) => deadline == self.source.name(),
            Some(Change::Pause | Change::Resume) => self
                .clock
                .as_ref()
                .is_some_and(|clock| clock.rule.pausable == Pausable::Yes),
            Some(Change::Retract { target }) => {
                self.is_retracted(*target) && self.rests_on(*target)
            }
            Some(Change::Fact { .. } | Change::Level { .. }) => {
                let (facts, level) = self.standing(Some(event));
                let rule = self.rule(&facts, level);
                let start = rule
                    .and_then(|rule| self.start(&rule, &facts))
                    .map(|start| start.at);
                let now = self.clock.as_ref().map(|clock| (clock.rule, clock.start));
                rule.zip(start) != now
            }
            None => false,
        }
    }

    /// Whether the event was retracted by a permitted retraction.
    fn is_retracted(&self, target: Digest) -> bool {
        self.view
            .state
            .taken_back
            .iter()
            .any(|event| event.digest == target)
    }

    fn rests_on(&self, target: Digest) -> bool {
        self.counted.iter().any(|(_, event)| event.digest == target)
            || self
                .extensions
                .iter()
                .any(|granted| granted.event == target)
    }

    fn due(&self) -> Option<Instant> {
        let computed = self.clock.as_ref().and_then(|clock| clock.computed);
        extended(self.extensions.last(), computed)
    }

    /// The finished clock; `None` if no rule applies or nothing has started it.
    pub(crate) fn finish(self) -> Option<Deadline> {
        let granted = self.extensions.last();
        let StartedClock {
            rule,
            start,
            over,
            pauses,
            computed,
        } = self.clock?;
        let (policy, now) = (self.view.policy, self.view.now);
        let add = |pauses: &Pauses| policy.calendar.add(start, rule.within, rule.roll, pauses);
        // An open pause ends with its clock, so that the clock has a due instant again.
        let (pauses, computed) = match over {
            Some(over) if pauses.open_since().is_some() => {
                let ended = pauses.ended_at(over.at);
                let computed = add(&ended);
                (ended, computed)
            }
            Some(_) | None => (pauses, computed),
        };
        let due = extended(granted, computed);
        let left_out = match due == granted.map(|granted| granted.until) {
            true => Pauses::NONE,
            false => &pauses,
        };
        let warn = due.and_then(|due| {
            policy
                .calendar
                .warn(start, due, rule.within.unit(), left_out)
        });
        let is_open = |pause: &Pause| pause.from <= now && pause.to.is_none_or(|to| now < to);
        let paused = over.is_none() && pauses.iter().any(is_open);
        Some(Deadline {
            name: match self.source.department() {
                Some(department) => format!("{}-{department}", self.source.name()),
                None => self.source.name().to_owned(),
            },
            responsible: match self.source.department() {
                Some(department) => Responsible::CoHandler(department.to_owned()),
                None => Responsible::Holder,
            },
            round: self.number,
            started: start,
            due,
            warn,
            stopped: over.map(|over| over.at),
            paused,
            state: run::state(over, due, warn.filter(|_| !paused), now),
            basis: Basis {
                within: Some(rule.within),
                roll: rule.roll,
                pausable: rule.pausable,
                rule: Some(rule.spot),
                computed,
                pauses,
                extension: granted.map(|granted| granted.event),
                ignored: self.ignored,
            },
        })
    }
}
