//! What was proposed, with the case as it stood then.

use rust_decimal::Decimal;

use super::{Investigation, State};
use crate::domain::case::event::{ResultClass, Subject, Terms};
use crate::domain::case::{FactField, Facts};
use crate::domain::names::StaffId;
use crate::domain::policy::{Appellant, Exposure};
use crate::domain::time::Instant;

/// What was proposed, a remedy or something else, with what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// Handle, remedy or subject, and amount.
    pub terms: Terms,
    /// What was said with it; of an answer its draft.
    pub text: Option<String>,
    pub by: StaffId,
    pub at: Instant,
    /// The case as it stood then: authority is judged on that.
    pub then: CaseAtProposal,
    /// What the case had paid before: authority is judged on both together.
    pub paid_before: Decimal,
    /// Whether it was marked an emergency (D3).
    pub emergency: bool,
    /// Who agreed to it by telephone before.
    pub agreed: Vec<StaffId>,
    /// Approvals that count, each with its instant.
    pub approvals: Vec<(StaffId, Instant)>,
    /// Who refused it, and why.
    pub refused: Option<(StaffId, String)>,
    /// When it was carried out: the remedy resolved, the answer given, the appeal decided.
    pub carried_out: Option<Instant>,
}

/// A case at the instant of a proposal: what the `when` of an approval is held against.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseAtProposal {
    /// The facts, as corrected by then.
    pub facts: Facts,
    /// The level that it was at.
    pub level: String,
    /// Whose appeal the round was about.
    pub appeal: Appellant,
    pub investigation: Option<Investigation>,
    /// The remedy of the latest proposal that was not refused.
    pub remedy: Option<String>,
    /// How the last final response of the round was taken.
    pub result: Option<ResultClass>,
}

impl From<&State> for CaseAtProposal {
    fn from(state: &State) -> Self {
        Self {
            facts: state.facts.clone(),
            level: state.level.clone(),
            appeal: state.appellant(),
            investigation: state.investigation.clone(),
            remedy: state.latest_remedy().map(str::to_owned),
            result: state.responded.map(|(_, result)| result),
        }
    }
}

impl Proposal {
    /// Something that is proposed for a case as it stands.
    pub(crate) fn new(terms: Terms, by: StaffId, at: Instant, state: &State) -> Self {
        let is_remedy = terms.subject() == Subject::Remedy;
        Self {
            terms,
            text: None,
            by,
            at,
            then: CaseAtProposal::from(state),
            paid_before: if is_remedy { state.paid } else { Decimal::ZERO },
            emergency: false,
            agreed: Vec::new(),
            approvals: Vec::new(),
            refused: None,
            carried_out: None,
        }
    }

    /// Whether it is still to be carried out.
    pub(crate) fn is_pending(&self) -> bool {
        self.refused.is_none() && self.carried_out.is_none()
    }

    /// The amounts that authority is judged on.
    pub(crate) fn exposure(&self) -> Exposure {
        let proposal = self.terms.worth().saturating_add(self.paid_before);
        let fact = |field| self.then.facts.amount(field);
        let dispute = fact(FactField::Amount);
        let sold_for = fact(FactField::Quantity).zip(fact(FactField::Price));
        let sold_for = sold_for.map(|(quantity, price)| quantity.saturating_mul(price));
        Exposure {
            proposal,
            goods: sold_for.or(dispute),
            dispute,
        }
    }
}
