//! Appeals and how they are decided.

use complaint_derive::Keys;

use super::verb::Ruling;
use crate::domain::case::record::Regulator;
use crate::domain::time::Instant;

/// The complainant or a regulator appeals; a new round begins.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "an appeal", grants = no, imports = yes)]
pub struct Appeal {
    /// Why.
    #[key(example = "waiting for the carrier", said, imports = "from the ledger")]
    pub reason: String,
    /// From which regulator or association; else the complainant.
    #[key(
        as = Option<Regulator>,
        example = "Market Regulation Bureau",
        rule = "B12",
        headline = "by {}",
        imports
    )]
    pub regulator: Option<String>,
    /// Its reference there.
    #[key(
        example = "MR-2026-118",
        rule = "B12",
        line = ", reference {}",
        imports
    )]
    pub reference: Option<String>,
    /// By when it has to be decided; a deadline named `cut-off`.
    #[key(
        example = "2026-12-01T18:00:00+08:00",
        rule = "B12",
        line = ", to be decided by {}"
    )]
    pub cutoff: Option<Instant>,
}

/// The outcome of the appeal that stands.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "the decision of an appeal", grants = yes, imports = no)]
pub struct Decide {
    /// `upheld`: the organisation is responsible; `handled-before`: properly handled before;
    /// `dismissed`: before a court or an authority, or not the interested party; `own-cause`: the
    /// complainant's own cause.
    #[key(example = "upheld", rule = "B12", headline)]
    pub outcome: Ruling,
    /// Cause, place of responsibility, an authority's opinion.
    #[key(example = "the outlet gave a wrong date", rule = "B12", said)]
    pub text: Option<String>,
}
