//! Remedies: proposed, approved or refused, carried out.

use complaint_derive::Keys;
use rust_decimal::Decimal;

use super::terms::{NOT_THE_ANSWER, ProposalSubject, Terms};
use crate::domain::case::record::{Dependent, ProposalHandle};
use crate::domain::keys::{Choice, Form};
use crate::domain::names::{Handle, StaffId};

/// Proposes a remedy or something else that needs approval. Replaces the previous proposal with the
/// same subject.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "a proposal", is(Judgment, Handling), lacks)]
pub struct Propose {
    /// The proposed terms.
    #[key(flatten)]
    pub terms: Terms,
    /// Remarks; for an answer, its draft.
    #[key(example = "as agreed by telephone", rule = "B7, B8", said)]
    pub text: Option<String>,
    /// It is an emergency.
    #[key(example = "true", rule = "D3", line = ", an emergency")]
    pub emergency: bool,
    /// Staff who agreed by telephone beforehand.
    #[key(example = "[chen.jing]", rule = "D3", line = ", agreed by {}")]
    pub agreed: Vec<StaffId>,
    /// What other cases of the same order or complainant were granted in the period of the policy's
    /// `[together]`, if that is binding; set by the command. Authority is judged on it, too.
    #[key(example = "300", rule = "D1", line = ", with {} in other cases")]
    pub elsewhere: Option<Decimal>,
}

impl Dependent for Propose {
    const CHOICE: Choice = Choice::All(&[
        Terms::CHOICE,
        Choice::Forms(&[
            Form {
                has: &[("text", &[])],
                lacks: &[],
            },
            Form {
                has: &[],
                lacks: &["subject"],
            },
            Form {
                has: &[("subject", NOT_THE_ANSWER)],
                lacks: &[],
            },
        ]),
    ]);

    /// `text` is required for an answer.
    fn lacks(&self) -> Option<&'static str> {
        let has_text = self.text.as_ref().is_some_and(|it| !it.trim().is_empty());
        (self.terms.subject == ProposalSubject::Answer && !has_text).then_some("text")
    }
}

/// One approval of a proposal.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "an approval", is(Grant, Judgment))]
pub struct Approve {
    /// The approved terms.
    #[key(flatten)]
    pub terms: Terms,
    /// What other cases of the same order or complainant were granted, as in `propose`; set by the
    /// command. The approval covers the sum, so it also settles what two clones granted without
    /// knowing of each other.
    #[key(example = "300", rule = "D1", line = ", with {} in other cases")]
    pub elsewhere: Option<Decimal>,
}

/// Refuses a proposal.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "the refusal of a proposal", is(Grant, Judgment, Binding))]
pub struct Refuse {
    /// The refused terms.
    #[key(flatten)]
    pub terms: Terms,
    /// The reason.
    #[key(example = "waiting for the carrier", said)]
    pub reason: String,
}

/// The remedy has been carried out.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(
    noun = "the remedy carried out",
    is(Judgment, Binding, Handling, Essential)
)]
pub struct Resolve {
    /// Remarks.
    #[key(example = "paid by transfer", rule = "B11", said, imports)]
    pub text: Option<String>,
    /// The handle of the remedy; set by the command. Without it, the latest pending one.
    #[key(as = Option<ProposalHandle>, example = "7Q2M", rule = "D1")]
    pub proposal: Option<Handle>,
}
