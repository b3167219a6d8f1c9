//! The amounts of a ledger.

use rust_decimal::Decimal;

use super::mapping::{FactPick, Mapping};
use super::{Binding, Guess, Ledger};
use crate::domain::amount::{self, DecimalMark, Unread};
use crate::domain::case::FactField;
use crate::domain::case::facts::FactKind;
use crate::domain::message::{Message, message};

/// How the amounts of a ledger are written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Amounts<'a> {
    /// What separates fractions; `None` if each amount has to tell by itself.
    pub mark: Option<DecimalMark>,
    /// The currency of the policy.
    pub currency: &'a str,
}

impl Amounts<'_> {
    /// Reads an amount of a row.
    ///
    /// # Errors
    /// It is no amount, is in another currency, or can be one of two.
    pub(super) fn read(&self, field: FactField, text: &str) -> Result<Decimal, Message> {
        // A quantity has no currency.
        let currency = (field != FactField::Quantity).then_some(self.currency);
        amount::read(text, self.mark, currency).map_err(|why| match (why, currency) {
            (Unread::Foreign(sign), Some(own)) => message!(
                "'{text}' is in {sign}, but amounts are in {own}, the currency of the policy",
                text,
                sign,
                own
            ),
            (Unread::Foreign(_), None) | (Unread::NotAnAmount, _) => {
                message!("'{text}' is not an amount", text)
            }
            (Unread::Ambiguous { point, comma }, _) => message!(
                "'{text}' can be {point} or {comma}: set decimal under [file] in the mapping",
                text,
                point,
                comma
            ),
        })
    }
}

/// The decimal mark of the mapping, else the one that amounts anywhere in the ledger prove. Amounts
/// that prove different ones leave it open.
pub(super) fn decimal_mark(
    mapping: &Mapping,
    binding: &Binding,
    ledger: &Ledger,
) -> Option<DecimalMark> {
    if mapping.file.decimal.is_some() {
        return mapping.file.decimal;
    }
    let picks = mapping.facts.iter().filter_map(|(field, pick)| match pick {
        FactPick::Value(pick) if field.kind() == FactKind::Amount => Some(&pick.parts),
        FactPick::Value(_) | FactPick::Date(_) => None,
    });
    let (mut point, mut comma) = (false, false);
    for parts in picks {
        for row in &ledger.rows {
            match amount::evidence(&binding.parts(parts, row)) {
                Some(DecimalMark::Point) => point = true,
                Some(DecimalMark::Comma) => comma = true,
                None => {}
            }
        }
    }
    match (point, comma) {
        (true, false) => Some(DecimalMark::Point),
        (false, true) => Some(DecimalMark::Comma),
        (false, false) | (true, true) => None,
    }
}

/// What was found out about the decimal mark.
pub(super) fn guess(mapping: &Mapping, mark: Option<DecimalMark>) -> Option<Guess> {
    let is_guess = mapping.file.decimal.is_none() && mark == Some(DecimalMark::Comma);
    is_guess.then(|| Guess::of("decimal", ','))
}
