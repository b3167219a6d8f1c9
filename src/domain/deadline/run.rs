//! One clock in one round: from its start, through what could move it, to its due instant and state.

use super::{Basis, Deadline, DeadlineState};
use crate::domain::calendar::{Pause, Pauses, Roll, Span, Unit};
use crate::domain::case::Facts;
use crate::domain::finding::Spot;
use crate::domain::names::Digest;
use crate::domain::policy::{DeadlineRule, Level, Pausable, Policy, Trigger};
use crate::domain::rules::conditions;
use crate::domain::state::State;
use crate::domain::time::Instant;
use crate::domain::timeline::{Boundary, Change, Moment};

/// What the clocks of one case are computed from.
pub(super) struct View<'a> {
    pub state: &'a State,
    pub policy: &'a Policy,
    pub now: Instant,
}

/// What a clock is about.
pub(super) enum Subject<'a> {
    /// The rules of one name.
    Named(&'a str),
    /// A level's limit.
    Level(&'a Level),
}

/// The rule in force, whichever subject it comes from.
#[derive(Clone, PartialEq)]
pub(super) struct Rule {
    pub start: Vec<Trigger>,
    pub stop: Vec<Trigger>,
    pub within: Span,
    pub roll: Roll,
    pub pausable: Pausable,
    pub spot: Spot,
}

impl Rule {
    pub fn runs_from_receipt(&self) -> bool {
        self.start.contains(&Trigger::Received)
    }
}

impl From<&DeadlineRule> for Rule {
    fn from(rule: &DeadlineRule) -> Self {
        Self {
            start: rule.start.clone(),
            stop: rule.stop.clone(),
            within: rule.within,
            roll: rule.roll,
            pausable: rule.pausable,
            spot: rule.spot,
        }
    }
}

/// The facts that choose a rule, as they stand at some point of the record.
#[derive(Clone)]
pub(super) struct Standing {
    pub facts: Facts,
    pub level: String,
}

impl Subject<'_> {
    pub fn name(&self) -> &str {
        match self {
            Self::Named(name) => name,
            Self::Level(level) => &level.name,
        }
    }

    /// The rule under those facts.
    pub fn rule(&self, policy: &Policy, standing: &Standing) -> Option<Rule> {
        match self {
            Self::Named(name) => {
                let receipt = policy.calendar.date(standing.facts.received);
                let holds = |when: &[_]| conditions::hold(when, &standing.facts, &standing.level, policy);
                policy.candidates(name, receipt, holds).map(Rule::from)
            }
            Self::Level(level) => Some(Rule {
                start: vec![],
                stop: vec![Trigger::Resolved],
                within: level.within?,
                roll: Roll::Keep,
                pausable: Pausable::Yes,
                spot: level.spot,
            }),
        }
    }

    /// Whether a moment stops the clock.
    pub fn is_stopped_by(&self, rule: &Rule, moment: &Moment) -> bool {
        let left = |level: &Level| matches!(&moment.change, Some(Change::Level { to, .. }) if *to != level.name);
        moment.gives(&rule.stop) || matches!(self, Self::Level(level) if left(level))
    }
}

/// Where a clock starts and where it is over.
pub(super) struct Course {
    pub round: usize,
    pub start: Instant,
    pub over: Option<Over>,
}

/// How a clock is over.
#[derive(Clone, Copy)]
pub(super) struct Over {
    pub at: Instant,
    pub by: OverBy,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum OverBy {
    Stop,
    End,
}

/// What has been taken into account on the way to a due instant.
struct Reckoning<'a> {
    view: &'a View<'a>,
    subject: &'a Subject<'a>,
    course: &'a Course,
    standing: Standing,
    rule: Rule,
    start: Instant,
    pauses: Vec<(Instant, Option<Instant>)>,
    extension: Option<(Digest, Instant)>,
    ignored: Vec<Digest>,
}

/// The clock of a course, whose rule under the facts at its start is `rule`.
pub(super) fn deadline(
    view: &View<'_>,
    subject: &Subject<'_>,
    course: &Course,
    standing: Standing,
    rule: Rule,
) -> Deadline {
    let start = course.start;
    let mut reckoning = Reckoning {
        view,
        subject,
        course,
        standing,
        rule,
        start,
        pauses: Vec::new(),
        extension: None,
        ignored: Vec::new(),
    };
    let mut due = reckoning.due();
    for moment in on_record(&view.state.timeline) {
        let touches = course.over.is_none_or(|over| moment.at <= over.at);
        if touches && (moment.on_record <= start || due.is_none_or(|due| moment.on_record <= due)) {
            reckoning.take(moment, due);
        } else if touches && reckoning.would_move(moment) {
            reckoning.ignored.push(moment.event);
        }
        due = reckoning.due();
    }
    reckoning.finish(due)
}

impl Reckoning<'_> {
    fn take(&mut self, moment: &Moment, due: Option<Instant>) {
        match &moment.change {
            Some(Change::Pause) if self.pauses.last().is_none_or(|(_, end)| end.is_some()) => {
                self.pauses.push((moment.at, None));
            }
            Some(Change::Resume) => self.resume(moment.at),
            Some(Change::Extend { deadline, until }) if deadline == self.subject.name() && moment.at >= self.start => {
                if due.is_none_or(|due| *until > due) {
                    self.extension = Some((moment.event, *until));
                }
            }
            Some(Change::Fact { .. } | Change::Level { .. }) => {
                apply_to(&mut self.standing, moment);
                self.choose_again();
            }
            Some(Change::Pause | Change::Extend { .. }) | None => {}
        }
        if moment.boundary == Some(Boundary::End) {
            self.resume(moment.at);
        }
    }

    fn resume(&mut self, at: Instant) {
        if let Some((_, end)) = self.pauses.last_mut() {
            end.get_or_insert(at);
        }
    }

    /// The rule and the start under the facts as they stand now.
    fn choose_again(&mut self) {
        if let Some(rule) = self.subject.rule(self.view.policy, &self.standing) {
            self.rule = rule;
        }
        if self.course.round == 0 && self.rule.runs_from_receipt() {
            self.start = self.standing.facts.received;
        }
    }

    fn would_move(&self, moment: &Moment) -> bool {
        match &moment.change {
            Some(Change::Extend { deadline, .. }) => deadline == self.subject.name(),
            Some(Change::Pause | Change::Resume) => self.rule.pausable == Pausable::Yes,
            Some(Change::Fact { .. } | Change::Level { .. }) => {
                let mut standing = self.standing.clone();
                apply_to(&mut standing, moment);
                self.subject.rule(self.view.policy, &standing).as_ref() != Some(&self.rule)
                    || (self.rule.runs_from_receipt() && standing.facts.received != self.standing.facts.received)
            }
            None => false,
        }
    }

    fn due(&self) -> Option<Instant> {
        self.extension.map(|(_, until)| until).or_else(|| self.computed(&self.pauses()))
    }

    fn computed(&self, pauses: &Pauses) -> Option<Instant> {
        self.view.policy.calendar.add(self.start, self.rule.within, self.rule.roll, pauses)
    }

    fn pauses(&self) -> Pauses {
        let pairs = self.pauses.iter().copied();
        match (self.rule.pausable, self.view.policy.pause_cap) {
            (Pausable::No, _) => Pauses::default(),
            (Pausable::Yes, None) => Pauses::new(pairs),
            (Pausable::Yes, Some(cap)) => Pauses::capped(pairs, cap, &self.view.policy.calendar),
        }
    }

    fn finish(self, due: Option<Instant>) -> Deadline {
        let mut pauses = self.pauses();
        let mut due = due;
        if let Some(over) = self.course.over {
            pauses = pauses.ended_at(over.at);
            due = due.or_else(|| self.computed(&pauses));
        }
        let warn = match self.extension {
            Some((_, until)) => self.warn(until, Pauses::NONE),
            None => due.and_then(|due| self.warn(due, &pauses)),
        };
        let now = self.view.now;
        let stands = |pause: &Pause| pause.from <= now && pause.to.is_none_or(|to| now < to);
        let paused = self.course.over.is_none() && pauses.iter().any(stands);
        Deadline {
            name: self.subject.name().to_owned(),
            round: self.course.round,
            started: self.start,
            due,
            warn,
            stopped: self.course.over.map(|over| over.at),
            state: state(self.course.over, due, warn.filter(|_| !paused), now),
            basis: Basis {
                within: Some(self.rule.within),
                roll: self.rule.roll,
                pausable: self.rule.pausable,
                rule: Some(self.rule.spot),
                computed: self.computed(&pauses),
                pauses,
                extension: self.extension.map(|(event, _)| event),
                ignored: self.ignored,
            },
        }
    }

    fn warn(&self, due: Instant, pauses: &Pauses) -> Option<Instant> {
        let unit: Unit = self.rule.within.unit();
        self.view.policy.calendar.warn(self.start, due, unit, pauses)
    }
}

/// The state of a clock at `now`; both limits are inclusive, and without a due or warning point it is open.
pub(super) fn state(over: Option<Over>, due: Option<Instant>, warn: Option<Instant>, now: Instant) -> DeadlineState {
    let late = |instant: Instant| due.is_some_and(|due| instant > due);
    match over {
        Some(over) if late(over.at) => DeadlineState::Missed,
        Some(Over { by: OverBy::Stop, .. }) => DeadlineState::Met,
        Some(Over { by: OverBy::End, .. }) => DeadlineState::Cancelled,
        None if late(now) => DeadlineState::Overdue,
        None if warn.is_some_and(|warn| warn <= now) => DeadlineState::Soon,
        None => DeadlineState::Open,
    }
}

/// The facts with a change taken in.
pub(super) fn apply_to(standing: &mut Standing, moment: &Moment) {
    match &moment.change {
        Some(Change::Fact { field, to }) => {
            // A value that cannot be taken leaves the fact as it was; the judge has said so.
            let _ = standing.facts.set(*field, to.as_deref());
        }
        Some(Change::Level { to, .. }) => standing.level.clone_from(to),
        Some(Change::Pause | Change::Resume | Change::Extend { .. }) | None => {}
    }
}

/// The moments in the order in which they were put on record.
fn on_record(timeline: &[Moment]) -> Vec<&Moment> {
    let mut moments: Vec<&Moment> = timeline.iter().collect();
    moments.sort_by_key(|moment| moment.on_record);
    moments
}
