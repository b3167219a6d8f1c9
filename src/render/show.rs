//! A case on one page.

mod facts;

use super::say;
use crate::domain::message::{all_of, message};
use std::path::Path;

use super::Diagnostic;
use super::cases::{standing, tone};
use super::event::{headline, said, worth};
use super::page::Page;
use super::span::to_the_minute;
use super::style::{Style, Tone};
use crate::domain::case::Entry;
use crate::domain::case::event::{Efficacy, Subject};
use crate::domain::deadline::Deadline;
use crate::domain::finding::{Code, Finding};
use crate::domain::names::StaffId;
use crate::domain::policy::Policy;
use crate::domain::rules::{NextStep, approval, next_steps, sanctions};
use crate::domain::snapshot::Snapshot;
use crate::domain::state::Proposal;
use crate::domain::time::Instant;
use crate::domain::word::Word;
use crate::domain::wording;

const LABEL: usize = 12;

/// What a page is made from.
#[derive(Debug)]
pub struct Shown<'a> {
    /// The case.
    pub snapshot: &'a Snapshot,
    /// What is wrong with it, each finding at its place.
    pub findings: &'a [Finding],
    /// The policy.
    pub policy: &'a Policy,
    /// The clock.
    pub now: Instant,
}

/// The page of a case.
pub fn page(shown: &Shown<'_>, style: Style) -> String {
    let mut page = Page::new(style);
    shown.title(&mut page);
    shown.facts(&mut page);
    shown.deadlines(&mut page);
    shown.proposal(&mut page);
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
        let Snapshot { flags, .. } = self.snapshot;
        let flags: String = flags
            .iter()
            .map(|flag| format!(", {}", flag.word().replace('_', " ")))
            .collect();
        page.heading(&format!(
            "{}  {}{flags}",
            self.snapshot.id(),
            self.snapshot.status()
        ));
        for question in self
            .findings
            .iter()
            .filter(|finding| finding.code == Code::Questionable)
        {
            page.line(
                0,
                Some(Tone::Warning),
                &say(&message!(
                    "to settle: {question}",
                    question = question.message
                )),
            );
        }
        page.line(0, None, &self.snapshot.state().facts.summary);
        page.line(0, None, "");
    }

    fn deadlines(&self, page: &mut Page) {
        let deadlines = &self.snapshot.deadlines;
        if deadlines.is_empty() {
            return;
        }
        page.heading("Deadlines");
        let label = |deadline: &Deadline| match deadline.round {
            0 => deadline.name.clone(),
            later => format!("{}, round {}", deadline.name, later + 1),
        };
        let width = deadlines
            .iter()
            .map(|deadline| label(deadline).chars().count())
            .max()
            .unwrap_or(0)
            .max(LABEL);
        for deadline in deadlines {
            page.toned_pair(
                width,
                &label(deadline),
                tone(deadline.state),
                &self.deadline(deadline),
            );
        }
    }

    fn deadline(&self, deadline: &Deadline) -> String {
        let standing = say(&standing(deadline, self.now));
        let due = deadline
            .due
            .map(|due| format!(", due {}", self.short(due)))
            .unwrap_or_default();
        let stopped = deadline
            .stopped
            .map(|at| format!(", over {}", self.short(at)))
            .unwrap_or_default();
        format!("{standing}{due}{stopped}")
    }

    fn proposal(&self, page: &mut Page) {
        let state = self.snapshot.state();
        for proposal in state.proposal.iter().chain(&state.drafts) {
            self.one_proposal(proposal, page);
        }
    }

    fn one_proposal(&self, proposal: &Proposal, page: &mut Page) {
        let label = if proposal.terms.subject() == Subject::Remedy {
            "remedy"
        } else {
            "subject"
        };
        page.heading("Proposal");
        page.pair(LABEL, label, &worth(&proposal.terms));
        page.pair(
            LABEL,
            "proposed",
            &format!("{} by {}", self.short(proposal.at), self.name(&proposal.by)),
        );
        if !proposal.agreed.is_empty() {
            let names: Vec<String> = proposal.agreed.iter().map(|who| self.name(who)).collect();
            page.pair(
                LABEL,
                "by telephone",
                &format!("agreed by {}", names.join(", ")),
            );
        }
        if !proposal.paid_before.is_zero() {
            page.pair(LABEL, "paid before", &proposal.paid_before.to_string());
        }
        for (who, at) in &proposal.approvals {
            page.pair(
                LABEL,
                "approved",
                &format!("{} by {}", self.short(*at), self.name(who)),
            );
        }
        let (tone, standing) = self.standing_of(proposal);
        page.toned_pair(LABEL, "so", tone, &standing);
    }

    fn actions(&self, page: &mut Page) {
        let actions = &self.snapshot.state().actions;
        if actions.is_empty() {
            return;
        }
        page.heading("Actions");
        for action in actions {
            let (tone, standing) = match (action.done, action.verified) {
                (Some(_), Some(Efficacy::Effective)) => (Tone::Good, "effective".to_owned()),
                (Some(at), _) => (
                    Tone::Warning,
                    format!("done {}, to be verified", self.short(at)),
                ),
                (None, verified) => self.undone(action.until, verified.is_some()),
            };
            let owner = self.name(&action.owner);
            page.toned_pair(
                LABEL,
                &format!("({})", action.plan),
                Some(tone),
                &format!("{standing}, {owner}: {}", action.action),
            );
        }
    }

    fn sanctions(&self, page: &mut Page) {
        let sanctions = sanctions::sanctions(self.snapshot.state(), self.policy);
        if sanctions.is_empty() {
            return;
        }
        page.heading("Sanctions that the policy has for it");
        for sanction in sanctions {
            let by = sanction
                .decided_by
                .as_deref()
                .map(|role| format!(", decided by {}", wording::one(role)));
            page.pair(
                LABEL,
                &sanction.offence,
                &format!("{}{}", sanction.penalty, by.unwrap_or_default()),
            );
        }
    }

    fn steps(&self, page: &mut Page) {
        let steps = &self.snapshot.state().steps;
        if steps.is_empty() {
            return;
        }
        page.heading("Steps");
        for step in steps {
            page.pair(
                LABEL,
                &step.name,
                &format!("{} by {}", self.short(step.at), self.name(&step.by)),
            );
        }
    }

    /// How an action that is not done stands; `again` where it proved ineffective.
    fn undone(&self, until: Option<Instant>, again: bool) -> (Tone, String) {
        match until {
            None => (Tone::Warning, "ineffective, without a new date".to_owned()),
            Some(until) if self.now > until => {
                (Tone::Bad, format!("overdue since {}", self.short(until)))
            }
            Some(until) if again => (
                Tone::Warning,
                format!("ineffective, again by {}", self.short(until)),
            ),
            Some(until) => (Tone::Warning, format!("by {}", self.short(until))),
        }
    }

    fn standing_of(&self, proposal: &Proposal) -> (Option<Tone>, String) {
        let lacking = approval::lacks(proposal, self.policy);
        let is_draft = proposal.terms.subject() != Subject::Remedy;
        match (&proposal.refused, proposal.carried_out, lacking) {
            (Some((who, reason)), ..) => (
                Some(Tone::Bad),
                format!("refused by {}: {reason}", self.name(who)),
            ),
            (None, Some(at), Some(roles)) if approval::goes_ahead(proposal, self.policy) => {
                let standing = format!(
                    "carried out {}, and lacks the approval of {roles}",
                    self.short(at)
                );
                (Some(Tone::Warning), standing)
            }
            (None, None, Some(roles)) if approval::goes_ahead(proposal, self.policy) => (
                Some(Tone::Warning),
                format!("may be carried out as an emergency, and lacks the approval of {roles}"),
            ),
            (None, Some(at), _) if is_draft => {
                (Some(Tone::Good), format!("done {}", self.short(at)))
            }
            (None, None, None) if is_draft => (Some(Tone::Good), "approved".to_owned()),
            (None, Some(at), _) => (Some(Tone::Good), format!("carried out {}", self.short(at))),
            (None, None, None) => (Some(Tone::Good), "may be carried out".to_owned()),
            (None, None, Some(roles)) => (
                Some(Tone::Warning),
                format!("lacks the approval of {roles}"),
            ),
        }
    }

    fn next(&self, page: &mut Page) {
        // Who reads a case without its events, as redacted ones are, does not work on it.
        if self.snapshot.case.entries.is_empty() {
            return;
        }
        let steps = next_steps(self.snapshot.state(), self.policy, self.now);
        if steps.is_empty() {
            return;
        }
        page.heading("What may be done next");
        let (ready, lacking): (Vec<_>, Vec<_>) =
            steps.iter().partition(|step| step.lacks.is_empty());
        let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
        for step in ready {
            let who = self.who(step);
            match groups.iter_mut().find(|(people, _)| *people == who) {
                Some((_, verbs)) => verbs.push(step.verb.word()),
                None => groups.push((who, vec![step.verb.word()])),
            }
        }
        for (who, verbs) in groups {
            page.line(2, None, &format!("{}: {who}", verbs.join(", ")));
        }
        for step in lacking {
            let lacks = say(&message!("{reasons}", reasons = all_of(&step.lacks)));
            page.line(
                2,
                None,
                &format!(
                    "{}: not yet, {lacks} ({})",
                    step.verb.word(),
                    self.who(step)
                ),
            );
        }
    }

    /// Those who may take a step, by name where they are few.
    fn who(&self, step: &NextStep) -> String {
        let who: Vec<&str> = step.who.iter().map(StaffId::as_str).collect();
        match (who.len(), &step.role) {
            _ if self.policy.staff.is_empty() => "anybody".to_owned(),
            (all, _) if all > 1 && all == self.at_work() => "anybody on the staff".to_owned(),
            (0, _) => "nobody on the staff list".to_owned(),
            (1..=5, _) => who.join(", "),
            (many, Some(role)) => format!("{many} people, from {role} upward"),
            (many, None) => format!("any of {many} people"),
        }
    }

    /// How many people are on the staff now.
    fn at_work(&self) -> usize {
        let Policy {
            staff, calendar, ..
        } = self.policy;
        staff
            .values()
            .filter(|staff| staff.is_active(self.now, calendar))
            .count()
    }

    fn timeline(&self, page: &mut Page) {
        let entries = self.snapshot.case.in_order();
        let zone = self.policy.calendar.zone();
        let widest = entries
            .iter()
            .map(|entry| entry.by.as_str().chars().count())
            .max()
            .unwrap_or_default();
        if entries.is_empty() {
            return;
        }
        page.heading("Timeline");
        let mut day = None;
        for (index, entry) in entries.iter().enumerate() {
            let moment = to_the_minute(entry.at, zone);
            let (date, time) = moment.split_once(' ').unwrap_or((&moment, ""));
            if day.as_deref() != Some(date) {
                page.line(2, Some(Tone::Faint), date);
                day = Some(date.to_owned());
            }
            let line = format!(
                "{:>3}  {time}  {:<widest$}  {}",
                index + 1,
                entry.by.as_str(),
                headline(&entry.event, &entries, zone)
            );
            let retracted = self.snapshot.judged.retracted.contains(&entry.digest);
            let remarks = [
                retracted.then(|| "taken back".to_owned()),
                entry
                    .recorded
                    .map(|at| format!("put on record {}", self.short(at))),
                entry.source.clone().map(|source| format!("from {source}")),
            ];
            let remarks: Vec<String> = remarks.into_iter().flatten().collect();
            let remarks = if remarks.is_empty() {
                String::new()
            } else {
                format!("  [{}]", remarks.join(", "))
            };
            page.line(
                2,
                retracted.then_some(Tone::Faint),
                &format!("{line}{remarks}"),
            );
            if let Some(said) = said(&entry.event) {
                page.prose(2 + 3 + 2 + time.len() + 2 + widest + 2, said);
            }
        }
    }

    fn findings(&self, page: &mut Page, style: Style) {
        if self.findings.is_empty() {
            return;
        }
        page.heading("Findings");
        let policy = Path::new(crate::store::repository::POLICY);
        for finding in self.findings {
            page.raw(
                &Diagnostic::finding(finding, Path::new(&self.snapshot.path), policy).render(style),
            );
        }
    }

    fn number(&self, entries: &[&Entry], wanted: &Entry) -> usize {
        entries
            .iter()
            .position(|entry| entry.digest == wanted.digest)
            .map_or(0, |index| index + 1)
    }

    /// `Wang Fang (wang.fang)` where the policy knows the name.
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
}
