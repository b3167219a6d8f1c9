//! Explains how a due instant was computed, line by line.

mod held;

use super::calendar::{Pauses, Roll};
use super::case::{Entry, Event};
use super::deadline::{CUT_OFF, Deadline, DeadlineState, PROMISED};
use super::finding::Spot;
use super::message::{Argument, Message, TimeForm, ToArgument, in_form, message, text};
use super::names::Digest;
use super::policy::Policy;
use super::rules::claim_window::{self, Claim};
use super::snapshot::Snapshot;
use super::time::{Instant, Precision};
use super::timeline::{ClockEvent, RoundChange};

pub(crate) use held::{Held, held};

/// The explanation of one clock.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Explanation {
    pub name: ClockName,
    /// The round, from 1.
    pub round: usize,
    pub state: DeadlineState,
    /// The rule in the policy; `None` for a promise.
    pub rule: Option<Rule>,
    /// The steps of the computation, and the outcome.
    pub lines: Vec<Message>,
    /// Years within the clock's run whose holidays nobody has reviewed.
    pub unknown_years: Vec<i32>,
}

/// The name of an explained clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ClockName {
    /// A deadline of the case.
    Deadline(String),
    /// A claim window of the policy.
    ClaimWindow(String),
}

impl ClockName {
    /// The name in JSON, which is not translated.
    pub(crate) fn key(&self) -> String {
        match self {
            Self::Deadline(name) => name.clone(),
            Self::ClaimWindow(name) => format!("claim window {name}"),
        }
    }
}

impl ToArgument for ClockName {
    fn to_argument(&self) -> Argument {
        match self {
            Self::Deadline(name) => name.to_argument(),
            Self::ClaimWindow(name) => message!("claim window {name}", name).to_argument(),
        }
    }
}

/// A rule of the policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rule {
    pub spot: Spot,
    /// The lines of the rule, without comments.
    pub text: Vec<String>,
}

/// Explains the claim window of a case and its clocks in every round, for one name or for all.
pub(crate) fn explain(
    snapshot: &Snapshot,
    policy: &Policy,
    policy_text: &str,
    name: Option<&str>,
) -> Vec<Explanation> {
    let is_wanted = |other: &str| name.is_none_or(|name| other == name);
    let claim =
        claim_window::claim(snapshot.state(), policy).filter(|claim| is_wanted(&claim.window.name));
    let deadlines = snapshot
        .deadlines
        .iter()
        .filter(|deadline| is_wanted(&deadline.name));
    let explained = deadlines.map(|deadline| {
        let explained = Explained {
            snapshot,
            policy,
            deadline,
        };
        explained.explanation(policy_text)
    });
    let claim = claim.map(|claim| explain_claim(&claim, policy, policy_text));
    claim.into_iter().chain(explained).collect()
}

/// Explains a claim window.
fn explain_claim(claim: &Claim<'_>, policy: &Policy, policy_text: &str) -> Explanation {
    let Claim {
        window,
        start,
        end,
        received,
    } = *claim;
    let steps = policy
        .calendar
        .trace(start, window.within, window.roll, Pauses::NONE);
    let state = if claim.is_in_time() {
        DeadlineState::Met
    } else {
        DeadlineState::Missed
    };
    let mut lines = vec![message!(
        "starts {at}: the fact '{fact}'",
        at = precisely(start, policy),
        fact = window.start.name()
    )];
    lines.extend(steps.iter().skip(1).map(|step| step.message()));
    lines.push(message!(
        "{state}: the complaint was received {at}",
        state,
        at = precisely(received, policy)
    ));
    let heeds = window.within.unit().heeds_calendar() || window.roll == Roll::NextWorkingDay;
    let unknown_years = end
        .filter(|_| heeds)
        .map(|end| policy.calendar.unknown_years(start, end))
        .unwrap_or_default();
    Explanation {
        name: ClockName::ClaimWindow(window.name.clone()),
        round: 1,
        state,
        rule: Some(Rule::at(window.spot, policy_text)),
        lines,
        unknown_years,
    }
}

/// The years within a clock's run whose holidays nobody has reviewed.
pub(crate) fn unknown_years(deadline: &Deadline, policy: &Policy) -> Vec<i32> {
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

/// A deadline to explain.
struct Explained<'a> {
    snapshot: &'a Snapshot,
    policy: &'a Policy,
    deadline: &'a Deadline,
}

impl Explained<'_> {
    fn explanation(&self, policy_text: &str) -> Explanation {
        let Deadline {
            name,
            round,
            state,
            basis,
            ..
        } = self.deadline;
        let mut lines = vec![self.started()];
        lines.extend(self.counted());
        let ignored = basis.ignored.iter();
        lines.extend(ignored.filter_map(|event| self.too_late(*event)));
        lines.extend(
            self.deadline
                .warn
                .map(|warn| message!("warns from {at}", at = self.short(warn))),
        );
        lines.push(self.outcome());
        Explanation {
            name: ClockName::Deadline(name.clone()),
            round: round + 1,
            state: *state,
            rule: basis.rule.map(|spot| Rule::at(spot, policy_text)),
            lines,
            unknown_years: unknown_years(self.deadline, self.policy),
        }
    }

    fn started(&self) -> Message {
        let at = self.deadline.started;
        let gives = |event: &&ClockEvent| event.at == at && event.round != Some(RoundChange::End);
        let by = match self.snapshot.state().timeline.iter().find(gives) {
            _ if at == self.snapshot.state().facts.received => {
                text!("the complaint was received")
            }
            Some(event) => self.event(event.digest),
            None => text!("by the rule"),
        };
        message!("starts {at}: {by}", at = self.short(at), by)
    }

    /// The steps of the computation except the first, and the extension, if any.
    fn counted(&self) -> Vec<Message> {
        let Deadline {
            started,
            basis,
            due,
            ..
        } = self.deadline;
        let Some(within) = basis.within else {
            return due.map(|due| self.set(due)).into_iter().collect();
        };
        let steps = self
            .policy
            .calendar
            .trace(*started, within, basis.roll, &basis.pauses);
        let told = steps.iter().skip(1).filter(|step| !step.is_momentary());
        let mut lines: Vec<Message> = told.map(|step| step.message()).collect();
        if let Some(entry) = basis.extension.and_then(|event| self.entry(event))
            && let Event::Extend(extended) = &entry.event
        {
            lines.push(message!(
                "extended until {until}: {by} ({reason})",
                until = self.end(extended.until),
                by = self.event(entry.digest),
                reason = extended.reason
            ));
            if due.is_some_and(|due| due > extended.until) {
                lines.push(text!(
                    "the limit without the extension is later, and counts"
                ));
            }
        }
        lines
    }

    /// A date that was set: a promise, an authority's date, or the date of an action.
    fn set(&self, due: Instant) -> Message {
        let (until, name) = (self.end(due), self.deadline.name.as_str());
        if name == CUT_OFF {
            message!("due {until}, set by the authority", until)
        } else if name == PROMISED {
            message!("due {until}, as {name}", until, name)
        } else {
            message!("due {until}, as planned", until)
        }
    }

    fn too_late(&self, event: Digest) -> Option<Message> {
        let recorded = self.entry(event)?.on_record();
        Some(message!(
            "does not count: {event}, recorded {recorded}, after the due instant",
            event = self.event(event),
            recorded = self.short(recorded)
        ))
    }

    fn outcome(&self) -> Message {
        let state = self.deadline.state;
        let Some(at) = self.deadline.stopped else {
            return message!("{state}: still running", state);
        };
        let stops = |event: &&ClockEvent| {
            event.at == at && (!event.signals.is_empty() || event.round.is_some())
        };
        let event = self.snapshot.state().timeline.iter().find(stops);
        let by = event.map_or(text!("the end of the case"), |event| {
            self.event(event.digest)
        });
        message!(
            "{state}: stopped {at}, {by}",
            state,
            at = self.short(at),
            by
        )
    }

    /// `event 5, extend by chen.jing`.
    fn event(&self, digest: Digest) -> Message {
        let entries = self.snapshot.case.in_order();
        let found = entries
            .iter()
            .zip(1_usize..)
            .find(|(entry, _)| entry.digest == digest);
        match found {
            Some((entry, number)) => message!(
                "event {number}, {verb} by {by}",
                number,
                verb = entry.event.name(),
                by = entry.by
            ),
            None => text!("an event"),
        }
    }

    fn entry(&self, digest: Digest) -> Option<&Entry> {
        self.snapshot
            .case
            .entries
            .iter()
            .find(|entry| entry.digest == digest)
    }

    fn short(&self, instant: Instant) -> Argument {
        precisely(instant, self.policy)
    }

    fn end(&self, instant: Instant) -> Argument {
        let form = TimeForm::End(Precision::Second);
        in_form(instant, self.policy.calendar.zone(), form)
    }
}

/// An event to the second, as the steps of a computation need it.
fn precisely(instant: Instant, policy: &Policy) -> Argument {
    let form = TimeForm::Event(Precision::Second);
    in_form(instant, policy.calendar.zone(), form)
}

impl Rule {
    fn at(spot: Spot, policy_text: &str) -> Self {
        let text = rule_text(policy_text, spot);
        Self { spot, text }
    }
}

/// The header of the policy table around a spot; the spot itself if it is above all tables.
fn table_of(policy: &str, spot: Spot) -> Spot {
    let lines = policy
        .lines()
        .zip(1..)
        .take_while(|(_, line)| *line <= spot.line);
    let header = lines.filter(|(text, _)| text.starts_with('[')).last();
    header.map_or(spot, |(_, line)| Spot { line, column: 1 })
}

/// The lines of the policy table that begins at `spot`, without comments.
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

#[cfg(test)]
mod tests;
