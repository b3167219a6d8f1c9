//! Taking back what is owed.
//!
//! A retraction that ends a promise to the complainant is not one's own affair: it takes somebody
//! who proposed none of it and could approve the whole.

use rust_decimal::Decimal;

use super::{Judge, able, approval, permissions};
use crate::domain::case::{Entry, Event};
use crate::domain::finding::Hint;
use crate::domain::message::{Message, listed, message, text};
use crate::domain::names::StaffId;
use crate::domain::policy::Policy;
use crate::domain::state::Proposal;
use crate::domain::time::Instant;

/// What a retraction would take back.
pub(super) struct Lost {
    remedies: Vec<Proposal>,
    /// The cost of all that is owed.
    whole: Decimal,
}

/// The remedies that would no longer be owed without the event at `position`; `None` if all of them
/// stay owed.
pub(super) fn lost(
    judge: &Judge<'_>,
    entries: &[&Entry],
    active: &[bool],
    position: usize,
) -> Option<Lost> {
    if !matches!(
        entries[position].event,
        Event::Propose(_) | Event::Respond(_) | Event::Resolve(_)
    ) {
        return None;
    }
    let mut active = active[..entries.len()].to_vec();
    let kept = judge.fold(entries, &active).state;
    active[position] = false;
    let reduced = judge.fold(entries, &active).state;
    let stays = |remedy: &&Proposal| {
        let mut owed = reduced.owed();
        owed.any(|other| other.terms == remedy.terms)
    };
    let remedies: Vec<Proposal> = kept.owed().filter(|it| !stays(it)).cloned().collect();
    (!remedies.is_empty()).then(|| Lost {
        remedies,
        whole: kept.total_owed(),
    })
}

impl Lost {
    /// The role is needed at the retraction and at its instant of record.
    pub(super) fn may_be_taken_back(
        &self,
        retraction: &Entry,
        recorded: Instant,
        policy: &Policy,
    ) -> bool {
        let is_up_to = |at| self.is_up_to(&retraction.by, at, policy);
        policy.staff.is_empty() || (is_up_to(retraction.at) && is_up_to(recorded))
    }

    /// Whether somebody proposed none of it and could approve the whole; the highest role could
    /// anyway. Where nobody else could, those of the highest role take back their own.
    pub(super) fn is_up_to(&self, who: &StaffId, at: Instant, policy: &Policy) -> bool {
        let others = || {
            policy
                .staff
                .keys()
                .any(|other| self.is_judge(other, at, policy))
        };
        self.is_judge(who, at, policy) || (is_highest(who, at, policy) && !others())
    }

    fn is_judge(&self, who: &StaffId, at: Instant, policy: &Policy) -> bool {
        let could = |remedy: &Proposal| {
            remedy.by != *who
                && (is_highest(who, at, policy)
                    || approval::covers_alone(who, at, remedy, self.whole, policy))
        };
        permissions::is_active(who, at, policy) && self.remedies.iter().all(could)
    }

    /// The reason why a retraction is refused, and whom to ask.
    pub(super) fn whose_to_take_back(
        &self,
        retraction: &Entry,
        event: &Entry,
        policy: &Policy,
    ) -> (Message, Hint) {
        let terms = listed(self.remedies.iter().map(|remedy| &remedy.terms));
        let message = message!(
            "taking back this '{verb}' takes back what the complainant was granted, {terms}: that \
             needs somebody who proposed none of it and could approve the whole",
            verb = event.event.name(),
            terms
        );
        let judges = able::among(
            policy,
            text!("somebody who proposed none of it and could approve the whole"),
            |who| self.is_up_to(who, retraction.at, policy),
        );
        (message, Hint::ask(judges))
    }
}

fn is_highest(who: &StaffId, at: Instant, policy: &Policy) -> bool {
    let highest = policy.highest_role();
    highest.is_some() && permissions::role(who, at, policy) == highest
}
