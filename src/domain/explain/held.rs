//! Which other rules hold for a case as it stands.

use super::{Rule, rule_text, table_of};
use crate::domain::case::event::Subject;
use crate::domain::case::{FactField, event::Terms};
use crate::domain::finding::Spot;
use crate::domain::liability::{self, Grounds};
use crate::domain::message::{Message, message};
use crate::domain::policy::{Duty, Policy, Requirement};
use crate::domain::rules::{
    alerts, approval, closing, evidence, facts, priority, responsibility, sanctions, stages,
};
use crate::domain::snapshot::Snapshot;
use crate::domain::state::{Proposal, State};
use crate::domain::time::{Instant, format_short};
use crate::domain::wording;

/// A rule that holds for a case, and what follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// What it is about, and what it comes to: `priority: urgent`.
    pub heading: String,
    /// Where it stands in the policy, and what it says; none for what holds where the policy does not say.
    pub rule: Option<Rule>,
    /// What else is to be said.
    pub lines: Vec<Message>,
}

/// The rules that hold for a case beside its deadlines, in the order of its life, then those about order and people.
pub fn held(snapshot: &Snapshot, policy: &Policy, policy_text: &str, now: Instant) -> Vec<Held> {
    let quoting = Quoting {
        snapshot,
        state: snapshot.state(),
        policy,
        policy_text,
        now,
    };
    let asked = [
        quoting.required(),
        quoting.evidence(),
        quoting.approvals(),
        quoting.closing(),
    ]
    .concat();
    let after = quoting.liability().into_iter().chain(quoting.appeal());
    asked
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
        heading: String,
        spot: Option<Spot>,
        lines: impl IntoIterator<Item = impl Into<Message>>,
    ) -> Held {
        let rule = spot.map(|spot| Rule {
            spot,
            text: rule_text(self.policy_text, spot),
        });
        Held {
            heading,
            rule,
            lines: lines.into_iter().map(Into::into).collect(),
        }
    }

    fn required(&self) -> Vec<Held> {
        let each = facts::asked(&self.state.facts, self.policy).map(|(rule, lacking)| {
            let names = |fields: &[FactField]| {
                wording::all_of(
                    &fields
                        .iter()
                        .copied()
                        .map(FactField::name)
                        .collect::<Vec<_>>(),
                )
            };
            let line = match lacking.as_slice() {
                [] => "met".to_owned(),
                lacking => format!("not met: {} missing", names(lacking)),
            };
            self.one(
                format!("required: {}", names(&rule.facts)),
                Some(rule.spot),
                vec![line],
            )
        });
        each.collect()
    }

    fn evidence(&self) -> Vec<Held> {
        let each = evidence::asked(self.state, self.policy).map(|rule| {
            let line = if evidence::is_there(rule, self.state) {
                "met"
            } else {
                "not met: nothing of the kind is there"
            };
            self.one(
                format!("evidence: {}", wording::any_of(&rule.any)),
                Some(rule.spot),
                vec![line.to_owned()],
            )
        });
        each.collect()
    }

    /// Of what is proposed and not carried out yet, and of emergencies that went ahead.
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
            motion,
            amount,
        } = &proposal.terms;
        let amount = amount
            .map(|amount| format!(" of {amount}"))
            .unwrap_or_default();
        let line = match approval::lacks(proposal, self.policy) {
            Some(roles) => format!("not met: lacks the approval of {roles}"),
            None if approval::needs_nobody(proposal, self.policy) => {
                format!("met: {} needs nobody else", proposal.by)
            }
            None => "met".to_owned(),
        };
        self.one(
            format!("approval: {motion}{amount} ({handle})"),
            approval::spot(proposal, self.policy),
            vec![line],
        )
    }

    /// The shares of liability as they stand, where nobody has proposed them.
    fn unproposed(&self) -> Option<Held> {
        let (roles, spot) = approval::unproposed_liability(self.state, self.policy)?;
        let line = format!("not met: lacks the approval of {roles}, and nobody has proposed it");
        Some(self.one(
            format!("approval: {}", Subject::Liability.noun()),
            spot,
            vec![line],
        ))
    }

    /// What closing waits for, by the tables that ask for it.
    fn closing(&self) -> Vec<Held> {
        let mut tables: Vec<Held> = Vec::new();
        if self.state.status().is_over() {
            return tables;
        }
        for (gate, missing) in closing::gates(self.state, self.policy) {
            let line = match (missing, &gate.need) {
                (None, need) => message!("{need}: passed", need),
                // What is missing names the step already.
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
                None => tables.push(self.one("closing".to_owned(), spot, vec![line])),
            }
        }
        tables
    }

    /// The default of liability, whether or not it stands.
    fn liability(&self) -> Option<Held> {
        let clocks = &self.snapshot.deadlines;
        let rule = liability::default(self.state, clocks, self.policy)?;
        let line = match liability::standing(self.state, clocks, self.policy)
            .map(|standing| standing.grounds)
        {
            Some(Grounds::Stated) => "the shares that the investigation stated stand".to_owned(),
            Some(Grounds::Missed(deadline)) => format!("stands, as '{deadline}' was missed"),
            None => "for an investigation that states no shares".to_owned(),
        };
        let shares: Vec<String> = rule
            .shares
            .iter()
            .map(|(party, share)| format!("{party} {share}"))
            .collect();
        Some(self.one(
            format!("liability: {}", shares.join(", ")),
            Some(rule.spot),
            vec![line],
        ))
    }

    /// Until when the complainant may appeal, where there is something to appeal against.
    fn appeal(&self) -> Option<Held> {
        let rule = self
            .policy
            .appeal
            .as_ref()
            .filter(|_| self.state.can_be_appealed())?;
        let until = stages::appeal_until(self.state, self.policy)?;
        let can = if self.now <= until { "may" } else { "could" };
        let line = format!(
            "the complainant {can} appeal until {}",
            format_short(until, self.policy.calendar.zone())
        );
        Some(self.one("appeal".to_owned(), Some(rule.spot), vec![line]))
    }

    /// The priority of a case, its responsibilities, whom it alerts, and what it may cost.
    fn people(&self) -> Vec<Held> {
        let Self {
            state, policy, now, ..
        } = *self;
        let priority = priority::priority(state, policy).map(|rule| {
            self.one(
                format!("priority: {}", rule.name),
                Some(rule.spot),
                Vec::<Message>::new(),
            )
        });
        let misfit = responsibility::misfit(state, policy, now);
        let responsibilities = responsibility::in_force(state, policy).map(|rule| {
            let duties: Vec<&str> = rule.duties.iter().map(|duty| duty.word()).collect();
            let is_broken = rule.duties.contains(&Duty::Hold)
                && misfit.is_some_and(|broken| broken.spot == rule.spot);
            let holder = state.holder.as_ref().filter(|_| is_broken);
            let lines = holder.map(|holder| message!("{holder} has it and does not fit", holder));
            self.one(
                format!("responsibility: {}", wording::all_of(&duties)),
                Some(rule.spot),
                lines,
            )
        });
        let alerts = alerts::alerts(state, policy).map(|rule| {
            let told = alerts::told(&alerts::having(&rule.roles, policy, now));
            self.one(
                "alert".to_owned(),
                Some(rule.spot),
                [message!("tell {told}", told)],
            )
        });
        let sanctions = sanctions::sanctions(state, policy).into_iter();
        let sanctions = sanctions.map(|rule| {
            self.one(
                format!("sanction: {}", rule.offence),
                Some(rule.spot),
                Vec::<Message>::new(),
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
