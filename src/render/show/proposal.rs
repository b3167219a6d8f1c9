//! Proposals and their standing.

use super::{LABEL, Shown};
use crate::domain::case::event::Subject;
use crate::domain::message::{Message, listed, message, text};
use crate::domain::rules::approval;
use crate::domain::state::Proposal;
use crate::render::page::Page;
use crate::render::say;
use crate::render::style::Tone;

impl Shown<'_> {
    pub(super) fn proposals(&self, page: &mut Page) {
        let state = self.snapshot.state();
        for proposal in state.proposal.iter().chain(&state.drafts) {
            self.proposal(proposal, page);
        }
    }

    fn proposal(&self, proposal: &Proposal, page: &mut Page) {
        let label = match proposal.terms.subject() {
            Subject::Remedy => text!("remedy"),
            Subject::Answer
            | Subject::Decision
            | Subject::Validity
            | Subject::Loss
            | Subject::Liability => text!("subject"),
        };
        page.heading(&say(&text!("Proposal")));
        page.pair(LABEL, &say(&label), &say(&proposal.terms.to_message()));
        let proposed = self.at_by(proposal.at, &proposal.by);
        page.pair(LABEL, &say(&text!("proposed")), &say(&proposed));
        if !proposal.agreed.is_empty() {
            let names = listed(proposal.agreed.iter().map(|who| self.name(who)));
            let agreed = say(&message!("agreed by {names}", names));
            page.pair(LABEL, &say(&text!("by telephone")), &agreed);
        }
        if !proposal.owed_besides.is_zero() {
            let besides = say(&proposal.owed_besides);
            page.pair(LABEL, &say(&text!("owed besides")), &besides);
        }
        for approval in &proposal.approvals {
            let approved = self.at_by(approval.at, &approval.by);
            page.pair(LABEL, &say(&text!("approved")), &say(&approved));
        }
        let (tone, standing) = self.standing_of(proposal);
        page.toned_pair(LABEL, &say(&text!("standing")), Some(tone), &say(&standing));
    }

    fn standing_of(&self, proposal: &Proposal) -> (Tone, Message) {
        if let Some((who, reason)) = &proposal.refused {
            let who = self.name(who);
            let refused = message!("refused by {who}: {reason}", who, reason);
            return (Tone::Bad, refused);
        }
        let is_draft = proposal.terms.subject() != Subject::Remedy;
        let carried_out = proposal.carried_out.map(|at| self.short(at));
        let lacking = approval::missing_in_words(proposal, self.policy);
        match (carried_out, lacking) {
            (Some(at), Some(roles)) => (
                Tone::Warning,
                message!(
                    "carried out {at}, but lacks the approval of {roles}",
                    at,
                    roles
                ),
            ),
            (None, Some(roles)) if approval::goes_ahead(proposal, self.policy) => (
                Tone::Warning,
                message!(
                    "may be carried out as an emergency, but lacks the approval of {roles}",
                    roles
                ),
            ),
            (Some(at), _) if is_draft => (Tone::Good, message!("done {at}", at)),
            (Some(at), _) => (Tone::Good, message!("carried out {at}", at)),
            (None, None) if is_draft => (Tone::Good, text!("approved")),
            (None, None) => (Tone::Good, text!("may be carried out")),
            (None, Some(roles)) => (
                Tone::Warning,
                message!("lacks the approval of {roles}", roles),
            ),
        }
    }
}
