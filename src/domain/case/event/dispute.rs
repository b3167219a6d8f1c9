//! Disputes between departments or parties, and their settlement.

use complaint_derive::Keys;

use super::verb::{Matter, Means};

/// Two departments or parties disagree. Only one dispute can be open at a time.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "a dispute", is())]
pub struct Dispute {
    /// The first party.
    #[key(example = "quality", rule = "B18", headline = "between {}", names = Departments)]
    pub between: String,
    /// The second party.
    #[key(example = "sales", rule = "B18", headline = "and {}", names = Departments)]
    pub and: String,
    /// The subject; `liability` means the shares set by an investigation.
    #[key(example = "liability", rule = "B17", line = ", about {}")]
    pub about: Option<Matter>,
    /// The point of disagreement.
    #[key(example = "who pays the freight", rule = "B18", said)]
    pub text: String,
}

/// The settlement of the open dispute, or a failed mediation.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "the settlement of a dispute", is(Grant, Judgment, Binding))]
pub struct Settle {
    /// The means of settlement; arbitration requires a failed mediation.
    #[key(example = "mediation", rule = "B18", headline = "by {}")]
    pub means: Means,
    /// The mediation failed.
    #[key(example = "true", rule = "B18", headline = ", which failed")]
    pub failed: bool,
    /// The agreement or decision.
    #[key(example = "sales pays the freight", rule = "B18", said)]
    pub text: String,
}
