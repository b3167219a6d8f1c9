//! One clock in one round: what could move it is taken in the order in which it was put on record, and counts only if
//! that was not after the due instant as it stood (clock S10).

use std::borrow::Cow;

use super::run::{self, Over, OverBy, Round, Run, View};
use super::subject::{Rule, Subject};
use super::{Basis, Deadline};
use crate::domain::calendar::{Pause, Pauses};
use crate::domain::case::{Facts, Verb};
use crate::domain::names::Digest;
use crate::domain::policy::when::Standing;
use crate::domain::policy::{Pausable, Repeat, Trigger};
use crate::domain::time::Instant;
use crate::domain::timeline::{Change, Moment, RoundChange};

/// What has been taken into account on the way to a due instant.
pub(super) struct Reckoning<'a> {
    view: &'a View<'a>,
    subject: &'a Subject<'a>,
    round: Round,
    /// The number that the clock is told apart by.
    number: usize,
    /// Of a clock that repeats, the place of the stop that starts it again.
    after: Option<usize>,
    /// The changes that count, in the order of time; extensions are kept apart.
    counted: Vec<(usize, &'a Moment)>,
    /// The extensions that count, in the order of record.
    extensions: Vec<(Digest, Instant)>,
    ignored: Vec<Digest>,
    course: Option<Course<'a>>,
}

/// What follows from the changes counted so far, where they leave the case under a rule whose clock has started.
struct Course<'a> {
    rule: Rule<'a>,
    start: Instant,
    over: Option<Over>,
    pauses: Pauses,
    /// The due instant before any extension.
    computed: Option<Instant>,
}

/// When a clock starts, and the place in the timeline from which it runs.
struct Start {
    at: Instant,
    from: usize,
}

impl<'a> Reckoning<'a> {
    pub fn of(view: &'a View<'a>, subject: &'a Subject<'a>, run: Run) -> Self {
        let Run {
            round,
            number,
            after,
        } = run;
        let (counted, extensions, ignored) = (Vec::new(), Vec::new(), Vec::new());
        let mut reckoning = Self {
            view,
            subject,
            round,
            number,
            after,
            counted,
            extensions,
            ignored,
            course: None,
        };
        let (before, since) = view.changes.split_at(reckoning.all_before());
        for (place, moment) in before {
            reckoning.keep(*place, moment);
        }
        reckoning.course = reckoning.course();
        for (place, moment) in since {
            reckoning.take(*place, moment);
        }
        reckoning
    }

    /// How many changes came and were put on record before the clock can have started or be over: each of them counts.
    fn all_before(&self) -> usize {
        let stop = self.after.map(|stop| self.view.state.timeline[stop].at);
        let Some(begins) = stop.or(self.round.begins) else {
            return 0;
        };
        let begins = self.end().map_or(begins, |end| end.at.min(begins));
        let is_before = |moment: &Moment| moment.at < begins && moment.on_record < begins;
        self.view
            .changes
            .iter()
            .take_while(|(_, moment)| is_before(moment))
            .count()
    }

    /// Where the clock is over.
    pub fn over(&self) -> Option<Over> {
        self.course.as_ref()?.over
    }

    /// The place of the stop that starts the clock again, if it does.
    pub fn again(&self) -> Option<usize> {
        let Course { rule, over, .. } = self.course.as_ref()?;
        let stop = over.filter(|over| rule.repeat == Repeat::Again && over.by == OverBy::Stop)?;
        (!self.is_resolved_by(stop.place)).then_some(stop.place)
    }

    /// Whether the matter is resolved by a place in the timeline; a new proposal takes it up again.
    fn is_resolved_by(&self, place: usize) -> bool {
        let so_far = self.view.state.timeline[self.round.first..=place]
            .iter()
            .rev();
        let settles = |moment: &Moment| match moment.gives(&[Trigger::Resolved]) {
            true => Some(true),
            false => moment.is(Verb::Propose).then_some(false),
        };
        so_far.filter_map(settles).next().unwrap_or(false)
    }

    fn take(&mut self, place: usize, moment: &'a Moment) {
        // Without a rule there is no clock: only the end of the case is too late to bring one.
        let over = self
            .course
            .as_ref()
            .map_or_else(|| self.end(), |course| course.over);
        if over.is_some_and(|over| moment.at > over.at) {
            return;
        }
        let started = self.course.as_ref().map(|course| course.start);
        let before_start = started.is_some_and(|start| moment.on_record <= start);
        if before_start || self.due().is_none_or(|due| moment.on_record <= due) {
            self.count(place, moment);
        } else if self.would_move(moment) {
            self.ignored.push(moment.event);
        }
    }

    fn count(&mut self, place: usize, moment: &'a Moment) {
        match &moment.change {
            Some(Change::Extend { deadline, until }) => {
                let running = self
                    .course
                    .as_ref()
                    .is_some_and(|course| moment.at >= course.start);
                if deadline == self.subject.name()
                    && running
                    && self.due().is_none_or(|due| *until > due)
                {
                    self.extensions.push((moment.event, *until));
                }
                return;
            }
            Some(Change::Retract { event }) if !self.is_taken_back(*event) => return,
            Some(
                Change::Retract { .. }
                | Change::Fact { .. }
                | Change::Level { .. }
                | Change::Pause
                | Change::Resume,
            )
            | None => self.keep(place, moment),
        }
        self.course = self.course();
    }

    /// Takes in what counts, whatever it comes to; an extension of a clock that does not run counts for nothing.
    fn keep(&mut self, place: usize, moment: &'a Moment) {
        match &moment.change {
            Some(Change::Extend { .. }) => {}
            Some(Change::Retract { event }) if self.is_taken_back(*event) => {
                self.counted.retain(|(_, moment)| moment.event != *event);
                self.extensions.retain(|(granted, _)| granted != event);
            }
            Some(Change::Retract { .. }) => {}
            Some(Change::Fact { .. } | Change::Level { .. } | Change::Pause | Change::Resume)
            | None => {
                let index = self.counted.partition_point(|(other, _)| *other < place);
                self.counted.insert(index, (place, moment));
            }
        }
    }

    fn would_move(&self, moment: &Moment) -> bool {
        match &moment.change {
            Some(Change::Extend { deadline, .. }) => deadline == self.subject.name(),
            Some(Change::Pause | Change::Resume) => self
                .course
                .as_ref()
                .is_some_and(|course| course.rule.pausable == Pausable::Yes),
            Some(Change::Retract { event }) => self.is_taken_back(*event) && self.rests_on(*event),
            Some(Change::Fact { .. } | Change::Level { .. }) => {
                let (facts, level) = self.standing(Some(moment));
                let rule = self.rule(&facts, level);
                let start = rule
                    .and_then(|rule| self.start(&rule, &facts))
                    .map(|start| start.at);
                let now = self
                    .course
                    .as_ref()
                    .map(|course| (course.rule, course.start));
                rule.zip(start) != now
            }
            None => false,
        }
    }

    /// Whether the retraction of an event was allowed.
    fn is_taken_back(&self, event: Digest) -> bool {
        self.view
            .state
            .taken_back
            .iter()
            .any(|moment| moment.event == event)
    }

    fn rests_on(&self, event: Digest) -> bool {
        self.counted.iter().any(|(_, moment)| moment.event == event)
            || self.extensions.iter().any(|(granted, _)| *granted == event)
    }

    fn course(&self) -> Option<Course<'a>> {
        let (facts, level) = self.standing(None);
        let rule = self.rule(&facts, level)?;
        let start = self.start(&rule, &facts)?;
        let pauses = self.pauses(&rule);
        let computed = self
            .view
            .policy
            .calendar
            .add(start.at, rule.within, rule.roll, &pauses);
        Some(Course {
            rule,
            start: start.at,
            over: self.first_over(&rule, &start),
            pauses,
            computed,
        })
    }

    fn rule(&self, facts: &Facts, level: &str) -> Option<Rule<'a>> {
        self.subject.rule(
            self.view.policy,
            Standing::of_clock(facts, level, self.round.appeal),
        )
    }

    /// The facts and the level that the counted changes leave, and one more change if there is one.
    fn standing(&self, more: Option<&'a Moment>) -> (Cow<'a, Facts>, &'a str) {
        let mut facts = Cow::Borrowed(&self.view.state.taken_in);
        let mut level = self.view.state.taken_in.level.as_str();
        for moment in self.counted.iter().map(|(_, moment)| *moment).chain(more) {
            match &moment.change {
                // A value that cannot be taken leaves the fact as it was; the judge has said so.
                Some(Change::Fact { field, to }) => drop(facts.to_mut().set(*field, to.as_deref())),
                Some(Change::Level { to }) => level = to,
                Some(
                    Change::Pause | Change::Resume | Change::Extend { .. } | Change::Retract { .. },
                )
                | None => {}
            }
        }
        (facts, level)
    }

    /// The first start in the round; what runs from receipt starts with the round, and what runs from another date among
    /// the facts starts in the first round alone.
    fn start(&self, rule: &Rule<'_>, facts: &Facts) -> Option<Start> {
        let timeline = &self.view.state.timeline;
        if let Some(stop) = self.after {
            return (rule.repeat == Repeat::Again).then(|| Start {
                at: timeline[stop].at,
                from: stop + 1,
            });
        }
        let given = match self.round.begins {
            None => self.subject.start_in(rule, facts),
            Some(begins) => self
                .subject
                .starts_with_round(rule, self.level_at_beginning())
                .then_some(begins),
        };
        if let Some(at) = given {
            return Some(Start {
                at,
                from: self.round.first,
            });
        }
        let places = self.round.opening..self.round.end;
        let place = places
            .into_iter()
            .find(|place| self.subject.is_started_by(rule, &timeline[*place]))?;
        Some(Start {
            at: timeline[place].at,
            from: place,
        })
    }

    fn level_at_beginning(&self) -> &'a str {
        let before = self.view.state.timeline[..self.round.first].iter().rev();
        before
            .filter_map(Moment::level)
            .next()
            .unwrap_or(&self.view.state.taken_in.level)
    }

    /// The first stop or end after the round's beginning; at one instant the stop comes first. A level is left only
    /// after it was reached.
    fn first_over(&self, rule: &Rule<'_>, start: &Start) -> Option<Over> {
        let over = |place, moment: &Moment, by| {
            Some(Over {
                at: moment.at,
                by,
                place,
            })
        };
        let (from, repeats) = (start.from, rule.repeat == Repeat::Again);
        // What was approved before an emergency says nothing about it, nor does what was said before to what recurs.
        let stops_from = if repeats || rule.start.contains(&Trigger::Emergency) {
            from
        } else {
            0
        };
        let may_stop = |place: usize, moment: &Moment| {
            place >= stops_from && !(repeats && moment.at < start.at)
        };
        self.later().find_map(|(place, moment)| {
            let stops = may_stop(place, moment) && moment.gives(rule.stop);
            let resolves = repeats && may_stop(place, moment) && moment.gives(&[Trigger::Resolved]);
            if stops || (place >= from && self.subject.is_left_by(moment)) {
                over(place, moment, OverBy::Stop)
            } else if resolves
                || (moment.round == Some(RoundChange::End)
                    && (self.after.is_none() || place >= from))
            {
                over(place, moment, OverBy::End)
            } else {
                None
            }
        })
    }

    /// The first end after the round's beginning.
    fn end(&self) -> Option<Over> {
        let (place, moment) = self
            .later()
            .find(|(_, moment)| moment.round == Some(RoundChange::End))?;
        Some(Over {
            at: moment.at,
            by: OverBy::End,
            place,
        })
    }

    fn later(&self) -> impl Iterator<Item = (usize, &'a Moment)> {
        self.view
            .state
            .timeline
            .iter()
            .enumerate()
            .skip(self.round.first)
    }

    /// The pauses counted: each until the next resumption or the end of the case; the policy may cap them.
    fn pauses(&self, rule: &Rule<'_>) -> Pauses {
        let mut pairs: Vec<(Instant, Option<Instant>)> = Vec::new();
        for (_, moment) in &self.counted {
            let open = pairs.last_mut().filter(|(_, to)| to.is_none());
            match (&moment.change, open) {
                (Some(Change::Pause), None) => pairs.push((moment.at, None)),
                // Besides the changes, the end of the case is counted.
                (Some(Change::Resume) | None, Some((_, to))) => *to = Some(moment.at),
                (Some(_), _) | (None, None) => {}
            }
        }
        match (rule.pausable, self.view.policy.pause_cap) {
            (Pausable::No, _) => Pauses::default(),
            (Pausable::Yes, None) => Pauses::new(pairs),
            (Pausable::Yes, Some(cap)) => Pauses::capped(pairs, cap, &self.view.policy.calendar),
        }
    }

    fn due(&self) -> Option<Instant> {
        let extended = self.extensions.last().map(|(_, until)| *until);
        extended.or_else(|| self.course.as_ref()?.computed)
    }

    /// The clock; none where no rule holds, or nothing has started it.
    pub fn finish(self) -> Option<Deadline> {
        let due = self.due();
        let Course {
            rule,
            start,
            over,
            pauses,
            computed,
        } = self.course?;
        let (policy, now) = (self.view.policy, self.view.now);
        let add = |pauses: &Pauses| policy.calendar.add(start, rule.within, rule.roll, pauses);
        // A pause that is still open ends with its clock, so that there is a due instant again.
        let (pauses, computed) = match over {
            Some(over) if pauses.open_since().is_some() => {
                let ended = pauses.ended_at(over.at);
                let computed = add(&ended);
                (ended, computed)
            }
            Some(_) | None => (pauses, computed),
        };
        let due = due.or(computed);
        let left_out = if self.extensions.is_empty() {
            &pauses
        } else {
            Pauses::NONE
        };
        let warn = due.and_then(|due| {
            policy
                .calendar
                .warn(start, due, rule.within.unit(), left_out)
        });
        let stands = |pause: &Pause| pause.from <= now && pause.to.is_none_or(|to| now < to);
        let paused = over.is_none() && pauses.iter().any(stands);
        Some(Deadline {
            name: self.subject.name().to_owned(),
            round: self.number,
            started: start,
            due,
            warn,
            stopped: over.map(|over| over.at),
            state: run::state(over, due, warn.filter(|_| !paused), now),
            basis: Basis {
                within: Some(rule.within),
                roll: rule.roll,
                pausable: rule.pausable,
                rule: Some(rule.spot),
                computed,
                pauses,
                extension: self.extensions.last().map(|(event, _)| *event),
                ignored: self.ignored,
            },
        })
    }
}
