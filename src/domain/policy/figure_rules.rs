//! What the key figures count by.

use complaint_derive::Keys;

use super::setting::{Any, Check, Item, Kind, Names, Said, Setting};
use crate::domain::calendar::Span;
use crate::domain::case::{FactField, Facts};
use crate::domain::keys::Takes;
use crate::domain::message::message;

/// What the key figures and counts of `report` go by. The ledger has every case.
#[derive(Debug, Clone, PartialEq, Eq, Keys)]
#[table("[figures]")]
pub struct FigureRules {
    /// Only cases of these kinds count in the summary and the key figures, and those whose kind
    /// nobody has said.
    #[key(as = Any<Kind>, absent = "all", example = r#"["complaint"]"#, rule = "A7")]
    pub kinds: Vec<String>,
    /// The mark from which a complainant is satisfied.
    #[key(as = Mark, default = "4", example = "4", rule = "E3")]
    pub satisfied: u8,
    /// How soon a complaint is to be acknowledged or answered, for `first-response-in-time`.
    #[key(default = r#""24h""#, example = r#""24h""#, rule = "E3")]
    pub first_response: Span,
    /// How soon it is to be solved, for `solved-within`, which is reported by that length:
    /// `solved-in-3-business-days`.
    #[key(default = r#""3bd""#, example = r#""3bd""#, rule = "E3")]
    pub solved: Span,
}

impl FigureRules {
    /// Whether cases with those facts count.
    pub(crate) fn count(&self, facts: &Facts) -> bool {
        let kind = facts.text(FactField::Kind);
        self.kinds.is_empty()
            || kind.is_none_or(|kind| self.kinds.iter().any(|counted| counted == kind))
    }
}

impl Check for FigureRules {}

/// A mark, of 5.
enum Mark {}

impl Setting<u8> for Mark {
    const TAKES: Takes = Takes::Whole(1, 5);

    fn read(item: &Item, _names: &Names) -> Option<u8> {
        let number = item.whole(1)?;
        let mark = u8::try_from(number).ok().filter(|mark| *mark <= 5);
        mark.or_else(|| {
            item.bad(message!(
                "'{key}' takes a mark from 1 to 5, not {number}",
                key = item.key,
                number
            ))
        })
    }

    fn said(value: &u8) -> Option<Said> {
        Some(Said::data(value))
    }
}
