//! Value types of the calendar keys.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, Weekday};
use chrono_tz::Tz;
use toml::de::DeValue;

use crate::domain::calendar::{Calendar, CalendarSpec, shipped};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::keyed::Omission;
use crate::domain::keys::{Takes, Words};
use crate::domain::message::{message, text};
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

/// Windows of business hours, each validated on its own; invalid ones are reported and dropped.
pub(super) enum Hours {}

impl Setting<Vec<String>> for Hours {
    const TAKES: Takes = Takes::Hours;
    const OMISSION: Omission = Omission::Means("00:00 to 24:00");

    fn read(item: &Item, _names: &Names) -> Option<Vec<String>> {
        let texts = item.one_or_more(Item::text)?.into_iter();
        let windows = texts.filter(|text| is_window(item, text));
        Some(joined(windows.map(|text| text.value).collect()))
    }

    fn omitted(_names: &Names) -> Option<Vec<String>> {
        Some(Vec::new())
    }

    fn said(value: &Vec<String>) -> Option<Said> {
        let hours: BTreeSet<&String> = value.iter().collect();
        (!hours.is_empty()).then(|| Said::values(hours))
    }
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
            Some(format!("{begin}{rest}"))
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
        hours: vec![text.value.clone()],
        ..CalendarSpec::weekdays(Tz::UTC)
    };
    let error = Calendar::new(&spec).err();
    if let Some(error) = &error {
        item.reader
            .error(Code::BadValue, text.spot, error.message());
    }
    error.is_none()
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

/// Years.
pub(super) enum Years {}

impl Setting<BTreeSet<i32>> for Years {
    const TAKES: Takes = Takes::Years;

    fn read(item: &Item, _names: &Names) -> Option<BTreeSet<i32>> {
        let years = item.items()?;
        let years = years.iter().filter_map(|year| year.whole(1));
        Some(years.filter_map(|year| i32::try_from(year).ok()).collect())
    }

    fn said(value: &BTreeSet<i32>) -> Option<Said> {
        Some(Said::values(value.iter().map(ToString::to_string)))
    }
}
