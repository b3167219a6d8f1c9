//! A case's clocks: when each started, when it is due, whether it was met. A pure function of the
//! timeline, the policy and `now`. When it warns: `Calendar::warn`, in `domain/calendar/limit.rs`.
//!
//! No event recorded after a due instant moves it: changes are applied in the order in which they
//! were recorded, and a change counts only if it was recorded by the due instant in force at that
//! moment. Stops count by when they happened.

mod action;
mod clock;
mod promise;
mod rounds;
mod rule;
mod run;

use chrono::serde::{ts_milliseconds, ts_milliseconds_option};
use rule::RuleSource;
use run::View;
use serde::{Deserialize, Serialize};

use super::calendar::{Clock, Pauses, Roll, Span, Time};
use super::finding::Spot;
use super::names::{Digest, StaffId};
use super::policy::{Pausable, Policy, plan_of};
use super::state::State;
use super::time::Instant;
use super::word::Word;

pub use super::policy::PROMISED;
pub use super::policy::{ACTION, CUT_OFF};

/// One clock of a case, in one round.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Deadline {
    pub name: String,
    pub responsible: Responsible,
    /// The round of the case in which the clock started, from 0.
    pub round: usize,
    #[serde(with = "ts_milliseconds")]
    pub started: Instant,
    /// The due instant; `None` during an open pause.
    #[serde(with = "ts_milliseconds_option")]
    pub due: Option<Instant>,
    #[serde(with = "ts_milliseconds_option")]
    pub warn: Option<Instant>,
    /// When a stop or the end of the case ended the clock.
    #[serde(with = "ts_milliseconds_option")]
    pub stopped: Option<Instant>,
    /// Whether a pause suspends it, and with it the warning.
    pub paused: bool,
    pub state: DeadlineState,
    /// How the due instant was computed.
    pub basis: Basis,
}

/// The running clock with the earliest due instant; clocks without one come last.
pub(super) fn most_urgent<'d>(clocks: impl Iterator<Item = &'d Deadline>) -> Option<&'d Deadline> {
    clocks
        .filter(|deadline| deadline.state.is_running())
        .min_by_key(|deadline| (deadline.due.is_none(), deadline.due))
}

/// The clocks that are late, the earliest due first.
pub(super) fn late<'d>(
    clocks: impl Iterator<Item = &'d Deadline>,
    watch: Watch,
) -> Vec<&'d Deadline> {
    let mut late: Vec<&Deadline> = clocks
        .filter(|deadline| watch.heeds(deadline.state))
        .collect();
    late.sort_by_key(|deadline| deadline.due);
    late
}

/// When a clock counts as late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watch {
    /// Past its due instant.
    Overdue,
    /// Past its warning point.
    Soon,
}

impl Watch {
    fn heeds(self, state: DeadlineState) -> bool {
        match state {
            DeadlineState::Overdue => true,
            DeadlineState::Soon => self == Self::Soon,
            DeadlineState::Open
            | DeadlineState::Met
            | DeadlineState::Missed
            | DeadlineState::Cancelled => false,
        }
    }
}

/// Who has to meet a deadline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Responsible {
    /// Whoever has the case.
    Holder,
    /// A co-handling department, for its own clock.
    CoHandler(String),
    /// The owner of a corrective action.
    Owner(StaffId),
}

/// The state of a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word, Serialize, Deserialize)]
pub enum DeadlineState {
    /// Running, before the warning point.
    Open,
    /// Running, past the warning point.
    Soon,
    /// Running, past the due instant.
    Overdue,
    Met,
    /// Ended, and too late.
    Missed,
    /// Ended with the case before the due instant.
    Cancelled,
}

impl DeadlineState {
    /// Whether the clock still runs.
    pub(crate) fn is_running(self) -> bool {
        matches!(self, Self::Open | Self::Soon | Self::Overdue)
    }
}

/// How a due instant was computed, for `explain`; outlines keep only what tells the length.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Basis {
    /// The length; `None` for a promise, which names its instant.
    pub within: Option<Span>,
    /// Whether a due date on a day off moves.
    pub roll: Roll,
    /// Whether pauses stop it.
    pub pausable: Pausable,
    /// The place of the rule in the policy.
    pub rule: Option<Spot>,
    /// The pauses that count.
    #[serde(skip)]
    pub pauses: Pauses,
    /// The due instant before any extension.
    #[serde(skip)]
    pub computed: Option<Instant>,
    /// The event of the extension that counts.
    #[serde(skip)]
    pub extension: Option<Digest>,
    /// The changes that came too late to move it.
    #[serde(skip)]
    pub ignored: Vec<Digest>,
}

/// The clocks of a case at `now`, in the order of the policy, each name with its rounds in order;
/// levels, promises, cut-offs and corrective actions come last.
pub fn deadlines(state: &State, policy: &Policy, now: Instant) -> Vec<Deadline> {
    let view = View::new(state, policy, now);
    let mut deadlines = Vec::new();
    for name in policy.deadline_names() {
        rounds::run(&view, &RuleSource::Named(name), &mut deadlines);
        for department in view.co_handlers() {
            let source = RuleSource::CoHandler { name, department };
            rounds::run(&view, &source, &mut deadlines);
        }
    }
    for level in policy.levels.iter().filter(|level| level.within.is_some()) {
        rounds::run(&view, &RuleSource::Level(level), &mut deadlines);
    }
    promise::run(&view, &mut deadlines);
    action::run(&view, &mut deadlines);
    deadlines
}

/// The last clock of each name in the newest round, in the order of [`deadlines`]: those that
/// started in the round, and those that were still running when it began.
pub fn newest<'a>(deadlines: &'a [Deadline], state: &State) -> Vec<&'a Deadline> {
    let ran_in_it = |deadline: &Deadline| {
        let since = state.round_began;
        since.is_none_or(|since| {
            deadline.started >= since || deadline.stopped.is_none_or(|stopped| stopped > since)
        })
    };
    let later_of_same = |index: usize, name: &str| {
        deadlines[index + 1..]
            .iter()
            .any(|later| later.name == name)
    };
    let with_index = deadlines.iter().enumerate();
    with_index
        .filter(|(index, deadline)| ran_in_it(deadline) && !later_of_same(*index, &deadline.name))
        .map(|(_, deadline)| deadline)
        .collect()
}

impl Responsible {
    /// The department, if a co-handling one has to meet the deadline.
    fn department(&self) -> Option<&str> {
        match self {
            Self::CoHandler(department) => Some(department),
            Self::Holder | Self::Owner(_) => None,
        }
    }
}

impl Deadline {
    /// The person who has to meet it: the holder of the case, the owner of an action, or the contact
    /// of a co-handling department.
    pub(crate) fn person<'a>(
        &'a self,
        holder: Option<&'a str>,
        policy: &'a Policy,
        now: Instant,
    ) -> Option<&'a str> {
        match &self.responsible {
            Responsible::Holder => holder,
            Responsible::Owner(owner) => Some(owner.as_str()),
            Responsible::CoHandler(department) => {
                policy.contact_for(department, now).map(StaffId::as_str)
            }
        }
    }

    /// The same clock at another instant, before which nothing but time has passed.
    pub(crate) fn at(mut self, now: Instant) -> Self {
        if self.state.is_running() {
            let warn = self.warn.filter(|_| !self.paused);
            self.state = run::state(None, self.due, warn, now);
        }
        self
    }

    /// How late the clock was stopped, or is at `now`, in the time of its limit; `None` if it is not
    /// late (clock S6).
    pub(crate) fn delay(&self, policy: &Policy, now: Instant) -> Option<Time> {
        self.delay_on(self.clock(), policy, now)
    }

    /// As [`Deadline::delay`], on another clock.
    pub(crate) fn delay_on(&self, clock: Clock, policy: &Policy, now: Instant) -> Option<Time> {
        let due = self.due?;
        let until = self.stopped.unwrap_or(now);
        (until > due).then(|| Time {
            length: policy.calendar.run(clock, due, until, Pauses::NONE),
            clock,
        })
    }

    /// The name under which the clock is counted: that of its rule; `action` for the clocks of all
    /// corrective actions.
    pub(crate) fn stage(&self) -> &str {
        if self.plan().is_some() {
            return ACTION;
        }
        let department = self.responsible.department();
        let of_rule = department.and_then(|it| self.name.strip_suffix(it)?.strip_suffix('-'));
        of_rule.unwrap_or(&self.name)
    }

    /// The handle of the corrective action, if the clock belongs to one.
    pub(crate) fn plan(&self) -> Option<&str> {
        let plan = plan_of(&self.name)?;
        self.basis.rule.is_none().then_some(plan)
    }

    /// Whether the clock measures elapsed or working time.
    pub(crate) fn clock(&self) -> Clock {
        self.basis
            .within
            .map_or(Clock::Elapsed, |within| within.unit().clock())
    }
}
