//! Liability for the costs of a complaint: the shares in force, the policy's defaults, and exact
//! apportionment (B17).

use rust_decimal::Decimal;

use super::case::FactField;
use super::deadline::{Deadline, DeadlineState};
use super::policy::when;
use super::policy::{LiabilityRule, Policy};
use super::share::{self, Share};
use super::state::{State, Status};
use super::time::Instant;
use super::word::Word;

/// The shares in force.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Liability<'a> {
    /// The parties with their shares.
    pub shares: &'a [(String, Share)],
    pub grounds: Grounds<'a>,
}

/// Why shares are in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grounds<'a> {
    /// An investigation stated them.
    Stated,
    /// The policy's default, because this deadline was missed after shares were last stated.
    Missed(&'a str),
}

/// The amount that the shares divide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Word)]
pub enum Burden {
    /// The cost of the remedies carried out.
    Paid,
    /// The amount in dispute of an open case, if nothing was paid yet.
    #[word("in dispute")]
    Dispute,
}

/// The shares in force: those last stated, unless a deadline with a liability rule was missed
/// since; `None` for a case without consequences.
pub fn standing<'a>(
    state: &'a State,
    clocks: &[Deadline],
    policy: &'a Policy,
) -> Option<Liability<'a>> {
    if state.came_to_nothing() {
        return None;
    }
    let stated = state.liability.as_ref();
    let is_later = |due: Instant| stated.is_none_or(|stated| stated.at <= due);
    let missed = policy
        .liability
        .iter()
        .filter(|rule| holds(rule, state, policy))
        .find_map(|rule| {
            let name = rule
                .missed
                .as_deref()
                .filter(|name| missed(name, clocks).is_some_and(is_later))?;
            Some(Liability {
                shares: &rule.shares,
                grounds: Grounds::Missed(name),
            })
        });
    missed.or(stated.map(|stated| Liability {
        shares: &stated.shares,
        grounds: Grounds::Stated,
    }))
}

/// The policy's default for the current state: the first rule whose `when` holds and whose
/// deadline, if it names one, was missed.
pub fn default<'a>(
    state: &State,
    clocks: &[Deadline],
    policy: &'a Policy,
) -> Option<&'a LiabilityRule> {
    let is_due = |rule: &&LiabilityRule| {
        rule.missed
            .as_deref()
            .is_none_or(|name| missed(name, clocks).is_some())
    };
    policy
        .liability
        .iter()
        .filter(|rule| holds(rule, state, policy))
        .find(is_due)
}

fn holds(rule: &LiabilityRule, state: &State, policy: &Policy) -> bool {
    when::hold(&rule.when, state, policy)
}

/// When the deadline was last missed; `None` if it was not.
fn missed(name: &str, clocks: &[Deadline]) -> Option<Instant> {
    let is_missed =
        |clock: &&Deadline| matches!(clock.state, DeadlineState::Missed | DeadlineState::Overdue);
    clocks
        .iter()
        .filter(|clock| clock.name == name)
        .filter(is_missed)
        .filter_map(|clock| clock.due)
        .max()
}

/// The amount to divide, with the decimals of the policy's currency: the cost paid; of an open case
/// without any, the amount in dispute. `None` if neither is known, and for a case that was found
/// invalid or ended without payment.
pub fn burden(state: &State, policy: &Policy) -> Option<(Decimal, Burden)> {
    let (amount, burden) = amount_to_divide(state)?;
    let amount = share::in_currency(amount, &policy.organisation.currency);
    Some((amount, burden))
}

fn amount_to_divide(state: &State) -> Option<(Decimal, Burden)> {
    let status = state.status();
    if status == Status::Invalid {
        None
    } else if !state.paid.is_zero() {
        Some((state.paid, Burden::Paid))
    } else if status.is_over() {
        None
    } else {
        let dispute = state.facts.amount(FactField::Amount)?;
        Some((dispute, Burden::Dispute))
    }
}

/// Divides an amount among the parties, in the policy's currency; the parts add up exactly.
pub fn parts(amount: Decimal, shares: &[(String, Share)], policy: &Policy) -> Option<Vec<Decimal>> {
    let shares: Vec<Share> = shares.iter().map(|(_, share)| *share).collect();
    share::apportion(
        amount,
        &shares,
        share::digits(&policy.organisation.currency),
    )
}
