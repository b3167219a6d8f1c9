//! Appeals and their decisions.

use complaint_derive::Keys;

use super::verb::Ruling;
use crate::domain::case::record::Regulator;
use crate::domain::time::Instant;

/// The complainant or a regulator appeals, which starts a new round.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "an appeal", is(Binding, BeginsRound))]
pub struct Appeal {
    /// The reason.
    #[key(example = "waiting for the carrier", said, imports = "from the ledger")]
    pub reason: String,
    /// The regulator or association that appeals. Default: the complainant.
    #[key(
        as = Option<Regulator>,
        example = "Market Regulation Bureau",
        rule = "B12",
        headline = "by {}",
        imports
    )]
    pub regulator: Option<String>,
    /// The reference number at the regulator.
    #[key(
        example = "MR-2026-118",
        rule = "B12",
        line = ", reference {}",
        imports
    )]
    pub reference: Option<String>,
    /// The latest date for the decision; the deadline `cut-off`.
    #[key(
        example = "2026-12-01T18:00:00+08:00",
        rule = "B12",
        line = ", to be decided by {}"
    )]
    pub cutoff: Option<Instant>,
}

/// The decision of the open appeal.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "the decision of an appeal", is(Grant, Judgment, Binding))]
pub struct Decide {
    /// `upheld`: the organisation is responsible; `handled-before`: the matter was handled properly
    /// before; `dismissed`: it is before a court or an authority, or the complainant is not the
    /// interested party; `own-cause`: the complainant caused it.
    #[key(example = "upheld", rule = "B12", headline)]
    pub outcome: Ruling,
    /// The cause, who is responsible, the opinion of an authority.
    #[key(example = "the outlet gave a wrong date", rule = "B12", said)]
    pub text: Option<String>,
}
