//! The end of a case, and reopening it.

use complaint_derive::Keys;

use super::verb::MistakenCase;
use crate::domain::case::record::CaseReference;

/// The complaint is not valid.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(
    noun = "the complaint being found invalid",
    is(Grant, Judgment, Binding, EndsRound, Essential)
)]
pub struct Invalidate {
    /// The reason; one of `grounds` if the policy sets it, or `duplicate` or `mistaken-entry`: no
    /// complaint of its own, which figures leave out.
    #[key(
        example = "out-of-window",
        rule = "A8",
        line,
        said,
        imports = "from the ledger"
    )]
    pub reason: String,
    /// The explanation for the complainant.
    #[key(example = "delivered five months ago", rule = "A8", said)]
    pub text: Option<String>,
    /// For a duplicate: the id of the case that goes on.
    #[key(as = Option<CaseReference>, example = "20261120-9TBV4D", rule = "A10", headline = "of {}")]
    pub case: Option<String>,
    /// The complaint is malicious or false.
    #[key(example = "true", rule = "A11", line = ", malicious")]
    pub malicious: bool,
}

impl Invalidate {
    /// The mistake at registration that is the reason, if any.
    pub(crate) fn mistake(&self) -> Option<MistakenCase> {
        self.reason.parse().ok()
    }
}

/// The complainant withdraws the complaint.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "withdrawal", is(Judgment, EndsRound))]
pub struct Withdraw {
    /// The reason.
    #[key(example = "waiting for the carrier", said, imports = "from the ledger")]
    pub reason: String,
}

/// Closes the case.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "closing", is(Judgment, Binding, EndsRound, Essential))]
pub struct Close {
    /// The outcome.
    #[key(example = "solved", rule = "B14", headline = "as {}", list = Outcomes, imports)]
    pub outcome: Option<String>,
}

/// Reopens the case.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "reopening", is(Binding, BeginsRound))]
pub struct Reopen {
    /// The reason.
    #[key(example = "waiting for the carrier", said, imports = "from the ledger")]
    pub reason: String,
    /// The handling is repeated.
    #[key(example = "true", rule = "B13", line = "as rework")]
    pub rework: bool,
}
