//! What the complainant is to get: proposed, approved or refused, carried out.

use complaint_derive::Keys;

use super::terms::{ProposalSubject, Terms};
use crate::domain::case::record::Dependent;
use crate::domain::names::StaffId;

/// What the complainant is to get, or something else that needs approval; replaces the proposal of
/// the same subject before.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "a proposal", grants = no, imports = no, lacks)]
pub struct Propose {
    /// What is proposed.
    #[key(flatten)]
    pub terms: Terms,
    /// Remarks; of an answer its draft.
    #[key(example = "as agreed by telephone", rule = "B7, B8", said)]
    pub text: Option<String>,
    /// An emergency.
    #[key(example = "true", rule = "D3", line = ", an emergency")]
    pub emergency: bool,
    /// Who agreed to it by telephone before.
    #[key(example = "[chen.jing]", rule = "D3", line = ", agreed by {}")]
    pub agreed: Vec<StaffId>,
}

impl Dependent for Propose {
    /// A draft of an answer has text.
    fn lacks(&self) -> Option<&'static str> {
        let has_text = self.text.as_ref().is_some_and(|it| !it.trim().is_empty());
        (self.terms.subject == ProposalSubject::Answer && !has_text).then_some("text")
    }
}

/// One approval of the proposal that it names.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "an approval", grants = yes, imports = no)]
pub struct Approve {
    /// What is approved.
    #[key(flatten)]
    pub terms: Terms,
}

/// A refusal of the proposal that it names.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "the refusal of a proposal", grants = yes, imports = no)]
pub struct Refuse {
    /// What is refused.
    #[key(flatten)]
    pub terms: Terms,
    /// Why.
    #[key(example = "waiting for the carrier", said)]
    pub reason: String,
}

/// The remedy has been carried out.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "the remedy carried out", grants = no, imports = yes)]
pub struct Resolve {
    /// Remarks.
    #[key(example = "paid by transfer", rule = "B11", said, imports)]
    pub text: Option<String>,
}
