//! What one order or complainant was granted in several cases (D1).
//!
//! A case is judged by itself. What other cases granted is data: it is looked up when an event is
//! recorded, and from all cases at hand by `check`. Which cases count together: [`parties`].

mod parties;

use std::collections::BTreeMap;

use rust_decimal::Decimal;

pub(crate) use parties::{Party, may_name, may_share, parties, shares};

use super::{Setting, approval};
use crate::domain::calendar::{Pauses, Roll};
use crate::domain::case::event::{Approve, Propose};
use crate::domain::case::{Entry, Event};
use crate::domain::finding::{Code, Finding, Hint, Spot};
use crate::domain::message::{Message, all_of, message, text};
use crate::domain::names::{CaseId, Handle};
use crate::domain::policy::{Policy, TogetherRule};
use crate::domain::state::{Proposal, State};
use crate::domain::time::Instant;

/// What other cases were granted, by case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Elsewhere(BTreeMap<CaseId, Decimal>);

impl Elsewhere {
    /// What some cases were granted; `counts` says at which instants.
    pub(crate) fn of<'a>(
        others: impl Iterator<Item = &'a State>,
        counts: impl Fn(&CaseId, Instant) -> bool,
    ) -> Self {
        let mut cases: BTreeMap<CaseId, Decimal> = BTreeMap::new();
        for state in others {
            let id = &state.facts.id;
            for (remedy, _) in grants(state).filter(|(_, granted)| counts(id, *granted)) {
                let sum = cases.entry(id.clone()).or_default();
                *sum = sum.saturating_add(remedy.terms.worth());
            }
        }
        Self(cases)
    }

    /// The sum of all cases.
    pub(crate) fn sum(&self) -> Decimal {
        let amounts = self.0.values();
        amounts.fold(Decimal::ZERO, |sum, amount| sum.saturating_add(*amount))
    }

    fn in_words(&self) -> Message {
        let cases = self.0.iter();
        let cases = cases.map(|(case, amount)| message!("{case} ({amount})", case, amount));
        message!("{cases}", cases = all_of(cases))
    }
}

/// The remedies with an amount that a case granted, with the instants.
pub(crate) fn grants(state: &State) -> impl Iterator<Item = (&Proposal, Instant)> {
    let priced = state.owed().filter(|remedy| costs(remedy));
    priced.filter_map(|remedy| Some((remedy, remedy.owed?)))
}

fn costs(remedy: &Proposal) -> bool {
    remedy.terms.remedy().is_some() && !remedy.terms.worth().is_zero()
}

/// Whether two instants are near enough for grants to count together, in either order: an act that
/// is recorded afterwards can be the earlier one.
pub(crate) fn is_near(one: Instant, other: Instant, rule: &TogetherRule, policy: &Policy) -> bool {
    let (first, last) = (one.min(other), one.max(other));
    let end = policy
        .calendar
        .add(first, rule.within, Roll::Keep, Pauses::NONE);
    end.is_none_or(|end| last <= end)
}

/// Which grants of other cases count for a remedy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counted {
    /// Those near an instant, before or after it: the remedy is not granted yet.
    Around(Instant),
    /// Those that were granted before it.
    Before(Instant),
}

impl Counted {
    /// Which grants count for a remedy of a case, at an act of an instant.
    pub(crate) fn for_remedy(handle: &Handle, state: &State, at: Instant) -> Self {
        let mut owed = state.owed();
        let granted = owed.find(|remedy| remedy.terms.proposal == *handle);
        let granted = granted.and_then(|remedy| remedy.owed);
        granted.map_or(Self::Around(at), Self::Before)
    }

    /// Whether a grant of another case counts for a remedy of the case `this`.
    pub(crate) fn counts(
        self,
        (other, granted): (&CaseId, Instant),
        this: &CaseId,
        rule: &TogetherRule,
        policy: &Policy,
    ) -> bool {
        match self {
            Self::Around(at) => is_near(granted, at, rule, policy),
            Self::Before(at) => (granted, other) < (at, this) && is_near(granted, at, rule, policy),
        }
    }
}

/// The remedies with an amount that an event proposes, approves or grants. Where the policy binds,
/// closing is about all that is owed.
pub(crate) fn concerned<'a>(
    entry: &Entry,
    before: &State,
    after: &'a State,
    rule: &TogetherRule,
) -> Vec<&'a Proposal> {
    let named = if let Event::Propose(Propose { terms, .. })
    | Event::Approve(Approve { terms, .. }) = &entry.event
    {
        Some(&terms.proposal)
    } else {
        None
    };
    let is_closing = rule.binding && matches!(entry.event, Event::Close(_));
    let was_owed = |remedy: &Proposal| {
        let mut owed = before.owed();
        owed.any(|other| other.terms.proposal == remedy.terms.proposal)
    };
    let is_concerned = |remedy: &&Proposal| {
        let is_granted = remedy.owed.is_some() && (is_closing || !was_owed(remedy));
        costs(remedy) && (is_granted || named == Some(&remedy.terms.proposal))
    };
    after.remedies().filter(is_concerned).collect()
}

/// The finding for an event about a remedy whose sum with what other cases were granted needs an
/// approval that it lacks. Where the policy binds, `propose` and `approve` record that sum. The judge
/// goes by what is proposed; an act whose approvals know less is refused.
pub(crate) fn objection(
    entry: &Entry,
    remedy: &Proposal,
    elsewhere: &Elsewhere,
    setting: &Setting<'_>,
) -> Option<Finding> {
    let policy = setting.policy;
    let rule = policy.together.as_ref()?;
    let is_proposed = matches!(entry.event, Event::Propose(_));
    let known = match is_proposed {
        true => Decimal::ZERO,
        false => remedy.elsewhere,
    };
    let sum = beyond(remedy, known, elsewhere, policy)?;
    let may_follow = || {
        let is_closing = matches!(entry.event, Event::Close(_));
        !is_closing && approval::goes_ahead(&sum.whole, policy)
    };
    let is_approved = matches!(entry.event, Event::Approve(_));
    if !rule.binding || is_proposed || is_approved || may_follow() {
        return Some(sum.warning(text!("look at the cases together before you go on")));
    }
    let message = message!(
        "cannot {verb}: {sum}",
        verb = entry.event.name(),
        sum = sum.message
    );
    let hint = approval::ask_to_approve(&sum.whole, setting);
    let finding = Finding::error(Code::Authority, Spot::default(), message).hint(hint);
    Some(finding.ruled_by(rule.spot))
}

/// The warning about a granted remedy whose sum with what other cases were granted before needs an
/// approval that it lacks: two clones can grant without knowing of each other. Where the policy
/// binds, that approval settles it.
pub(crate) fn question(
    remedy: &Proposal,
    elsewhere: &Elsewhere,
    setting: &Setting<'_>,
) -> Option<Finding> {
    let policy = setting.policy;
    let sum = beyond(remedy, remedy.elsewhere, elsewhere, policy)?;
    let hint = match policy.together.as_ref()?.binding {
        true => approval::ask_to_approve(&sum.whole, setting),
        false => {
            text!("look at the cases together: was each known when the other was granted?").into()
        }
    };
    Some(sum.warning(hint))
}

/// A sum that lacks an approval.
struct Sum {
    whole: Proposal,
    message: Message,
    rule: Spot,
}

impl Sum {
    fn warning(self, hint: impl Into<Hint>) -> Finding {
        let finding = Finding::warning(Code::Together, Spot::default(), self.message);
        finding.hint(hint).ruled_by(self.rule)
    }
}

/// The sum, if it lacks an approval that the remedy with what was `known` does not lack.
fn beyond(
    remedy: &Proposal,
    known: Decimal,
    elsewhere: &Elsewhere,
    policy: &Policy,
) -> Option<Sum> {
    let rule = policy.together.as_ref()?;
    let with = |elsewhere: Decimal| {
        let mut remedy = Proposal {
            elsewhere,
            ..remedy.clone()
        };
        // Where nobody records it, an approval counts whatever was known.
        if !rule.binding {
            remedy
                .approvals
                .iter_mut()
                .for_each(|it| it.elsewhere = elsewhere);
        }
        remedy
    };
    let (alone, whole) = (with(known), with(known.max(elsewhere.sum())));
    if approval::missing(&whole, policy) == approval::missing(&alone, policy) {
        return None;
    }
    let message = message!(
        "with {cases}, one order or complainant gets {sum} within {span}: together that lacks the \
         approval of {approvers}",
        cases = elsewhere.in_words(),
        sum = remedy.total().saturating_add(elsewhere.sum()),
        span = rule.within,
        approvers = approval::missing_in_words(&whole, policy)?
    );
    Some(Sum {
        whole,
        message,
        rule: rule.spot,
    })
}
