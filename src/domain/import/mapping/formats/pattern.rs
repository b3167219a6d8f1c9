//! Patterns as in strftime, read more strictly where a loose reading loses something.

use chrono::format::{Fixed, Item, Numeric, Parsed, StrftimeItems, parse_and_remainder};
use chrono::{NaiveDate, NaiveTime, TimeDelta};

use super::Day;
use super::complete::{Incomplete, check};
use crate::domain::characters::narrow;
use crate::domain::message::{Message, message};

/// At the end of a pattern: the rest of the cell, whatever it says.
const REST: &str = "%*";

/// Words for before and after noon.
const HALVES: [(&str, bool); 10] = [
    ("a.m.", false),
    ("p.m.", true),
    ("am", false),
    ("pm", true),
    ("上午", false),
    ("下午", true),
    ("午前", false),
    ("午後", true),
    ("오전", false),
    ("오후", true),
];

/// A checked pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::domain::import) struct Pattern {
    written: String,
    items: Vec<Item<'static>>,
    /// Whether words may stand behind the date.
    has_rest: bool,
}

impl Pattern {
    pub(super) fn new(written: &str) -> Result<Self, Incomplete> {
        let plain = narrow(written);
        let (pattern, has_rest) = match plain.strip_suffix(REST) {
            Some(pattern) => (pattern, true),
            None => (plain.as_str(), false),
        };
        check(pattern)?;
        let items = StrftimeItems::new(pattern).parse_to_owned();
        Ok(Self {
            written: written.to_owned(),
            items: items.map_err(|_| Incomplete::Unknown(pattern.to_owned()))?,
            has_rest,
        })
    }

    pub(super) fn written(&self) -> &str {
        &self.written
    }

    pub(super) fn read(&self, plain: &str) -> Option<Day> {
        self.read_with(plain, &self.items)
    }

    fn read_with(&self, plain: &str, items: &[Item<'static>]) -> Option<Day> {
        let (mut parsed, mut rest, mut ends_day) = (Parsed::new(), plain, false);
        for item in items {
            rest = match hour_24(rest, item) {
                Some(after) => {
                    ends_day = true;
                    parsed.set_hour(0).ok()?;
                    after
                }
                None => step(&mut parsed, rest, item)?,
            };
        }
        if rest.trim().is_empty() || (self.has_rest && is_words(rest)) {
            let day = day(&parsed)?;
            if ends_day { day.after() } else { Some(day) }
        } else {
            None
        }
    }

    pub(super) fn near_miss(&self, plain: &str) -> Option<Message> {
        let short = |item: &Item<'static>| {
            if let Item::Numeric(Numeric::Year, pad) = item {
                Item::Numeric(Numeric::YearMod100, *pad)
            } else {
                item.clone()
            }
        };
        let items: Vec<_> = self.items.iter().map(short).collect();
        (items != self.items && self.read_with(plain, &items).is_some())
            .then(|| message!("its year has two digits: write %y in place of %Y"))
    }
}

/// Reads one item of a pattern; the rest of the text.
fn step<'t>(parsed: &mut Parsed, text: &'t str, item: &Item) -> Option<&'t str> {
    let has_digits = |count: usize| {
        let digits = text
            .trim_start()
            .bytes()
            .take_while(u8::is_ascii_digit)
            .count();
        digits >= count
    };
    if matches!(item, Item::Fixed(Fixed::LowerAmPm | Fixed::UpperAmPm)) {
        return half(parsed, text);
    }
    let is_short = (matches!(item, Item::Numeric(Numeric::Year, _)) && !has_digits(4))
        || (matches!(item, Item::Numeric(Numeric::YearMod100, _)) && !has_digits(2));
    if is_short {
        return None;
    }
    parse_and_remainder(parsed, text, std::iter::once(item)).ok()
}

/// The text after the hour 24, as in 24:00, the end of a day.
fn hour_24<'t>(text: &'t str, item: &Item) -> Option<&'t str> {
    let is_hour = matches!(item, Item::Numeric(Numeric::Hour, _));
    text.trim_start().strip_prefix("24").filter(|_| is_hour)
}

fn half<'t>(parsed: &mut Parsed, text: &'t str) -> Option<&'t str> {
    let text = text.trim_start();
    let (word, is_after_noon) = HALVES.iter().find(|(word, _)| {
        let beginning = text.get(..word.len());
        beginning.is_some_and(|beginning| beginning.eq_ignore_ascii_case(word))
    })?;
    parsed.set_ampm(*is_after_noon).ok()?;
    Some(&text[word.len()..])
}

/// Whether what stands behind a date does not belong to it: it neither goes on with a digit nor has
/// a time of day.
fn is_words(rest: &str) -> bool {
    let bytes = rest.as_bytes();
    let is_time = |it: &[u8]| it[0].is_ascii_digit() && it[1] == b':' && it[2].is_ascii_digit();
    !bytes[0].is_ascii_digit() && !bytes.windows(3).any(is_time)
}

fn day(parsed: &Parsed) -> Option<Day> {
    let date: NaiveDate = parsed.to_naive_date().ok()?;
    let time: Option<NaiveTime> = match parsed.hour_mod_12() {
        Some(_) => Some(parsed.to_naive_time().ok()?),
        None => None,
    };
    let offset = parsed.offset().map(i64::from).map(TimeDelta::seconds);
    Some(Day { date, time, offset })
}
