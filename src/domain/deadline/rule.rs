//! The rule of a clock: one of the rules with its name, or the limit of a level.

use crate::domain::calendar::{Roll, Span};
use crate::domain::case::{Facts, Verb};
use crate::domain::finding::Spot;
use crate::domain::policy::when::{self, ConditionContext};
use crate::domain::policy::{DeadlineRule, Level, Pausable, Per, Policy, Repeat, Trigger};
use crate::domain::time::Instant;
use crate::domain::timeline::ClockEvent;

/// The source of a clock's rule.
pub(super) enum RuleSource<'a> {
    /// The rules with this name.
    Named(&'a str),
    /// The rules with this name for a co-handling department.
    CoHandler {
        name: &'a str,
        department: &'a str,
    },
    Level(&'a Level),
}

/// The rule in force, from either source.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Rule<'a> {
    pub start: &'a [Trigger],
    pub stop: &'a [Trigger],
    pub within: Span,
    pub roll: Roll,
    pub pausable: Pausable,
    pub repeat: Repeat,
    pub spot: Spot,
}

impl<'a> From<&'a DeadlineRule> for Rule<'a> {
    fn from(rule: &'a DeadlineRule) -> Self {
        Self {
            start: &rule.start,
            stop: &rule.stop,
            within: rule.within,
            roll: rule.roll,
            pausable: rule.pausable,
            repeat: rule.repeat,
            spot: rule.spot,
        }
    }
}

impl<'a> RuleSource<'a> {
    pub(crate) fn name(&self) -> &'a str {
        match self {
            Self::Named(name) | Self::CoHandler { name, .. } => name,
            Self::Level(level) => &level.name,
        }
    }

    /// The co-handling department whose clock it is.
    pub(crate) fn department(&self) -> Option<&'a str> {
        match self {
            Self::CoHandler { department, .. } => Some(department),
            Self::Named(_) | Self::Level(_) => None,
        }
    }

    /// The rule that applies in a context: the facts, the level of the case, the appellant of the
    /// round.
    pub(crate) fn rule(
        &self,
        policy: &'a Policy,
        standing: ConditionContext<'_>,
    ) -> Option<Rule<'a>> {
        let named = |name, per| {
            let receipt = policy.calendar.date(standing.facts.received);
            let holds = |when: &[_]| when::hold(when, standing, policy);
            policy.candidates(name, per, receipt, holds).map(Rule::from)
        };
        match self {
            Self::Named(name) => named(name, Per::Case),
            Self::CoHandler { name, .. } => named(name, Per::CoHandler),
            Self::Level(level) => Some(Rule {
                start: &[],
                stop: &[Trigger::Resolved],
                within: level
                    .within
                    .filter(|_| when::hold(&level.when, standing, policy))?,
                roll: level.roll,
                pausable: Pausable::Yes,
                repeat: Repeat::Once,
                spot: level.spot,
            }),
        }
    }

    /// When the facts alone start the clock: the earliest of its start dates (C7), or the receipt
    /// if the case was registered at the level.
    pub(crate) fn start_in(&self, rule: &Rule<'_>, facts: &Facts) -> Option<Instant> {
        let date = |trigger: &Trigger| match trigger {
            Trigger::Received => Some(facts.received),
            Trigger::Date(field) => facts.instant(*field),
            Trigger::Verb(_)
            | Trigger::Interim
            | Trigger::Acknowledged
            | Trigger::Resolved
            | Trigger::Approved
            | Trigger::Evidence
            | Trigger::Emergency
            | Trigger::Step(_) => None,
        };
        match self {
            Self::Named(_) => rule.start.iter().filter_map(date).min(),
            Self::CoHandler { .. } => None,
            Self::Level(level) => (facts.level == level.name).then_some(facts.received),
        }
    }

    /// Whether a later round that an event opens at this level starts the clock. A case is
    /// registered only once, and evidence that is there does not come again, so clocks that wait for
    /// them do not start again.
    pub(crate) fn starts_with_round(
        &self,
        rule: &Rule<'_>,
        opening: &ClockEvent,
        standing: &str,
    ) -> bool {
        let is_for_registering = rule.stop == [Trigger::Verb(Verb::Register)];
        let is_proven = opening.is_proven && rule.stop.contains(&Trigger::Evidence);
        match self {
            Self::Named(_) => {
                rule.start.contains(&Trigger::Received) && !is_for_registering && !is_proven
            }
            Self::CoHandler { .. } => false,
            Self::Level(level) => standing == level.name,
        }
    }

    /// Whether an event starts the clock.
    pub(crate) fn is_started_by(&self, rule: &Rule<'_>, event: &ClockEvent) -> bool {
        match self {
            Self::Named(_) => event.gives(rule.start),
            Self::CoHandler { department, .. } => event.makes_co_handler(department) == Some(true),
            Self::Level(level) => event.level() == Some(level.name.as_str()),
        }
    }

    /// Whether an event stops the clock. Notes and steps stop that of a department only if they are
    /// by one of its people.
    pub(crate) fn is_stopped_by(
        &self,
        rule: &Rule<'_>,
        event: &ClockEvent,
        policy: &Policy,
    ) -> bool {
        let Self::CoHandler { department, .. } = self else {
            return event.gives(rule.stop);
        };
        let is_theirs = || {
            let author = policy.staff.get(&event.by);
            let own = author.and_then(|staff| staff.department.as_deref());
            policy.staff.is_empty() || own == Some(department)
        };
        let is_progress =
            |stop: &&Trigger| matches!(stop, Trigger::Verb(Verb::Note) | Trigger::Step(_));
        let (progress, other): (Vec<_>, Vec<_>) = rule.stop.iter().partition(is_progress);
        let gives = |stops: &[&Trigger]| event.signals.iter().any(|it| stops.contains(&it));
        gives(&other) || (gives(&progress) && is_theirs())
    }

    /// Whether an event leaves the level of this limit, or ends the part of the department.
    pub(crate) fn is_left_by(&self, event: &ClockEvent) -> bool {
        match self {
            Self::Named(_) => false,
            Self::CoHandler { department, .. } => event.makes_co_handler(department) == Some(false),
            Self::Level(level) => event.level().is_some_and(|reached| reached != level.name),
        }
    }
}
