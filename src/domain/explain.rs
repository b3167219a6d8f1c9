//! How a due instant came about, line by line.

mod held;

use chrono_tz::Tz;

use super::calendar::trace::TraceStep;
use super::calendar::{Pauses, Roll};
use super::case::{Entry, Event};
use super::deadline::{CUT_OFF, Deadline, DeadlineState, PROMISED};
use super::finding::Spot;
use super::message::{Message, message};
use super::names::Digest;
use super::policy::Policy;
use super::rules::claim_window::{self, Claim};
use super::snapshot::Snapshot;
use super::time::{Instant, format_short};
use super::timeline::{Boundary, Moment};

pub use held::{Held, held};

/// The story of one clock.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The clock's name.
    pub name: String,
    /// Its round, from 1.
    pub round: usize,
    /// How it stands.
    pub state: DeadlineState,
    /// Where its rule stands in the policy, and what it says; none for a promise.
    pub rule: Option<Rule>,
    /// How it came to its due instant and what became of it.
    pub lines: Vec<Line>,
    /// Years that it runs into and whose holidays nobody has reviewed.
    pub unknown_years: Vec<i32>,
}

/// A rule of the policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Where it stands.
    pub spot: Spot,
    /// Its lines, without remarks.
    pub text: Vec<String>,
}

/// One line of the story.
#[derive(Debug, Clone, PartialEq)]
pub enum Line {
    /// What started the clock.
    Started {
        /// When.
        at: String,
        /// By what.
        by: String,
    },
    /// A step of the counting.
    Step(TraceStep),
    /// An extension that counts.
    Extended {
        /// By which event.
        by: String,
        /// Why.
        reason: String,
        /// Until when.
        until: String,
    },
    /// A date that somebody named: a promise, or an authority's.
    Set {
        /// The instant.
        until: String,
        /// The name of the deadline.
        name: String,
    },
    /// What was put on record too late to move it.
    TooLate {
        /// Which event.
        what: String,
        /// When it was put on record.
        recorded: String,
    },
    /// The warning point.
    Warns(String),
    /// What became of it.
    Over {
        /// When it was over.
        at: String,
        /// By what.
        by: String,
        /// How.
        state: DeadlineState,
    },
    /// It runs.
    Runs(DeadlineState),
    /// When a complaint came that has a claim window.
    Claimed {
        /// When it was received.
        at: String,
        /// Whether that was in time.
        state: DeadlineState,
    },
}

/// The stories of a case's claim window and of its clocks in every round, of one name or of all.
pub fn explain(
    snapshot: &Snapshot,
    policy: &Policy,
    policy_text: &str,
    name: Option<&str>,
) -> Vec<Explanation> {
    let wanted = |told: &str| name.is_none_or(|name| told == name);
    let claim =
        claim_window::claim(snapshot.state(), policy).filter(|claim| wanted(&claim.window.name));
    let told = snapshot
        .deadlines
        .iter()
        .filter(|deadline| wanted(&deadline.name));
    let clocks = told.map(|deadline| Telling {
        snapshot,
        policy,
        zone: policy.calendar.zone(),
        deadline,
    });
    let claim = claim.map(|claim| tell_claim(&claim, policy, policy_text));
    claim
        .into_iter()
        .chain(clocks.map(|telling| telling.tell(policy_text)))
        .collect()
}

/// The story of a claim window.
fn tell_claim(claim: &Claim<'_>, policy: &Policy, policy_text: &str) -> Explanation {
    let Claim {
        window,
        start,
        end,
        received,
    } = *claim;
    let short = |instant| format_short(instant, policy.calendar.zone());
    let by = format!("'{}' of the facts", window.start.name());
    let steps = policy
        .calendar
        .trace(start, window.within, window.roll, Pauses::NONE);
    let state = if claim.is_in_time() {
        DeadlineState::Met
    } else {
        DeadlineState::Missed
    };
    let mut lines = vec![Line::Started {
        at: short(start),
        by,
    }];
    lines.extend(steps.into_iter().skip(1).map(Line::Step));
    lines.push(Line::Claimed {
        at: short(received),
        state,
    });
    let heeds = window.within.unit().heeds_calendar() || window.roll == Roll::NextWorkingDay;
    let unknown_years = end
        .filter(|_| heeds)
        .map(|end| policy.calendar.unknown_years(start, end))
        .unwrap_or_default();
    Explanation {
        name: format!("claim window {}", window.name),
        round: 1,
        state,
        rule: Some(Rule {
            spot: window.spot,
            text: rule_text(policy_text, window.spot),
        }),
        lines,
        unknown_years,
    }
}

/// The years that a running clock reaches into and whose holidays nobody has reviewed.
pub fn unknown_years(deadline: &Deadline, policy: &Policy) -> Vec<i32> {
    let counts_days = deadline
        .basis
        .within
        .is_some_and(|within| within.unit().heeds_calendar());
    match deadline.due {
        Some(due) if counts_days && deadline.basis.extension.is_none() => {
            policy.calendar.unknown_years(deadline.started, due)
        }
        Some(_) | None => Vec::new(),
    }
}

struct Telling<'a> {
    snapshot: &'a Snapshot,
    policy: &'a Policy,
    zone: Tz,
    deadline: &'a Deadline,
}

impl Telling<'_> {
    fn tell(&self, policy_text: &str) -> Explanation {
        let Deadline {
            name,
            round,
            state,
            basis,
            ..
        } = self.deadline;
        let mut lines = vec![self.started()];
        lines.extend(self.counted());
        lines.extend(
            basis
                .ignored
                .iter()
                .filter_map(|event| self.too_late(*event)),
        );
        lines.extend(self.deadline.warn.map(|warn| Line::Warns(self.short(warn))));
        lines.push(self.outcome());
        Explanation {
            name: name.clone(),
            round: round + 1,
            state: *state,
            rule: basis.rule.map(|spot| Rule {
                spot,
                text: rule_text(policy_text, spot),
            }),
            lines,
            unknown_years: unknown_years(self.deadline, self.policy),
        }
    }

    fn started(&self) -> Line {
        let at = self.deadline.started;
        let gives = |moment: &&Moment| moment.at == at && moment.boundary != Some(Boundary::End);
        let by = match self.snapshot.state().timeline.iter().find(gives) {
            _ if at == self.snapshot.state().facts.received => {
                "the complaint was received".to_owned()
            }
            Some(moment) => self.event(moment.event),
            None => "as the rule says".to_owned(),
        };
        Line::Started {
            at: self.short(at),
            by,
        }
    }

    /// The steps of the counting, without its first, and what moved the result.
    fn counted(&self) -> Vec<Line> {
        let Deadline {
            started,
            basis,
            due,
            ..
        } = self.deadline;
        let Some(within) = basis.within else {
            return due
                .map(|due| Line::Set {
                    until: self.short(due),
                    name: self.deadline.name.clone(),
                })
                .into_iter()
                .collect();
        };
        let steps = self
            .policy
            .calendar
            .trace(*started, within, basis.roll, &basis.pauses);
        let mut lines: Vec<Line> = steps.into_iter().skip(1).map(Line::Step).collect();
        if let Some(entry) = basis.extension.and_then(|event| self.entry(event))
            && let Event::Extend { until, reason, .. } = &entry.event
        {
            let until = self.short(*until);
            lines.push(Line::Extended {
                by: self.event(entry.digest),
                reason: reason.clone(),
                until,
            });
        }
        lines
    }

    fn too_late(&self, event: Digest) -> Option<Line> {
        let recorded = self.entry(event)?.on_record();
        Some(Line::TooLate {
            what: self.event(event),
            recorded: self.short(recorded),
        })
    }

    fn outcome(&self) -> Line {
        let state = self.deadline.state;
        let Some(at) = self.deadline.stopped else {
            return Line::Runs(state);
        };
        let stops = |moment: &&Moment| {
            moment.at == at && (!moment.signals.is_empty() || moment.boundary.is_some())
        };
        let moment = self.snapshot.state().timeline.iter().find(stops);
        let by = moment.map_or_else(
            || "the end of the case".to_owned(),
            |moment| self.event(moment.event),
        );
        Line::Over {
            at: self.short(at),
            by,
            state,
        }
    }

    /// `event 5, extend by chen.jing`.
    fn event(&self, digest: Digest) -> String {
        let entries = self.snapshot.case.in_order();
        let found = entries
            .iter()
            .enumerate()
            .find(|(_, entry)| entry.digest == digest);
        found.map_or_else(String::new, |(index, entry)| {
            format!(
                "event {}, {} by {}",
                index + 1,
                entry.event.name(),
                entry.by
            )
        })
    }

    fn entry(&self, digest: Digest) -> Option<&Entry> {
        self.snapshot
            .case
            .entries
            .iter()
            .find(|entry| entry.digest == digest)
    }

    fn short(&self, instant: Instant) -> String {
        format_short(instant, self.zone)
    }
}

/// Where the table begins that something in the policy stands in; its own place where it stands above all tables.
fn table_of(policy: &str, spot: Spot) -> Spot {
    let lines = policy
        .lines()
        .zip(1..)
        .take_while(|(_, line)| *line <= spot.line);
    let header = lines.filter(|(text, _)| text.starts_with('[')).last();
    header.map_or(spot, |(_, line)| Spot { line, column: 1 })
}

/// The lines of a table of the policy that begins at `spot`, without remarks.
fn rule_text(policy: &str, spot: Spot) -> Vec<String> {
    let from = (spot.line as usize).saturating_sub(1);
    let mut lines = policy.lines().skip(from).map(str::trim_end);
    let header = lines.next().map(str::to_owned);
    let body = lines.take_while(|line| !line.is_empty() && !line.starts_with('['));
    header
        .into_iter()
        .chain(
            body.filter(|line| !line.starts_with('#'))
                .map(str::to_owned),
        )
        .collect()
}

impl Line {
    /// The line as a message.
    pub fn message(&self) -> Message {
        match self {
            Self::Started { at, by } => message!("starts {at}: {by}", at, by),
            Self::Step(step) => step.message(),
            Self::Extended { by, reason, until } => {
                message!("extended until {until}: {by} ({reason})", until, by, reason)
            }
            Self::Set { until, name } if name == CUT_OFF => {
                message!("due {until}, as the authority has set it", until)
            }
            Self::Set { until, name } if name == PROMISED => {
                message!("due {until}, as {name}", until, name)
            }
            Self::Set { until, .. } => message!("due {until}, as planned", until),
            Self::TooLate { what, recorded } => message!(
                "does not count: {what}, put on record {recorded}, after the due instant",
                what,
                recorded
            ),
            Self::Warns(at) => message!("warns from {at}", at),
            Self::Over { at, by, state } => message!("{state}: over {at}, {by}", state, at, by),
            Self::Claimed { at, state } => {
                message!("{state}: the complaint was received {at}", state, at)
            }
            Self::Runs(state) => message!("{state}: still running", state),
        }
    }
}

#[cfg(test)]
mod tests;
