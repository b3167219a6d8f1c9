//! Value types of the calendar keys.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, Weekday};
use chrono_tz::Tz;
use toml::de::DeValue;

use crate::domain::calendar::{Calendar, CalendarSpec, Hours, shipped};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::keyed::Omission;
use crate::domain::keys::{Takes, Words};
use crate::domain::message::{Message, all_of, message, text};
use crate::domain::policy::setting::{Item, Names, Said, Setting};
use crate::domain::table::{At, date};

/// The name of a built-in calendar.
pub(super) enum ShippedCalendar {}

impl ShippedCalendar {
    fn words() -> Vec<&'static str> {
        shipped::NAMES.to_vec()
    }
}

impl Setting<String> for ShippedCalendar {
    const TAKES: Takes = Takes::Word(Words(Self::words));

    fn read(item: &Item, _names: &Names) -> Option<String> {
        let name = item.text()?;
        if shipped::shipped(&name.value).is_some() {
            return Some(name.value);
        }
        let message = message!(
            "there is no calendar '{name}' in this program",
            name = name.value
        );
        let finding = Finding::error(Code::PolicyReference, name.spot, message);
        item.reader
            .report(finding.did_you_mean(&name.value, shipped::NAMES.into_iter()));
        None
    }

    fn said(value: &String) -> Option<Said> {
        Some(Said::data(value))
    }
}

/// The working weekdays.
pub(super) enum Week {}

const DAYS: [(Weekday, &str); 7] = [
    (Weekday::Mon, "mon"),
    (Weekday::Tue, "tue"),
    (Weekday::Wed, "wed"),
    (Weekday::Thu, "thu"),
    (Weekday::Fri, "fri"),
    (Weekday::Sat, "sat"),
    (Weekday::Sun, "sun"),
];

impl Week {
    fn words() -> Vec<&'static str> {
        DAYS.map(|(_, word)| word).to_vec()
    }
}

impl Setting<Vec<Weekday>> for Week {
    const TAKES: Takes = Takes::WordList(Words(Self::words));

    fn read(item: &Item, _names: &Names) -> Option<Vec<Weekday>> {
        let texts = item.list()?.into_iter();
        let what = text!("a day of the week");
        let days =
            texts.filter_map(|text| item.reader.word(Code::BadValue, what.clone(), &text, &DAYS));
        Some(days.collect())
    }

    /// In week order, without duplicates.
    fn said(value: &Vec<Weekday>) -> Option<Said> {
        let worked = DAYS.iter().filter(|(day, _)| value.contains(day));
        Some(Said::values(worked.map(|(_, word)| word)))
    }
}

/// Windows of business hours, for all working days or by weekday, each validated on its own;
/// invalid ones are reported and dropped.
pub(super) enum HoursByDay {}

/// The key for the hours of the days without their own.
const DEFAULT: &str = "default";

impl HoursByDay {
    /// The keys of a table of hours; `None` for the default.
    fn days() -> Vec<(Option<Weekday>, &'static str)> {
        let weekdays = DAYS.map(|(day, word)| (Some(day), word));
        std::iter::once((None, DEFAULT)).chain(weekdays).collect()
    }

    fn words() -> Vec<&'static str> {
        Self::days().into_iter().map(|(_, word)| word).collect()
    }
}

impl Setting<Hours> for HoursByDay {
    const TAKES: Takes = Takes::Hours(Words(Self::words));
    const OMISSION: Omission = Omission::Means("00:00 to 24:00");

    fn read(item: &Item, _names: &Names) -> Option<Hours> {
        if matches!(item.value.get_ref(), DeValue::Table(_)) {
            by_weekday(item)
        } else {
            windows(item).map(Hours::from)
        }
    }

    fn omitted(_names: &Names) -> Option<Hours> {
        Some(Hours::default())
    }

    fn said(value: &Hours) -> Option<Said> {
        (!value.is_none()).then(|| Said::values(hours_in_words(value)))
    }
}

fn by_weekday(item: &Item) -> Option<Hours> {
    let days = HoursByDay::days();
    let mut hours = Hours::default();
    let section = item.section(format!("'{}'", item.key))?;
    for (key, value) in section.entries() {
        let what = text!("a day of the week");
        let day = item.reader.word(Code::UnknownKey, what, &key, &days);
        match day.zip(some_windows(&value)) {
            Some((None, windows)) => hours.default = windows,
            Some((Some(day), windows)) => hours.weekdays.push((day, windows)),
            None => {}
        }
    }
    if section.peek(DEFAULT).is_none() {
        let message =
            text!("'hours' has no 'default': the hours of the other days and of make-up days");
        let finding = Finding::error(Code::MissingKey, item.spot, message);
        item.reader
            .report(finding.hint(text!("add: default = [\"09:00-18:00\"]")));
    }
    Some(hours)
}

/// As [`windows`]; an empty list is reported, since it could mean no hours or all.
fn some_windows(item: &Item) -> Option<Vec<String>> {
    if item.items_are_none() {
        let message = message!("the hours of '{key}' are empty", key = item.key);
        let finding = Finding::error(Code::BadValue, item.spot, message);
        item.reader.report(finding.hint(text!(
            "for a day off, leave the day out of 'week' and of 'hours'"
        )));
        return None;
    }
    windows(item)
}

fn windows(item: &Item) -> Option<Vec<String>> {
    let texts = item.one_or_more(Item::text)?.into_iter();
    let valid = texts.filter(|text| is_window(item, text));
    Some(joined(valid.map(|text| text.value).collect()))
}

/// The windows in order, those that touch as one: `09:00-10:00` and `10:00-12:00` are the hours
/// from 9 to 12.
fn joined(mut windows: Vec<String>) -> Vec<String> {
    windows.sort();
    let mut joined: Vec<String> = Vec::new();
    for window in windows {
        let touched = joined.last().and_then(|last| {
            let (begin, end) = last.split_once('-')?;
            let rest = window.strip_prefix(end)?;
            // The same time twice would be no window.
            (!rest.ends_with(begin)).then(|| format!("{begin}{rest}"))
        });
        match (touched, joined.last_mut()) {
            (Some(both), Some(last)) => *last = both,
            (None, _) | (_, None) => joined.push(window),
        }
    }
    joined
}

fn is_window(item: &Item, text: &At<String>) -> bool {
    let spec = CalendarSpec {
        hours: vec![text.value.clone()].into(),
        ..CalendarSpec::weekdays(Tz::UTC)
    };
    let error = Calendar::new(&spec).err();
    if let Some(error) = &error {
        item.reader
            .error(Code::BadValue, text.spot, error.message());
    }
    error.is_none()
}

/// The windows in their normal form: `09:00-18:00`, `sat 09:00-12:00`.
pub(crate) fn hours_in_words(hours: &Hours) -> Vec<Message> {
    let Hours { default, weekdays } = hours.normal();
    let all = default
        .into_iter()
        .map(|window| message!("{window}", window));
    let single = weekdays.into_iter().map(|(weekday, windows)| {
        message!(
            "{day} {windows}",
            day = word_of(weekday),
            windows = all_of(windows)
        )
    });
    all.chain(single).collect()
}

/// The word of a day of the week: `sat`.
pub(crate) fn word_of(weekday: Weekday) -> &'static str {
    let word = DAYS.into_iter().find(|(day, _)| *day == weekday);
    word.map_or("", |(_, word)| word)
}

/// Dates with their optional names and their places in the file.
pub(crate) type PlacedDates = BTreeMap<NaiveDate, (Option<String>, Spot)>;

/// A list of dates, or a table from dates to names.
pub(super) enum DatesOff {}

impl Setting<PlacedDates> for DatesOff {
    const TAKES: Takes = Takes::Dates;

    fn read(item: &Item, _names: &Names) -> Option<PlacedDates> {
        if let DeValue::Table(_) = item.value.get_ref() {
            let entries = item.section(format!("'{}'", item.key))?.entries();
            return Some(
                entries
                    .into_iter()
                    .filter_map(|(day, name)| named_date(day, &name))
                    .collect(),
            );
        }
        let days = item.items()?;
        let days = days.iter().filter_map(Item::date);
        Some(days.map(|day| (day.value, (None, day.spot))).collect())
    }

    fn said(value: &PlacedDates) -> Option<Said> {
        let day = |(day, (name, _)): (&NaiveDate, &(Option<String>, Spot))| match name {
            Some(name) => message!("{day} {name}", day, name),
            None => message!("{day}", day),
        };
        Some(Said::values(value.iter().map(day)))
    }
}

fn named_date(day: At<String>, name: &Item) -> Option<(NaiveDate, (Option<String>, Spot))> {
    if let Some(date) = date(&day.value) {
        return Some((date, (Some(name.text()?.value), day.spot)));
    }
    let message = message!("'{day}' is not a date like 2026-12-01", day = day.value);
    name.reader.error(Code::BadValue, day.spot, message);
    None
}

/// Years, in four digits.
pub(super) enum Years {}

/// Below it, a year was cut to its last digits.
const FIRST_YEAR: u32 = 1000;

impl Setting<BTreeSet<i32>> for Years {
    const TAKES: Takes = Takes::Years;

    fn read(item: &Item, _names: &Names) -> Option<BTreeSet<i32>> {
        let years = item.items()?;
        let years = years.iter().filter_map(|year| year.whole(FIRST_YEAR));
        Some(years.filter_map(|year| i32::try_from(year).ok()).collect())
    }

    fn said(value: &BTreeSet<i32>) -> Option<Said> {
        Some(Said::values(value.iter().map(ToString::to_string)))
    }
}
