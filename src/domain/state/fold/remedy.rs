//! Proposals: made, approved, refused, carried out.

use crate::domain::case::Entry;
use crate::domain::case::event::{Approve, Propose, Refuse, Subject};
use crate::domain::names::Handle;
use crate::domain::policy::Trigger;
use crate::domain::state::{Approval, Proposal, State, Status};
use crate::domain::time::Instant;
use crate::domain::timeline::ClockEvent;

impl State {
    pub(super) fn propose(
        &mut self,
        entry: &Entry,
        proposed: &Propose,
        clock_event: &mut ClockEvent,
    ) {
        let proposal = Proposal::made(entry, proposed, self);
        let terms = &proposed.terms;
        self.handles.push(terms.proposal.to_string());
        if terms.subject() == Subject::Remedy {
            self.propose_remedy(proposal);
            clock_event
                .signals
                .extend(proposed.emergency.then_some(Trigger::Emergency));
        } else {
            self.drafts
                .retain(|draft| draft.terms.subject() != terms.subject());
            self.drafts.push(proposal);
        }
    }

    fn propose_remedy(&mut self, proposal: Proposal) {
        self.earlier.extend(self.proposal.replace(proposal));
        self.reach(Status::Proposed);
        // The case is no longer resolved: there is a new remedy to carry out.
        if let Some(resolved) = self.resolved.take() {
            self.resolved_before = Some(resolved);
            self.stage = match &self.responded {
                Some(_) => Status::Responded,
                None => Status::Proposed,
            };
        }
    }

    /// An approval covers the total of its proposal, and so what is owed besides, too.
    pub(super) fn approve(&mut self, entry: &Entry, approved: &Approve) {
        let handle = &approved.terms.proposal;
        let Some(proposal) = self.proposal_of(handle) else {
            return;
        };
        let elsewhere = approved.elsewhere.unwrap_or_default();
        let given = Approval {
            by: entry.by.clone(),
            at: entry.at,
            total: proposal.total(),
            elsewhere: proposal.elsewhere.max(elsewhere),
            with_later: false,
        };
        proposal.approvals.push(given.clone());
        let (is_remedy, since) = (proposal.terms.remedy().is_some(), proposal.owed);
        let is_earlier = |other: &Proposal| {
            other.owed.is_some()
                && since.is_none_or(|since| other.owed <= Some(since))
                && other.terms.proposal != *handle
        };
        for other in self
            .remedies_mut()
            .filter(|other| is_remedy && is_earlier(other))
        {
            other.approvals.push(Approval {
                // What the earlier proposal says of other cases was in the case, too.
                elsewhere: given.elsewhere.max(other.elsewhere),
                with_later: true,
                ..given.clone()
            });
        }
    }

    pub(super) fn refuse(&mut self, entry: &Entry, refused: &Refuse) {
        let Refuse { terms, reason } = refused;
        let Some(proposal) = self.proposal_of(&terms.proposal) else {
            return;
        };
        proposal.refused = Some((entry.by.clone(), reason.clone()));
        let proposer = proposal.by.clone();
        if terms.subject() == Subject::Answer {
            self.answers_sent_back.push((proposer, entry.at));
        }
        self.resolve_as_before();
    }

    /// A remedy that was proposed after the resolution and refused leaves nothing to carry out: the
    /// resolution holds, as if nobody had proposed it.
    fn resolve_as_before(&mut self) {
        if self.to_carry_out().is_none()
            && !self.is_answer_refused()
            && let Some(resolved) = self.resolved_before.take()
        {
            self.resolved = Some(resolved);
            self.reach(Status::Resolved);
        }
    }

    /// The proposal with a handle.
    pub(super) fn proposal_of(&mut self, handle: &Handle) -> Option<&mut Proposal> {
        let mut proposals = self
            .proposal
            .iter_mut()
            .chain(&mut self.earlier)
            .chain(&mut self.drafts);
        proposals.find(|proposal| proposal.terms.proposal == *handle)
    }

    fn remedies_mut(&mut self) -> impl Iterator<Item = &mut Proposal> {
        self.earlier.iter_mut().chain(&mut self.proposal)
    }

    fn remedy_mut(&mut self, handle: &Handle) -> Option<&mut Proposal> {
        self.remedies_mut()
            .find(|proposal| proposal.terms.proposal == *handle)
    }

    /// The handle of the remedy that an act carries: the one it names, or else the pending one.
    pub(super) fn carried(&self, named: Option<&Handle>) -> Option<Handle> {
        let pending = || Some(&self.pending_proposal()?.terms.proposal);
        named.or_else(pending).cloned()
    }

    /// From now on, a remedy is owed. What it comes to with all that is owed besides is settled
    /// now; what is only proposed counts on top of it.
    pub(super) fn owe(&mut self, handle: &Handle, at: Instant) {
        let besides = self.total_owed();
        let Some(proposal) = self.remedy_mut(handle).filter(|it| it.owed.is_none()) else {
            return;
        };
        (proposal.owed, proposal.owed_besides) = (Some(at), besides);
        self.count_besides();
    }

    /// The complainant refused the answer of this instant: unless somebody already carried it out,
    /// its remedy is not owed.
    pub(super) fn no_longer_owe(&mut self, handle: &Handle, answered: Instant) {
        let is_open = |it: &&mut Proposal| {
            it.owed == Some(answered) && it.carried_out.is_none() && !it.emergency
        };
        if let Some(proposal) = self.remedy_mut(handle).filter(is_open) {
            proposal.owed = None;
            self.count_besides();
        }
    }

    fn count_besides(&mut self) {
        let besides = self.total_owed();
        for proposal in self.remedies_mut().filter(|it| it.owed.is_none()) {
            proposal.owed_besides = besides;
        }
    }

    /// Marks the pending proposal of a subject as carried out, whether it was done or something
    /// else was done instead: its approval does not count again.
    pub(super) fn spend(&mut self, subject: Subject, at: Instant) {
        let of_subject =
            |draft: &&mut Proposal| draft.terms.subject() == subject && draft.is_pending();
        if let Some(draft) = self.drafts.iter_mut().find(of_subject) {
            draft.carried_out = Some(at);
        }
    }

    pub(super) fn carry_out(&mut self, at: Instant, named: Option<&Handle>) {
        let Some(handle) = self.carried(named) else {
            return;
        };
        self.owe(&handle, at);
        let open = |it: &&mut Proposal| it.carried_out.is_none();
        if let Some(proposal) = self.remedy_mut(&handle).filter(open) {
            proposal.carried_out = Some(at);
            let worth = proposal.terms.worth();
            self.paid = self.paid.saturating_add(worth);
        }
    }
}
