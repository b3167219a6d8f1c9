//! The people who handle a case, and the results.

use std::path::Path;

use super::facts::{Pair, pairs};
use super::{Shown, arguments, listed_if_any, remarked};
use crate::domain::case::Event;
use crate::domain::case::event::Link;
use crate::domain::liability::{self, Burden, Grounds, Liability};
use crate::domain::message::{Argument, Message, ToArgument, listed, message, series, text};
use crate::domain::names::StaffId;
use crate::domain::policy::describe;
use crate::domain::rules::responsibility;
use crate::domain::state::Dispute;

impl Shown<'_> {
    /// The rows below the facts.
    pub(super) fn handling(&self) -> Vec<Pair> {
        let state = self.snapshot.state();
        pairs([
            (
                text!("handler"),
                state.holder.as_ref().map(|holder| self.holder(holder)),
            ),
            (
                text!("department"),
                state.department.as_ref().map(ToArgument::to_argument),
            ),
            (text!("co-handlers"), self.co_handlers()),
            (text!("verdict"), self.verdict()),
            (text!("liability"), self.liability()),
            (text!("dispute"), self.disputes()),
            (text!("appeal"), self.appeal()),
            (text!("checked"), self.inspection()),
            (text!("evidence"), self.evidence()),
            (text!("links"), self.links()),
            (
                text!("source"),
                state.facts.source.as_ref().map(ToArgument::to_argument),
            ),
            (text!("file"), Some(self.snapshot.path.to_argument())),
        ])
    }

    /// The co-handling departments, each with its contact: `quality (contact: Zhang Min (zhang.min))`.
    fn co_handlers(&self) -> Option<Argument> {
        let departments = self.snapshot.state().co_handlers.iter();
        let named = departments.map(|department| {
            let contact = self.policy.contact_for(department, self.now);
            match contact.map(|contact| self.name(contact)) {
                Some(contact) => {
                    message!("{department} (contact: {contact})", department, contact)
                }
                None => message!("{department}", department),
            }
        });
        listed_if_any(&named.collect::<Vec<_>>())
    }

    /// `Li Wei (li.wei) (does not qualify: requires a supervisor of service)`, while the case needs
    /// a holder.
    fn holder(&self, holder: &StaffId) -> Argument {
        let holder = self.name(holder);
        match responsibility::misfit(self.snapshot.state(), self.policy, self.now) {
            Some(rule) => message!(
                "{holder} (does not qualify: requires {who})",
                holder,
                who = describe::who_fits(rule)
            )
            .to_argument(),
            None => holder.to_argument(),
        }
    }

    fn verdict(&self) -> Option<Argument> {
        let investigation = self.snapshot.state().investigation.as_ref()?;
        let verdict = investigation.verdict.to_argument();
        let cause = investigation.cause.as_ref();
        let lead = investigation.lead.as_ref().map(|lead| self.name(lead));
        let more = [
            cause.map(|cause| message!("cause {cause}", cause)),
            lead.map(|lead| message!("led by {lead}", lead)),
        ];
        Some(listed([verdict].into_iter().chain(arguments(more))))
    }

    /// `carrier 40 % (40.00), sales 60 % (60.00), of 100.00 CNY in dispute`.
    fn liability(&self) -> Option<Argument> {
        let (state, policy) = (self.snapshot.state(), self.policy);
        let Liability { shares, grounds } =
            liability::standing(state, &self.snapshot.deadlines, policy)?;
        let burden = liability::burden(state, self.policy);
        let parts = burden.and_then(|(amount, _)| liability::parts(amount, shares, policy));
        let parts: Vec<Option<Argument>> = match parts {
            Some(parts) => parts.iter().map(|part| Some(part.to_argument())).collect(),
            None => vec![None; shares.len()],
        };
        let shares = shares.iter().zip(parts).map(|((party, share), part)| {
            let share = share.to_string();
            remarked(message!("{party} {share}", party, share), part)
        });
        let currency = &policy.organisation.currency;
        let of = burden.map(|(amount, burden)| match burden {
            Burden::Paid => message!("of {amount} {currency} paid", amount, currency),
            Burden::Dispute => message!("of {amount} {currency} in dispute", amount, currency),
        });
        let why = match grounds {
            Grounds::Stated => None,
            Grounds::Missed(name) => Some(message!("because '{name}' was missed", name)),
        };
        Some(listed(shares.chain(arguments([of, why]))))
    }

    fn disputes(&self) -> Option<Argument> {
        let disputes = &self.snapshot.state().disputes;
        (!disputes.is_empty()).then(|| series(disputes.iter().map(|one| self.dispute(one))))
    }

    /// `quality and sales, about liability, since 2026-11-21 09:20: mediation failed 2026-11-23
    /// 10:00`.
    fn dispute(&self, dispute: &Dispute) -> Message {
        let Dispute {
            at,
            between,
            and,
            about,
            mediated,
            settled,
        } = dispute;
        let dispute = listed(arguments([
            Some(message!("{between} and {and}", between, and)),
            about.map(|about| message!("about {about}", about)),
            Some(message!("since {at}", at = self.short(*at))),
        ]));
        let standing = match (settled, mediated) {
            (Some((at, means)), _) => {
                message!("settled {at} by {means}", at = self.short(*at), means)
            }
            (None, Some(at)) => {
                message!(
                    "mediation failed {at}, to be arbitrated",
                    at = self.short(*at)
                )
            }
            (None, None) => text!("to be mediated"),
        };
        message!("{dispute}: {standing}", dispute, standing)
    }

    /// `2026-11-21 09:20 by Chen Jing (chen.jing): wrong (routed)`.
    fn inspection(&self) -> Option<Argument> {
        let inspection = self.snapshot.state().inspected.as_ref()?;
        let inspected = message!(
            "{inspected}: {result}",
            inspected = self.at_by(inspection.at, &inspection.by),
            result = inspection.result
        );
        Some(remarked(inspected, listed_if_any(&inspection.faults)))
    }

    /// `2026-11-21 09:20 by the Market Regulation Bureau (MR-118), decided 2026-11-23 10:00:
    /// upheld`.
    fn appeal(&self) -> Option<Argument> {
        let appeal = self.snapshot.state().appeal.as_ref()?;
        let at = self.short(appeal.at);
        let appealed = match &appeal.regulator {
            Some(who) => {
                let who = remarked(who, appeal.reference.as_ref().map(ToArgument::to_argument));
                message!("{at} by {who}", at, who).to_argument()
            }
            None => at.to_argument(),
        };
        let decided = match appeal.decided {
            Some((at, outcome)) => {
                message!("decided {at}: {outcome}", at = self.short(at), outcome)
            }
            None => text!("not decided"),
        };
        Some(listed([appealed, decided.to_argument()]))
    }

    fn evidence(&self) -> Option<Argument> {
        let standing = self.snapshot.standing();
        let is_attached = |event: &Event| matches!(event, Event::Attach(_));
        let count = standing.iter().filter(|it| is_attached(&it.event)).count();
        let stem = Path::new(&self.snapshot.path).file_stem()?;
        let folder = format!("evidence/{}", stem.to_string_lossy());
        let kinds = listed_if_any(&self.snapshot.state().exhibits);
        (count > 0).then(|| remarked(message!("{count} in {folder}", count, folder), kinds))
    }

    fn links(&self) -> Option<Argument> {
        let standing = self.snapshot.standing();
        let mut links = Vec::new();
        for entry in &standing {
            if let Event::Link(Link { case, kind }) = &entry.event {
                links.push(message!("{case} ({kind})", case, kind));
            }
        }
        listed_if_any(&links)
    }
}
