//! The clock that the changes counted so far give: its rule, start, pauses and end.

use std::borrow::Cow;

use super::Computation;
use crate::domain::calendar::Pauses;
use crate::domain::case::Facts;
use crate::domain::deadline::rule::Rule;
use crate::domain::deadline::run::{Over, OverBy};
use crate::domain::policy::when::ConditionContext;
use crate::domain::policy::{Pausable, Repeat, Trigger};
use crate::domain::time::Instant;
use crate::domain::timeline::{Change, ClockEvent, RoundChange};

/// A started clock, given the changes counted so far.
pub(super) struct StartedClock<'a> {
    pub rule: Rule<'a>,
    pub start: Instant,
    pub over: Option<Over>,
    pub pauses: Pauses,
    /// The due instant before any extension.
    pub computed: Option<Instant>,
}

/// When a clock starts, and the index in the timeline from which it runs.
pub(super) struct Start {
    pub at: Instant,
    pub from: usize,
}

impl<'a> Computation<'a> {
    pub(super) fn clock(&self) -> Option<StartedClock<'a>> {
        let (facts, level) = self.standing(None);
        let rule = self.rule(&facts, level)?;
        let start = self.start(&rule, &facts)?;
        let pauses = self.pauses(&rule);
        let computed = self
            .view
            .policy
            .calendar
            .add(start.at, rule.within, rule.roll, &pauses);
        Some(StartedClock {
            rule,
            start: start.at,
            over: self.first_over(&rule, &start),
            pauses,
            computed,
        })
    }

    pub(super) fn rule(&self, facts: &Facts, level: &str) -> Option<Rule<'a>> {
        self.source.rule(
            self.view.policy,
            ConditionContext::of_clock(facts, level, self.round.appeal),
        )
    }

    /// The facts and the level after the counted changes, plus one more change if given.
    pub(super) fn standing(&self, more: Option<&'a ClockEvent>) -> (Cow<'a, Facts>, &'a str) {
        let mut facts = Cow::Borrowed(&self.view.state.taken_in);
        let mut level = self.view.state.taken_in.level.as_str();
        for event in self.counted.iter().map(|(_, event)| *event).chain(more) {
            match &event.change {
                // An invalid value leaves the fact unchanged; the judge has reported it.
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

    /// The first start in the round. A clock from receipt starts with the round; a clock from
    /// another date among the facts starts in the first round only.
    pub(super) fn start(&self, rule: &Rule<'_>, facts: &Facts) -> Option<Start> {
        let timeline = &self.view.state.timeline;
        if let Some(stop) = self.after {
            return (rule.repeat == Repeat::Again).then(|| Start {
                at: timeline[stop].at,
                from: stop + 1,
            });
        }
        let given = match self.round.begins {
            None => self.source.start_in(rule, facts),
            Some(begins) => self
                .source
                .starts_with_round(
                    rule,
                    &timeline[self.round.opening],
                    self.level_at_beginning(),
                )
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
            .find(|place| self.source.is_started_by(rule, &timeline[*place]))?;
        Some(Start {
            at: timeline[place].at,
            from: place,
        })
    }

    fn level_at_beginning(&self) -> &'a str {
        let before = self.view.state.timeline[..self.round.first].iter().rev();
        before
            .filter_map(ClockEvent::level)
            .next()
            .unwrap_or(&self.view.state.taken_in.level)
    }

    /// The first stop or end after the beginning of the round; at the same instant the stop comes
    /// first. A level can be left only after it was reached.
    fn first_over(&self, rule: &Rule<'_>, start: &Start) -> Option<Over> {
        let over = |place, event: &ClockEvent, by| {
            Some(Over {
                at: event.at,
                by,
                place,
            })
        };
        let (from, repeats) = (start.from, rule.repeat == Repeat::Again);
        // An approval before an emergency does not cover it, and an earlier stop does not stop a
        // repeat.
        let stops_from = if repeats || rule.start.contains(&Trigger::Emergency) {
            from
        } else {
            0
        };
        let may_stop = |place: usize, event: &ClockEvent| {
            place >= stops_from && !(repeats && event.at < start.at)
        };
        self.later().find_map(|(place, event)| {
            let stops =
                may_stop(place, event) && self.source.is_stopped_by(rule, event, self.view.policy);
            let resolves = repeats && may_stop(place, event) && event.gives(&[Trigger::Resolved]);
            if stops || (place >= from && self.source.is_left_by(event)) {
                over(place, event, OverBy::Stop)
            } else if resolves
                || (event.round == Some(RoundChange::End)
                    && (self.after.is_none() || place >= from))
            {
                over(place, event, OverBy::End)
            } else {
                None
            }
        })
    }

    /// The first end of the case after the beginning of the round.
    pub(super) fn end(&self) -> Option<Over> {
        let (place, event) = self
            .later()
            .find(|(_, event)| event.round == Some(RoundChange::End))?;
        Some(Over {
            at: event.at,
            by: OverBy::End,
            place,
        })
    }

    fn later(&self) -> impl Iterator<Item = (usize, &'a ClockEvent)> {
        self.view
            .state
            .timeline
            .iter()
            .enumerate()
            .skip(self.round.first)
    }

    /// The counted pauses, each until the next resumption or the end of the case, capped by the
    /// policy.
    fn pauses(&self, rule: &Rule<'_>) -> Pauses {
        let mut pairs: Vec<(Instant, Option<Instant>)> = Vec::new();
        for (_, event) in &self.counted {
            let open = pairs.last_mut().filter(|(_, to)| to.is_none());
            match (&event.change, open) {
                (Some(Change::Pause), None) => pairs.push((event.at, None)),
                // `None`: only the end of the case is counted besides the changes.
                (Some(Change::Resume) | None, Some((_, to))) => *to = Some(event.at),
                (Some(_), _) | (None, None) => {}
            }
        }
        match (rule.pausable, self.view.policy.pause.max) {
            (Pausable::No, _) => Pauses::default(),
            (Pausable::Yes, None) => Pauses::new(pairs),
            (Pausable::Yes, Some(cap)) => Pauses::capped(pairs, cap, &self.view.policy.calendar),
        }
    }
}
