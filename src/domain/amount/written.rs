//! Amounts as people and spreadsheets write them: `¥ 1,280.50`, `1 280,50 €`, `１２８０元`.

use rust_decimal::Decimal;

use super::currency::meanings;
use super::parse_amount;
use crate::domain::characters::narrow;

/// What separates the fraction of an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DecimalMark {
    Point,
    Comma,
}

/// Why a text is not taken as an amount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unread {
    NotAnAmount,
    /// It is in another currency, named by this sign or code.
    Foreign(String),
    /// The mark in it can end the whole number or separate thousands.
    Ambiguous {
        point: Decimal,
        comma: Decimal,
    },
}

/// The currency of the amounts read.
pub(crate) type Currency<'a> = Option<&'a str>;

/// Reads an amount with an optional sign or code of its currency and with thousands separators. If
/// `mark` is `None`, the text itself has to tell what its marks mean. If `currency` is `None`, no
/// sign or code is accepted.
///
/// # Errors
/// It is no amount, one of another currency, or one of two.
pub(crate) fn read(
    text: &str,
    mark: Option<DecimalMark>,
    currency: Currency,
) -> Result<Decimal, Unread> {
    let plain = narrow(text);
    let (signs, number) = split(&plain).ok_or(Unread::NotAnAmount)?;
    for sign in signs {
        let meanings = meanings(sign);
        if meanings.is_empty() {
            return Err(Unread::NotAnAmount);
        }
        if !currency.is_some_and(|own| meanings.contains(&own)) {
            return Err(Unread::Foreign(sign.to_owned()));
        }
    }
    match (
        mark,
        under(number, DecimalMark::Point),
        under(number, DecimalMark::Comma),
    ) {
        (Some(DecimalMark::Point), value, _) | (Some(DecimalMark::Comma), _, value) => value,
        (None, Some(point), Some(comma)) if point != comma => {
            return Err(Unread::Ambiguous { point, comma });
        }
        (None, point, comma) => point.or(comma),
    }
    .ok_or(Unread::NotAnAmount)
}

/// The decimal mark that a text proves, as it is no amount with the other.
pub(crate) fn evidence(text: &str) -> Option<DecimalMark> {
    let plain = narrow(text);
    let (_, number) = split(&plain)?;
    match (
        under(number, DecimalMark::Point),
        under(number, DecimalMark::Comma),
    ) {
        (Some(_), None) => Some(DecimalMark::Point),
        (None, Some(_)) => Some(DecimalMark::Comma),
        (Some(_), Some(_)) | (None, None) => None,
    }
}

/// A whole number in plain digits: `4.0`, as programs write the numbers of a column with gaps, and `４`
/// are 4. Any other text stays as it is, in plain characters.
pub(crate) fn whole(text: &str) -> String {
    let plain = narrow(text);
    let is_zero =
        |fraction: &str| !fraction.is_empty() && fraction.bytes().all(|byte| byte == b'0');
    match plain.split_once(['.', ',']) {
        Some((whole, fraction)) if is_zero(fraction) => whole.to_owned(),
        _ => plain,
    }
}

/// The signs of a currency before and behind a number, and the number.
fn split(plain: &str) -> Option<(Vec<&str>, &str)> {
    let is_digit = |c: char| c.is_ascii_digit();
    let (from, to) = (plain.find(is_digit)?, plain.rfind(is_digit)? + 1);
    let behind = plain[to..].trim();
    // A whole amount in German or Swiss: `500,-`, `500.--`.
    let behind = [",--", ".--", ",-", ".-", ",–", ".–"]
        .iter()
        .find_map(|dash| behind.strip_prefix(dash))
        .unwrap_or(behind);
    let signs = [&plain[..from], behind]
        .into_iter()
        .flat_map(str::split_whitespace);
    Some((signs.collect(), &plain[from..to]))
}

/// The number, if its fraction begins at this mark.
fn under(number: &str, mark: DecimalMark) -> Option<Decimal> {
    let (mark, other) = match mark {
        DecimalMark::Point => ('.', ','),
        DecimalMark::Comma => (',', '.'),
    };
    let (whole, fraction) = match number.split_once(mark) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (number, None),
    };
    let is_apostrophe = |c: char| matches!(c, '\'' | '’' | '‘' | 'ʼ' | '´' | '`');
    let groups: Vec<&str> = whole
        .split(|c: char| c == other || c == ' ' || is_apostrophe(c))
        .collect();
    let is_grouped = match groups.as_slice() {
        [_] => true,
        [first, rest @ ..] => {
            (1..=3).contains(&first.len())
                && !first.starts_with('0')
                && rest.iter().all(|group| group.len() == 3)
        }
        [] => false,
    };
    let joined =
        groups.concat() + &fraction.map_or_else(String::new, |fraction| format!(".{fraction}"));
    if is_grouped {
        parse_amount(&joined)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POINT: Option<DecimalMark> = Some(DecimalMark::Point);
    const COMMA: Option<DecimalMark> = Some(DecimalMark::Comma);

    fn shown(text: &str, mark: Option<DecimalMark>, currency: &str) -> String {
        match read(text, mark, Some(currency)) {
            Ok(amount) => amount.to_string(),
            Err(Unread::NotAnAmount) => "no".to_owned(),
            Err(Unread::Foreign(sign)) => format!("in {sign}"),
            Err(Unread::Ambiguous { point, comma }) => format!("{point} or {comma}"),
        }
    }

    #[test]
    fn amounts_are_read_as_ledgers_write_them() {
        for (text, mark, value) in [
            ("1280.00", POINT, "1280.00"),
            ("¥1,280.50", POINT, "1280.50"),
            ("¥ 1 280", POINT, "1280"),
            ("CNY 1,280,000", POINT, "1280000"),
            ("1.280,50 ¥", COMMA, "1280.50"),
            ("1,28", POINT, "no"),
            ("1.280.50", POINT, "no"),
            ("-5", POINT, "no"),
            ("(5)", POINT, "no"),
            ("0,125", POINT, "no"),
            ("12 or so", POINT, "no"),
            ("12 or", POINT, "no"),
            ("3万元", POINT, "no"),
            ("5元3角", POINT, "no"),
            ("", POINT, "no"),
        ] {
            assert_eq!(shown(text, mark, "CNY"), value, "{text}");
        }
    }

    #[test]
    fn blanks_apostrophes_and_full_width_characters_are_plain_ones() {
        for blank in [
            '\u{a0}', '\u{202f}', '\u{2009}', '\u{2007}', '\u{3000}', '\'', '’', '\u{ff07}',
        ] {
            assert_eq!(
                shown(&format!("1{blank}234,50"), COMMA, "EUR"),
                "1234.50",
                "{blank:?}"
            );
        }
        for (text, value) in [
            ("１２３４", "1234"),
            ("￥１，２３４．５０", "1234.50"),
            ("12３4.5\u{200e}", "1234.5"),
            ("500,-", "500"),
            ("500.-- €", "in €"),
        ] {
            assert_eq!(shown(text, None, "CNY"), value, "{text}");
        }
    }

    #[test]
    fn a_text_alone_tells_its_decimal_mark_or_is_refused() {
        for (text, value) in [
            ("1.000", "1.000 or 1000"),
            ("12,345", "12345 or 12.345"),
            ("1.111,11", "1111.11"),
            ("12,50", "12.50"),
            ("1234,567", "1234.567"),
            ("0,125", "0.125"),
            ("1.234.567", "1234567"),
            ("1 280", "1280"),
            ("1'280.5", "1280.5"),
        ] {
            assert_eq!(shown(text, None, "CNY"), value, "{text}");
        }
        for (text, proof) in [
            ("1.000", None),
            ("1280", None),
            ("1.111,11", COMMA),
            ("12,5 €", COMMA),
            ("1,234.5", POINT),
            ("1,234,567", POINT),
            ("none", None),
        ] {
            assert_eq!(evidence(text), proof, "{text}");
        }
    }

    #[test]
    fn whole_numbers_may_have_a_fraction_of_zeros() {
        for (text, number) in [
            ("4", "4"),
            ("4.0", "4"),
            ("４", "4"),
            ("４．００", "4"),
            (" 4,0 ", "4"),
            ("4.5", "4.5"),
            ("4.", "4."),
            ("four", "four"),
        ] {
            assert_eq!(whole(text), number, "{text}");
        }
    }

    #[test]
    fn a_sign_has_to_mean_the_currency_of_the_policy() {
        for (text, currency, value) in [
            ("EUR 1,234.50", "CNY", "in EUR"),
            ("$99.00", "CNY", "in $"),
            ("US$99.00", "CNY", "in US$"),
            ("€ 5", "CNY", "in €"),
            ("5 €", "CNY", "in €"),
            ("5円", "CNY", "in 円"),
            ("usd 5", "CNY", "in usd"),
            ("5 Euro", "CNY", "in Euro"),
            ("CNY 50.00", "CNY", "50.00"),
            ("RMB 50.00", "CNY", "50.00"),
            ("50.00RMB", "CNY", "50.00"),
            ("¥50", "CNY", "50"),
            ("¥50", "JPY", "50"),
            ("¥50", "EUR", "in ¥"),
            ("50元", "CNY", "50"),
            ("50元", "JPY", "in 元"),
            ("50円", "JPY", "50"),
            ("$99.00", "USD", "99.00"),
            ("$99.00", "AUD", "99.00"),
            ("US$ 99", "AUD", "in US$"),
            ("5 €", "EUR", "5"),
            ("5 euros", "EUR", "5"),
            ("kr 5", "SEK", "5"),
            ("¥50 CNY", "CNY", "50"),
            ("¥50 EUR", "CNY", "in EUR"),
            ("XYZ 5", "CNY", "in XYZ"),
            ("5 pcs", "CNY", "no"),
        ] {
            assert_eq!(shown(text, POINT, currency), value, "{text} in {currency}");
        }
        assert_eq!(
            read("¥50", POINT, None),
            Err(Unread::Foreign("¥".to_owned()))
        );
    }
}
