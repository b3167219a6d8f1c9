//! Proposals, with the case at that instant.

use rust_decimal::Decimal;

use super::{Investigation, State};
use crate::domain::case::event::{ResultClass, Subject, Terms};
use crate::domain::case::{FactField, Facts};
use crate::domain::law::Law;
use crate::domain::names::StaffId;
use crate::domain::policy::{Appellant, Exposure, Policy};
use crate::domain::time::Instant;

/// A proposal, of a remedy or another subject, and its outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// Handle, remedy or subject, and amount.
    pub terms: Terms,
    /// The accompanying text; for an answer, its draft.
    pub text: Option<String>,
    pub by: StaffId,
    pub at: Instant,
    /// The instant of record.
    pub recorded: Instant,
    /// The case at the time of the proposal: authority is judged on it.
    pub then: CaseAtProposal,
    /// What the case had paid before: authority is judged on the total.
    pub paid_before: Decimal,
    /// Whether it was marked an emergency (D3).
    pub emergency: bool,
    /// The people who agreed by telephone beforehand.
    pub agreed: Vec<StaffId>,
    /// The valid approvals, each with its instant.
    pub approvals: Vec<(StaffId, Instant)>,
    /// Who refused it, and why.
    pub refused: Option<(StaffId, String)>,
    /// When it was carried out: a remedy resolved, an answer given, an appeal decided.
    pub carried_out: Option<Instant>,
    /// The law of the event that carried it out; `None` for today's. What was settled stays as it
    /// was judged then.
    pub(crate) settled_under: Option<Law>,
}

/// A case at the instant of a proposal: the `when` of an approval rule is evaluated on it.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseAtProposal {
    /// The facts as corrected by then.
    pub facts: Facts,
    pub level: String,
    /// The appellant of the round.
    pub appeal: Appellant,
    pub investigation: Option<Investigation>,
    /// The remedy of the latest proposal that was not refused.
    pub remedy: Option<String>,
    /// The result of the last final response of the round.
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
            result: state.result(),
        }
    }
}

impl Proposal {
    /// Creates a proposal for a case in its current state.
    pub(crate) fn new(terms: Terms, by: StaffId, at: Instant, state: &State) -> Self {
        let is_remedy = terms.subject() == Subject::Remedy;
        Self {
            terms,
            text: None,
            by,
            at,
            recorded: at,
            then: CaseAtProposal::from(state),
            paid_before: if is_remedy { state.paid } else { Decimal::ZERO },
            emergency: false,
            agreed: Vec::new(),
            approvals: Vec::new(),
            refused: None,
            carried_out: None,
            settled_under: None,
        }
    }

    /// The policy that its approvals are judged by: `today`, unless it was settled under another.
    pub(crate) fn judged_by<'a>(&'a self, today: &'a Policy) -> &'a Policy {
        self.settled_under.as_ref().map_or(today, |law| &law.policy)
    }

    /// Whether it is neither refused nor carried out.
    pub(crate) fn is_pending(&self) -> bool {
        self.refused.is_none() && self.carried_out.is_none()
    }

    /// The amounts on which authority is judged.
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
