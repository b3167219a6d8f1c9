//! Proposals, with the case at that instant.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::{Investigation, State};
use crate::domain::case::event::{Propose, ResultClass, Subject, Terms};
use crate::domain::case::{Entry, FactField, Facts};
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
    /// The facts without what the proposer amended in this round, if that is anything: nobody
    /// chooses the rule for oneself, so authority is judged on them, too.
    pub unamended: Option<Box<Facts>>,
    /// What the case owes besides, as of the act that carries the remedy: authority is judged on
    /// the total.
    pub owed_besides: Decimal,
    /// What other cases of the order or complainant were granted, as recorded with it.
    pub elsewhere: Decimal,
    /// Whether it was marked an emergency (D3).
    pub emergency: bool,
    /// The people who agreed by telephone beforehand.
    pub agreed: Vec<StaffId>,
    /// The valid approvals.
    pub approvals: Vec<Approval>,
    /// Who refused it, and why.
    pub refused: Option<(StaffId, String)>,
    /// Since when the complainant has a right to the remedy: from a final answer with it that they
    /// did not refuse, or from carrying it out.
    pub owed: Option<Instant>,
    /// When it was carried out: a remedy resolved, an answer given, an appeal decided.
    pub carried_out: Option<Instant>,
    /// The law of the event that carried it out; `None` for today's. What was settled stays as it
    /// was judged then.
    pub(crate) settled_under: Option<Law>,
}

/// An approval of a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    pub by: StaffId,
    pub at: Instant,
    /// The total that was approved, with all that was owed besides: it covers no more.
    pub total: Decimal,
    /// What other cases were granted, as known then: it covers no more of that, either.
    pub elsewhere: Decimal,
    /// Whether it was given for a later proposal, whose total includes this one.
    pub with_later: bool,
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
        let unamended = state.facts_without_amendments_of(&by).map(Box::new);
        let is_remedy = terms.subject() == Subject::Remedy;
        Self {
            terms,
            text: None,
            by,
            at,
            recorded: at,
            then: CaseAtProposal::from(state),
            unamended,
            owed_besides: if is_remedy {
                state.total_owed()
            } else {
                Decimal::ZERO
            },
            elsewhere: Decimal::ZERO,
            emergency: false,
            agreed: Vec::new(),
            approvals: Vec::new(),
            refused: None,
            owed: None,
            carried_out: None,
            settled_under: None,
        }
    }

    /// A proposal as an event makes it.
    pub(crate) fn made(entry: &Entry, proposed: &Propose, state: &State) -> Self {
        let Propose {
            terms,
            text,
            emergency,
            agreed,
            elsewhere,
        } = proposed;
        Self {
            text: text.clone(),
            emergency: *emergency,
            agreed: agreed.clone(),
            elsewhere: elsewhere.unwrap_or_default(),
            ..Self::new(terms.clone(), entry.by.clone(), entry.at, state)
        }
    }

    /// The policy that its approvals are judged by: `today`, unless it was settled under another.
    pub(crate) fn judged_by<'a>(&'a self, today: &'a Policy) -> &'a Policy {
        self.settled_under.as_ref().map_or(today, |law| &law.policy)
    }

    /// The proposal on the facts without what the proposer amended.
    pub(crate) fn without_own_amendments(&self) -> Option<Self> {
        let facts = self.unamended.as_deref()?.clone();
        let then = CaseAtProposal {
            facts,
            ..self.then.clone()
        };
        Some(Self {
            then,
            unamended: None,
            ..self.clone()
        })
    }

    /// Whether it is neither refused nor carried out.
    pub(crate) fn is_pending(&self) -> bool {
        self.refused.is_none() && self.carried_out.is_none()
    }

    /// The cost of the remedy with all that is owed besides.
    pub(crate) fn total(&self) -> Decimal {
        self.terms.worth().saturating_add(self.owed_besides)
    }

    /// The approvals that cover the total, and what is known of other cases.
    pub(crate) fn covering(&self) -> impl Iterator<Item = &Approval> {
        let (total, elsewhere) = (self.total(), self.elsewhere);
        let covers = move |it: &&Approval| it.total >= total && it.elsewhere >= elsewhere;
        self.approvals.iter().filter(covers)
    }

    /// The proposal as judged when so much at least is known of other cases.
    pub(crate) fn knowing(&self, elsewhere: Decimal) -> Cow<'_, Self> {
        if elsewhere <= self.elsewhere {
            return Cow::Borrowed(self);
        }
        Cow::Owned(Self {
            elsewhere,
            ..self.clone()
        })
    }

    /// The amounts on which authority is judged.
    pub(crate) fn exposure(&self) -> Exposure {
        let proposal = self.total();
        let fact = |field| self.then.facts.amount(field);
        let dispute = fact(FactField::Amount);
        let sold_for = fact(FactField::Quantity).zip(fact(FactField::Price));
        let sold_for = sold_for.map(|(quantity, price)| quantity.saturating_mul(price));
        Exposure {
            proposal,
            goods: sold_for.or(dispute),
            dispute,
            elsewhere: self.elsewhere,
        }
    }
}
