//! The amounts of a ledger.

use rust_decimal::{Decimal, RoundingStrategy};

use super::mapping::{FactPick, Mapping};
use super::{Binding, Guess, Ledger};
use crate::domain::amount::{self, DecimalMark, Unread, meanings};
use crate::domain::case::FactField;
use crate::domain::case::facts::FactKind;
use crate::domain::characters::narrow;
use crate::domain::message::{Message, any_of, message};
use crate::domain::policy::decimals;

/// How the amounts of a ledger are written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Amounts<'a> {
    /// What separates fractions; `None` if each amount has to tell by itself.
    pub mark: Option<DecimalMark>,
    /// The currency of the policy.
    pub currency: &'a str,
    /// The value of one of another currency in it.
    pub rates: &'a [(String, Decimal)],
}

/// An amount in the currency of the policy.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Converted {
    pub amount: Decimal,
    /// How it was converted, if it was in another currency.
    pub remark: Option<Message>,
}

impl<'a> Amounts<'a> {
    /// Reads an amount of a row. `unit` is the currency that the row names for it.
    ///
    /// # Errors
    /// It is no amount, is in a currency without a rate, or can be one of two.
    pub(super) fn read(
        &self,
        field: FactField,
        text: &str,
        unit: Option<&str>,
    ) -> Result<Converted, Message> {
        // A quantity has no currency.
        if field == FactField::Quantity {
            let amount = amount::read(text, self.mark, None);
            let plain = |amount| Converted {
                amount,
                remark: None,
            };
            return amount.map(plain).map_err(|why| self.refusal(text, why));
        }
        let candidates = match unit {
            Some(unit) => self.named(unit, text)?,
            None => self.known().collect(),
        };
        let read = |currency: &&'a str| amount::read(text, self.mark, Some(currency));
        let mut fitting = candidates
            .iter()
            .filter_map(|it| Some((*it, read(it).ok()?)));
        let Some((currency, amount)) = fitting.next() else {
            let why = candidates.first().and_then(|it| read(it).err());
            return Err(self.refusal(text, why.unwrap_or(Unread::NotAnAmount)));
        };
        let others: Vec<&str> = fitting.map(|(other, _)| other).collect();
        // What can be in the policy's currency is, unless the row names another one.
        if others.is_empty() || (unit.is_none() && currency == self.currency) {
            return self.converted(text, currency, amount);
        }
        Err(message!(
            "'{text}' can be in {currencies}: name the currency under [amounts] in the mapping",
            text,
            currencies = any_of(std::iter::once(currency).chain(others))
        ))
    }

    /// The currency of the policy, then those with a rate.
    fn known(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let of_rates = self.rates.iter().map(|(code, _)| code.as_str());
        std::iter::once(self.currency).chain(of_rates)
    }

    /// The known currencies that a unit can mean.
    fn named(&self, unit: &str, text: &str) -> Result<Vec<&'a str>, Message> {
        let plain = narrow(unit);
        let meant = meanings(plain.trim());
        if meant.is_empty() {
            return Err(message!("'{unit}' is not a currency", unit));
        }
        let fitting: Vec<&str> = self.known().filter(|code| meant.contains(code)).collect();
        if fitting.is_empty() {
            return Err(self.foreign(text, unit));
        }
        Ok(fitting)
    }

    fn converted(&self, text: &str, from: &str, amount: Decimal) -> Result<Converted, Message> {
        let own = self.currency;
        let rate = self
            .rates
            .iter()
            .find(|(code, _)| code == from && from != own);
        let Some((_, rate)) = rate else {
            return Ok(Converted {
                amount,
                remark: None,
            });
        };
        let half_up = RoundingStrategy::MidpointAwayFromZero;
        let places = decimals(own);
        let mut converted = amount
            .checked_mul(*rate)
            .ok_or(message!("'{text}' is too large", text))?
            .round_dp_with_strategy(places, half_up);
        converted.rescale(places);
        let remark = message!(
            "'{text}' in {from} at {rate} was taken as {converted} {own}",
            text,
            from,
            rate,
            converted,
            own
        );
        Ok(Converted {
            amount: converted,
            remark: Some(remark),
        })
    }

    fn refusal(&self, text: &str, why: Unread) -> Message {
        match why {
            Unread::Foreign(sign) => self.foreign(text, &sign),
            Unread::NotAnAmount => message!("'{text}' is not an amount", text),
            Unread::Ambiguous { point, comma } => message!(
                "'{text}' can be {point} or {comma}: set decimal under [file] in the mapping",
                text,
                point,
                comma
            ),
        }
    }

    fn foreign(&self, text: &str, sign: &str) -> Message {
        message!(
            "'{text}' is in {sign}, but amounts are in {own}, the currency of the policy; `rates` under [amounts] in the mapping converts others",
            text,
            sign,
            own = self.currency
        )
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_in_other_currencies_are_converted_at_the_rates_of_the_mapping() {
        let rates: Vec<(String, Decimal)> = [
            ("EUR", "7.85"),
            ("USD", "7.1"),
            ("AUD", "4.6"),
            ("XAU", "79228162514264337593543950335"),
        ]
        .map(|(code, rate)| (code.to_owned(), rate.parse().expect("a rate")))
        .into();
        let amounts = Amounts {
            mark: Some(DecimalMark::Point),
            currency: "CNY",
            rates: &rates,
        };
        for (text, unit, taken) in [
            ("1,234.50", None, "1234.50"),
            ("¥ 12", None, "12"),
            ("EUR 1,234.50", None, "9690.83"),
            ("1.15 €", None, "9.03"),
            ("US$ 10", None, "71.00"),
            (
                "$10",
                None,
                "'$10' can be in USD or AUD: name the currency under [amounts] in the mapping",
            ),
            (
                "10",
                Some("$"),
                "'10' can be in USD or AUD: name the currency under [amounts] in the mapping",
            ),
            ("$10", Some("USD"), "71.00"),
            ("10", Some("eur"), "78.50"),
            ("10", Some("元"), "10"),
            (
                "10 USD",
                Some("EUR"),
                "'10 USD' is in USD, but amounts are in CNY, the currency of the policy; `rates` under [amounts] in the mapping converts others",
            ),
            (
                "£5",
                None,
                "'£5' is in £, but amounts are in CNY, the currency of the policy; `rates` under [amounts] in the mapping converts others",
            ),
            (
                "5",
                Some("GBP"),
                "'5' is in GBP, but amounts are in CNY, the currency of the policy; `rates` under [amounts] in the mapping converts others",
            ),
            ("5", Some("pieces"), "'pieces' is not a currency"),
            ("XAU 2", None, "'XAU 2' is too large"),
            ("ten", None, "'ten' is not an amount"),
        ] {
            let read = amounts.read(FactField::Amount, text, unit);
            let read = match read {
                Ok(read) => read.amount.to_string(),
                Err(why) => why.in_english(),
            };
            assert_eq!(read, taken, "{text} {unit:?}");
        }
        let remark = amounts
            .read(FactField::Price, "€ 2", None)
            .expect("a price")
            .remark;
        assert_eq!(
            remark.expect("a remark").in_english(),
            "'€ 2' in EUR at 7.85 was taken as 15.70 CNY"
        );
        let quantity = amounts.read(FactField::Quantity, "5", Some("EUR"));
        assert_eq!(quantity.expect("a quantity").amount, Decimal::from(5));
    }
}
