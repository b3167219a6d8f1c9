//! The use of authority (D4, E4): what each person or role settled alone, settled with approval,
//! and approved for others.
//!
//! A remedy counts in the period in which it was carried out, with its own amount; whether it
//! needed approval is judged by the rules of that time.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::Frame;
use crate::domain::names::StaffId;
use crate::domain::rules::approval;
use crate::domain::share;
use crate::domain::snapshot::Snapshot;
use crate::domain::state::Proposal;
use crate::domain::time::Instant;
use crate::domain::word::Word;

/// Grouping of the report on authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum Whose {
    /// Each staff member
    #[word("handler")]
    Person,
    /// Each role, as held at the time
    Role,
}

/// The use of authority by one person or role.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Authority {
    /// Settled without approval.
    pub alone: Amounts,
    /// Settled with all required approvals.
    pub approved: Amounts,
    /// Settled without a required approval: emergencies without papers yet, and violations.
    pub lacking: Amounts,
    pub given: Amounts,
    /// Answers sent back for rework.
    pub sent_back: u64,
}

/// Number and total amount.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Amounts {
    pub count: u64,
    /// The total in the policy's currency, with its decimals.
    pub amount: Decimal,
}

impl Amounts {
    fn add(&mut self, proposal: &Proposal) {
        self.count += 1;
        self.amount = self.amount.saturating_add(proposal.terms.worth());
    }
}

/// The use of authority by name; `None` stands for people without a role.
pub fn authority(
    snapshots: &[Snapshot],
    whose: Whose,
    frame: &Frame<'_>,
) -> BTreeMap<Option<String>, Authority> {
    let policy = frame.policy;
    let mut uses: BTreeMap<Option<String>, Authority> = BTreeMap::new();
    let mut tally = |who: &StaffId, at, note: &dyn Fn(&mut Authority)| {
        note(uses.entry(whose.name(who, at, frame)).or_default())
    };
    let counted = snapshots.iter().filter(|snapshot| frame.counts(snapshot));
    for state in counted.map(Snapshot::state) {
        let in_period =
            |proposal: &&Proposal| proposal.carried_out.is_some_and(|at| frame.contains(at));
        for proposal in state.carried_out().filter(in_period) {
            tally(&proposal.by, proposal.at, &|mine| match () {
                () if approval::needs_nobody(proposal, policy) => mine.alone.add(proposal),
                () if approval::missing(proposal, policy).is_empty() => mine.approved.add(proposal),
                () => mine.lacking.add(proposal),
            });
            let own = proposal.approvals.iter().filter(|it| !it.with_later);
            for approval in own {
                tally(&approval.by, approval.at, &|mine| mine.given.add(proposal));
            }
        }
        for (who, at) in state
            .answers_sent_back
            .iter()
            .filter(|(_, at)| frame.contains(*at))
        {
            tally(who, *at, &|mine| mine.sent_back += 1);
        }
    }
    let currency = &policy.organisation.currency;
    for mine in uses.values_mut() {
        let Authority {
            alone,
            approved,
            lacking,
            given,
            sent_back: _,
        } = mine;
        for sum in [alone, approved, lacking, given] {
            sum.amount = share::in_currency(sum.amount, currency);
        }
    }
    uses
}

impl Whose {
    fn name(self, who: &StaffId, at: Instant, frame: &Frame<'_>) -> Option<String> {
        match self {
            Self::Person => Some(who.to_string()),
            Self::Role => {
                let role = frame
                    .policy
                    .staff
                    .get(who)?
                    .role_at(at, &frame.policy.calendar);
                role.map(str::to_owned)
            }
        }
    }
}
