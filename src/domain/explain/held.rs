//! The other rules that apply to a case in its current state.

use super::{Rule, table_of};
use crate::domain::case::event::Subject;
use crate::domain::case::{FactField, event::Terms};
use crate::domain::finding::Spot;
use crate::domain::liability::{self, Grounds};
use crate::domain::message::{Argument, Message, all_of, any_of, end_at, listed, message, text};
use crate::domain::policy::{Duty, Policy, Requirement};
use crate::domain::rules::{
    alerts, appeal, approval, closing, evidence, facts, priority, responsibility, sanctions,
};
use crate::domain::snapshot::Snapshot;
use crate::domain::state::{Proposal, State};
use crate::domain::time::Instant;

/// A rule that applies to a case, and its effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Held {
    /// Subject and effect: `priority: urgent`.
    pub heading: Message,
    /// The rule in the policy; `None` for a built-in default.
    pub rule: Option<Rule>,
    /// Further lines.
    pub lines: Vec<Message>,
}

/// The rules that apply to a case besides its deadlines, in the order of its life, then those about
/// priority and people.
pub(crate) fn held(
    snapshot: &Snapshot,
    policy: &Policy,
    policy_text: &str,
    now: Instant,
) -> Vec<Held> {
    let quoting = Quoting {
        snapshot,
        state: snapshot.state(),
        policy,
        policy_text,
        now,
    };
    let requirements = [
        quoting.required(),
        quoting.evidence(),
        quoting.approvals(),
        quoting.closing(),
    ]
    .concat();
    let after = quoting.liability().into_iter().chain(quoting.appeal());
    requirements
        .into_iter()
        .chain(after)
        .chain(quoting.people())
        .collect()
}

struct Quoting<'a> {
    snapshot: &'a Snapshot,
    state: &'a State,
    policy: &'a Policy,
    policy_text: &'a str,
    now: Instant,
}

impl Quoting<'_> {
    fn one(
        &self,
        heading: Message,
        spot: Option<Spot>,
        lines: impl IntoIterator<Item = Message>,
    ) -> Held {
        Held {
            heading,
            rule: spot.map(|spot| Rule::at(spot, self.policy_text)),
            lines: lines.into_iter().collect(),
        }
    }

    fn required(&self) -> Vec<Held> {
        let each = facts::asked(&self.state.facts, self.policy).map(|(rule, lacking)| {
            let line = match lacking.as_slice() {
                [] => text!("met"),
                lacking => message!("not met: {facts} missing", facts = names(lacking)),
            };
            self.one(
                message!("required: {facts}", facts = names(&rule.facts)),
                Some(rule.spot),
                [line],
            )
        });
        each.collect()
    }

    fn evidence(&self) -> Vec<Held> {
        let each = evidence::asked(self.state, self.policy).map(|rule| {
            let line = if evidence::is_there(rule, self.state) {
                text!("met")
            } else {
                text!("not met: no such evidence")
            };
            self.one(
                message!("evidence: {kinds}", kinds = any_of(&rule.any)),
                Some(rule.spot),
                [line],
            )
        });
        each.collect()
    }

    /// Approvals of pending proposals, and of emergencies carried out before approval.
    fn approvals(&self) -> Vec<Held> {
        if self.state.status().is_over() {
            return Vec::new();
        }
        let ahead =
            approval::awaited(self.state, self.policy).filter(|proposal| !proposal.is_pending());
        let proposed = self
            .state
            .pending()
            .chain(ahead)
            .map(|proposal| self.approval(proposal));
        proposed.chain(self.unproposed()).collect()
    }

    fn approval(&self, proposal: &Proposal) -> Held {
        let Terms {
            proposal: handle,
            subject,
            amount,
        } = &proposal.terms;
        let heading = match amount {
            Some(amount) => message!(
                "approval: {subject} of {amount} ({handle})",
                subject,
                amount,
                handle
            ),
            None => message!("approval: {subject} ({handle})", subject, handle),
        };
        let line = match approval::missing_in_words(proposal, self.policy) {
            Some(roles) => message!("not met: lacks the approval of {roles}", roles),
            None if approval::needs_nobody(proposal, self.policy) => {
                message!("met: {by} needs no approval", by = proposal.by)
            }
            None => text!("met"),
        };
        self.one(heading, approval::spot(proposal, self.policy), [line])
    }

    /// The liability shares in force, if nobody has proposed them.
    fn unproposed(&self) -> Option<Held> {
        let (roles, spot) = approval::unproposed_liability(self.state, self.policy)?;
        let line = message!(
            "not met: lacks the approval of {roles}, and nobody has proposed it",
            roles
        );
        let heading = message!(
            "approval: {subject}",
            subject = Subject::Liability.message()
        );
        Some(self.one(heading, spot, [line]))
    }

    /// The requirements for closing, grouped by the tables that set them.
    fn closing(&self) -> Vec<Held> {
        let mut tables: Vec<Held> = Vec::new();
        if self.state.status().is_over() {
            return tables;
        }
        for (gate, missing) in closing::gates(self.state, self.policy) {
            let line = match (missing, &gate.need) {
                (None, need) => message!("{need}: passed", need),
                // The missing item already names the step.
                (Some(missing), Requirement::Step(_)) => message!("not passed: {missing}", missing),
                (Some(missing), need) => message!("{need}: not passed, {missing}", need, missing),
            };
            let spot =
                (gate.spot != Spot::default()).then(|| table_of(self.policy_text, gate.spot));
            match tables
                .last_mut()
                .filter(|last| last.rule.as_ref().map(|rule| rule.spot) == spot)
            {
                Some(last) => last.lines.push(line),
                None => tables.push(self.one(text!("closing"), spot, [line])),
            }
        }
        tables
    }

    /// The liability default, whether or not it is in force.
    fn liability(&self) -> Option<Held> {
        let clocks = &self.snapshot.deadlines;
        let rule = liability::default(self.state, clocks, self.policy)?;
        let line = match liability::standing(self.state, clocks, self.policy)
            .map(|standing| standing.grounds)
        {
            Some(Grounds::Stated) => text!("in force: the shares stated by the investigation"),
            Some(Grounds::Missed(deadline)) => {
                message!("in force, because '{deadline}' was missed", deadline)
            }
            None => text!("applies if the investigation states no shares"),
        };
        let shares = rule
            .shares
            .iter()
            .map(|(party, share)| message!("{party} {share}", party, share));
        let heading = message!("liability: {shares}", shares = listed(shares));
        Some(self.one(heading, Some(rule.spot), [line]))
    }

    /// The end of the appeal period, if there is something to appeal against.
    fn appeal(&self) -> Option<Held> {
        let rule = self
            .policy
            .appeal
            .as_ref()
            .filter(|_| self.state.can_be_appealed())?;
        let until = appeal::until(self.state, self.policy)?;
        let is_open = self.now <= until;
        let until = end_at(until, self.policy.calendar.zone());
        let line = if is_open {
            message!("the complainant may appeal until {until}", until)
        } else {
            message!("the complainant could appeal until {until}", until)
        };
        Some(self.one(text!("appeal"), Some(rule.spot), [line]))
    }

    /// Priority, responsibilities, alerts and sanctions of a case.
    fn people(&self) -> Vec<Held> {
        let Self {
            state, policy, now, ..
        } = *self;
        let priority = priority::priority(state, policy).map(|rule| {
            self.one(
                message!("priority: {name}", name = rule.name),
                Some(rule.spot),
                [],
            )
        });
        let misfit = responsibility::misfit(state, policy, now);
        let responsibilities = responsibility::in_force(state, policy).map(|rule| {
            let is_broken = rule.duties.contains(&Duty::Hold)
                && misfit.is_some_and(|broken| broken.spot == rule.spot);
            let holder = state.holder.as_ref().filter(|_| is_broken);
            let lines =
                holder.map(|holder| message!("the holder {holder} does not qualify", holder));
            self.one(
                message!(
                    "responsibility: {duties}",
                    duties = all_of(rule.duties.iter().map(|duty| duty.word()))
                ),
                Some(rule.spot),
                lines,
            )
        });
        let alerts = alerts::alerts(state, policy).map(|rule| {
            let told = alerts::told(&alerts::having(&rule.roles, policy, now));
            self.one(
                text!("alert"),
                Some(rule.spot),
                [message!("notify {told}", told)],
            )
        });
        let sanctions = sanctions::sanctions(state, policy).into_iter();
        let sanctions = sanctions.map(|rule| {
            self.one(
                message!("sanction: {offence}", offence = rule.offence),
                Some(rule.spot),
                [],
            )
        });
        priority
            .into_iter()
            .chain(responsibilities)
            .chain(alerts)
            .chain(sanctions)
            .collect()
    }
}

fn names(fields: &[FactField]) -> Argument {
    all_of(fields.iter().map(|field| field.name()))
}
