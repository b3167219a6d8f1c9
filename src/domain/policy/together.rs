//! What several cases come to together: the sums of one order or complainant.

use complaint_derive::Keys;

use super::setting::{Check, Noun};
use crate::domain::calendar::Span;
use crate::domain::finding::Spot;
use crate::domain::message::{Message, text};
use crate::domain::word::Word;

/// A remedy that is split over several cases stays below the limits of `[[approval]]` in each of
/// them. With this table, `propose`, `approve`, `respond` and `resolve` also look at what other
/// cases of the same order or complainant were granted: if their sum needs an approval that the
/// remedy alone does not, it is a warning, `together`, or with `binding` that approval is needed.
/// What another clone granted at the same time is unknown to both, so after merging `check` warns;
/// with `binding` until somebody who may approve the sum has done so, and `close` waits for it.
#[derive(Debug, Clone, PartialEq, Eq, Keys)]
#[table("[together]")]
pub(crate) struct TogetherRule {
    /// What the cases have in common. `order`: the order number. `complainant`: the customer
    /// number, or name and contact.
    #[key(
        default = r#"["order", "complainant"]"#,
        example = r#"["order"]"#,
        rule = "D1"
    )]
    pub by: Vec<Bond>,
    /// How far apart in time the grants are at most. A grant is the final answer with a remedy, or
    /// its execution if that comes first.
    #[key(
        example = r#""30d""#,
        rule = "D1",
        missing = r#"add how long grants count together: within = "30d""#
    )]
    pub within: Span,
    /// Whether the sum needs its approval. `propose` and `approve` then record what other cases were
    /// granted; authority is judged on it, and an approval covers no more than it records.
    #[key(default = "false", example = "true", rule = "D1")]
    pub binding: bool,
    /// Its place in the file.
    #[key(spot)]
    pub spot: Spot,
}

impl Check for TogetherRule {}

/// What cases have in common, so that their grants count together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub(crate) enum Bond {
    /// The order number.
    Order,
    /// The customer number, or name and contact.
    Complainant,
}

impl Noun for Bond {
    const NOUN: Message = text!("something that cases have in common");
}
