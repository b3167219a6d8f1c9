//! The proposals of a case: those that are pending, owed, carried out.

use rust_decimal::Decimal;

use super::{Proposal, State};
use crate::domain::case::Facts;
use crate::domain::case::event::Subject;
use crate::domain::names::StaffId;

impl State {
    /// The proposal of a remedy that is neither refused nor carried out.
    pub(crate) fn pending_proposal(&self) -> Option<&Proposal> {
        self.proposal
            .as_ref()
            .filter(|proposal| proposal.is_pending())
    }

    /// The remedy of the latest proposal that was not refused.
    pub(crate) fn latest_remedy(&self) -> Option<&str> {
        self.proposal
            .as_ref()
            .filter(|proposal| proposal.refused.is_none())?
            .terms
            .remedy()
    }

    /// The latest proposal of a subject.
    pub(crate) fn proposed(&self, subject: Subject) -> Option<&Proposal> {
        match subject {
            Subject::Remedy => self.proposal.as_ref(),
            Subject::Answer
            | Subject::Decision
            | Subject::Validity
            | Subject::Loss
            | Subject::Liability => self
                .drafts
                .iter()
                .find(|draft| draft.terms.subject() == subject),
        }
    }

    /// Every proposal of a remedy, in order.
    pub(crate) fn remedies(&self) -> impl DoubleEndedIterator<Item = &Proposal> {
        self.earlier.iter().chain(&self.proposal)
    }

    /// The remedies carried out.
    pub(crate) fn carried_out(&self) -> impl Iterator<Item = &Proposal> {
        self.remedies()
            .filter(|proposal| proposal.carried_out.is_some())
    }

    /// The remedies that the complainant was promised or got.
    pub(crate) fn owed(&self) -> impl DoubleEndedIterator<Item = &Proposal> {
        self.remedies().filter(|proposal| proposal.owed.is_some())
    }

    /// The cost of all that is owed.
    pub fn total_owed(&self) -> Decimal {
        self.owed().fold(Decimal::ZERO, |sum, proposal| {
            sum.saturating_add(proposal.terms.worth())
        })
    }

    /// The remedy to carry out: the pending one, or else the last that is owed.
    pub(crate) fn to_carry_out(&self) -> Option<&Proposal> {
        let owed = || self.owed().rev().find(|it| it.carried_out.is_none());
        self.pending_proposal().or_else(owed)
    }

    /// The facts as they would be without what a person amended in this round; `None` if that is
    /// nothing.
    pub(crate) fn facts_without_amendments_of(&self, who: &StaffId) -> Option<Facts> {
        if !self.amendments.iter().any(|it| it.by == *who) {
            return None;
        }
        let mut facts = self.facts_of_round.clone();
        for other in self.amendments.iter().filter(|it| it.by != *who) {
            // It was valid when it was made.
            let _ = facts.set(other.field, other.to.as_deref());
        }
        Some(facts)
    }

    /// The pending proposals, that of a remedy first.
    pub fn pending(&self) -> impl Iterator<Item = &Proposal> {
        self.proposal
            .iter()
            .chain(&self.drafts)
            .filter(|proposal| proposal.is_pending())
    }

    /// The proposals whose approvals matter: what is owed, emergencies with an approval, and the
    /// latest proposal unless it was refused.
    pub(crate) fn accountable(&self) -> impl Iterator<Item = &Proposal> {
        let latest = self.proposal.as_ref();
        let is_latest = move |it: &Proposal| {
            it.refused.is_none() && latest.is_some_and(|latest| std::ptr::eq(latest, it))
        };
        self.remedies().filter(move |it| {
            let is_begun = it.emergency && it.refused.is_none() && !it.approvals.is_empty();
            it.owed.is_some() || is_begun || is_latest(it)
        })
    }
}
