//! Proposals: made, approved, refused, carried out.

use crate::domain::case::Entry;
use crate::domain::case::event::{Approve, Propose, Refuse, Subject, Terms};
use crate::domain::policy::Trigger;
use crate::domain::state::{Proposal, State, Status};
use crate::domain::time::Instant;
use crate::domain::timeline::ClockEvent;

impl State {
    pub(super) fn propose(
        &mut self,
        entry: &Entry,
        proposed: &Propose,
        clock_event: &mut ClockEvent,
    ) {
        let Propose {
            terms,
            text,
            emergency,
            agreed,
        } = proposed;
        self.handles.push(terms.proposal.to_string());
        let proposal = Proposal {
            text: text.clone(),
            emergency: *emergency,
            agreed: agreed.clone(),
            ..Proposal::new(terms.clone(), entry.by.clone(), entry.at, self)
        };
        if terms.subject() == Subject::Remedy {
            self.propose_remedy(proposal);
            clock_event
                .signals
                .extend(emergency.then_some(Trigger::Emergency));
        } else {
            self.drafts
                .retain(|draft| draft.terms.subject() != terms.subject());
            self.drafts.push(proposal);
        }
    }

    fn propose_remedy(&mut self, proposal: Proposal) {
        let previous = self.proposal.replace(proposal);
        // An emergency that was followed by a final answer has gone ahead, whatever is proposed
        // next.
        let answered = self.responded.map(|answer| answer.at);
        let has_gone_ahead =
            |proposal: &Proposal| proposal.emergency && answered >= Some(proposal.at);
        let carried_out = previous.filter(|proposal| {
            proposal.carried_out.is_some()
                || (proposal.refused.is_none() && has_gone_ahead(proposal))
        });
        let (emergencies, others): (Vec<_>, Vec<_>) = carried_out
            .into_iter()
            .partition(|proposal| proposal.emergency);
        self.emergencies.extend(emergencies);
        self.settled.extend(others);
        self.reach(Status::Proposed);
        // The case is no longer resolved: there is a new remedy to carry out.
        if self.resolved.take().is_some() {
            self.stage = match self.responded {
                Some(_) => Status::Responded,
                None => Status::Proposed,
            };
        }
    }

    pub(super) fn approve(&mut self, entry: &Entry, approved: &Approve) {
        if let Some(proposal) = self.proposal_of(&approved.terms) {
            proposal.approvals.push((entry.by.clone(), entry.at));
        }
    }

    pub(super) fn refuse(&mut self, entry: &Entry, refused: &Refuse) {
        let Refuse { terms, reason } = refused;
        let Some(proposal) = self.proposal_of(terms) else {
            return;
        };
        proposal.refused = Some((entry.by.clone(), reason.clone()));
        let proposer = proposal.by.clone();
        if terms.subject() == Subject::Answer {
            self.answers_sent_back.push((proposer, entry.at));
        }
    }

    /// The proposal that an approval or refusal names.
    pub(super) fn proposal_of(&mut self, terms: &Terms) -> Option<&mut Proposal> {
        let mut proposals = self
            .proposal
            .iter_mut()
            .chain(&mut self.emergencies)
            .chain(&mut self.drafts);
        proposals.find(|proposal| proposal.terms.proposal == terms.proposal)
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

    pub(super) fn carry_out(&mut self, at: Instant) {
        if let Some(proposal) = self
            .proposal
            .as_mut()
            .filter(|proposal| proposal.is_pending())
        {
            proposal.carried_out = Some(at);
            self.paid = self.paid.saturating_add(proposal.terms.worth());
        }
    }
}
