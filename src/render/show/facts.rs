//! The facts of a case, what was corrected, and what else stands beside them.

use crate::render::say;
use std::path::Path;

use super::{LABEL, Shown};
use crate::domain::case::event::Amend;
use crate::domain::case::event::Link;
use crate::domain::case::facts::FactKind;
use crate::domain::case::fields::Value;
use crate::domain::case::{Entry, Event, FactField};
use crate::domain::liability::{self, Grounds, Liability};
use crate::domain::policy::describe;
use crate::domain::rules::{alerts, priority, responsibility};
use crate::domain::share::Share;
use crate::domain::snapshot::Snapshot;
use crate::domain::state::Dispute;
use crate::domain::word::Word;
use crate::render::page::Page;

impl Shown<'_> {
    pub(super) fn facts(&self, page: &mut Page) {
        let state = self.snapshot.state();
        let facts = &state.facts;
        let later = state
            .registered
            .filter(|at| self.short(*at) != self.short(facts.received));
        let registered = later
            .map(|at| format!(", registered {}", self.short(at)))
            .unwrap_or_default();
        let holder = state
            .holder
            .as_ref()
            .map(|holder| format!("{}{}", self.name(holder), self.unfit()));
        for (label, field, value) in [
            (
                "received",
                Some(FactField::Received),
                Some(format!("{}{registered}", self.short(facts.received))),
            ),
            (
                "channel",
                Some(FactField::Channel),
                Some(facts.channel.clone()),
            ),
            (
                "category",
                Some(FactField::Category),
                Some(facts.category.clone()),
            ),
            ("level", None, Some(state.level.clone())),
            (
                "priority",
                None,
                priority::priority(state, self.policy).map(|priority| priority.name.clone()),
            ),
            ("alert", None, self.alert()),
        ]
        .into_iter()
        .chain(self.further_facts())
        .chain([
            (
                "summary",
                Some(FactField::Summary),
                self.amended(FactField::Summary)
                    .map(|_| facts.summary.clone()),
            ),
            ("handler", None, holder),
            ("department", None, state.department.clone()),
            (
                "with",
                None,
                (!state.co_handlers.is_empty()).then(|| state.co_handlers.join(", ")),
            ),
            ("verdict", None, self.verdict()),
            ("liability", None, self.liability()),
            ("dispute", None, self.dispute()),
            ("appeal", None, self.appeal()),
            ("checked", None, self.inspection()),
            ("evidence", None, self.evidence()),
            ("links", None, self.links()),
            ("source", None, facts.source.clone()),
            ("file", None, Some(self.snapshot.path.clone())),
        ]) {
            let amended = field.and_then(|field| self.amended(field));
            if value.is_some() || amended.is_some() {
                page.pair(
                    LABEL,
                    label,
                    &format!(
                        "{}{}",
                        value.unwrap_or_default(),
                        amended.unwrap_or_default()
                    ),
                );
            }
        }
        if let Some(description) = facts.text(FactField::Description) {
            page.line(0, None, "");
            page.prose(2, description);
        }
    }

    /// The facts that a complaint need not have, in the order of the file.
    fn further_facts(
        &self,
    ) -> impl Iterator<Item = (&'static str, Option<FactField>, Option<String>)> {
        let facts = &self.snapshot.state().facts;
        let told_elsewhere = [
            FactField::Received,
            FactField::Channel,
            FactField::Category,
            FactField::Summary,
            FactField::Description,
        ];
        let further = FactField::ALL
            .iter()
            .copied()
            .filter(move |field| !told_elsewhere.contains(field));
        further.map(|field| {
            let label = if field == FactField::Name {
                "complainant"
            } else {
                field.name()
            };
            let value = match facts.value(field) {
                Some(Value::Instant(instant)) => Some(self.short(instant)),
                Some(Value::Decimal(amount)) if field != FactField::Quantity => {
                    Some(format!("{amount} {}", self.policy.organisation.currency))
                }
                _ => facts.get(field),
            };
            (label, Some(field), value)
        })
    }

    /// ` (amended by event 4, was delivery)`.
    fn amended(&self, field: FactField) -> Option<String> {
        let state = self.snapshot.state();
        let (was, is) = (state.taken_in.get(field), state.facts.get(field));
        let entries = self.snapshot.case.in_order();
        let amends = |entry: &&&Entry| matches!(&entry.event, Event::Amend(Amend { field: named, .. }) if named == field.name());
        let by = entries.iter().rfind(amends)?;
        let number = self.number(&entries, by);
        let was = match (field, was) {
            (field, _) if field.kind() == FactKind::Instant => state
                .taken_in
                .instant(field)
                .map_or_else(|| "empty".to_owned(), |at| self.short(at)),
            (_, was) => was.clone().unwrap_or_else(|| "empty".to_owned()),
        };
        (is != state.taken_in.get(field))
            .then(|| format!(" (amended by event {number}, was {was})"))
    }

    /// ` (does not fit: a supervisor of service has to hold it)`, as long as anybody has to.
    fn unfit(&self) -> String {
        let misfit = responsibility::misfit(self.snapshot.state(), self.policy, self.now);
        let has_to = |rule| {
            format!(
                " (does not fit: {} has to hold it)",
                describe::who_fits(rule)
            )
        };
        misfit.map(has_to).unwrap_or_default()
    }

    /// Who is to be told at once.
    fn alert(&self) -> Option<String> {
        let addressees = alerts::addressees(self.snapshot.state(), self.policy, self.now);
        (!addressees.is_empty()).then(|| say(&alerts::told(&addressees)))
    }

    fn verdict(&self) -> Option<String> {
        let investigation = self.snapshot.state().investigation.as_ref()?;
        let cause = investigation
            .cause
            .as_ref()
            .map(|cause| format!(", cause {cause}"))
            .unwrap_or_default();
        let lead = investigation
            .lead
            .as_ref()
            .map(|lead| format!(", led by {}", self.name(lead)))
            .unwrap_or_default();
        Some(format!("{}{cause}{lead}", investigation.verdict))
    }

    /// `carrier 40 % (40.00), sales 60 % (60.00), of 100.00 CNY in dispute`.
    fn liability(&self) -> Option<String> {
        let Snapshot { deadlines, .. } = self.snapshot;
        let (state, policy) = (self.snapshot.state(), self.policy);
        let Liability { shares, grounds } = liability::standing(state, deadlines, policy)?;
        let burden = liability::burden(state);
        let parts = burden.and_then(|(amount, _)| liability::parts(amount, shares, policy));
        let one = |(index, (party, share)): (usize, &(String, Share))| {
            let part = parts
                .as_ref()
                .map(|parts| format!(" ({})", parts[index]))
                .unwrap_or_default();
            format!("{party} {share}{part}")
        };
        let shares: Vec<String> = shares.iter().enumerate().map(one).collect();
        let currency = &policy.organisation.currency;
        let of =
            burden.map(|(amount, burden)| format!(", of {amount} {currency} {}", burden.word()));
        let why = match grounds {
            Grounds::Stated => String::new(),
            Grounds::Missed(deadline) => format!(", as '{deadline}' was missed"),
        };
        Some(format!(
            "{}{}{why}",
            shares.join(", "),
            of.unwrap_or_default()
        ))
    }

    /// `quality and sales, about liability, since 2026-11-21 09:20: mediation failed 2026-11-23 10:00`.
    fn dispute(&self) -> Option<String> {
        let one = |dispute: &Dispute| {
            let Dispute {
                at,
                between,
                and,
                about,
                mediated,
                settled,
            } = dispute;
            let about = about
                .map(|about| format!(", about {about}"))
                .unwrap_or_default();
            let stands = match (settled, mediated) {
                (Some((at, means)), _) => format!("settled {} by {means}", self.short(*at)),
                (None, Some(at)) => {
                    format!("mediation failed {}, to be arbitrated", self.short(*at))
                }
                (None, None) => "to be mediated".to_owned(),
            };
            format!(
                "{between} and {and}{about}, since {}: {stands}",
                self.short(*at)
            )
        };
        let disputes: Vec<String> = self.snapshot.state().disputes.iter().map(one).collect();
        (!disputes.is_empty()).then(|| disputes.join("; "))
    }

    /// `2026-11-21 09:20 by Chen Jing (chen.jing): wrong (routed)`.
    fn inspection(&self) -> Option<String> {
        let inspection = self.snapshot.state().inspected.as_ref()?;
        let faults: Vec<&str> = inspection.faults.iter().map(|fault| fault.word()).collect();
        let faults = if faults.is_empty() {
            String::new()
        } else {
            format!(" ({})", faults.join(", "))
        };
        let (at, by) = (self.short(inspection.at), self.name(&inspection.by));
        Some(format!("{at} by {by}: {}{faults}", inspection.result))
    }

    /// `2026-11-21 09:20 by the Market Regulation Bureau (MR-118), decided 2026-11-23 10:00: upheld`.
    fn appeal(&self) -> Option<String> {
        let appeal = self.snapshot.state().appeal.as_ref()?;
        let reference = appeal
            .reference
            .as_ref()
            .map(|reference| format!(" ({reference})"))
            .unwrap_or_default();
        let by = appeal
            .regulator
            .as_ref()
            .map(|regulator| format!(" by {regulator}{reference}"))
            .unwrap_or_default();
        let decided = appeal.decided.map_or_else(
            || "not decided".to_owned(),
            |(at, outcome)| format!("decided {}: {outcome}", self.short(at)),
        );
        Some(format!("{}{by}, {decided}", self.short(appeal.at)))
    }

    fn evidence(&self) -> Option<String> {
        let count = self
            .snapshot
            .standing()
            .iter()
            .filter(|entry| matches!(entry.event, Event::Attach(_)))
            .count();
        let stem = Path::new(&self.snapshot.path)
            .file_stem()?
            .to_string_lossy();
        let kinds = &self.snapshot.state().exhibits;
        let kinds = if kinds.is_empty() {
            String::new()
        } else {
            format!(" ({})", kinds.join(", "))
        };
        (count > 0).then(|| format!("{count} in evidence/{stem}{kinds}"))
    }

    fn links(&self) -> Option<String> {
        let standing = self.snapshot.standing();
        let links = standing.iter().filter_map(|entry| match &entry.event {
            Event::Link(Link { case, kind }) => Some(format!("{case} ({kind})")),
            _ => None,
        });
        let links: Vec<String> = links.collect();
        (!links.is_empty()).then(|| links.join(", "))
    }
}
