//! Amounts of money and quantities: plain decimals, and amounts as people write them.

mod currency;
mod written;

use rust_decimal::Decimal;

pub(crate) use currency::meanings;
pub(crate) use written::{DecimalMark, Unread, evidence, read, whole};

/// Parses a plain, non-negative decimal number (`1280.00`): no exponent, sign or thousands
/// separator.
pub(crate) fn parse_amount(text: &str) -> Option<Decimal> {
    let plain = !text.is_empty()
        && text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && text.as_bytes()[0] != b'.'
        && !text.ends_with('.');
    if plain {
        Decimal::from_str_exact(text).ok()
    } else {
        None
    }
}
