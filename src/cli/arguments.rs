//! Values of arguments: texts cleaned, amounts and shares read, before a command sees them.

use std::io::Read;
use std::str::FromStr;

use rust_decimal::Decimal;

use crate::cli::failure::Failure;
use crate::domain::amount::parse_amount;
use crate::domain::share::Share;

/// A text as it goes on record: control characters but newline and tab dropped, no blank lines at its end, not empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text(String);

impl Text {
    /// The text.
    pub fn into_string(self) -> String {
        self.0
    }

    /// The text; `-` stands for what comes in on stdin.
    ///
    /// # Errors
    /// Stdin cannot be read, is no UTF-8, or holds nothing.
    pub fn or_stdin(self) -> Result<String, Failure> {
        if self.0 != "-" {
            return Ok(self.0);
        }
        let mut text = String::new();
        std::io::stdin()
            .read_to_string(&mut text)
            .map_err(|error| {
                Failure::usage(format!("the text on stdin cannot be read: {error}"))
            })?;
        let text = text
            .parse::<Self>()
            .map_err(|_| Failure::usage("there is no text on stdin"))?;
        Ok(text.0)
    }
}

impl FromStr for Text {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let kept: String = text
            .chars()
            .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
            .collect();
        let kept = kept.trim_end();
        if kept.trim().is_empty() {
            Err("the text is empty")
        } else {
            Ok(Self(kept.to_owned()))
        }
    }
}

/// The texts of optional arguments.
pub fn text(text: Option<Text>) -> Option<String> {
    text.map(Text::into_string)
}

/// An amount: a plain decimal number.
///
/// # Errors
/// Anything else, with what it should be.
pub fn amount(text: &str) -> Result<Decimal, &'static str> {
    parse_amount(text).ok_or("an amount is a plain decimal number, like 1280.00")
}

/// A responsible party with its share, `carrier=40`, `carrier=40%` or `carrier=2/5`.
///
/// # Errors
/// Anything else, with what it should be.
pub fn share(text: &str) -> Result<(String, Share), &'static str> {
    const WANTED: &str =
        "write the party and its share, in per cent or as a fraction: carrier=40, carrier=2/5";
    let (party, share) = text.rsplit_once('=').ok_or(WANTED)?;
    let party: Text = party.parse().map_err(|_| WANTED)?;
    let share = share.trim();
    let percent = share.strip_suffix(['%', '％']).map(str::trim_end);
    let share = match percent {
        Some(percent) => parse_amount(percent).map(Share::Percent).ok_or(WANTED)?,
        None => share.parse().map_err(|()| WANTED)?,
    };
    Ok((party.0.trim().to_owned(), share))
}

/// So many per cent, `10` or `10%`.
///
/// # Errors
/// Anything else, with what it should be.
pub fn percent(text: &str) -> Result<Decimal, &'static str> {
    let number = text.trim().trim_end_matches(['%', '％']).trim_end();
    parse_amount(number)
        .filter(|percent| *percent <= Decimal::ONE_HUNDRED)
        .ok_or("write a share in per cent, like 10%")
}

/// A responsible party with its parts of a ratio, `factory=7`.
///
/// # Errors
/// Anything else, with what it should be.
pub fn part(text: &str) -> Result<(String, u32), &'static str> {
    const WANTED: &str =
        "write the party and its part of the ratio as a whole number, like factory=7";
    let (party, part) = text.rsplit_once('=').ok_or(WANTED)?;
    let party: Text = party.parse().map_err(|_| WANTED)?;
    Ok((
        party.0.trim().to_owned(),
        part.trim().parse().map_err(|_| WANTED)?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_lose_control_characters_and_nothing_else() {
        for (typed, kept) in [
            ("屏幕出现坏点", "屏幕出现坏点"),
            ("- not a list", "- not a list"),
            ("two\r\nlines\tand a tab\n\n", "two\nlines\tand a tab"),
            ("\u{1b}[31mred\u{7}\u{9b}", "[31mred"),
            ("  kept  ", "  kept"),
        ] {
            assert_eq!(typed.parse(), Ok(Text(kept.to_owned())), "{typed:?}");
        }
        for empty in ["", " \n", "\u{7}"] {
            assert!(empty.parse::<Text>().is_err(), "{empty:?}");
        }
    }

    #[test]
    fn shares_are_read_with_and_without_a_sign() {
        let percent = |percent| Share::Percent(percent);
        assert_eq!(
            share("carrier=40"),
            Ok(("carrier".to_owned(), percent(Decimal::from(40))))
        );
        assert_eq!(
            share("运输=62.5％"),
            Ok(("运输".to_owned(), percent(Decimal::new(625, 1))))
        );
        assert_eq!(
            share("a=2/6"),
            Ok((
                "a".to_owned(),
                Share::Fraction {
                    numerator: 1,
                    denominator: 3
                }
            ))
        );
        for wrong in [
            "carrier",
            "=40",
            "carrier=",
            "carrier=-1",
            "carrier=forty",
            "carrier=1/0",
            "carrier=1/3%",
        ] {
            assert!(share(wrong).is_err(), "{wrong}");
        }
    }
}
