//! Exact shares of a whole, and the apportionment of money by them (B17).

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;

use crate::domain::amount::parse_amount;
use crate::domain::message::{Argument, ToArgument, message};

/// A share of a whole, as stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    /// A percentage.
    Percent(Decimal),
    /// A fraction in lowest terms.
    Fraction {
        numerator: u32,
        /// Never 0.
        denominator: u32,
    },
}

/// The sum of shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sum {
    Whole,
    /// Less or more than the whole.
    Other(Quotient),
    /// The shares are too fine to add exactly.
    TooFine,
}

/// An exact part of a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Quotient {
    numerator: u64,
    denominator: u64,
}

impl Share {
    /// A fraction; `None` if the denominator is 0.
    pub(crate) fn fraction(numerator: u32, denominator: u32) -> Option<Self> {
        let common = u32::try_from(gcd(numerator.into(), denominator.into())).ok()?;
        (denominator > 0).then(|| Self::Fraction {
            numerator: numerator / common,
            denominator: denominator / common,
        })
    }

    /// The form in files: `40` for per cent, `1/3`.
    pub(crate) fn written(self) -> String {
        match self {
            Self::Percent(percent) => percent.to_string(),
            Self::Fraction {
                numerator,
                denominator,
            } => format!("{numerator}/{denominator}"),
        }
    }

    /// The form in digests: percentages without trailing zeros.
    pub(crate) fn canonical(self) -> String {
        match self {
            Self::Percent(percent) => percent.normalize().to_string(),
            Self::Fraction { .. } => self.written(),
        }
    }

    /// The one form of equal shares: a percentage without trailing zeros if it is exact, like 80 for
    /// `4/5`, and else a fraction.
    pub(crate) fn plain(self) -> Self {
        match self {
            Self::Percent(percent) => Self::Percent(percent.normalize()),
            Self::Fraction { .. } => {
                let percent = self.exact().and_then(Quotient::percent);
                percent.map_or(self, Self::Percent)
            }
        }
    }

    fn exact(self) -> Option<Quotient> {
        match self {
            Self::Fraction {
                numerator,
                denominator,
            } => Quotient::new(numerator.into(), denominator.into()),
            Self::Percent(percent) => {
                let denominator = 10_u128.checked_pow(percent.scale())?.checked_mul(100)?;
                Quotient::new(u128::try_from(percent.mantissa()).ok()?, denominator)
            }
        }
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Percent(percent) => write!(f, "{percent} %"),
            Self::Fraction { .. } => f.write_str(&self.written()),
        }
    }
}

impl ToArgument for Share {
    fn to_argument(&self) -> Argument {
        match self {
            Self::Percent(percent) => message!("{percent} %", percent).to_argument(),
            Self::Fraction { .. } => self.written().to_argument(),
        }
    }
}

impl FromStr for Share {
    type Err = ();

    /// Parses a plain number (per cent) or a fraction.
    fn from_str(text: &str) -> Result<Self, ()> {
        let Some((numerator, denominator)) = text.split_once('/') else {
            return parse_amount(text).map(Self::Percent).ok_or(());
        };
        let whole = |text: &str| {
            let plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
            if plain {
                text.parse().map_err(|_| ())
            } else {
                Err(())
            }
        };
        Self::fraction(whole(numerator)?, whole(denominator)?).ok_or(())
    }
}

impl Quotient {
    const ZERO: Self = Self {
        numerator: 0,
        denominator: 1,
    };

    fn new(numerator: u128, denominator: u128) -> Option<Self> {
        let common = gcd(numerator, denominator).max(1);
        let fit = |number: u128| u64::try_from(number / common).ok();
        Some(Self {
            numerator: fit(numerator)?,
            denominator: fit(denominator).filter(|denominator| *denominator > 0)?,
        })
    }

    /// In per cent, if six decimals are enough.
    fn percent(self) -> Option<Decimal> {
        let percent = Self::new(u128::from(self.numerator) * 100, self.denominator.into())?;
        (1_000_000 % percent.denominator == 0).then(|| {
            (Decimal::from(percent.numerator) / Decimal::from(percent.denominator)).normalize()
        })
    }

    fn plus(self, other: Self) -> Option<Self> {
        let [(a, b), (c, d)] =
            [self, other].map(|it| (u128::from(it.numerator), u128::from(it.denominator)));
        Self::new((a * d).checked_add(c * b)?, b * d)
    }

    /// This part of a whole number, rounded down, and the remainder of the division.
    fn part_of(self, number: u128) -> Option<(u128, u64)> {
        let (numerator, denominator) = (u128::from(self.numerator), u128::from(self.denominator));
        let rest = number % denominator * numerator;
        let whole = (number / denominator)
            .checked_mul(numerator)?
            .checked_add(rest / denominator)?;
        Some((whole, u64::try_from(rest % denominator).ok()?))
    }
}

/// `90 %`, or `2/3 of the whole` if the percentage would be inexact.
impl ToArgument for Quotient {
    fn to_argument(&self) -> Argument {
        let message = match self.percent() {
            Some(percent) => message!("{percent} %", percent),
            None => {
                let part = format!("{}/{}", self.numerator, self.denominator);
                message!("{part} of the whole", part)
            }
        };
        message.to_argument()
    }
}

/// Adds shares exactly.
pub(crate) fn sum(shares: impl IntoIterator<Item = Share>) -> Sum {
    let sum = shares
        .into_iter()
        .try_fold(Quotient::ZERO, |sum, share| sum.plus(share.exact()?));
    match sum {
        Some(Quotient {
            numerator: 1,
            denominator: 1,
        }) => Sum::Whole,
        Some(other) => Sum::Other(other),
        None => Sum::TooFine,
    }
}

/// Splits an amount by shares that add up to the whole, to `digits` decimal places, so that the
/// parts add up to the amount exactly. Each part is rounded down; the units left over go to the
/// largest remainders, and among equal ones to the first. `None` if the shares do not add up to the
/// whole, or the amount has no exact number of such units.
pub(crate) fn apportion(amount: Decimal, shares: &[Share], digits: u32) -> Option<Vec<Decimal>> {
    if sum(shares.iter().copied()) != Sum::Whole {
        return None;
    }
    let scale = amount.normalize().scale().max(digits);
    let mut exact = amount;
    exact.rescale(scale);
    let units = u128::try_from(exact.mantissa())
        .ok()
        .filter(|_| exact.scale() == scale)?;
    let shares: Vec<Quotient> = shares
        .iter()
        .map(|share| share.exact())
        .collect::<Option<_>>()?;
    let mut parts: Vec<(u128, u64)> = shares
        .iter()
        .map(|share| share.part_of(units))
        .collect::<Option<_>>()?;
    let given: u128 = parts.iter().map(|(part, _)| part).sum();
    let left = usize::try_from(units.checked_sub(given)?).ok()?;
    let mut order: Vec<usize> = (0..parts.len()).collect();
    let remainder = |index: usize| {
        (
            u128::from(parts[index].1),
            u128::from(shares[index].denominator),
        )
    };
    order.sort_by(|a, b| {
        let ((a, of_a), (b, of_b)) = (remainder(*a), remainder(*b));
        (b * of_a).cmp(&(a * of_b))
    });
    for index in order.into_iter().take(left) {
        parts[index].0 += 1;
    }
    let money = |(part, _): (u128, u64)| {
        Decimal::try_from_i128_with_scale(i128::try_from(part).ok()?, scale).ok()
    };
    parts.into_iter().map(money).collect()
}

/// The number of decimal places of a currency, by ISO 4217.
pub(crate) fn digits(currency: &str) -> u32 {
    match currency {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX"
        | "UYI" | "VND" | "VUV" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        _ => 2,
    }
}

/// An amount with at least the decimals of a currency, as all amounts of a report have them.
pub(crate) fn in_currency(mut amount: Decimal, currency: &str) -> Decimal {
    let digits = digits(currency);
    if amount.scale() < digits {
        amount.rescale(digits);
    }
    amount
}

fn gcd(a: u128, b: u128) -> u128 {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests;
