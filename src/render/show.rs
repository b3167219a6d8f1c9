//! A case on one page.

mod actions;
mod facts;
mod handling;
mod next;
mod proposal;
mod timeline;

use std::path::Path;

use super::cases::{standing, tone};
use super::page::Page;
use super::span::{end_to_the_minute, to_the_minute};
use super::style::{Style, Tone};
use super::width::columns;
use super::{Diagnostic, say};
use crate::domain::deadline::Deadline;
use crate::domain::finding::{Code, Finding};
use crate::domain::message::{Argument, Message, ToArgument, listed, message, one, text};
use crate::domain::names::StaffId;
use crate::domain::policy::Policy;
use crate::domain::rules::sanctions;
use crate::domain::snapshot::Snapshot;
use crate::domain::state::Flag;
use crate::domain::time::Instant;

const LABEL: usize = 12;

/// The input of a page.
#[derive(Debug)]
pub struct Shown<'a> {
    pub snapshot: &'a Snapshot,
    /// The findings about the case.
    pub findings: &'a [Finding],
    pub policy: &'a Policy,
    pub now: Instant,
}

/// The page of a case.
pub fn page(shown: &Shown<'_>, style: Style) -> String {
    let mut page = Page::new(style);
    shown.title(&mut page);
    shown.facts(&mut page);
    shown.deadlines(&mut page);
    shown.proposals(&mut page);
    shown.actions(&mut page);
    shown.sanctions(&mut page);
    shown.steps(&mut page);
    shown.next(&mut page);
    shown.timeline(&mut page);
    shown.findings(&mut page, style);
    page.into_text()
}

impl Shown<'_> {
    fn title(&self, page: &mut Page) {
        let status = self.snapshot.status().to_argument();
        let flags = self.snapshot.flags.iter().copied().map(flag);
        let standing = listed([status].into_iter().chain(flags));
        page.heading(&format!("{}  {}", self.snapshot.id(), say(&standing)));
        for question in self
            .findings
            .iter()
            .filter(|finding| finding.code == Code::Questionable)
        {
            let question = &question.message;
            let line = say(&message!("to settle: {question}", question));
            page.line(0, Some(Tone::Warning), &line);
        }
        page.line(0, None, &self.snapshot.state().facts.summary);
        page.line(0, None, "");
    }

    fn deadlines(&self, page: &mut Page) {
        let deadlines = &self.snapshot.deadlines;
        if deadlines.is_empty() {
            return;
        }
        page.heading(&say(&text!("Deadlines")));
        let labels: Vec<String> = deadlines.iter().map(label).collect();
        let widths = labels.iter().map(|label| columns(label));
        let width = widths.max().unwrap_or(0).max(LABEL);
        for (deadline, label) in deadlines.iter().zip(&labels) {
            let standing = say(&self.deadline(deadline));
            page.toned_pair(width, label, tone(deadline.state), &standing);
        }
    }

    fn deadline(&self, deadline: &Deadline) -> Argument {
        let due = deadline
            .due
            .map(|due| message!("due {at}", at = self.end(due)));
        let stopped = deadline
            .stopped
            .map(|at| message!("stopped {at}", at = self.short(at)));
        let standing = standing(deadline, self.policy, self.now).to_argument();
        listed([standing].into_iter().chain(arguments([due, stopped])))
    }

    fn sanctions(&self, page: &mut Page) {
        let sanctions = sanctions::sanctions(self.snapshot.state(), self.policy);
        if sanctions.is_empty() {
            return;
        }
        page.heading(&say(&text!("Sanctions")));
        for sanction in sanctions {
            let penalty = &sanction.penalty;
            let decision = match &sanction.decided_by {
                Some(role) => message!("{penalty}, decided by {who}", penalty, who = one(role)),
                None => message!("{penalty}", penalty),
            };
            page.pair(LABEL, &sanction.offence, &say(&decision));
        }
    }

    fn steps(&self, page: &mut Page) {
        let steps = &self.snapshot.state().steps;
        if steps.is_empty() {
            return;
        }
        page.heading(&say(&text!("Steps")));
        for step in steps {
            page.pair(LABEL, &step.name, &say(&self.at_by(step.at, &step.by)));
        }
    }

    fn findings(&self, page: &mut Page, style: Style) {
        if self.findings.is_empty() {
            return;
        }
        page.heading(&say(&text!("Findings")));
        let file = Path::new(&self.snapshot.path);
        for finding in self.findings {
            page.raw(&Diagnostic::finding(finding, file).render(style));
        }
    }

    /// `2026-11-21 09:20 by Li Wei (li.wei)`.
    fn at_by(&self, at: Instant, by: &StaffId) -> Message {
        message!("{at} by {who}", at = self.short(at), who = self.name(by))
    }

    /// `Wang Fang (wang.fang)` if the policy has the name.
    fn name(&self, who: &StaffId) -> String {
        let name = self
            .policy
            .staff
            .get(who)
            .and_then(|staff| staff.name.as_deref());
        name.map_or_else(|| who.to_string(), |name| format!("{name} ({who})"))
    }

    fn short(&self, instant: Instant) -> String {
        to_the_minute(instant, self.policy.calendar.zone())
    }

    fn end(&self, instant: Instant) -> String {
        end_to_the_minute(instant, self.policy.calendar.zone())
    }
}

/// The name of a deadline, with its round after the first.
fn label(deadline: &Deadline) -> String {
    let name = &deadline.name;
    match deadline.round {
        0 => name.clone(),
        later => say(&message!("{name}, round {round}", name, round = later + 1)),
    }
}

/// The display name of a flag.
fn flag(flag: Flag) -> Argument {
    match flag {
        Flag::AwaitingApproval => text!("awaiting approval").to_argument(),
        Flag::Paused | Flag::Escalated | Flag::Appealed | Flag::Reopened | Flag::Malicious => {
            flag.to_argument()
        }
    }
}

/// The present messages as arguments.
fn arguments(
    messages: impl IntoIterator<Item = Option<Message>>,
) -> impl Iterator<Item = Argument> {
    let present = messages.into_iter().flatten();
    present.map(|message| message.to_argument())
}

/// `evidence (invoice)`: a value with an optional remark in brackets.
fn remarked(thing: impl ToArgument, remark: Option<Argument>) -> Argument {
    match remark {
        Some(remark) => message!("{thing} ({remark})", thing, remark).to_argument(),
        None => thing.to_argument(),
    }
}

/// `a, b`; `None` if empty.
fn listed_if_any<T: ToArgument>(things: &[T]) -> Option<Argument> {
    (!things.is_empty()).then(|| listed(things))
}
