//! Who bears what a complaint costs: the shares that stand, the policy's defaults, and the money to the cent (B17).

use rust_decimal::Decimal;

use super::case::FactField;
use super::deadline::{Deadline, DeadlineState};
use super::policy::when;
use super::policy::{LiabilityRule, Policy};
use super::share::{self, Share};
use super::state::State;
use super::time::Instant;
use super::word::Word;

/// The shares that stand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Liability<'a> {
    /// The parties with their shares of the whole.
    pub shares: &'a [(String, Share)],
    pub grounds: Grounds<'a>,
}

/// Why shares stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grounds<'a> {
    /// An investigation stated them.
    Stated,
    /// The policy's default, as this deadline was missed after shares were last stated.
    Missed(&'a str),
}

/// The amount that the shares divide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Word)]
pub enum Burden {
    /// The cost of the remedies carried out.
    Paid,
    /// The amount in dispute, if nothing was paid.
    #[word("in dispute")]
    Dispute,
}

/// The shares of a case that stand: those last stated, unless a deadline was missed since for which the policy says who is
/// liable then.
pub fn standing<'a>(
    state: &'a State,
    clocks: &[Deadline],
    policy: &'a Policy,
) -> Option<Liability<'a>> {
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

/// The policy's default for a case as it stands: the first rule whose `when` holds and whose deadline, if it names one, was
/// missed.
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

/// When the deadline of that name was last missed, if it was.
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

/// What is to be borne: what was paid, else the amount in dispute; none where neither is known.
pub fn burden(state: &State) -> Option<(Decimal, Burden)> {
    let dispute = || {
        state
            .facts
            .amount(FactField::Amount)
            .map(|amount| (amount, Burden::Dispute))
    };
    if state.paid.is_zero() {
        dispute()
    } else {
        Some((state.paid, Burden::Paid))
    }
}

/// The parts of an amount that the parties bear, in the policy's currency; they add up to it exactly.
pub fn parts(amount: Decimal, shares: &[(String, Share)], policy: &Policy) -> Option<Vec<Decimal>> {
    let shares: Vec<Share> = shares.iter().map(|(_, share)| *share).collect();
    share::apportion(
        amount,
        &shares,
        share::digits(&policy.organisation.currency),
    )
}
