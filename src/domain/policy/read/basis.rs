//! What everything else refers to: the organisation, its calendar, the lists, roles and categories.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, Weekday};
use chrono_tz::Tz;
use toml::de::DeValue;

use super::table::{Item, Section};
use crate::domain::calendar::{
    Calendar, CalendarError, CalendarSpec, Dates, NamedDates, Roll, shipped,
};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::policy::{Category, Lists, Organisation, ProductLine, SYSTEM};
use crate::domain::table::{At, date};

/// The first things that are read.
pub(super) struct Basis {
    pub organisation: Organisation,
    pub working_time: CalendarSpec,
    pub calendar: Option<Calendar>,
    pub calendar_spot: Spot,
    /// What a deadline does that does not say.
    pub roll: Roll,
    pub lists: Lists,
    pub roles: Vec<String>,
    pub categories: BTreeMap<String, Category>,
    pub product_lines: BTreeMap<String, ProductLine>,
}

impl Basis {
    pub fn read(top: &mut Section) -> Self {
        let organisation = organisation(top);
        let (roll, working_time, calendar, calendar_spot) = calendar(top, &organisation);
        let (lists, roles, categories) = (lists(top), roles(top), categories(top));
        let product_lines = product_lines(top, &lists);
        Self {
            organisation,
            working_time,
            calendar,
            calendar_spot,
            roll,
            lists,
            roles,
            categories,
            product_lines,
        }
    }
}

fn organisation(top: &mut Section) -> Organisation {
    let mut organisation = Organisation {
        name: String::new(),
        time_zone: Tz::UTC,
        currency: "CNY".to_owned(),
        language: "en".to_owned(),
    };
    let Some(mut section) = top.section("organisation") else {
        return organisation;
    };
    let text = |item: Option<Item>| item.and_then(|item| item.text()).map(|text| text.value);
    if let Some(name) = text(section.take("name")) {
        organisation.name = name;
    }
    if let Some(zone) = section.take("time_zone").and_then(|item| time_zone(&item)) {
        organisation.time_zone = zone;
    }
    if let Some(currency) = section.take("currency").and_then(|item| currency(&item)) {
        organisation.currency = currency;
    }
    if let Some(language) = text(section.take("language")) {
        organisation.language = language;
    }
    section.finish();
    organisation
}

fn time_zone(item: &Item) -> Option<Tz> {
    let text = item.text()?;
    let zone = text.value.parse().ok();
    if zone.is_none() {
        let message = format!("'{}' is not a time zone", text.value);
        let finding = Finding::error(Code::BadValue, text.spot, message);
        let finding = finding.hint("write it like Asia/Shanghai, Europe/London or UTC");
        item.reader.report(finding.did_you_mean(
            &text.value,
            chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()),
        ));
    }
    zone
}

fn currency(item: &Item) -> Option<String> {
    let text = item.text()?;
    if text.value.len() == 3 && text.value.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Some(text.value);
    }
    item.bad(format!(
        "'{}' is not a currency of three capital letters like CNY",
        text.value
    ))
}

fn calendar(
    top: &mut Section,
    organisation: &Organisation,
) -> (Roll, CalendarSpec, Option<Calendar>, Spot) {
    let mut spec = CalendarSpec::weekdays(organisation.time_zone);
    let Some(mut section) = top.section("calendar") else {
        let calendar = Calendar::new(&spec).ok();
        return (Roll::Keep, spec, calendar, Spot::default());
    };
    spec.base = section
        .take("use")
        .and_then(|item| base(&item, &organisation.language));
    let week = section.take("week");
    if let Some(week) = &week {
        spec.week = weekdays(week);
    }
    let hours = section.take("hours");
    spec.hours = hours.as_ref().map(windows).unwrap_or_default();
    let (holidays, workdays) = (
        dates(section.take("holidays")),
        dates(section.take("workdays")),
    );
    for (day, (_, spot)) in &workdays {
        if let Some((_, holiday)) = holidays.get(day) {
            let message = format!(
                "{day} is both in workdays and in holidays (line {})",
                holiday.line
            );
            section.reader.report(
                Finding::error(Code::PolicyConflict, *spot, message).hint("remove it from one"),
            );
        }
    }
    let years = section
        .take("reviewed")
        .map(|item| years(&item))
        .unwrap_or_default();
    spec.own = Dates {
        holidays: named(holidays),
        workdays: named(workdays),
        reviewed: years,
    };
    let roll = section
        .take("roll")
        .and_then(|item| item.roll())
        .unwrap_or(Roll::Keep);
    let calendar = Calendar::new(&spec);
    let spot_of = |item: &Option<Item>| item.as_ref().map_or(section.spot, |item| item.spot);
    match calendar.as_ref().err() {
        // Dates in both lists have been reported, each at its place.
        None | Some(CalendarError::BothLists(_)) => {}
        Some(error @ CalendarError::NoWorkingDay) => {
            section
                .reader
                .error(Code::PolicyConflict, spot_of(&week), error.message());
        }
        Some(error @ CalendarError::Overlap(..)) => {
            section
                .reader
                .error(Code::PolicyConflict, spot_of(&hours), error.message());
        }
        Some(error) => section
            .reader
            .error(Code::BadValue, spot_of(&hours), error.message()),
    }
    let spot = section.spot;
    section.finish();
    (roll, spec, calendar.ok(), spot)
}

fn base(item: &Item, language: &str) -> Option<Dates> {
    let name = item.text()?;
    let calendar = shipped::shipped(&name.value);
    if calendar.is_none() {
        let message = format!("there is no calendar '{}' in this program", name.value);
        let finding = Finding::error(Code::PolicyReference, name.spot, message);
        item.reader
            .report(finding.did_you_mean(&name.value, shipped::NAMES.into_iter()));
    }
    calendar.map(|calendar| calendar.dates(language))
}

fn weekdays(item: &Item) -> Vec<Weekday> {
    let words = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let days: Vec<(Weekday, &str)> = words
        .into_iter()
        .filter_map(|word| Some((word.parse().ok()?, word)))
        .collect();
    let texts = item.list().unwrap_or_default();
    texts
        .iter()
        .filter_map(|text| {
            item.reader
                .word(Code::BadValue, "a day of the week", text, &days)
        })
        .collect()
}

/// The windows that are well formed, each judged by itself; the others are reported.
fn windows(item: &Item) -> Vec<String> {
    let is_window = |text: &At<String>| {
        let alone = CalendarSpec {
            hours: vec![text.value.clone()],
            ..CalendarSpec::weekdays(Tz::UTC)
        };
        let error = Calendar::new(&alone).err();
        if let Some(error) = &error {
            item.reader
                .error(Code::BadValue, text.spot, error.message());
        }
        error.is_none()
    };
    let texts = item.one_or_more(Item::text).unwrap_or_default();
    texts
        .into_iter()
        .filter(is_window)
        .map(|text| text.value)
        .collect()
}

type Placed = BTreeMap<NaiveDate, (Option<String>, Spot)>;

/// Dates as a list, or as a table from dates to names.
fn dates(item: Option<Item>) -> Placed {
    let Some(item) = item else {
        return Placed::new();
    };
    if let DeValue::Table(_) = item.value.get_ref() {
        let entries = item
            .section(format!("'{}'", item.key))
            .map(|section| section.entries())
            .unwrap_or_default();
        return entries
            .into_iter()
            .filter_map(|(day, name)| named_date(day, &name))
            .collect();
    }
    let days = item.items().unwrap_or_default();
    days.iter()
        .filter_map(Item::date)
        .map(|day| (day.value, (None, day.spot)))
        .collect()
}

fn named_date(day: At<String>, name: &Item) -> Option<(NaiveDate, (Option<String>, Spot))> {
    match date(&day.value) {
        Some(date) => Some((date, (Some(name.text()?.value), day.spot))),
        None => {
            name.reader.error(
                Code::BadValue,
                day.spot,
                format!("'{}' is not a date like 2026-12-01", day.value),
            );
            None
        }
    }
}

fn named(dates: Placed) -> NamedDates {
    dates
        .into_iter()
        .map(|(day, (name, _))| (day, name))
        .collect()
}

fn years(item: &Item) -> BTreeSet<i32> {
    let years = item.items().unwrap_or_default();
    years
        .iter()
        .filter_map(|year| year.whole(1))
        .filter_map(|year| i32::try_from(year).ok())
        .collect()
}

fn lists(top: &mut Section) -> Lists {
    let retired = top
        .take("retired")
        .and_then(|item| item.list())
        .unwrap_or_default();
    let channels = top.require(
        "channels",
        "add at the top: channels = [\"phone\", \"email\"]",
    );
    if let Some(item) = channels.filter(Item::items_are_none) {
        item.bad::<()>("'channels' has no channel: complaints come by at least one".to_owned());
    }
    let mut list = |key| {
        let values = top
            .take(key)
            .and_then(|item| item.list())
            .unwrap_or_default();
        for old in retired
            .iter()
            .filter(|old| values.iter().any(|value| value.value == old.value))
        {
            let message = format!("'{}' is both in 'retired' and in '{key}'", old.value);
            top.reader.report(
                Finding::error(Code::PolicyConflict, old.spot, message).hint("remove it from one"),
            );
        }
        values.into_iter().map(|value| value.value).collect()
    };
    Lists {
        channels: list("channels"),
        severities: list("severities"),
        grades: list("grades"),
        remedies: list("remedies"),
        causes: list("causes"),
        symptoms: list("symptoms"),
        kinds: list("kinds"),
        types: list("types"),
        tenures: list("tenures"),
        values: list("values"),
        lines: list("lines"),
        outlets: list("outlets"),
        requests: list("requests"),
        steps: list("steps"),
        outcomes: list("outcomes"),
        documents: list("documents"),
        grounds: list("grounds"),
        retired: retired.iter().map(|value| value.value.clone()).collect(),
    }
}

fn roles(top: &mut Section) -> Vec<String> {
    let roles = top
        .take("roles")
        .and_then(|item| item.list())
        .unwrap_or_default();
    for role in roles.iter().filter(|role| role.value == SYSTEM) {
        let message =
            "the role 'system' stands beside the list: it is neither above nor below the others";
        top.reader.report(
            Finding::error(Code::PolicyConflict, role.spot, message).hint("remove it from 'roles'"),
        );
    }
    roles.into_iter().map(|role| role.value).collect()
}

fn categories(top: &mut Section) -> BTreeMap<String, Category> {
    let hint = "add a category: [categories.product-quality]";
    let Some(section) = top
        .require("categories", hint)
        .and_then(|item| item.section("[categories]".to_owned()))
    else {
        return BTreeMap::new();
    };
    let mut parents = Vec::new();
    let mut categories = BTreeMap::new();
    for (name, item) in section.entries() {
        if !is_name(&name.value) {
            let message = format!(
                "'{}' cannot be a category: it becomes part of file names",
                name.value
            );
            let finding = Finding::error(Code::BadValue, name.spot, message);
            section
                .reader
                .report(finding.hint(
                    "letters, digits, '-', '_' and '.'; [categories.X] name = \"…\" is free",
                ));
        }
        let Some(mut entry) = item.section(label("categories", &name.value)) else {
            continue;
        };
        let parent = entry.take("parent").and_then(|item| item.text());
        let mut text = |key| {
            entry
                .take(key)
                .and_then(|item| item.text())
                .map(|text| text.value)
        };
        let category = Category {
            name: text("name"),
            department: text("department"),
            parent: parent.clone().map(|at| at.value),
        };
        entry.finish();
        parents.extend(parent.map(|parent| (name.value.clone(), parent)));
        categories.insert(name.value, category);
    }
    if categories.is_empty() {
        section.reader.report(
            Finding::error(Code::MissingKey, section.spot, "the policy has no category").hint(hint),
        );
    }
    check_parents(&section, &categories, parents);
    categories
}

fn product_lines(top: &mut Section, lists: &Lists) -> BTreeMap<String, ProductLine> {
    let Some(section) = top.section("line") else {
        return BTreeMap::new();
    };
    let mut lines = BTreeMap::new();
    for (name, item) in section.entries() {
        let Some(mut entry) = item.section(label("line", &name.value)) else {
            continue;
        };
        let mut text = |key| {
            entry
                .take(key)
                .and_then(|item| item.text())
                .map(|text| text.value)
        };
        let line = ProductLine {
            name: text("name"),
            department: text("department"),
        };
        entry.finish();
        let is_known = lists.lines.is_empty() || lists.retired.contains(&name.value);
        let name = if is_known {
            Some(name.value)
        } else {
            section.reader.refer("line", name, &lists.lines)
        };
        lines.extend(name.map(|name| (name, line)));
    }
    lines
}

fn check_parents(
    section: &Section,
    categories: &BTreeMap<String, Category>,
    parents: Vec<(String, At<String>)>,
) {
    let known: Vec<String> = categories.keys().cloned().collect();
    let above = |name: &&str| {
        categories
            .get(*name)
            .and_then(|category| category.parent.as_deref())
    };
    let mut circular: BTreeSet<String> = BTreeSet::new();
    for (name, parent) in parents {
        let spot = parent.spot;
        if section.reader.refer("category", parent, &known).is_none() || circular.contains(&name) {
            continue;
        }
        let first = categories
            .get(&name)
            .and_then(|category| category.parent.as_deref());
        let line: Vec<&str> = std::iter::successors(first, above)
            .take(categories.len())
            .collect();
        if let Some(end) = line.iter().position(|above| *above == name) {
            let circle = line[..=end].join("' belongs to '");
            let message = format!("categories in a circle: '{name}' belongs to '{circle}'");
            section.reader.report(
                Finding::error(Code::PolicyConflict, spot, message).hint("remove one 'parent'"),
            );
            circular.extend(line[..=end].iter().map(|name| (*name).to_owned()));
        }
    }
}

fn is_name(name: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    !name.is_empty()
        && name.chars().count() <= 60
        && name.chars().all(fits)
        && !name.starts_with(['-', '.'])
}

/// `[staff.ann]`, quoted where TOML wants it.
pub(super) fn label(table: &str, name: &str) -> String {
    let is_bare = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if is_bare {
        format!("[{table}.{name}]")
    } else {
        format!("[{table}.\"{name}\"]")
    }
}
