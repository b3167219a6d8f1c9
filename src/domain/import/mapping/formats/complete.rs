//! Checks that a pattern gives a whole date, and a whole time or none.

use std::collections::BTreeSet;

use crate::domain::message::{Message, message, text};

/// What a directive stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Year,
    Month,
    Day,
    /// 0 to 23.
    Hour,
    /// 1 to 12.
    HalfHour,
    /// Before or after noon.
    Half,
    Minute,
    Second,
    Fraction,
    Offset,
    Weekday,
}

/// The directives, without their `%`.
const DIRECTIVES: &[(&str, &[Part])] = &[
    ("Y", &[Part::Year]),
    ("y", &[Part::Year]),
    ("m", &[Part::Month]),
    ("b", &[Part::Month]),
    ("B", &[Part::Month]),
    ("d", &[Part::Day]),
    ("e", &[Part::Day]),
    ("a", &[Part::Weekday]),
    ("A", &[Part::Weekday]),
    ("F", &[Part::Year, Part::Month, Part::Day]),
    ("H", &[Part::Hour]),
    ("I", &[Part::HalfHour]),
    ("p", &[Part::Half]),
    ("M", &[Part::Minute]),
    ("S", &[Part::Second]),
    (".f", &[Part::Fraction]),
    ("R", &[Part::Hour, Part::Minute]),
    ("T", &[Part::Hour, Part::Minute, Part::Second]),
    ("z", &[Part::Offset]),
    (":z", &[Part::Offset]),
    ("%", &[]),
];

/// Why a pattern is no format of dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::domain::import::mapping) enum Incomplete {
    /// There is no such directive.
    Unknown(String),
    /// Parts of dates that it lacks, named.
    Lacks(&'static str),
    /// Directives that mean nothing without others.
    Needs(&'static str, &'static str),
    /// Directives that exclude each other.
    Both(&'static str, &'static str),
    /// `%*` elsewhere than at the end.
    Inner,
}

impl Incomplete {
    pub(in crate::domain::import::mapping) fn message(&self, format: &str) -> Message {
        match self {
            Self::Unknown(directive) => message!(
                "'{directive}' in '{format}' is no part of a date",
                directive,
                format
            ),
            Self::Lacks(part) => message!("'{format}' has no {part}", format, part),
            Self::Needs(directive, other) => {
                message!(
                    "'{format}' has {directive} without {other}",
                    format,
                    directive,
                    other
                )
            }
            Self::Both(one, other) => {
                message!("'{format}' has both {one} and {other}", format, one, other)
            }
            Self::Inner => message!(
                "'{format}' goes on after %*, which stands for the rest of the cell",
                format
            ),
        }
    }

    pub(in crate::domain::import::mapping) fn hint(&self) -> Message {
        match self {
            Self::Unknown(_) => text!(
                "write it with %Y %y %m %b %B %d %e %F, %H %I %p %M %S %.f %R %T %z, %a %A; like \"%d-%m-%Y %H:%M\""
            ),
            Self::Lacks(_) => text!("write a whole date, like \"%d-%m-%Y\" or \"%Y/%m/%d %H:%M\""),
            Self::Needs(..) | Self::Both(..) => {
                text!(
                    "write a whole time of day, \"%H:%M\" or \"%I:%M %p\", with \":%S\" and \"%.f\" behind it; or none"
                )
            }
            Self::Inner => text!("write %* at the end"),
        }
    }
}

/// Checks the directives of a pattern.
pub(super) fn check(pattern: &str) -> Result<(), Incomplete> {
    let mut parts = BTreeSet::<Part>::new();
    for directive in directives(pattern) {
        let plain = directive.strip_prefix(['-', '_', '0']).unwrap_or(directive);
        let known = DIRECTIVES.iter().find(|(known, _)| *known == plain);
        let (_, stands_for) = known.ok_or_else(|| match directive {
            "*" => Incomplete::Inner,
            _ => Incomplete::Unknown(format!("%{directive}")),
        })?;
        parts.extend(*stands_for);
    }
    let has = |part| parts.contains(&part);
    let hour = has(Part::Hour) || has(Part::HalfHour);
    let wrong = [
        (!has(Part::Year), Incomplete::Lacks("year")),
        (!has(Part::Month), Incomplete::Lacks("month")),
        (!has(Part::Day), Incomplete::Lacks("day")),
        (
            has(Part::Hour) && has(Part::HalfHour),
            Incomplete::Both("%H", "%I"),
        ),
        (
            has(Part::HalfHour) && !has(Part::Half),
            Incomplete::Needs("%I", "%p"),
        ),
        (
            has(Part::Half) && !has(Part::HalfHour),
            Incomplete::Needs("%p", "%I"),
        ),
        (
            hour && !has(Part::Minute),
            Incomplete::Needs("an hour", "%M"),
        ),
        (has(Part::Minute) && !hour, Incomplete::Needs("%M", "%H")),
        (
            has(Part::Second) && !has(Part::Minute),
            Incomplete::Needs("%S", "%M"),
        ),
        (
            has(Part::Fraction) && !has(Part::Second),
            Incomplete::Needs("%.f", "%S"),
        ),
        (has(Part::Offset) && !hour, Incomplete::Needs("%z", "%H:%M")),
    ];
    wrong
        .into_iter()
        .find(|(is_wrong, _)| *is_wrong)
        .map_or(Ok(()), |(_, why)| Err(why))
}

/// The directives of a pattern, without their `%`.
fn directives(pattern: &str) -> impl Iterator<Item = &str> {
    let mut rest = pattern;
    std::iter::from_fn(move || {
        let (_, behind) = rest.split_once('%')?;
        let flags = behind.len()
            - behind
                .trim_start_matches(['-', '_', '0', '.', ':', '#'])
                .len();
        let letter = behind[flags..].chars().next().map_or(0, char::len_utf8);
        let (directive, after) = behind.split_at(flags + letter);
        rest = after;
        Some(directive)
    })
}
