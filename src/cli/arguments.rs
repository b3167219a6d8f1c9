//! Value parsers for arguments. clap reports an invalid value with its flag.

use std::fmt;
use std::io::Read;
use std::str::FromStr;

use chrono_tz::Tz;
use rust_decimal::Decimal;

use crate::cli::failure::Failure;
use crate::domain::amount::{self, Unread, parse_amount, whole};
use crate::domain::characters::plain_lines;
use crate::domain::message::{Argument, Message, ToArgument, any_of, message, text};
use crate::domain::share::Share;
use crate::domain::time::{TimeError, parse_time};
use crate::domain::word::Word;
use crate::render::language;

/// Why a value is invalid, for clap, which adds the flag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unfit(Message);

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&language::say(&self.0))
    }
}

impl std::error::Error for Unfit {}

impl From<Message> for Unfit {
    fn from(message: Message) -> Self {
        Self(message)
    }
}

impl ToArgument for Unfit {
    fn to_argument(&self) -> Argument {
        self.0.to_argument()
    }
}

/// A text to record: not empty, without trailing whitespace, and without control characters other
/// than newline and tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Text(String);

impl Text {
    pub(crate) fn into_string(self) -> String {
        self.0
    }
}

impl FromStr for Text {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        let kept = plain_lines(text);
        let kept = kept.trim_end();
        if kept.trim().is_empty() {
            Err(text!("the text is empty").into())
        } else {
            Ok(Self(kept.to_owned()))
        }
    }
}

/// Replaces each text that is `-` by the text on stdin.
///
/// # Errors
/// Stdin is empty, is not UTF-8, or cannot be read.
pub(crate) fn read_stdin<'t>(texts: impl IntoIterator<Item = &'t mut Text>) -> Result<(), Failure> {
    for text in texts.into_iter().filter(|text| text.0 == "-") {
        let mut typed = String::new();
        std::io::stdin()
            .read_to_string(&mut typed)
            .map_err(|error| {
                Failure::usage(message!("the text on stdin cannot be read: {error}", error))
            })?;
        *text = typed
            .parse()
            .map_err(|_| Failure::usage(text!("there is no text on stdin")))?;
    }
    Ok(())
}

/// The text of an optional argument.
pub(crate) fn text(text: Option<Text>) -> Option<String> {
    text.map(Text::into_string)
}

/// One of a type's words.
///
/// # Errors
/// Any other text; the error lists the words.
pub(crate) fn word<W: Word + ToArgument>(text: &str) -> Result<W, Unfit> {
    text.parse()
        .map_err(|()| message!("should be {words}", words = any_of(W::ALL)).into())
}

/// An amount, as people write it: full-width digits and separators of thousands are taken where they
/// can mean one number only. No currency, since only the policy knows which.
///
/// # Errors
/// Any other text; the error says what is expected.
pub(crate) fn amount(text: &str) -> Result<Decimal, Unfit> {
    let message = match amount::read(text, None, None) {
        Ok(amount) => return Ok(amount),
        Err(Unread::NotAnAmount) => text!("an amount is a plain decimal number, like 1280.00"),
        Err(Unread::Foreign(sign)) => {
            message!(
                "write the amount without '{sign}': all amounts are in the policy's currency",
                sign
            )
        }
        Err(Unread::Ambiguous { point, comma }) => message!(
            "it can be {point} or {comma}: write it without separators of thousands",
            point,
            comma
        ),
    };
    Err(message.into())
}

/// A mark from 1 to 5; `4.0` and `４` are 4.
///
/// # Errors
/// Any other text; the error says what is expected.
pub(crate) fn mark(text: &str) -> Result<u8, Unfit> {
    let mark = whole(text)
        .parse()
        .ok()
        .filter(|mark| (1..=5).contains(mark));
    mark.ok_or_else(|| text!("a mark is a whole number from 1 to 5").into())
}

/// A percentage, `10` or `10%`.
///
/// # Errors
/// Any other text; the error says what is expected.
pub(crate) fn percent(text: &str) -> Result<Decimal, Unfit> {
    let number = text.trim().trim_end_matches(['%', '％']).trim_end();
    parse_amount(number)
        .filter(|percent| *percent <= Decimal::ONE_HUNDRED)
        .ok_or_else(|| text!("write a share in per cent, like 10%").into())
}

/// A time, validated but kept as typed: it is parsed later, in the policy's time zone.
///
/// # Errors
/// Not a time in any zone.
pub(crate) fn time(text: &str) -> Result<String, Unfit> {
    match parse_time(text, Tz::UTC) {
        Err(error @ (TimeError::Form(_) | TimeError::NoSuchTime(_))) => Err(Unfit(error.message())),
        Ok(_) | Err(TimeError::Skipped { .. } | TimeError::Rfc3339(_)) => Ok(text.to_owned()),
    }
}

/// A responsible party with its share, `carrier=40`, `carrier=40%` or `carrier=2/5`.
///
/// # Errors
/// Any other text; the error says what is expected.
pub(crate) fn share(text: &str) -> Result<(String, Share), Unfit> {
    split_share(text).ok_or_else(|| {
        text!(
            "write the party and its share, in per cent or as a fraction: carrier=40, carrier=2/5"
        )
        .into()
    })
}

fn split_share(text: &str) -> Option<(String, Share)> {
    let (party, share) = text.rsplit_once('=')?;
    let share = share.trim();
    let share = match share.strip_suffix(['%', '％']) {
        Some(percent) => Share::Percent(parse_amount(percent.trim_end())?),
        None => share.parse().ok()?,
    };
    Some((parse_party(party)?, share))
}

/// A responsible party with its part of a ratio, `factory=7`.
///
/// # Errors
/// Any other text; the error says what is expected.
pub(crate) fn part(text: &str) -> Result<(String, u32), Unfit> {
    split_part(text).ok_or_else(|| {
        text!("write the party and its part of the ratio as a whole number, like factory=7").into()
    })
}

fn split_part(text: &str) -> Option<(String, u32)> {
    let (party, part) = text.rsplit_once('=')?;
    Some((parse_party(party)?, part.trim().parse().ok()?))
}

fn parse_party(text: &str) -> Option<String> {
    let party: Text = text.parse().ok()?;
    Some(party.0.trim().to_owned())
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
            ("two\rlines", "two\nlines"),
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
    fn an_amount_means_one_number_and_names_no_currency() {
        for (typed, read) in [
            ("1280.00", Ok("1280.00")),
            ("1,280.00", Ok("1280.00")),
            ("1 280", Ok("1280")),
            ("12８０", Ok("1280")),
            (
                "1,280",
                Err("it can be 1280 or 1.280: write it without separators of thousands"),
            ),
            (
                "$99",
                Err("write the amount without '$': all amounts are in the policy's currency"),
            ),
            (
                "-5",
                Err("an amount is a plain decimal number, like 1280.00"),
            ),
        ] {
            let amount = amount(typed).map(|amount| amount.to_string());
            let amount = amount.map_err(|Unfit(message)| message.in_english());
            assert_eq!(
                amount,
                read.map(str::to_owned).map_err(str::to_owned),
                "{typed}"
            );
        }
    }

    #[test]
    fn a_mark_is_one_to_five() {
        for (typed, read) in [
            ("4", Some(4)),
            ("4.0", Some(4)),
            ("４", Some(4)),
            ("4.5", None),
            ("0", None),
            ("6", None),
            ("five", None),
        ] {
            assert_eq!(mark(typed).ok(), read, "{typed}");
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
