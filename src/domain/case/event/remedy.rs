//! What the complainant is to get: proposed, approved or refused, carried out.

use super::parts::Terms;
use crate::domain::names::StaffId;

/// What the complainant is to get, or something else that needs approval. Always legal; replaces the proposal of the
/// same subject before (B7, B8).
#[derive(Debug, Clone, PartialEq)]
pub struct Propose {
    /// Handle, remedy or subject, and amount.
    pub terms: Terms,
    /// Remarks; of an answer its draft.
    pub text: Option<String>,
    /// An emergency (D3).
    pub emergency: bool,
    /// Who agreed to it by telephone before, where the policy lets an emergency go ahead on that (D3).
    pub agreed: Vec<StaffId>,
}

/// One approval of the proposal it names (D1 to D5).
#[derive(Debug, Clone, PartialEq)]
pub struct Approve {
    /// What is approved.
    pub terms: Terms,
}

/// A refusal of the proposal it names.
#[derive(Debug, Clone, PartialEq)]
pub struct Refuse {
    /// What is refused.
    pub terms: Terms,
    /// Why.
    pub reason: String,
}

/// The remedy has been carried out (B11).
#[derive(Debug, Clone, PartialEq)]
pub struct Resolve {
    /// Remarks.
    pub text: Option<String>,
}
