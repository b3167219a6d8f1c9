//! The calendar against independent results: an oracle of limits and warning points, the nth
//! working day computed by another library, and every day in China from 2018 on.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::NaiveDate;
use chrono_tz::Tz;
use complaint::domain::calendar::shipped::shipped;
use complaint::domain::calendar::{
    Calendar, CalendarSpec, Dates, DayKind, NamedDates, Pauses, Roll, Span,
};
use complaint::domain::time::{Instant, format_instant, parse_rfc3339};
use serde::Deserialize;

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data");

/// The path of a data file; if it is missing, prints a note and returns `None`.
fn data(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(DATA).join(name);
    if !path.exists() {
        eprintln!("skipped: {name} is not there");
        return None;
    }
    Some(path)
}

fn rows<T: for<'a> Deserialize<'a>>(path: PathBuf) -> Vec<T> {
    let mut reader = csv::Reader::from_path(path).expect("the table opens");
    reader
        .deserialize()
        .collect::<Result<_, _>>()
        .expect("the table reads")
}

#[derive(Deserialize)]
struct CalendarTable {
    week: Vec<String>,
    holidays: Vec<toml::value::Datetime>,
    workdays: Vec<toml::value::Datetime>,
}

impl CalendarTable {
    fn spec(&self, zone: Tz, hours: &str) -> CalendarSpec {
        let named = |dates: &[toml::value::Datetime]| -> NamedDates {
            dates
                .iter()
                .map(|date| (date.to_string().parse().expect("a date"), None))
                .collect()
        };
        CalendarSpec {
            zone,
            week: self
                .week
                .iter()
                .map(|day| day.parse().expect("a weekday"))
                .collect(),
            hours: hours
                .split(';')
                .filter(|window| !window.is_empty())
                .map(str::to_owned)
                .collect::<Vec<_>>()
                .into(),
            own: Dates {
                holidays: named(&self.holidays),
                workdays: named(&self.workdays),
                ..Dates::default()
            },
            base: None,
        }
    }
}

#[derive(Debug, Deserialize)]
struct OracleRow {
    zone: String,
    calendar: String,
    hours: String,
    start: String,
    within: String,
    roll: u8,
    pauses: String,
    due: String,
    warn: String,
}

fn instant(text: &str) -> Instant {
    parse_rfc3339(text).expect("an instant")
}

fn pauses(text: &str) -> Pauses {
    Pauses::new(
        text.split(';')
            .filter(|pause| !pause.is_empty())
            .map(|pause| {
                let (from, to) = pause.split_once('/').expect("from/to");
                (instant(from), (!to.is_empty()).then(|| instant(to)))
            }),
    )
}

#[test]
fn limits_and_warning_points_agree_with_the_oracle() {
    let Some((tables, table)) = data("clock-calendars.toml").zip(data("clock-oracle.csv")) else {
        return;
    };
    let text = std::fs::read_to_string(tables).expect("the calendars open");
    let tables: BTreeMap<String, CalendarTable> =
        toml::from_str(&text).expect("the calendars read");
    let mut calendars = BTreeMap::new();
    let mut wrong = Vec::new();
    let rows: Vec<OracleRow> = rows(table);
    assert_eq!(rows.len(), 3000);
    for row in &rows {
        let zone: Tz = row.zone.parse().expect("a zone");
        let key = (zone.name(), row.calendar.clone(), row.hours.clone());
        let calendar = calendars.entry(key).or_insert_with(|| {
            Calendar::new(&tables[&row.calendar].spec(zone, &row.hours)).expect("a calendar")
        });
        let (start, pauses) = (instant(&row.start), pauses(&row.pauses));
        let within: Span = row.within.parse().expect("a span");
        let roll = if row.roll == 1 {
            Roll::NextWorkingDay
        } else {
            Roll::Keep
        };
        let due = calendar.add(start, within, roll, &pauses);
        let warn = due.and_then(|due| calendar.warn(start, due, within.unit(), &pauses));
        let written = |instant: Option<Instant>| {
            instant.map_or(String::new(), |instant| format_instant(instant, zone))
        };
        if written(due) != row.due || written(warn) != row.warn {
            wrong.push(format!(
                "{row:?}\n  due {} warn {}",
                written(due),
                written(warn)
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} rows differ, the first:\n{}",
        wrong.len(),
        wrong[0]
    );
}

fn china() -> Calendar {
    let base = shipped("cn").map(|china| china.dates("en"));
    let spec = CalendarSpec {
        base,
        ..CalendarSpec::weekdays(chrono_tz::Asia::Shanghai)
    };
    Calendar::new(&spec).expect("the calendar of China")
}

#[derive(Debug, Deserialize)]
struct BusinessDayRow {
    calendar: String,
    start: NaiveDate,
    n: u32,
    due: NaiveDate,
}

#[test]
fn the_nth_working_day_of_china_agrees_with_the_oracle() {
    let Some(table) = data("busday-cn.csv") else {
        return;
    };
    let china = china();
    let rows: Vec<BusinessDayRow> = rows(table);
    assert_eq!(rows.len(), 10_956);
    for row in rows {
        assert_eq!(row.calendar, "CN");
        let start = china.end(row.start.pred_opt().expect("a day before"));
        let span = format!("{}bd", row.n).parse().expect("a span");
        let due = china.add(start, span, Roll::Keep, Pauses::NONE);
        assert_eq!(due, Some(china.end(row.due)), "{row:?}");
    }
}

#[derive(Debug, Deserialize)]
struct DayRow {
    date: NaiveDate,
    is_workday: u8,
    kind: String,
    name: String,
}

#[test]
fn every_day_of_china_is_what_it_was() {
    let Some(table) = data("cn-workdays.csv") else {
        return;
    };
    let china = china();
    let rows: Vec<DayRow> = rows(table);
    assert_eq!(rows.len(), 3287);
    for row in rows {
        let name = || Some(row.name.clone());
        let kind = match row.kind.as_str() {
            "workday" => DayKind::Working,
            "weekend" => DayKind::Weekend,
            "holiday" => DayKind::Holiday(name()),
            "makeup_workday" => DayKind::MakeUp(name()),
            other => panic!("{other}"),
        };
        assert_eq!(china.day_kind(row.date), kind, "{row:?}");
        assert_eq!(china.is_working(row.date), row.is_workday == 1, "{row:?}");
    }
    assert_eq!(
        china.reviewed_years().iter().copied().collect::<Vec<_>>(),
        (2018..=2026).collect::<Vec<_>>()
    );
}
