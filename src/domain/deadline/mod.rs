//! A case's clocks: when each started, when it is due, whether it was met. A pure function of the timeline, the policy
//! and the instant of now.
//!
//! No event after a due instant moves it: what could move it is taken in the order in which it was put on record, and
//! counts only if that was not after the due instant as it stood. Stops count by when they happened.

mod action;
mod clock;
mod promise;
mod rounds;
mod rule;
mod run;

use std::fmt;

use rule::RuleSource;
use run::View;

use super::calendar::{Clock, Pauses, Roll, Span};
use super::finding::Spot;
use super::names::Digest;
use super::policy::{Pausable, Policy};
use super::state::State;
use super::time::Instant;

pub use super::policy::PROMISED;
pub use super::policy::{ACTION, CUT_OFF};

/// One clock of a case, in one round.
#[derive(Debug, Clone, PartialEq)]
pub struct Deadline {
    pub name: String,
    /// The round of the case that it started in, from 0.
    pub round: usize,
    pub started: Instant,
    /// When it is due; none while an open pause hides it.
    pub due: Option<Instant>,
    pub warn: Option<Instant>,
    /// When it was over, by a stop or an end.
    pub stopped: Option<Instant>,
    pub state: DeadlineState,
    /// How its due instant came about.
    pub basis: Basis,
}

/// How a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeadlineState {
    /// Running, before the warning point.
    Open,
    /// Running, past the warning point.
    Soon,
    /// Running, past the due instant.
    Overdue,
    Met,
    /// Over, and too late.
    Missed,
    /// Ended with the case before it was due.
    Cancelled,
}

impl DeadlineState {
    /// The word in lists and reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Soon => "soon",
            Self::Overdue => "overdue",
            Self::Met => "met",
            Self::Missed => "missed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether the clock still runs.
    pub(crate) fn is_running(self) -> bool {
        matches!(self, Self::Open | Self::Soon | Self::Overdue)
    }
}

crate::domain::message::words_in_messages!(DeadlineState);

impl fmt::Display for DeadlineState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// How a due instant came about, for `explain`.
#[derive(Debug, Clone, PartialEq)]
pub struct Basis {
    /// The length; none for a promise, which names its instant.
    pub within: Option<Span>,
    /// What becomes of a limit that would end on a day off.
    pub roll: Roll,
    /// Whether pauses stop it.
    pub pausable: Pausable,
    /// Where the rule stands in the policy.
    pub rule: Option<Spot>,
    /// The pauses that count for it.
    pub pauses: Pauses,
    /// The due instant before any extension.
    pub computed: Option<Instant>,
    /// The extension that counts, by its event.
    pub extension: Option<Digest>,
    /// What came too late to move it.
    pub ignored: Vec<Digest>,
}

/// The clocks of a case at `now`, in the order of the policy: for each name its rounds in order; levels, promises, cut-offs and
/// corrective actions last.
pub fn deadlines(state: &State, policy: &Policy, now: Instant) -> Vec<Deadline> {
    let view = View::new(state, policy, now);
    let mut deadlines = Vec::new();
    for name in policy.deadline_names() {
        rounds::run(&view, &RuleSource::Named(name), &mut deadlines);
    }
    for level in policy.levels.iter().filter(|level| level.within.is_some()) {
        rounds::run(&view, &RuleSource::Level(level), &mut deadlines);
    }
    promise::run(&view, &mut deadlines);
    action::run(&view, &mut deadlines);
    deadlines
}

/// The clocks of the newest round, of each name the last, in the order of [`deadlines`]: those that started in it, and
/// those that were still running when it began.
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

impl Deadline {
    /// How long past the due instant it was stopped, or is now, on the clock of its unit; none if it is not late.
    pub(crate) fn delay(&self, policy: &Policy, now: Instant) -> Option<chrono::TimeDelta> {
        let due = self.due?;
        let until = self.stopped.unwrap_or(now);
        (until > due).then(|| policy.calendar.run(self.clock(), due, until, Pauses::NONE))
    }

    /// What it is counted under: its name; the clocks of all corrective actions together are `action`.
    pub(crate) fn stage(&self) -> &str {
        if self.plan().is_some() {
            ACTION
        } else {
            &self.name
        }
    }

    /// The handle of the corrective action that it is of, if it is of one.
    pub(crate) fn plan(&self) -> Option<&str> {
        let plan = self.name.strip_prefix(ACTION)?.strip_prefix('-')?;
        self.basis.rule.is_none().then_some(plan)
    }

    /// The clock that it runs on: elapsed or working time.
    pub(crate) fn clock(&self) -> Clock {
        self.basis
            .within
            .map_or(Clock::Elapsed, |within| within.unit().clock())
    }
}
