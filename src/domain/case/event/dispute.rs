//! Disputes between departments or parties, and how they are settled.

use complaint_derive::Keys;

use super::verb::{Matter, Means};

/// Two departments or parties do not agree. One dispute stands at a time.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "a dispute", grants = no, imports = no)]
pub struct Dispute {
    /// Who does not agree.
    #[key(example = "quality", rule = "B18", headline = "between {}", names = Departments)]
    pub between: String,
    /// With whom.
    #[key(example = "sales", rule = "B18", headline = "and {}", names = Departments)]
    pub and: String,
    /// What about; `liability`: the shares of an investigation.
    #[key(example = "liability", rule = "B17", line = ", about {}")]
    pub about: Option<Matter>,
    /// What they do not agree on.
    #[key(example = "who pays the freight", rule = "B18", said)]
    pub text: String,
}

/// How the dispute that stands was settled, or that mediating it failed.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(
    noun = "the settlement of a dispute",
    grants = yes,
    imports = no
)]
pub struct Settle {
    /// How; arbitration comes after a mediation that failed.
    #[key(example = "mediation", rule = "B18", headline = "by {}")]
    pub means: Means,
    /// The mediation failed.
    #[key(example = "true", rule = "B18", headline = ", which failed")]
    pub failed: bool,
    /// What was agreed or decided.
    #[key(example = "sales pays the freight", rule = "B18", said)]
    pub text: String,
}
